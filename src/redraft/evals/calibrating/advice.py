"""Which strategy, how many rounds and which threshold: chosen on one half of the cases, its worth told by the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from redraft.evals.calibrating.halves import by_problem
from redraft.evals.calibrating.options import Option
from redraft.evals.calibrating.rows import CalibrationRow
from redraft.trust.certificate.outcomes import tally
from redraft.trust.intervals import Estimate, clustered_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One strategy with its rounds, and the threshold that the first half chose for it.

    Attributes:
        name: how tables call it.
        strategy: its name in a profile.
        rounds: redrafts or further answers at most.
        threshold: the score from which its answer replaces the draft; None where it always does.
        calls: mean calls for a case.
        gain_first: net gain in accuracy on the half that chose, which flatters it.
        gain: net gain on the other half, with its interval.
        broken: share of the other half's cases that it breaks.
    """

    name: str
    strategy: str
    rounds: int
    threshold: float | None
    calls: float
    gain_first: float
    gain: Estimate
    broken: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do.

    Attributes:
        candidates: all that were looked at, in order.
        chosen: the one with the largest gain on the first half; None where nothing gained there.
    """

    candidates: tuple[Candidate, ...]
    chosen: Candidate | None


def advice_of(
    own: Option, options: Mapping[str, Option], played: Mapping[str, Sequence[CalibrationRow]], *,
    epsilon: float, grid: Sequence[float],
) -> Advice:  # fmt: skip
    """The advice.

    Args:
        own: the profile as it is.
        options: what stands beside it, by the name of its arm.
        played: rows of every arm, by its name, the same cases in the same order.
        epsilon: a threshold is chosen among those whose observed broken rate is at most this.
        grid: thresholds, strictest first.
    """
    candidates = []
    for option in (own, *options.values()):
        rows = played[option.arm.name]
        for rounds in option.rounds:
            found = _candidate(option, rounds, rows, epsilon=epsilon, grid=grid)
            candidates += [] if found is None else [found]
    # The fewest calls among equals: what costs less and gains the same is better.
    best = max(candidates, key=lambda one: (one.gain_first, -one.calls), default=None)
    return Advice(candidates=tuple(candidates), chosen=best if best is not None and best.gain_first > 0 else None)


def _candidate(
    option: Option, rounds: int, rows: Sequence[CalibrationRow], *, epsilon: float, grid: Sequence[float]
) -> Candidate | None:
    halves = by_problem(rows)
    n_attempts = None if len(option.rounds) == 1 else rounds + 1
    threshold, gain_first = None, 0.0
    first = [row.case(n_attempts=n_attempts) for row in halves.first]
    if option.has_scores:
        counts = tally(first, grid)
        net = counts.n_fixes - counts.n_flips
        kept = [place for place in range(len(grid)) if counts.n_flips[place] <= epsilon * max(1, int(counts.n[place]))]
        if kept:
            place = max(kept, key=lambda place: int(net[place]))
            threshold, gain_first = grid[place], float(net[place]) / max(1, len(first))
        else:
            threshold = grid[0]
    else:
        changes = [_change(row, n_attempts, None) for row in halves.first]
        gain_first = sum(changes) / max(1, len(changes))
    changes = [_change(row, n_attempts, threshold) for row in halves.second]
    problems = [row.problem for row in halves.second]
    gain = clustered_mean(changes, problems)
    broken = clustered_mean([float(change < 0) for change in changes], problems)
    if gain is None or broken is None:
        return None
    return Candidate(
        name=option.arm.name if len(option.rounds) == 1 else f"{option.arm.name}, {rounds} round{'s'[: rounds > 1]}",
        strategy=option.strategy,
        rounds=rounds,
        threshold=threshold,
        calls=_calls(rows, rounds) if len(option.rounds) > 1 else sum(row.calls for row in rows) / len(rows),
        gain_first=gain_first,
        gain=gain,
        broken=broken,
    )


def _change(row: CalibrationRow, n_attempts: int | None, threshold: float | None) -> float:
    """What the case gains: 1 repaired, -1 broken, else 0; what could not be told gains nothing and may be broken."""
    if threshold is not None:
        case = row.case(n_attempts=n_attempts)
        replaced = case.score is not None and case.score >= threshold
        return float(case.fixes) - float(case.flips) if replaced else 0.0
    after = row.result_right if n_attempts is None else row.right_after(n_attempts)
    if row.draft_right is None or after is None:
        return -float(row.draft_right is True)
    return float(after) - float(row.draft_right)


def _calls(rows: Sequence[CalibrationRow], rounds: int) -> float:
    """Mean calls of an arm ended after so many rounds: a row's calls are shared evenly among its attempts."""
    used = [row.calls * min(rounds + 1, len(row.right)) / len(row.right) for row in rows if row.right]
    return sum(used) / max(1, len(used))
