"""Every rule against a plain loop or the figure it is known by."""

import dataclasses

import numpy as np
import pytest
import torch

from redraft.theory.aligners.baselines import (
    BASELINES,
    SIMPLE,
    at_rate,
    copy_best,
    least_squares,
    line_consensus,
    mean_response,
    weighted_mean,
    weighted_share,
)
from redraft.theory.aligners.descent import DescentConfig, descend
from redraft.theory.aligners.heldout import held_out, with_redrawn
from redraft.theory.aligners.metrics import cosine_errors, curve_of
from redraft.theory.aligners.tasks import TaskConfig

RELEASED, TEXT = TaskConfig(), TaskConfig(noise="text")


def plain(name: str, responses: np.ndarray, rewards: np.ndarray) -> np.ndarray:
    """The rule on n examples, by numpy's own means and fits."""
    if name == "mean, critic ignored":
        return responses.mean(axis=0)
    if name == "reward-weighted mean":
        return np.average(responses, axis=0, weights=rewards)
    if name == "copy the best":
        return responses[rewards.argmax()]
    if name == "least squares line":
        return responses[0] if len(rewards) == 1 else np.polyfit(rewards, responses, 1).sum(axis=0)
    root = (1 - rewards)[:, None]  # weighted share: rows r / (1 - r) a = y / (1 - r)
    return np.linalg.lstsq(rewards[:, None] / root, responses / root, rcond=None)[0][0]


@pytest.mark.parametrize("name", [*SIMPLE, "least squares line", "weighted share"])
@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_every_prefix_is_what_a_plain_loop_makes_of_it(name, rate):
    tasks = with_redrawn(held_out(TEXT, n_tasks=8), rate)
    predictions = BASELINES[name](tasks).double().numpy()
    responses, rewards = tasks.responses.double().numpy(), tasks.rewards.double().numpy()
    for b in range(len(tasks)):
        for n in range(1, rewards.shape[1]):
            expected = plain(name, responses[b, :n], rewards[b, :n])
            np.testing.assert_allclose(predictions[b, n], expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", sorted(BASELINES))
@pytest.mark.parametrize("n_responses", [2, 3])
def test_every_rule_predicts_for_every_number_of_examples_and_sees_none_behind(name, n_responses):
    tasks = held_out(TaskConfig(n_responses=n_responses), n_tasks=4)
    predictions = BASELINES[name](tasks)
    assert predictions.shape == tasks.responses.shape
    assert torch.isfinite(predictions).all()
    hidden = dataclasses.replace(tasks, responses=tasks.responses.clone(), rewards=tasks.rewards.clone())
    hidden.responses[:, -1] = 9.0
    hidden.rewards[:, -1] = 0.99
    assert torch.allclose(predictions, BASELINES[name](hidden), rtol=0, atol=1e-4)


def test_a_line_is_exact_from_two_right_examples_of_the_released_generator():
    tasks = held_out(RELEASED, n_tasks=256)
    assert cosine_errors(least_squares(tasks), tasks)[:, 2:].mean().item() < 1e-5
    assert cosine_errors(line_consensus(tasks), tasks)[:, 2:].mean().item() < 1e-5


def test_consensus_finds_the_right_rewards_among_wrong_ones():
    tasks = with_redrawn(held_out(RELEASED, n_tasks=256), 0.5)
    fitted, agreed = (curve_of(rule(tasks), tasks).cosine[15].value for rule in (least_squares, line_consensus))
    assert agreed < 0.02 < 0.08 < fitted


def test_without_agreement_consensus_is_least_squares():
    tasks = held_out(TEXT, n_tasks=64)
    assert torch.equal(line_consensus(tasks), least_squares(tasks))


@pytest.mark.parametrize(
    ("rule", "n", "expected"),
    [
        (mean_response, 15, [0.341, 0.341, 0.341]),
        (weighted_mean, 15, [0.148, 0.239, 0.345]),
        (copy_best, 15, [0.007, 0.210, 0.397]),
        (least_squares, 15, [0.000, 0.106, 0.362]),
        (copy_best, 2, [0.213, 0.31, 0.39]),
    ],
)
def test_errors_at_three_rates_are_those_measured_before(rule, n, expected):
    tasks = held_out(RELEASED, n_tasks=1024)
    for rate, known in zip((0.0, 0.5, 1.0), expected, strict=True):
        mean = curve_of(rule(with_redrawn(tasks, rate)), tasks).cosine[n]
        assert abs(mean.value - known) < 4 * mean.error + 1e-3


def test_share_knows_how_the_text_mixes_and_beats_every_rule_that_does_not():
    tasks = held_out(TEXT, n_tasks=512)
    errors = {name: curve_of(BASELINES[name](tasks), tasks).cosine[15].value for name in SIMPLE}
    assert curve_of(weighted_share(tasks), tasks).cosine[15].value < min(errors.values())


def test_gradient_descent_without_noise_is_the_published_curve():
    tasks = held_out(RELEASED, n_tasks=512)
    curve = curve_of(BASELINES["gradient descent"](tasks), tasks)
    for n, published in {2: 0.385, 5: 0.328, 10: 0.306, 15: 0.298}.items():
        assert abs(curve.cosine[n].value - published) < 4 * curve.cosine[n].error


def test_the_descents_of_a_rate_take_the_published_number_of_steps():
    tasks = held_out(TaskConfig(n_responses=4), n_tasks=4)
    assert torch.equal(at_rate(1.0)["gradient descent"](tasks), descend(tasks, DescentConfig(n_steps=25)))
    squared = DescentConfig(n_steps=37, reward="squared")
    assert torch.equal(at_rate(0.5)["gradient descent, squared"](tasks), descend(tasks, squared))
    assert list(at_rate(0.5)) == list(BASELINES)
