"""Checks of prose see no markup, and the places of what they find are those of the target."""

from redraft.critics.translation.check import Check, Flaw, flaws_by
from redraft.critics.translation.segment import Segment
from support.translating import segment


def test_a_check_of_prose_sees_blanks_for_markup() -> None:
    seen: list[tuple[str, str]] = []

    def find(one: Segment, target: str) -> list[Flaw]:
        seen.append((one.source, target))
        return [Flaw(says="x", severity="minor", start=target.index("hier"), end=len(target))]

    checks = (Check(name="prose", find=find, in_prose=True), Check(name="all", find=find))
    found = dict(flaws_by(checks, segment("<b>here</b>"), "<b>hier</b>"))
    assert seen == [("   here    ", "   hier    "), ("<b>here</b>", "<b>hier</b>")]
    assert found["prose"].start == 3
