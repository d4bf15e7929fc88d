"""What every check of a translation is: it looks at source and target, and says where the target differs and how."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from redraft.core import Provenance
from redraft.critics.translation.prose import prose_of
from redraft.critics.translation.segment import Segment

Severity = Literal["minor", "major", "critical"]
"""As in a `Finding`: ``minor`` warns, the others refute the translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something in a target that does not go with its source.

    Attributes:
        says: key of the phrase that tells it, of ``prompts/texts/translation``.
        severity: ``minor`` for a warning.
        start: where it begins in the target; None when it concerns the whole target.
        end: where it ends; None with `start`.
        values: what the phrase is filled with.
        evidence: words of the source, or what was computed, that show it.
        sources: where a term stands in its glossary.
    """

    says: str
    severity: Severity
    start: int | None = None
    end: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    sources: tuple[Provenance, ...] = ()


Find = Callable[[Segment, str], Iterable[Flaw]]
"""What is wrong with a target (the second argument), given what was to be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check.

    Attributes:
        name: the kind of its findings, and how settings and evaluations call it.
        find: its flaws in a target, none for a segment that gives it nothing to look at.
        in_prose: whether it is shown the prose alone: blanks stand for markup, placeholders and addresses.
    """

    name: str
    find: Find
    in_prose: bool = False


def flaws_by(checks: Iterable[Check], segment: Segment, target: str) -> Iterator[tuple[str, Flaw]]:
    """What checks find in a target, each flaw with the name of its check."""
    prose = replace(segment, source=prose_of(segment.source))
    for check in checks:
        found = check.find(prose, prose_of(target)) if check.in_prose else check.find(segment, target)
        for flaw in found:
            yield check.name, flaw
