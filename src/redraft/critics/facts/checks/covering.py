"""How much of a claim a passage has."""

from collections.abc import Iterable
from typing import NamedTuple

from redraft.critics.facts.checks.dates import Date, overlap
from redraft.critics.facts.checks.names import initials
from redraft.critics.facts.checks.quantities import Quantity, agree
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.roles import weight

_ITEM_WEIGHT = 2.0


class Share(NamedTuple):
    """How much of a claim stands in a passage.

    Attributes:
        coverage: in all of it, in [0, 1].
        close: in two sentences of it that follow each other, in [0, 1].
        all_agree: whether all dates, quantities and names of the claim are there.
    """

    coverage: float
    close: float
    all_agree: bool


def covered(claim: Text, passage: Text) -> Share:
    """How much of a claim stands in a passage."""
    items: tuple[Date | Quantity, ...] = (*claim.dates, *claim.quantities)
    total = sum(weight(claim.words[place]) for place in claim.content) + _ITEM_WEIGHT * len(items)
    if not total:
        return Share(coverage=0.0, close=0.0, all_agree=False)
    everywhere = _said(claim, passage, items, 0, len(passage.words))
    windows = (
        zip(passage.sentences, (*passage.sentences[1:], passage.sentences[-1:][0]), strict=True)
        if passage.sentences
        else ()
    )
    close = max((_said(claim, passage, items, first, end) for (first, _), (_, end) in windows), default=0.0)
    return Share(
        coverage=everywhere / total,
        close=close / total,
        all_agree=all(_has(passage, item, 0, len(passage.words)) for item in items) and _has_names(claim, passage),
    )


def _said(claim: Text, passage: Text, items: Iterable[Date | Quantity], first: int, end: int) -> float:
    stems = {word.stem for word in passage.words[first:end]}
    short = {word.lower for word in passage.words[first:end] if word.text.isupper()}
    said = sum(
        weight(claim.words[p]) for p in claim.content if claim.words[p].stem in stems or claim.words[p].stem in short
    )
    return said + _ITEM_WEIGHT * sum(_has(passage, item, first, end) for item in items)


def _has(passage: Text, item: Date | Quantity, first: int, end: int) -> bool:
    if isinstance(item, Date):
        return any(overlap(item, date) for date in passage.dates if first <= date.first < end)
    return any(agree(item, quantity) for quantity in passage.quantities if first <= quantity.first < end)


def _has_names(claim: Text, passage: Text) -> bool:
    lower = {word.lower for word in passage.words}
    stems = {word.stem for word in passage.words}
    for name in claim.names:
        parts = [claim.words[p] for p in range(name.first, name.end) if claim.words[p].lower in name.parts]
        if (
            name.is_proper
            and not any(p.stem in stems or p.lower in lower for p in parts)
            and initials(name.parts) not in lower
        ):
            return False
    return True
