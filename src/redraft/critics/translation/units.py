"""Units: a number that stays the same keeps its unit; 5 miles are not 5 kilometres."""

from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.measures import measures_in
from redraft.critics.translation.segment import Segment


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    theirs = list(measures_in(segment.source, segment.source_language))
    if not theirs:
        return
    for one in measures_in(target, segment.target_language):
        same = [other for other in theirs if one.number.values & other.number.values]
        if same and all((other.dimension, other.factor) != (one.dimension, one.factor) for other in same):
            yield Flaw(
                says="unit_differs", severity="minor", start=one.number.start, end=one.number.end,
                values={"measure": f"{one.number.text} {one.unit}", "wanted": f"{same[0].number.text} {same[0].unit}"},
                evidence=(f"{same[0].number.text} {same[0].unit}",),
            )  # fmt: skip


CHECK = Check(name="units", find=_find, in_prose=True)
"""Units and currencies."""
