import pytest

from redraft.critics.private_data.accounts import LENGTHS, find_accounts, remainder


def found(text: str) -> list[str]:
    return [hit.value for hit in find_accounts(text)]


@pytest.mark.parametrize(
    "shown",
    ["DE75512108001245126199", "de75512108001245126199", "DE75 5121 0800 1245 1261 99", "DE75-5121-0800-1245-1261-99"],
)
def test_an_account_is_found_however_it_is_written(shown: str) -> None:
    assert found(f"Pay to {shown}, please.") == [shown]


def test_words_behind_a_number_in_groups_do_not_hide_it() -> None:
    assert found("DE75 5121 0800 1245 1261 99 paid") == ["DE75 5121 0800 1245 1261 99"]
    assert found("NO93 8601 1117 947 with love") == ["NO93 8601 1117 947"]
    assert found("BE68 5390 0754 7034 Anna Otto") == ["BE68 5390 0754 7034"]


def test_every_single_wrong_digit_is_noticed() -> None:
    number = "DE75512108001245126199"
    wrong = [number[:i] + d + number[i + 1 :] for i in range(2, 22) for d in "0123456789" if d != number[i]]
    assert remainder(number) == 1
    assert not any(remainder(one) == 1 for one in wrong)


@pytest.mark.parametrize(
    "shown", ["XX75512108001245126199", "DE7551210800124512619", "DE755121080012451261990", "iDE75512108001245126199"]
)
def test_an_unknown_country_or_a_wrong_length_is_no_account(shown: str) -> None:
    assert found(shown) == []


def test_the_lengths_are_those_of_the_registry() -> None:
    assert (LENGTHS["NO"], LENGTHS["DE"], LENGTHS["MT"], len(LENGTHS) > 75) == (15, 22, 31, True)
