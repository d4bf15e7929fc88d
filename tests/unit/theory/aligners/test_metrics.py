"""Curves and regret against numbers worked out by hand."""

import math

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.metrics import cosine_errors, curve_of, means_of, ranking_regret, squared_errors
from redraft.theory.aligners.pl_optimum import pl_optimum
from redraft.theory.aligners.tasks import TaskConfig, Tasks


def two_tasks() -> Tasks:
    """Truths along the axes, three responses each."""
    truth = torch.tensor([[2.0, 0.0], [0.0, 2.0]])
    responses = torch.tensor([[[2.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [[0.0, 2.0], [1.0, 0.0], [1.0, 1.0]]])
    return Tasks(query=truth, truth=truth, responses=responses, rewards=torch.tensor([[0.9, 0.1, 0.5]] * 2))


def test_errors_of_known_predictions_are_those_worked_out_by_hand():
    tasks = two_tasks()
    predictions = torch.tensor([[[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]], [[0.0, 0.0], [0.0, 1.0], [0.0, -2.0]]])
    assert torch.allclose(cosine_errors(predictions, tasks), torch.tensor([[1.0, 0.0, 1.0], [1.0, 0.0, 2.0]]))
    assert torch.allclose(squared_errors(predictions, tasks), torch.tensor([[4.0, 1.0, 13.0], [4.0, 1.0, 16.0]]))
    curve = curve_of(predictions, tasks)
    assert [mean.value for mean in curve.cosine] == pytest.approx([1.0, 0.0, 1.5])
    assert [mean.error for mean in curve.cosine] == pytest.approx([0.0, 0.0, 0.5])  # sd of (1, 2) over root 2
    assert [mean.value for mean in curve.squared] == pytest.approx([4.0, 1.0, 14.5])


def test_the_ranking_loss_of_a_pair_is_logistic_in_the_difference_of_cosines():
    tasks = two_tasks()
    predictions = torch.zeros(2, 3, 2)
    predictions[0, 2], predictions[1, 2] = torch.tensor([5.0, 0.0]), torch.tensor([0.0, -5.0])
    curve = curve_of(predictions, tasks)
    right, wrong = math.log1p(math.exp(-1.0)), math.log1p(math.exp(1.0))
    assert curve.ranking[2].value == pytest.approx((right + wrong) / 2)
    assert [mean.value for mean in curve.ranking[:2]] == [0.0, 0.0]


def test_standard_errors_shrink_with_the_root_of_the_tasks():
    few, many = (means_of(torch.arange(n, dtype=torch.float64)[:, None] % 2)[0] for n in (100, 10_000))
    assert few.error / many.error == pytest.approx(10, rel=0.01)


def test_the_optimum_has_no_regret_and_the_truth_has_some():
    tasks = held_out(TaskConfig(), n_tasks=64)
    optimum = pl_optimum(tasks)
    assert ranking_regret(optimum, optimum, tasks) == (0.0, 0.0)
    truth = tasks.truth[:, None].expand_as(tasks.responses)
    regret = ranking_regret(truth, optimum, tasks)
    assert regret.value > 5 * regret.error > 0


def test_regret_is_paired_and_so_finer_than_the_losses_it_is_made_of():
    tasks = held_out(TaskConfig(), n_tasks=256)
    optimum = pl_optimum(tasks)
    near = optimum + 0.02 * torch.randn(optimum.shape, generator=torch.Generator().manual_seed(0))
    assert ranking_regret(near, optimum, tasks).error < 0.1 * curve_of(near, tasks).ranking[10].error


@pytest.mark.parametrize(
    ("predictions", "said"),
    [
        (torch.zeros(2, 2, 2), r"shape \(2, 3, 2\) of these tasks, got \(2, 2, 2\)"),
        (torch.full((2, 3, 2), torch.nan), "must be finite, got 6 that are not"),
    ],
)
def test_predictions_that_cannot_be_judged_are_refused(predictions, said):
    with pytest.raises(Misuse, match=said):
        curve_of(predictions, two_tasks())


def test_one_task_has_no_standard_error_and_is_refused():
    tasks = two_tasks()
    one = Tasks(**{name: getattr(tasks, name)[:1] for name in Tasks.__slots__})
    with pytest.raises(Misuse, match="2 tasks or more, got 1"):
        curve_of(one.responses, one)
