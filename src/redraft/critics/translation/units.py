"""Units: a number that stays the same keeps its unit; 5 miles are not 5 kilometres."""

from collections.abc import Iterator
from fractions import Fraction

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.measures import measures_in
from redraft.critics.translation.segment import Segment


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    theirs = list(measures_in(segment.source, segment.source_language))
    if not theirs:
        return
    units: dict[Fraction, dict[tuple[str, Fraction], str]] = {}
    for one in theirs:
        for value in one.number.values:
            units.setdefault(value, {}).setdefault((one.dimension, one.factor), f"{one.number.text} {one.unit}")
    for one in measures_in(target, segment.target_language):
        same = {unit: text for value in one.number.values for unit, text in units.get(value, {}).items()}
        if same and (one.dimension, one.factor) not in same:
            wanted = next(iter(same.values()))
            yield Flaw(
                says="unit_differs", severity="minor", start=one.number.start, end=one.number.end,
                values={"measure": f"{one.number.text} {one.unit}", "wanted": wanted}, evidence=(wanted,),
            )  # fmt: skip


CHECK = Check(name="units", find=_find, in_prose=True)
"""Units and currencies."""
