from redraft.critics.private_data.hits import KINDS
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
    text = "卡號４５３９１４８８０３４３６４６７。"
    assert search(text, ["payment_card"]) == ()
    (hit,) = search("卡號：４５３９１４８８０３４３６４６７。", ["payment_card"])
    assert (hit.start, hit.end) == (3, 19)
