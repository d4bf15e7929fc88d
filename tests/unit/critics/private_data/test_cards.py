import pytest

from redraft.critics.private_data.cards import find_cards, issuer_of, luhn

NUMBER = "453914880343" + "6467"


def found(text: str) -> list[str]:
    return [hit.value for hit in find_cards(text)]


@pytest.mark.parametrize(
    ("digits", "issuer"),
    [
        ("4" + "0" * 15, "Visa"),
        ("2221" + "0" * 12, "Mastercard"),
        ("2720" + "0" * 12, "Mastercard"),
        ("2721" + "0" * 12, None),
        ("37" + "0" * 13, "American Express"),
        ("37" + "0" * 14, None),
        ("6011" + "0" * 12, "Discover"),
        ("3589" + "0" * 12, "JCB"),
        ("62" + "0" * 15, "UnionPay"),
        ("9" + "0" * 15, None),
    ],
)
def test_the_issuer_follows_from_the_range_and_the_length(digits: str, issuer: str | None) -> None:
    assert issuer_of(digits) == issuer


def test_every_single_wrong_digit_is_noticed() -> None:
    assert luhn(NUMBER)
    wrong = [NUMBER[:i] + d + NUMBER[i + 1 :] for i in range(16) for d in "0123456789" if d != NUMBER[i]]
    assert not any(map(luhn, wrong))


@pytest.mark.parametrize(
    "shown", [NUMBER, "4539 1488 0343 6467", "4539-1488-0343-6467", f"card:{NUMBER}.", f"a,{NUMBER},b"]
)
def test_a_number_is_found_however_it_is_written(shown: str) -> None:
    assert len(found(shown)) == 1


@pytest.mark.parametrize(
    "shown", [f"0.{NUMBER}", f"x{NUMBER}", f"{NUMBER}0", f"+{NUMBER}", "4539 1488-0343 6467", "4 5 3 9 " * 4]
)
def test_parts_of_something_else_are_no_card(shown: str) -> None:
    assert found(shown) == []
