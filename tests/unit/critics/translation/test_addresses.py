"""Addresses are copied."""

from redraft.critics.translation.addresses import CHECK
from support.translating import flaws, said, words


def test_kept_addresses_are_no_flaw() -> None:
    source = "See https://example.org/a_(b), or mail a.b@example.org."
    assert said(CHECK, source, "參見https://example.org/a_(b)，或寫信到a.b@example.org。", "en-zh") == []


def test_changed_and_lost_addresses_are_found() -> None:
    target = "Siehe https://example.org/b"
    lost, mail, invented = flaws(CHECK, "See https://example.org/a and a@b.org", target)
    assert [lost.says, mail.says, invented.says] == ["address_lost", "address_lost", "address_invented"]
    assert words(target, invented) == "https://example.org/b"
    assert mail.evidence == ("a@b.org",)


def test_an_address_may_move_to_the_target_language_with_a_warning() -> None:
    source, target = "See https://en.example.org/en/x", "Siehe https://de.example.org/de/x"
    (flaw,) = flaws(CHECK, source, target)
    assert (flaw.says, flaw.severity) == ("address_moved", "minor")
    assert said(CHECK, source, "Siehe https://de.example.org/de/y") == ["address_lost", "address_invented"]


def test_an_address_moves_once() -> None:
    source = "https://x.org/en https://x.org/en/a"
    assert said(CHECK, source, "https://x.org/de https://x.org/de-AT") == [
        "address_moved",
        "address_lost",
        "address_invented",
    ]
