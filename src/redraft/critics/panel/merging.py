"""Findings of several critics, merged where they are about the same: one finding that names all who saw it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from redraft.core import Critique, Finding, Location

LIMIT = 50
"""Findings in one verdict at most: more than any writer acts on in one round."""

_SEVERITIES = ("critical", "major", "minor")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_)])[-\u2212]?\d+(?:[.,]\d+)*")
# Signs of arithmetic are words, and so is a Han character: Chinese does not part its words.
_WORD = re.compile(
    _NUMBER.pattern
    + "|!=|[-\u2212](?=\\s)|[+*/^<>=≠≤≥%]|[\u3400-\u4dbf\u4e00-\u9fff]|[^\\W\u3400-\u4dbf\u4e00-\u9fff]+"
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nothing|without|cannot)\b|n['\u2019]t\b|[不沒没未無无非勿別别]", re.IGNORECASE
)
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

    Two findings of different critics are about the same problem when their places are the same, that is overlap by half
    or more of what both cover together, and they are of the same kind or say the same in the same words; findings on
    the whole draft only when they say the same. So a finding on a whole answer never swallows one on a number in it.
    Findings that state different numbers, or of which one denies what the other says, stay apart, and so does what one
    critic lists apart.

    The one finding has the words, the place and the kind of the most severe, the earlier one of two. What the others
    said in other words, and advised, follows in brackets under their names, so that the writer reads it, too; where
    the most severe has no advice, it has the first that any has. It has everybody's evidence, and last who found it.

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
    return all(seen.critic != other.critic and _same(seen.finding, other.finding) for other in group)


def _same(one: Finding, two: Finding) -> bool:
    alike = _plain(one.message) == _plain(two.message)
    here, there = one.location, two.location
    if here is None or there is None:
        return here is there and alike
    if not _overlap(here, there):
        return False
    return alike or (one.kind == two.kind != _UNSAID and not _contradict(one.message, two.message))


def _contradict(one: str, two: str) -> bool:
    """Whether messages state different numbers, or most of their words are the same and only one of them denies."""
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(two))
    if not (numbers <= others or others <= numbers):
        return True
    if len(_NEGATION.findall(one)) % 2 == len(_NEGATION.findall(two)) % 2:
        return False
    words, other_words = set(_plain(one)), set(_plain(two))
    return 2 * len(words & other_words) >= max(len(words), len(other_words))


def _one(group: Sequence[_Sighting]) -> Finding:
    if len(group) == 1:
        return group[0].finding
    speaker, *others = sorted(group, key=lambda seen: _SEVERITIES.index(seen.finding.severity))
    advice = next((seen.finding.suggestion for seen in (speaker, *others) if seen.finding.suggestion), None)
    said, added = [_plain(speaker.finding.message)], []
    for seen in others:
        words, its_advice = _plain(seen.finding.message), seen.finding.suggestion
        new = [*[seen.finding.message] * (words not in said), *[its_advice] * (its_advice not in (None, advice))]
        if new:
            added.append(f"{seen.critic}: {' → '.join(filter(None, new))}")
        said.append(words)
    evidence = dict.fromkeys(piece for seen in group for piece in seen.finding.evidence)
    found_by = f"found by {', '.join(seen.critic for seen in group)}"
    message = f"{speaker.finding.message} ({'; '.join(added)})" if added else speaker.finding.message
    return replace(speaker.finding, message=message, suggestion=advice, evidence=(*evidence, found_by))


def _plain(message: str) -> list[str]:
    """A message as its words, numbers and signs included, without case, punctuation and articles."""
    return [word for word in _WORD.findall(message.casefold()) if word not in _ARTICLES]


def _overlap(one: Location, two: Location) -> bool:
    """Whether two places share half or more of what they cover together."""
    if one.kind != two.kind or one.part != two.part:
        return False
    if one.kind == "region":
        return one.box is not None and two.box is not None and _boxes_overlap(one.box, two.box)
    both = min(one.end, two.end) - max(one.start, two.start)
    together = max(one.end, two.end) - min(one.start, two.start)
    return both >= 0 and 2 * both >= together


def _boxes_overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    first, second = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return wide >= 0 and high >= 0 and 3 * wide * high >= first + second  # of the union, first + second - both


def _place(finding: Finding) -> tuple[int, int, float]:
    if finding.location is None:
        return (0, 0, 0.0)
    return (1, finding.location.part, finding.location.start)
