import pytest

from redraft.critics.private_data.hits import KINDS, Kind
from redraft.critics.private_data.searching import search


def test_each_place_is_named_once_by_the_surest_kind() -> None:
    token = "ghp_" + "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"
    assert [hit.kind for hit in search(f"api_key = {token}", KINDS)] == ["token"]


def test_finds_come_in_the_order_of_the_text() -> None:
    assert [hit.kind for hit in search("+49 30 901820 a.b@acme.io 85.214.132.117", KINDS)] == [
        "phone",
        "email",
        "ip_address",
    ]


def test_full_width_digits_are_digits_and_keep_their_places() -> None:
    (hit,) = search("卡號：４５３９１４８８０３４３６４６７。", ["payment_card"])
    assert (hit.start, hit.end) == (3, 19)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("payment_card", "4539 1488 0343 " + "6467"),
        ("payment_card", "4539148803436467"),
        ("iban", "DE4450010517540732" + "4931"),
        ("national_id", "11010519491231002X"),
        ("email", "jane@" + "acme.io"),
        ("phone", "+886-2-2345-6789"),
        ("phone", "212-736-5000"),
        ("ip_address", "85.214.132.117"),
        ("password", "postgres://ann:Tr0ub4dor33@db"),
    ],
)
def test_chinese_text_has_no_blanks_around_what_it_gives_away(kind: Kind, value: str) -> None:
    (hit,) = search(f"我的是{value}請收下", [kind])
    assert hit.value in value


def test_words_of_other_scripts_announce_a_number_without_a_blank() -> None:
    assert [hit.value for hit in search("電話02-2345-6789，身分證A123456789號", KINDS)] == [
        "02-2345-6789",
        "A123456789",
    ]
