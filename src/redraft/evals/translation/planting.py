"""Faults put into translations in which people found none: whether each check finds what it is made for.

Public ratings are of strong systems, whose translations keep numbers and never lose a language; what a check would find
where such faults happen shows only when they are planted. A planted fault is one that its check is made for, so the
share found is an upper bound of what it finds in the wild.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from redraft.core import rng_for
from redraft.critics.translation import Segment, TranslationCritic
from redraft.evals.translation.judged import Judged
from redraft.trust.intervals import Estimate, clustered_proportion

N_PER_PAIR = 200
"""Translations of each pair and half that faults are planted into."""

_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d*(?![\d.,])")
_MIN_CUT = 60  # characters of a target of which half is cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """How one check does on faults that it is made for.

    Attributes:
        check: its name.
        pair: languages.
        half: the half of the sources.
        found: share of planted faults that it found.
        before: share of the same translations that it flagged before.
    """

    check: str
    pair: str
    half: str
    found: Estimate
    before: Estimate


@dataclass(frozen=True, slots=True)
class _Case:
    """A translation with its fault."""

    segment: Segment
    target: str


_Plant = Callable[[Judged, Random, Sequence[Judged]], _Case | None]


def _copied(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    return (
        _Case(one.segment, one.segment.source) if len(one.segment.source.split()) > 4 or len(one.target) > 40 else None
    )


def _another_language(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    """Another translation, in a language that is not wanted here."""
    tags = one.segment.target_language
    strangers = [other for other in others if other.segment.target_language != tags and len(other.target) >= 50]
    return _Case(one.segment, random.choice(strangers).target) if strangers else None


def _leftover(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    """The end of the target left in the words of the source."""
    words, theirs = one.target.split(), one.segment.source.split()
    if len(words) < 10:
        return None
    tail = " ".join(theirs[-6:]) if len(theirs) >= 12 else one.segment.source[-6:]
    return _Case(one.segment, f"{' '.join(words[: len(words) // 2])} {tail}")


def _number(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    """A number of the target made another one."""
    found = list(_NUMBER.finditer(one.target))
    if not found:
        return None
    match = random.choice(found)
    changed = str(int(match[0]) + random.choice((13, 27, 110)))
    return _Case(one.segment, one.target[: match.start()] + changed + one.target[match.end() :])


def _cut(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    """The second half of the target cut off."""
    if len(one.target) < _MIN_CUT:
        return None
    return _Case(one.segment, one.target[: one.target.rfind(" ", 0, len(one.target) // 2)])


def _repeated(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    """Three words of the target said twice."""
    words = one.target.split()
    if len(words) < 6:
        return None
    at = random.randrange(len(words) - 3)
    return _Case(one.segment, " ".join([*words[: at + 3], *words[at:]]))


def _bracket(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    return _Case(_and(one.segment, " (x)"), f"{one.target} (x")


def _ending(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    bare = one.target.rstrip('.!?"”“')
    return _Case(one.segment, bare) if bare != one.target and one.segment.source[-1:] in ".!?。！？" else None


def _placeholder(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    return _Case(_and(one.segment, " {name}"), f"{one.target} {{Name}}")


def _tag(one: Judged, random: Random, others: Sequence[Judged]) -> _Case | None:
    return _Case(_and(one.segment, " <b>x</b>"), f"{one.target} <b>x")


def _and(segment: Segment, words: str) -> Segment:
    return replace(segment, source=segment.source + words)


_PLANTS: Mapping[str, _Plant] = {
    "placeholders": _placeholder, "markup": _tag, "copied": _copied, "language": _another_language,
    "leftover": _leftover, "numbers": _number, "length": _cut, "repeats": _repeated, "brackets": _bracket,
    "ending": _ending,
}  # fmt: skip


def planted(ones: Sequence[Judged], critic: TranslationCritic, *, half: str, seed: int) -> tuple[Planted, ...]:
    """Each check on faults planted into translations of one half in which nobody marked an error.

    Args:
        ones: judged translations of systems, of any half.
        critic: whose checks.
        half: ``test``, ``development`` or ``both``.
        seed: fixes which translations are taken and where the fault goes.
    """
    good = [one for one in ones if not one.marks and half in ("both", one.half)]
    found = []
    for pair in sorted({one.pair for one in good}):
        for check, plant in _PLANTS.items():
            drawn = _drawn([one for one in good if one.pair == pair], plant, good, rng_for(seed, "plant", check, pair))
            if drawn:
                found.append(_figures(check, pair, half, drawn, critic))
    return tuple(found)


def _drawn(
    ones: Sequence[Judged], plant: _Plant, others: Sequence[Judged], random: Random
) -> list[tuple[Judged, _Case]]:
    cases: list[tuple[Judged, _Case]] = []
    for one in random.sample(ones, len(ones)):
        case = plant(one, random, others)
        if case is not None:
            cases.append((one, case))
            if len(cases) == N_PER_PAIR:
                break
    return cases


def _figures(
    check: str, pair: str, half: str, drawn: Sequence[tuple[Judged, _Case]], critic: TranslationCritic
) -> Planted:
    clusters = [one.segment.source for one, _ in drawn]
    found = clustered_proportion([_flags(critic, check, case) for _, case in drawn], clusters)
    before = clustered_proportion([_flags(critic, check, _Case(one.segment, one.target)) for one, _ in drawn], clusters)
    assert found is not None  # there is a case
    assert before is not None
    return Planted(check=check, pair=pair, half=half, found=found, before=before)


def _flags(critic: TranslationCritic, check: str, case: _Case) -> bool:
    return any(name == check for name, _ in critic.flaws(case.segment, case.target))
