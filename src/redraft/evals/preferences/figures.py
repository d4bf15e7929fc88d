"""What streams are worth: the cost of editing step by step, late in the stream, and against other memories."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.errors import Misuse
from redraft.evals.preferences.stream import Life
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion

LATE_SHARE = 1 / 3
"""The last third of the stream shows what has been learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One kind of people with one memory. Costs are slots of an answer that the person wanted otherwise, 0 to 4.

    Attributes:
        kind: how the people edit.
        memory: name of the memory.
        n_people: people, all seeds together; each is one independent case.
        by_step: mean cost of each step.
        first: mean cost of the first third of the steps.
        late: mean cost of the last third.
        fall: `first` less `late`, person by person.
        untouched: share of the answers of the last third that nobody had to change.
        mean_calls: answers that the model wrote for each person.
    """

    kind: str
    memory: str
    n_people: int
    by_step: tuple[Estimate, ...]
    first: Estimate
    late: Estimate
    fall: Estimate
    untouched: Estimate
    mean_calls: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two memories, the same people.

    Attributes:
        kind: how they edit.
        memory: the one.
        other: the other.
        late: cost of the one less that of the other in the last third, person by person; below 0 the one is cheaper.
        whole: the same over the whole stream.
        by_seed: `late` for each seed's people alone.
    """

    kind: str
    memory: str
    other: str
    late: Estimate
    whole: Estimate
    by_seed: tuple[float, ...]


def figures_of(kind: str, lives: Sequence[Life]) -> Figures:
    """The figures of lives with one memory."""
    n_steps = len(lives[0].costs)
    names = [life.person for life in lives]
    early, late = _early(n_steps), _late(n_steps)
    return Figures(
        kind=kind,
        memory=lives[0].memory,
        n_people=len(lives),
        by_step=tuple(_mean([life.costs[step] for life in lives], names) for step in range(n_steps)),
        first=_mean([_over(life, early) for life in lives], names),
        late=_mean([_over(life, late) for life in lives], names),
        fall=_mean([_over(life, early) - _over(life, late) for life in lives], names),
        untouched=_share([life.costs[k] == 0 for life in lives for k in late], [n for n in names for _ in late]),
        mean_calls=sum(life.n_calls for life in lives) / len(lives),
    )


def compared(kind: str, ones: Sequence[Life], others: Sequence[Life]) -> Compared:
    """How much cheaper one memory is than another for the same people, in the same order."""
    n_steps = len(ones[0].costs)
    names = [life.person for life in ones]
    late = [_over(a, _late(n_steps)) - _over(b, _late(n_steps)) for a, b in zip(ones, others, strict=True)]
    whole = [_over(a, range(n_steps)) - _over(b, range(n_steps)) for a, b in zip(ones, others, strict=True)]
    seeds: dict[str, list[float]] = {}
    for name, difference in zip(names, late, strict=True):
        seeds.setdefault(name.partition("/")[0], []).append(difference)
    return Compared(
        kind=kind,
        memory=ones[0].memory,
        other=others[0].memory,
        late=_mean(late, names),
        whole=_mean(whole, names),
        by_seed=tuple(sum(found) / len(found) for found in seeds.values()),
    )


def _early(n_steps: int) -> range:
    return range(max(1, round(n_steps * LATE_SHARE)))


def _late(n_steps: int) -> range:
    return range(n_steps - max(1, round(n_steps * LATE_SHARE)), n_steps)


def _over(life: Life, steps: range) -> float:
    return sum(life.costs[step] for step in steps) / len(steps)


def _share(hits: Sequence[bool], people: Sequence[str]) -> Estimate:
    estimate = clustered_proportion(hits, people)
    assert estimate is not None
    return estimate


def _mean(values: Sequence[float], people: Sequence[str]) -> Estimate:
    estimate = clustered_mean(values, people)
    if estimate is None:
        raise Misuse("nobody took part, so there is nothing to measure; ask for one person or more")
    return estimate
