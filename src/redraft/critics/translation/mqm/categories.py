"""The kinds of error of a translation, as the framework MQM orders them, and what an error weighs."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["critical", "major", "minor"]

SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
"""The worst first."""

TREE: Mapping[str, tuple[str, ...]] = {
    "accuracy": ("addition", "omission", "mistranslation", "untranslated"),
    "fluency": ("grammar", "spelling", "punctuation", "register", "inconsistency"),
    "terminology": (),
    "style": (),
    "locale": (),
    "non-translation": (),
}
"""The categories, each with its subcategories.

Source: lommel2014mqm; freitag2021experts
"""

WEIGHTS: Mapping[Severity, float] = {"critical": 25.0, "major": 5.0, "minor": 1.0}
"""Penalty points of an error by its severity.

freitag2021experts has 5 and 1 and gives 25 to a non-translation, its only error of that size; here *critical* has that
weight, whatever its category, as in MQM's own scorecards.
"""

NON_TRANSLATION_WEIGHT = 25.0
"""Of a target that is no translation of the source at all, whatever severity was written beside it.

Source: freitag2021experts
"""

MINOR_PUNCTUATION_WEIGHT = 0.1
"""Of a minor error of punctuation, which raters mark often and readers hardly mind; a major one weighs like any other.

Source: freitag2021experts
"""

_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "accuracy": ("accuracy", "terminology", "non-translation"),
    "fluency": ("fluency", "style", "locale"),
}

Aspect = Literal["both", "accuracy", "fluency"]
"""What one call of the judge looks for: everything, what needs the source, or what the target alone shows."""


class Category(NamedTuple):
    """A place in the tree.

    Attributes:
        area: a key of `TREE`.
        kind: one of its subcategories; None for the area as a whole.
    """

    area: str
    kind: str | None

    def __str__(self) -> str:
        return self.area if self.kind is None else f"{self.area}/{self.kind}"


def category(area: str, kind: str | None) -> Category | None:
    """The place that a judge names; None for an area that is not in the tree.

    A subcategory of no such name stands for its area: what was found matters more than how its drawer is called.
    """
    known = TREE.get(area)
    if known is not None:
        # "untranslated text" is what some call it.
        first = (kind or "").partition(" ")[0]
        return Category(area, first if first in known else None)
    for owner, kinds in TREE.items():
        if area in kinds:
            return Category(owner, area)
    return None


def categories_for(aspect: Aspect) -> tuple[Category, ...]:
    """Every category that a call of that aspect asks for, in the order of the tree."""
    areas = tuple(TREE) if aspect == "both" else _ASPECTS[aspect]
    return tuple(Category(area, kind) for area in areas for kind in (TREE[area] or (None,)))


def weight_of(category: Category, severity: Severity) -> float:
    """Penalty points of one error."""
    if category.area == "non-translation":
        return NON_TRANSLATION_WEIGHT
    if category == Category("fluency", "punctuation") and severity == "minor":
        return MINOR_PUNCTUATION_WEIGHT
    return WEIGHTS[severity]
