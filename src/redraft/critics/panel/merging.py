"""Findings of several critics, merged where they are about the same: one finding that names all who saw it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from redraft.core import Critique, Finding, Location

LIMIT = 50
"""Findings in one verdict at most: more than any writer acts on in one round."""

_SEVERITIES = ("critical", "major", "minor")
_WORD = re.compile(r"\w+")
# Words that do not change what a finding says. Not a word more: "must" and "must not" are a world apart.
_ARTICLES = frozenset({"a", "an", "the"})
_UNSAID = Finding(message="").kind
"""The kind of a finding whose critic gave none: that two critics gave none does not make them say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sighting:
    critic: str
    finding: Finding


def merged(critiques: Sequence[Critique], *, limit: int = LIMIT) -> tuple[Finding, ...]:
    """The findings of all critiques, those about the same problem as one.

    Two findings of different critics are about the same problem when they say the same in the same words, or are of the
    same kind, in places of which one lies at least by half in the other; findings on the whole draft only when they say
    the same. What one critic lists apart stays apart.

    The one finding has the words, the place and the kind of the most severe, the earlier one of two; its advice, or
    else the first that any has; everybody's evidence, and last who found it.

    Args:
        critiques: in the order of the critics.
        limit: findings at most, 1 or more; the least severe of them go first.

    Returns:
        Findings on the whole draft, then the others from its beginning to its end. Those of one critique alone come as
        they are.
    """
    if len(critiques) == 1:
        return critiques[0].findings
    groups: list[list[_Sighting]] = []
    for critique in critiques:
        for finding in critique.findings:
            seen = _Sighting(critic=critique.critic, finding=finding)
            group = next((group for group in groups if _belongs(seen, group)), None)
            if group is None:
                groups.append([seen])
            else:
                group.append(seen)
    findings = [_one(group) for group in groups]
    if len(findings) > limit:
        kept = sorted(range(len(findings)), key=lambda i: _SEVERITIES.index(findings[i].severity))[:limit]
        findings = [findings[i] for i in sorted(kept)]
    return tuple(sorted(findings, key=_place))


def _belongs(seen: _Sighting, group: Sequence[_Sighting]) -> bool:
    if any(seen.critic == other.critic for other in group):
        return False
    first = group[0].finding
    alike = _plain(seen.finding.message) == _plain(first.message)
    here, there = seen.finding.location, first.location
    if here is None or there is None:
        return here is there and alike
    kind = seen.finding.kind
    return (alike or (kind == first.kind and kind != _UNSAID)) and _overlap(here, there)


def _one(group: Sequence[_Sighting]) -> Finding:
    if len(group) == 1:
        return group[0].finding
    by_severity = sorted((seen.finding for seen in group), key=lambda finding: _SEVERITIES.index(finding.severity))
    advice = next((finding.suggestion for finding in by_severity if finding.suggestion), None)
    evidence = dict.fromkeys(piece for seen in group for piece in seen.finding.evidence)
    found_by = f"found by {', '.join(seen.critic for seen in group)}"
    return replace(by_severity[0], suggestion=advice, evidence=(*evidence, found_by))


def _plain(message: str) -> list[str]:
    """A message as its words, numbers included, without case, punctuation and articles."""
    return [word for word in _WORD.findall(message.casefold()) if word not in _ARTICLES]


def _overlap(one: Location, two: Location) -> bool:
    """Whether the smaller of two places lies at least by half in the other."""
    if one.kind != two.kind or one.part != two.part:
        return False
    if one.kind == "region":
        return one.box is not None and two.box is not None and _boxes_overlap(one.box, two.box)
    return _shared(one.start, one.end, two.start, two.end) >= 0.5


def _boxes_overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return wide >= 0 and high >= 0 and (wide * high >= smaller / 2)


def _shared(start: float, end: float, other_start: float, other_end: float) -> float:
    """The share of the shorter of two spans that lies in the other; a point lies in it wholly or not at all."""
    shorter = min(end - start, other_end - other_start)
    both = min(end, other_end) - max(start, other_start)
    if shorter <= 0:
        return float(both >= 0)
    return both / shorter


def _place(finding: Finding) -> tuple[int, int, float]:
    if finding.location is None:
        return (0, 0, 0.0)
    return (1, finding.location.part, finding.location.start)
