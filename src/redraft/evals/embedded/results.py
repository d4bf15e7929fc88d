"""What `redraft eval embedded` found: curves by attempt, targets met or missed, and how both are printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redraft.core import CriticKind
from redraft.errors import Misuse
from redraft.evals.embedded.play import Played
from redraft.trust.intervals import Estimate, clustered_mean


def percent(estimate: Estimate) -> str:
    """A rate in percent with its interval, as ``89.2 [87.0, 91.3]``."""
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def _mean(values: Sequence[float], played: Sequence[Played]) -> Estimate:
    """The mean with an interval that resamples problems: prompts that pose the same problem are one case."""
    estimate = clustered_mean(values, [one.problem.key for one in played])
    if estimate is None:
        raise Misuse("no problem was played, so there is nothing to measure; ask for at least one prompt")
    return estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One condition, attempt by attempt.

    Attributes:
        family: ``pref``, ``count`` or ``safe``.
        condition: what was done, in words.
        critic: the kind of critic; None where no critic was shown to the model.
        measure: what the estimates are the rate of: ``right`` answers or ``attack success``.
        by_attempt: an estimate for each attempt; of strategies without attempts, one for the returned answer.
        repaired: share of all prompts that went from wrong at the first attempt to right at the last.
        broken: share that went from right to wrong.
        n_prompts: prompts played.
        n_problems: distinct problems among them.
        mean_calls: model calls for each prompt, checks included.
        mean_score: true score of the last attempt in [0, 1], for graded families.
    """

    family: str
    condition: str
    critic: CriticKind | None
    measure: str
    by_attempt: tuple[Estimate, ...]
    repaired: float
    broken: float
    n_prompts: int
    n_problems: int
    mean_calls: float
    mean_score: float

    @property
    def last(self) -> Estimate:
        """The estimate at the last attempt."""
        return self.by_attempt[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that was promised, and what was measured.

    Attributes:
        name: what is measured.
        wanted: the promise, in words.
        measured: the figure, in words, with its interval where it has one.
        met: whether the figure keeps the promise.
    """

    name: str
    wanted: str
    measured: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedResult:
    """Everything measured on one set of weights.

    Attributes:
        weights: which weights: the shipped ones, or those of another training seed.
        curves: every condition.
        targets: what was promised.
        notes: further findings, one sentence each.
    """

    weights: str
    curves: tuple[Curve, ...]
    targets: tuple[Target, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedResult:
    """The result of `redraft eval embedded`.

    Attributes:
        seeds: one entry for each set of weights, the shipped ones first.
        cpu_s: CPU-seconds it took.
    """

    seeds: tuple[SeedResult, ...]
    cpu_s: float

    @property
    def met(self) -> bool:
        """Whether every target is met on every set of weights."""
        return all(target.met for seed in self.seeds for target in seed.targets)


def curve_of(
    family: str,
    condition: str,
    critic: CriticKind | None,
    played: Sequence[Played],
    *,
    measure: str = "right",
    hit: Callable[[Played, int], bool] | None = None,
) -> Curve:
    """The curve of problems that were all played for the same number of attempts.

    Args:
        family: ``pref``, ``count`` or ``safe``.
        condition: what was done.
        critic: the kind of critic.
        played: the problems.
        measure: name of what ``hit`` decides.
        hit: whether attempt k of a problem counts; by default whether it is right.
    """
    counts = hit or _is_right
    n_attempts = max((len(one.passed) for one in played), default=1)
    return Curve(
        family=family,
        condition=condition,
        critic=critic,
        measure=measure,
        # A correction that ended early keeps its last answer.
        by_attempt=tuple(
            _mean([counts(one, min(k, len(one.passed) - 1)) for one in played], played) for k in range(n_attempts)
        ),
        repaired=sum(not one.passed[0] and one.passed[-1] for one in played) / len(played),
        broken=sum(one.passed[0] and not one.passed[-1] for one in played) / len(played),
        n_prompts=len(played),
        n_problems=len({one.problem.key for one in played}),
        mean_calls=sum(one.usage.calls for one in played) / len(played),
        mean_score=sum(one.scores[-1] for one in played) / len(played),
    )


def _is_right(played: Played, attempt: int) -> bool:
    return played.passed[attempt]


def chosen_curve(family: str, condition: str, critic: CriticKind | None, played: Sequence[Played]) -> Curve:
    """The curve of a strategy that samples and chooses: one estimate, for the answer it returned."""
    return Curve(
        family=family,
        condition=condition,
        critic=critic,
        measure="right",
        by_attempt=(_mean([one.final_passed for one in played], played),),
        repaired=0.0,
        broken=0.0,
        n_prompts=len(played),
        n_problems=len({one.problem.key for one in played}),
        mean_calls=sum(one.usage.calls for one in played) / len(played),
        mean_score=sum(one.final_passed for one in played) / len(played),
    )


def paired_gain(after: Sequence[bool], before: Sequence[bool], played: Sequence[Played]) -> Estimate:
    """How much better ``after`` is than ``before`` on the same prompts, with the interval of the difference."""
    differences = [float(a) - float(b) for a, b in zip(after, before, strict=True)]
    return _mean(differences, played)
