"""A whole run as figures: rates, predictions beside measurements, every way of answering, and the advice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from redraft.core import CriticKind, Usage
from redraft.evals.prove.advice import Advice
from redraft.evals.prove.arms import WayArm
from redraft.evals.prove.curves import Curve, curve_of
from redraft.evals.prove.play import PlayedTask
from redraft.evals.prove.prediction import Law, predict
from redraft.evals.prove.rates import Rates, rates_of
from redraft.evals.prove.rows import TaskRow, rows_of
from redraft.trust.intervals import Estimate

LAWS: tuple[Law, ...] = ("alike", "differing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A prediction from the first half beside what the second half measured.

    Attributes:
        law: by which law.
        gated: whether a redraft is returned only if it passes.
        predicted: accuracy after 0 rounds, 1 round, and so on.
        measured: the same on the half that nothing was estimated from.
        error: prediction less measurement, with an interval that holds the doubt of both halves.
    """

    law: Law
    gated: bool
    predicted: tuple[Estimate, ...]
    measured: tuple[Estimate, ...]
    error: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticResult:
    """What one critic is worth for this model.

    Attributes:
        critic: its name.
        version: its version.
        kind: what its verdicts rest on.
        rates: over all tasks.
        first_half: over the tasks that predictions and choice rest on.
        families: by family.
        grades: by grade.
        tests: predictions beside measurements; none when the first half tells nothing.
    """

    critic: str
    version: str
    kind: CriticKind
    rates: Rates
    first_half: Rates
    families: Mapping[str, Rates]
    grades: Mapping[str, Rates]
    tests: tuple[Tested, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveResult:
    """A whole run.

    Attributes:
        model: who answered.
        seed: of every draw.
        n_tasks: tasks.
        n_unscored: tasks whose draft never came.
        n_empty: of the others, tasks whose draft holds no word.
        n_broken_off: of the others, answers of all ways together that ended early because a call failed.
        n_answers: answers of all ways together, of tasks whose draft came.
        critics: one for each critic, the model's own check first.
        curves: every way over all tasks.
        advice: what this run advises; None when one half has no task that could be scored.
        usage: what this run's answers cost, those of an earlier run that it went on from included.
        n_sent: calls that this run sent itself.
        n_failed: of these, calls that failed.
        redraft_version: version of this package.
    """

    model: str
    seed: int
    n_tasks: int
    n_unscored: int
    n_empty: int
    n_broken_off: int
    n_answers: int
    critics: tuple[CriticResult, ...]
    curves: tuple[Curve, ...]
    advice: Advice | None
    usage: Usage
    n_sent: int
    n_failed: int
    redraft_version: str


def critic_results(played: Sequence[PlayedTask], arms: Sequence[WayArm], *, seed: int) -> tuple[CriticResult, ...]:
    """The result of every critic."""
    found = []
    for number, arm in enumerate(arms):
        if arm.way != "forced":
            continue
        (critic,) = arm.arm.plan.critics
        rows = rows_of(played, arms, critic.name)
        found.append(
            CriticResult(
                critic=critic.name,
                version=critic.version,
                kind=critic.kind,
                rates=rates_of(rows),
                first_half=rates_of([row for row in rows if row.half == 0]),
                families=_split(rows, lambda row: row.family),
                grades=_split(rows, lambda row: row.grade),
                tests=_tests(played, rows, arms, number, seed),
            )
        )
    return tuple(found)


def curves_of(played: Sequence[PlayedTask], arms: Sequence[WayArm]) -> tuple[Curve, ...]:
    """Every way that answered anything, over all tasks."""
    curves = (curve_of(played, arms, number) for number in range(len(arms)))
    return tuple(curve for curve in curves if curve is not None)


def _split(rows: Sequence[TaskRow], key: Callable[[TaskRow], str]) -> dict[str, Rates]:
    """The rates by family or grade, in order."""
    return {value: rates_of([row for row in rows if key(row) == value]) for value in sorted(set(map(key, rows)))}


def _tests(
    played: Sequence[PlayedTask], rows: Sequence[TaskRow], arms: Sequence[WayArm], forced: int, seed: int
) -> tuple[Tested, ...]:
    first, second = [row for row in rows if row.half == 0], [task for task in played if task.half == 1]
    found = []
    for gated in (False, True):
        way = "gated" if gated else "ungated"
        number = next(i for i, arm in enumerate(arms) if arm.way == way and arm.critic == arms[forced].critic)
        curve = curve_of(second, arms, number)
        if not first or curve is None:
            return ()
        measured = tuple(stage.right for stage in curve.stages)
        for law in LAWS:
            predicted = predict(first, law=law, gated=gated, n_rounds=len(measured) - 1, seed=seed)
            error = tuple(_difference(p, m) for p, m in zip(predicted.after, measured, strict=True))
            found.append(Tested(law=law, gated=gated, predicted=predicted.after, measured=measured, error=error))
    return tuple(found)


def _difference(one: Estimate, other: Estimate) -> Estimate:
    """The difference of two independent figures, with the interval that is recovered from theirs.

    Source: zou2008construction
    """
    value = one.value - other.value
    return Estimate(
        value=value,
        low=value - hypot(one.value - one.low, other.high - other.value),
        high=value + hypot(one.high - one.value, other.value - other.low),
        n=min(one.n, other.n),
    )
