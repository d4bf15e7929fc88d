"""Predictions: against a simulation of the loop, against exact moments, and where the simpler law goes wrong."""

import random
from dataclasses import dataclass

import numpy as np
import pytest

from redraft.evals.prove.prediction import _beta_rule, predict
from redraft.evals.prove.rows import Judged, TaskRow

N_ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Truth:
    """A model and its check, task by task."""

    accuracy: float = 0.6
    sensitivity: float = 0.7
    specificity: float = 0.9
    repair_rate: float = 0.4
    break_rate: float = 0.3
    concentration: float | None = None


def simulated(truth: Truth, n: int, seed: int) -> tuple[list[TaskRow], dict[bool, list[float]]]:
    """Rows as a run would count them, and accuracy after each round as the loop would return it, by gate."""
    rng = random.Random(seed)
    rows, right = [], {gated: [0] * (N_ROUNDS + 1) for gated in (False, True)}

    def judged(is_right: bool) -> Judged:
        flagged = rng.random() < (1 - truth.specificity if is_right else truth.sensitivity)
        return Judged(right=is_right, flagged=flagged)

    for _ in range(n):
        m, c = truth.repair_rate, truth.concentration
        repair_rate = m if c is None else rng.betavariate(m * c, (1 - m) * c)
        attempts = [judged(rng.random() < truth.accuracy)]
        while len(attempts) <= N_ROUNDS:
            was_right = attempts[-1].right
            attempts.append(judged(rng.random() < ((1 - truth.break_rate) if was_right else repair_rate)))
        n_open = next((i + 1 for i, attempt in enumerate(attempts) if not attempt.flagged), len(attempts))
        rows.append(TaskRow(family="f", grade="1", half=0, forced=tuple(attempts[:2]), open=tuple(attempts[:n_open])))
        for k in range(N_ROUNDS + 1):
            last = attempts[min(k, n_open - 1)]
            right[False][k] += last.right
            right[True][k] += last.right if not last.flagged else attempts[0].right
    return rows, {gated: [count / n for count in counts] for gated, counts in right.items()}


@pytest.mark.parametrize("gated", [False, True])
@pytest.mark.parametrize(
    "truth",
    [Truth(), Truth(accuracy=0.8, sensitivity=0.4, specificity=0.6, repair_rate=0.1, break_rate=0.8),
     Truth(concentration=1.5), Truth(sensitivity=1.0, specificity=1.0, break_rate=0.0, concentration=0.7)],
)  # fmt: skip
def test_tasks_that_differ_are_predicted_as_the_loop_treats_them(truth: Truth, gated: bool) -> None:
    rows, _ = simulated(truth, 2000, seed=1)
    _, measured = simulated(truth, 10_000, seed=2)
    predicted = predict(rows, law="differing", gated=gated, n_rounds=N_ROUNDS)
    for after, true in zip(predicted.after, measured[gated], strict=True):
        assert after.low - 0.01 <= true <= after.high + 0.01
        assert after.value == pytest.approx(true, abs=0.035)


@pytest.mark.parametrize("gated", [False, True])
def test_one_round_is_predicted_by_both_laws(gated: bool) -> None:
    rows, _ = simulated(Truth(), 2000, seed=3)
    _, measured = simulated(Truth(), 10_000, seed=4)
    for law in ("alike", "differing"):
        predicted = predict(rows, law=law, gated=gated, n_rounds=1)  # type: ignore[arg-type]
        assert predicted.after[1].value == pytest.approx(measured[gated][1], abs=0.03)


def test_the_law_for_tasks_alike_promises_too_much_where_some_are_hopeless() -> None:
    truth = Truth(accuracy=0.5, sensitivity=1.0, specificity=1.0, repair_rate=0.3, break_rate=0.0, concentration=0.7)
    rows, _ = simulated(truth, 1000, seed=5)
    _, measured = simulated(truth, 10_000, seed=6)
    alike = predict(rows, law="alike", gated=True, n_rounds=N_ROUNDS).after[-1]
    assert alike.low > measured[True][-1] + 0.05


def test_grades_are_told_apart() -> None:
    easy, _ = simulated(Truth(accuracy=0.9, repair_rate=0.8), 200, seed=7)
    hard, _ = simulated(Truth(accuracy=0.3, repair_rate=0.1), 200, seed=8)
    rows = [*easy, *(TaskRow(family="f", grade="5", half=0, forced=r.forced, open=r.open) for r in hard)]
    predicted = predict(rows, law="differing", gated=True, n_rounds=2)
    assert predicted.after[0].value == pytest.approx(np.mean([row.draft.right for row in rows]))
    assert len(predicted.after) == 3 and predicted.after[0].n == 400


@pytest.mark.parametrize(("mean", "concentration"), [(0.3, 2.0), (0.3, 0.25), (0.05, 8.0), (0.9, 1.0), (0.5, 1024.0)])
def test_the_beta_rule_is_exact_for_as_many_rounds_as_it_is_asked_for(mean: float, concentration: float) -> None:
    places, weights = _beta_rule(np.array([[mean]]), np.array([concentration]), 3)
    left = 1.0
    for k in range(6):
        # E (1 - f)^k of a Beta variable is a product of k quotients.
        assert float((weights * (1 - places) ** k).sum()) == pytest.approx(left, abs=1e-9)
        left *= ((1 - mean) * concentration + k) / (concentration + k)


def test_a_critic_that_flags_nothing_predicts_no_change_and_one_task_is_enough_to_compute() -> None:
    passed = Judged(right=True, flagged=False)
    rows = [TaskRow(family="f", grade="1", half=0, forced=(passed, passed), open=(passed,))]
    for law in ("alike", "differing"):
        predicted = predict(rows, law=law, gated=True, n_rounds=3)  # type: ignore[arg-type]
        assert [one.value for one in predicted.after] == pytest.approx([1.0] * 4)
