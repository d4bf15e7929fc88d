"""What the checks say of a judged translation, beside what people marked in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from redraft.critics.translation import TranslationCritic
from redraft.critics.translation.check import Flaw
from redraft.critics.translation.languages import primary_of
from redraft.evals.steps.halves import Half
from redraft.evals.translation.judged import Judged

ANY, REFUTED = "any of them", "what refutes"
"""Rows that take checks together: all of them, and those whose findings refute."""

LONG, DIGITS = "control: long source", "control: digits differ"
"""Rows that no check is made of. Long texts have more of everything, errors too, so a check has to be worth more than
looking at the source alone; and the check of numbers more than comparing their digits."""

# Characters that a quarter of the sources of the public data exceed.
_LONG = {"zh": 35, "ja": 45, "ko": 50}
_LONG_ELSEWHERE = 110
_DIGITS = re.compile(r"[0-9]+")

LABELS = ("accuracy", "major", "fluency", "fluency/punctuation", "any")
"""Sorts of errors that a translation may have, as `Judged.has` knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One translation with the names of the checks that flagged it.

    Attributes:
        id: of the translation.
        pair: languages.
        is_reference: whether a person made it as a reference.
        half: the half of its source.
        problem: its source: translations of one source are not independent.
        flagged: names of checks that found something, `ANY` and `REFUTED` among them where they hold.
        errors: which of `LABELS` people marked in it.
        overlaps: for each check that located something in a translation with a mark: whether the two overlap.
        said: the findings in short, for people to look at.
    """

    id: str
    pair: str
    is_reference: bool
    half: Half
    problem: str
    flagged: frozenset[str]
    errors: frozenset[str]
    overlaps: dict[str, bool]
    said: tuple[str, ...]


def held(one: Judged, critic: TranslationCritic) -> Held:
    """The checks of a critic on one translation."""
    flaws = critic.flaws(one.segment, one.target)
    flagged = {name for name, _ in flaws}
    if flaws:
        flagged.add(ANY)
    if any(flaw.severity != "minor" for _, flaw in flaws):
        flagged.add(REFUTED)
    language = primary_of(one.segment.source_language or "")
    if len(one.segment.source) > _LONG.get(language, _LONG_ELSEWHERE):
        flagged.add(LONG)
    if sorted(_DIGITS.findall(one.segment.source)) != sorted(_DIGITS.findall(one.target)):
        flagged.add(DIGITS)
    return Held(
        id=one.id,
        pair=one.pair,
        is_reference=one.is_reference,
        half=one.half,
        problem=one.segment.source,
        flagged=frozenset(flagged),
        errors=frozenset(label for label in LABELS if one.has(label)),
        overlaps=_overlaps(one, flaws),
        said=tuple(_said(one, name, flaw) for name, flaw in flaws),
    )


def _overlaps(one: Judged, flaws: Iterable[tuple[str, Flaw]]) -> dict[str, bool]:
    marks = [(mark.start, mark.end) for mark in one.marks if mark.start is not None and mark.end is not None]
    found: dict[str, bool] = {}
    for name, flaw in flaws:
        if marks and flaw.start is not None and flaw.end is not None:
            hit = any(
                flaw.start < max(end, start + 1) and start < max(flaw.end, flaw.start + 1) for start, end in marks
            )
            for row in (name, ANY):
                found[row] = found.get(row, False) or hit
    return found


def _said(one: Judged, name: str, flaw: Flaw) -> str:
    words = "" if flaw.start is None else f" {one.target[flaw.start : flaw.end]!r:.80}"
    values = ", ".join(f"{key} {value!r:.60}" for key, value in flaw.values.items())
    return f"{name}: {flaw.says}{words}{f' ({values})' if values else ''}"
