"""Accuracy after some rounds, predicted from rates: by the law for drafts that are alike, and for drafts that differ.

*Alike* is the law of rounds as `redraft.trust.laws` has it: one set of rates for all tasks, and the critic looks anew
at every draft in every round.

*Differing* keeps two things that the loop does and the law leaves out. An answer that passed is not examined again:
what the critic missed once stays. And tasks differ: accuracy, verdicts and repairs are those of the task's grade, drawn
towards the mean of all grades where a grade has few cases, and within a grade every task keeps its own rate of being
repaired, a Beta variable whose spread is fitted to how the repairs thin out from round to round.

Intervals resample tasks and carry each resample through the law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.evals.prove.rows import TaskRow
from redraft.trust.intervals import LEVEL, Estimate, resampled
from redraft.trust.laws import VerdictRates, after_rounds, round_rates

Law = Literal["alike", "differing"]
Floats = npt.NDArray[np.float64]

N_BOOT = 1000
SHRINKAGE = 8.0
"""Cases of the mean over all grades that are added to those of each grade: a grade of a run of the usual size has some
dozen tasks, of which few are wrong and fewer still are flagged and right."""
CONCENTRATIONS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 128.0, 1024.0)
_LOG_PRIOR = -0.5 * (np.log(np.array(CONCENTRATIONS) / 8.0) / 1.5) ** 2
"""Keeps a handful of repairs from calling all tasks equal or all tasks hopeless: a factor of 4.5 around 8."""


class _Counts(NamedTuple):
    """Sums over tasks, ``(n_boot, n_grades)`` each, of what the rates are quotients of."""

    n: Floats
    right: Floats
    wrong_flagged: Floats
    right_flagged: Floats
    repaired: Floats
    n_repair: Floats
    broken: Floats
    n_break: Floats
    good: Floats
    good_passed: Floats
    bad: Floats
    bad_passed: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Accuracy after 0 rounds, 1 round, and so on.

    Attributes:
        law: by which law.
        gated: whether a redraft is returned only if it passes.
        after: accuracy after so many rounds, with intervals.
    """

    law: Law
    gated: bool
    after: tuple[Estimate, ...]


def predict(rows: Sequence[TaskRow], *, law: Law, gated: bool, n_rounds: int, seed: int = 0) -> Prediction:
    """What the tasks in `rows` say about other tasks like them.

    Args:
        rows: tasks with their redrafts, at least one.
        law: by which law.
        gated: whether a redraft is returned only if it passes.
        n_rounds: up to how many rounds.
        seed: of the resamples.
    """
    weights = _weights(len(rows), seed)
    grades = sorted({row.grade for row in rows}) if law == "differing" else None
    counts = _counted(rows, weights, grades)
    if law == "alike":
        draws = _by_chain(counts, gated=gated, n_rounds=n_rounds)
    else:
        draws = _by_stopping(counts, _concentrations(rows, weights), gated=gated, n_rounds=n_rounds)
    low, high = np.quantile(draws[1:], [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    after = tuple(
        Estimate(value=float(value), low=float(min(low[k], value)), high=float(max(high[k], value)), n=len(rows))
        for k, value in enumerate(draws[0])
    )
    return Prediction(law=law, gated=gated, after=after)


def _weights(n: int, seed: int) -> Floats:
    """``(1 + n_boot, n)`` how often each task counts: once in the first row, as it is drawn in the others."""
    drawn = resampled(n, n_boot=N_BOOT, seed=seed)
    counted = np.stack([np.bincount(row, minlength=n) for row in drawn])
    return np.concatenate([np.ones((1, n)), counted.astype(float)])


def _counted(rows: Sequence[TaskRow], weights: Floats, grades: Sequence[str] | None) -> _Counts:
    """The sums over all tasks together, or over those of each grade."""
    member = np.ones((len(rows), 1)) if grades is None else np.array([[r.grade == g for g in grades] for r in rows])

    def total(hits: Sequence[bool]) -> Floats:
        return np.asarray(weights @ (member * np.array(hits, dtype=float)[:, None]), dtype=float)

    drafts = [row.draft for row in rows]
    after = [row.redraft if row.draft.flagged else None for row in rows]
    repairable = [one is not None and not draft.right for draft, one in zip(drafts, after, strict=True)]
    breakable = [one is not None and draft.right for draft, one in zip(drafts, after, strict=True)]
    came_right = [one is not None and one.right for one in after]
    came_wrong = [one is not None and not one.right for one in after]
    passed = [one is not None and one.flagged is False for one in after]
    return _Counts(
        n=total([True] * len(rows)),
        right=total([draft.right for draft in drafts]),
        wrong_flagged=total([not draft.right and bool(draft.flagged) for draft in drafts]),
        right_flagged=total([draft.right and bool(draft.flagged) for draft in drafts]),
        repaired=total(_both(repairable, came_right)),
        n_repair=total(repairable),
        broken=total(_both(breakable, came_wrong)),
        n_break=total(breakable),
        good=total(came_right),
        good_passed=total(_both(came_right, passed)),
        bad=total(came_wrong),
        bad_passed=total(_both(came_wrong, passed)),
    )


def _both(one: Sequence[bool], other: Sequence[bool]) -> list[bool]:
    return [a and b for a, b in zip(one, other, strict=True)]


def _rate(hits: Floats, n: Floats) -> Floats:
    """The quotients, drawn towards that of all grades where there are several; .5 where nothing is known.

    What is not known has no weight in the law: nobody was flagged whose redraft could tell.
    """
    all_hits, all_n = hits.sum(axis=1, keepdims=True), n.sum(axis=1, keepdims=True)
    mean = np.divide(all_hits, all_n, out=np.full_like(all_n, 0.5), where=all_n > 0)
    if hits.shape[1] == 1:
        alone: Floats = mean
        return alone
    drawn: Floats = (hits + SHRINKAGE * mean) / (n + SHRINKAGE)
    return drawn


def _by_chain(counts: _Counts, *, gated: bool, n_rounds: int) -> Floats:
    """The accuracy by the law of `redraft.trust.laws.rounds`, for every resample."""
    accuracy = _rate(counts.right, counts.n)[:, 0]
    rates = np.column_stack(
        [
            _rate(counts.wrong_flagged, counts.n - counts.right),
            _rate(counts.right_flagged, counts.right),
            _rate(counts.bad_passed, counts.bad),
            _rate(counts.good_passed, counts.good),
            _rate(counts.repaired, counts.n_repair),
            _rate(counts.broken, counts.n_break),
        ]
    )
    draws = np.empty((len(rates), n_rounds + 1))
    for number, (found, alarms, bad, good, repair, breakage) in enumerate(rates.tolist()):
        verdicts = VerdictRates(found=found, false_alarms=alarms, admitted_bad=bad, admitted_good=good)
        gating: Literal["none", "check_after_fix"] = "check_after_fix" if gated else "none"
        one = round_rates(verdicts, repair_rate=repair, break_rate=breakage, gating=gating)
        draws[number] = [after_rounds(float(accuracy[number]), one, n_rounds=k) for k in range(n_rounds + 1)]
    return draws


def _by_stopping(counts: _Counts, concentrations: Floats, *, gated: bool, n_rounds: int) -> Floats:
    """The accuracy when what passed is not examined again and tasks keep their own rate of repair.

    Kinds of tasks are grades times places of the Beta variable, ``(n_boot, n_grades, n_nodes)``. Per kind, `wrong` and
    `right` are the shares that are still flagged, by what the draft was (first axis) and what the last attempt is.
    """
    # Of accuracy every task tells, so that of a grade needs no help from the others.
    a = np.divide(counts.right, counts.n, out=np.zeros_like(counts.n), where=counts.n > 0)[..., None]
    found = _rate(counts.wrong_flagged, counts.n - counts.right)[..., None]
    alarms = _rate(counts.right_flagged, counts.right)[..., None]
    b = _rate(counts.broken, counts.n_break)[..., None]
    good = _rate(counts.good_passed, counts.good)[..., None]
    bad = _rate(counts.bad_passed, counts.bad)[..., None]
    f, places = _beta_rule(_rate(counts.repaired, counts.n_repair), concentrations, n_rounds // 2 + 1)
    share = (counts.n / counts.n.sum(axis=1, keepdims=True))[..., None]

    settled_right = a * (1 - alarms) + 0 * f
    none = 0 * f
    wrong, right = [(1 - a) * found + none, none], [none, a * alarms + none]
    draws = []
    for k in range(n_rounds + 1):
        if k:
            new_right = [f * w + (1 - b) * r for w, r in zip(wrong, right, strict=True)]
            new_wrong = [(1 - f) * w + b * r for w, r in zip(wrong, right, strict=True)]
            settled_right = settled_right + good * (new_right[0] + new_right[1])
            wrong, right = [(1 - bad) * w for w in new_wrong], [(1 - good) * r for r in new_right]
        # Still flagged: the gate returns the draft, the ungated way the last attempt.
        returned = wrong[1] + right[1] if gated else right[0] + right[1]
        draws.append(((settled_right + returned) * places * share).sum(axis=(1, 2)))
    return np.column_stack(draws)


def _beta_rule(means: Floats, concentrations: Floats, n_nodes: int) -> tuple[Floats, Floats]:
    """Rates that stand for a Beta variable of each mean and concentration, and their weights.

    A Gauss-Jacobi rule from the eigenvalues of its recurrence: the accuracy after k rounds is a polynomial of degree k
    in the rate of repair, and `n_nodes` places integrate degree 2 n_nodes - 1 exactly, however uneven the variable is.

    Args:
        means: ``(n_boot, n_grades)`` in [0, 1].
        concentrations: ``(n_boot,)`` above 0.
        n_nodes: places.

    Returns:
        Both ``(n_boot, n_grades, n_nodes)``.

    Source: golub1969calculation
    """
    m = np.clip(means, 1e-6, 1 - 1e-6)
    c = np.broadcast_to(concentrations[:, None], m.shape)
    # On [-1, 1] the weight is (1 - x)^p (1 + x)^q.
    p, q = (1 - m) * c - 1, m * c - 1
    matrix = np.zeros((*m.shape, n_nodes, n_nodes))
    matrix[..., 0, 0] = (q - p) / c
    for n in range(1, n_nodes):
        place = 2 * n + p + q
        matrix[..., n, n] = (q**2 - p**2) / (place * (place + 2))
        rest = 1 / (place + 1) if n == 1 else n * (n + p + q) / ((place + 1) * (place - 1))
        beside = np.sqrt(4 * (n + p) * (n + q) * rest) / place
        matrix[..., n, n - 1] = matrix[..., n - 1, n] = beside
    nodes, vectors = np.linalg.eigh(matrix)
    return (nodes + 1) / 2, vectors[..., 0, :] ** 2


def _concentrations(rows: Sequence[TaskRow], weights: Floats) -> Floats:
    """``(1 + n_boot,)`` the likeliest concentration of the Beta variable, for every resample.

    A wrong draft that stays flagged is redrafted again and again; how many redrafts came wrong before one came right
    follows a beta-geometric distribution whose mean at the first redraft is the rate of repair.
    """
    tried = [_tries(row) for row in rows]
    n_first = sum(bool(fails or came) for fails, came in tried)
    n_came_first = sum(came and not fails for fails, came in tried)
    mean = (n_came_first + 1) / (n_first + 2)
    log_likelihood = np.array([[_log_beta_geometric(mean, c, *one) for c in CONCENTRATIONS] for one in tried])
    best = np.argmax(weights @ log_likelihood + _LOG_PRIOR, axis=1)
    likeliest: Floats = np.array(CONCENTRATIONS)[best]
    return likeliest


def _tries(row: TaskRow) -> tuple[int, bool]:
    """Of a wrong draft that was flagged: how many redrafts came wrong, and whether one then came right."""
    fails = 0
    if row.draft.right:
        return 0, False
    for attempt in row.open[1:]:
        if attempt.right:
            return fails, True
        fails += 1
    return fails, False


def _log_beta_geometric(mean: float, concentration: float, fails: int, came: bool) -> float:
    alpha, beta = mean * concentration, (1 - mean) * concentration
    return _log_beta(alpha + came, beta + fails) - _log_beta(alpha, beta)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)
