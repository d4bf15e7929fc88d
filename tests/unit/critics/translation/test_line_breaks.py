"""Lines are broken where the source breaks them."""

from redraft.critics.translation.line_breaks import CHECK
from support.translating import flaws, said


def test_as_many_breaks_are_no_flaw_however_they_are_written() -> None:
    assert said(CHECK, "One\r\ntwo\n", "Eins\nzwei") == []


def test_lost_breaks_are_counted() -> None:
    (flaw,) = flaws(CHECK, "One\n\ntwo", "Eins, zwei")
    assert (flaw.says, flaw.values) == ("line_breaks", {"n": "0", "wanted": "2"})
    assert said(CHECK, r"One\ntwo", "Eins zwei") == ["written_line_breaks"]
