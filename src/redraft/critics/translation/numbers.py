"""Numbers: the same values on both sides, however they are written. What differs is a warning, as measured."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.measures import Measure, is_converted, measures_in
from redraft.critics.translation.number_words import worded
from redraft.critics.translation.numerals import Number, numbers_in
from redraft.critics.translation.segment import Segment

_AFTERNOON = re.compile(r"\b[ap]\.?m\b|下午|晚上|傍晚|中午|凌晨|上午|\bUhr\b|点|點|o'clock|\d:\d\d", re.IGNORECASE)
_MAX_MEASURES = 100
_TENTHS = re.compile(r"成|折")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted = list(numbers_in(segment.source, segment.source_language))
    found = list(numbers_in(target, segment.target_language))
    if not wanted and not found:
        return
    told = worded(segment.source)
    said = worded(target)
    excused = _converted(segment, target)
    clock = bool(_AFTERNOON.search(segment.source) or _AFTERNOON.search(target))
    tenths = bool(_TENTHS.search(segment.source))
    in_source, in_target = _all_values(wanted), _all_values(found)
    lost = [
        one
        for one in wanted
        if one.text not in excused and not _stands(one, in_target, said, clock=clock, tenths=tenths)
    ]
    invented = [
        one
        for one in found
        if one.text not in excused and not _stands(one, in_source, told, clock=clock, tenths=tenths)
    ]
    for one, other in zip(invented, lost, strict=False):
        # The same signs, but another value: 1,000 is one thousand in English and one in German.
        says = "number_format" if one.text == other.text else "number_differs"
        yield Flaw(
            says=says, severity="minor", start=one.start, end=one.end,
            values={"number": one.text, "wanted": other.text}, evidence=(_around(segment.source, other),),
        )  # fmt: skip
    for one in lost[len(invented) :]:
        yield Flaw(says="number_lost", severity="minor", values={"number": one.text},
                   evidence=(_around(segment.source, one),))  # fmt: skip
    for one in invented[len(lost) :]:
        yield Flaw(says="number_invented", severity="minor", start=one.start, end=one.end,
                   values={"number": one.text}, evidence=tuple(number.text for number in wanted))  # fmt: skip


def _converted(segment: Segment, target: str) -> frozenset[str]:
    """The numbers that stand in a measure which the other side gives in another unit, as they are written."""
    theirs = _distinct(measures_in(segment.source, segment.source_language))
    ours = _distinct(measures_in(target, segment.target_language))
    return frozenset(
        measure.number.text for one in theirs for other in ours if is_converted(one, other) for measure in (one, other)
    )


def _distinct(measures: Iterable[Measure]) -> list[Measure]:
    """Measures that differ, no more than a text that is no table has: all pairs are compared."""
    return list({(one.dimension, one.factor, one.number.values): one for one in measures}.values())[:_MAX_MEASURES]


def _all_values(numbers: Iterable[Number]) -> frozenset[Fraction | str]:
    """Every value of some numbers; those with too many digits to be values as they are written."""
    return frozenset(value for number in numbers for value in (number.values or (number.text,)))


def _stands(
    one: Number, others: frozenset[Fraction | str], words: frozenset[Fraction], *, clock: bool, tenths: bool
) -> bool:
    """Whether a number stands on the other side: in digits, in words, or as the other half of the day."""
    if not one.values:
        return one.text in others
    values = set(one.values)
    if clock:
        values |= {v + 12 for v in one.values if v <= 12} | {v - 12 for v in one.values if 12 <= v <= 24}
    if tenths:
        values |= {10 * v for v in one.values} | {v / 10 for v in one.values} | {100 - 10 * v for v in one.values}
        values |= {(100 - v) / 10 for v in one.values}
    return bool(values & words) or bool(values & others)


def _around(text: str, number: Number) -> str:
    """A number of the source with a few words on both sides."""
    return text[max(0, number.start - 15) : number.end + 15].strip()


CHECK = Check(name="numbers", find=_find, in_prose=True)
"""Values of numbers and dates."""
