"""Length: a target far shorter or longer than its source has lost or gained something."""

import unicodedata
from collections.abc import Iterator
from math import exp, log
from typing import NamedTuple

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.languages import primary_of, script_of
from redraft.critics.translation.scripts import letters_by_script
from redraft.critics.translation.segment import Segment


class Bounds(NamedTuple):
    """Target characters for one source character: the usual ratio, and its spread for a source of 100 characters."""

    usual: float
    spread: float


# Measured on human-rated translations, development half (`redraft eval translation`): medians and robust spreads of
# the logarithm.
_MEASURED = {("en", "de"): Bounds(1.17, 0.2), ("zh", "en"): Bounds(2.6, 0.2)}
# How many characters a language writes for one of English, roughly; for every pair that was not measured.
_DENSITY = {
    "Hani": 0.32,
    "Hans": 0.32,
    "Hant": 0.32,
    "Jpan": 0.45,
    "Kore": 0.5,
    "Thai": 0.95,
    "Hebr": 0.8,
    "Arab": 0.85,
}
_SPREAD = 0.3
_WIDE = 3.0
"""So many spreads away from the usual ratio is a warning: three or four in a thousand good translations are."""

_MIN_CHARACTERS = 10.0
"""Of English, as a measure of what is said: shorter labels vary too much."""


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    n_source, n_target = _n_characters(segment.source), _n_characters(target)
    source_density = _density(segment.source_language, segment.source)
    if n_source / source_density < _MIN_CHARACTERS or not n_target:
        return
    bounds = bounds_of(segment, target)
    # Short texts vary more: the spread of a sum of words falls with the root of their number.
    spread = bounds.spread * max(1.0, (60 / (n_source / source_density)) ** 0.5)
    ratio = n_target / n_source
    away = (log(ratio) - log(bounds.usual)) / spread
    if abs(away) > _WIDE:
        low, high = (bounds.usual * exp(sign * _WIDE * spread) for sign in (-1, 1))
        yield Flaw(
            says="too_short" if away < 0 else "too_long", severity="minor", start=0, end=len(target),
            values={"ratio": f"{ratio:.2f}", "low": f"{low:.2f}", "high": f"{high:.2f}"},
            evidence=(f"{n_source} characters in the source, {n_target} in the target",),
        )  # fmt: skip


def bounds_of(segment: Segment, target: str) -> Bounds:
    """The usual ratio of characters of target and source, with its spread on the scale of the logarithm."""
    source, ours = segment.source_language, segment.target_language
    if source is not None and ours is not None:
        measured = _MEASURED.get((primary_of(source), primary_of(ours)))
        if measured is not None:
            return measured
    return Bounds(_density(ours, target) / _density(source, segment.source), _SPREAD)


def _density(language: str | None, text: str) -> float:
    if language is not None:
        return _DENSITY.get(script_of(language), 1.1 if primary_of(language) != "en" else 1.0)
    scripts = letters_by_script(text).most_common(1)
    main = scripts[0][0] if scripts else "Latn"
    return {"Hani": 0.32, "Kana": 0.45, "Hang": 0.5}.get(main, 1.05)


def _n_characters(text: str) -> int:
    """Characters that say something: no white space, no marks that combine."""
    return sum(not sign.isspace() and not unicodedata.combining(sign) for sign in text)


CHECK = Check(name="length", find=_find, in_prose=True)
"""Ratio of lengths."""
