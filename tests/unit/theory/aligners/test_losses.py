"""The batched losses against plain loops written from the formula."""

import math

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.losses import direct_losses, ranking_losses, training_loss
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks, redraw_rewards


def double_tasks(n_tasks: int = 6, *, n_responses: int = 7, width: int = 3, seed: int = 0) -> Tasks:
    config = TaskConfig(noise="text", width=width, n_responses=n_responses)
    drawn = draw_tasks(config, n_tasks, torch.Generator().manual_seed(seed))
    return Tasks(**{name: getattr(drawn, name).double() for name in ("query", "truth", "responses", "rewards")})


def random_predictions(tasks: Tasks, *, scale: float = 1.0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(7)
    return scale * torch.randn(tasks.responses.shape, generator=generator, dtype=torch.float64)


def plackett_luce(prediction, responses, rewards, reward: str) -> float:
    """Minus the log probability of drawing the responses one after the other, the best first."""

    def weight(response) -> float:
        if reward == "cosine":
            return math.exp((prediction @ response / (prediction.norm() * response.norm())).item())
        return math.exp(-((prediction - response) ** 2).sum().item())

    left = sorted(range(len(rewards)), key=lambda i: -rewards[i].item())
    loss = 0.0
    while left:
        loss -= math.log(weight(responses[left[0]]) / sum(weight(responses[i]) for i in left))
        left.pop(0)
    return loss


@pytest.mark.parametrize("reward", ["cosine", "squared"])
@pytest.mark.parametrize("n_responses", [2, 3, 7])
def test_every_prefix_has_the_loss_of_a_plain_loop(reward, n_responses):
    tasks = double_tasks(n_responses=n_responses)
    predictions = random_predictions(tasks)
    losses = ranking_losses(predictions, tasks, reward)
    for b in range(len(tasks)):
        for n in range(n_responses):
            expected = plackett_luce(predictions[b, n], tasks.responses[b, :n], tasks.rewards[b, :n], reward)
            assert abs(losses[b, n].item() - expected) <= 1e-12


def test_a_prediction_that_says_nothing_is_as_surprised_as_by_a_shuffled_deck():
    tasks = double_tasks(n_responses=5)
    same = Tasks(
        query=tasks.query, truth=tasks.truth, responses=torch.ones_like(tasks.responses), rewards=tasks.rewards
    )
    losses = ranking_losses(random_predictions(same), same, "squared")
    for n in range(5):
        assert torch.allclose(losses[:, n], torch.tensor(math.log(math.factorial(n)), dtype=torch.float64))


def test_responses_that_come_later_change_nothing():
    tasks = double_tasks()
    predictions = random_predictions(tasks)
    redrawn = redraw_rewards(tasks, 1.0, torch.Generator().manual_seed(1)).rewards
    rewards = torch.cat([tasks.rewards[:, :4], redrawn[:, 4:]], dim=1)
    changed = Tasks(query=tasks.query, truth=tasks.truth, responses=tasks.responses, rewards=rewards)
    before, after = ranking_losses(predictions, tasks), ranking_losses(predictions, changed)
    assert torch.equal(before[:, :5], after[:, :5])
    assert not torch.allclose(before[:, 5:], after[:, 5:])


def test_gradients_stay_finite_where_all_but_one_weight_vanishes():
    tasks = double_tasks()
    predictions = random_predictions(tasks, scale=100.0).requires_grad_()
    ranking_losses(predictions, tasks, "squared").sum().backward()
    assert torch.isfinite(predictions.grad).all()
    assert (predictions.grad[:, :2] == 0).all() and (predictions.grad[:, 2:] != 0).any()


def test_the_gradient_is_that_of_finite_differences():
    tasks = double_tasks(2, n_responses=4)
    predictions = random_predictions(tasks).requires_grad_()
    for reward in ("cosine", "squared"):
        assert torch.autograd.gradcheck(lambda p, r=reward: ranking_losses(p, tasks, r), predictions)


def test_the_truth_itself_has_no_direct_loss_and_its_opposite_the_largest():
    tasks = double_tasks()
    truth = tasks.truth[:, None].expand(-1, 7, -1)
    for reward in ("cosine", "squared"):
        assert direct_losses(truth, tasks, reward).abs().max() < 1e-12
    assert torch.allclose(direct_losses(-truth, tasks, "cosine"), torch.tensor(2.0, dtype=torch.float64))
    expected = 4 * tasks.truth.square().sum(-1)
    assert torch.allclose(direct_losses(-truth, tasks, "squared"), expected[:, None].expand(-1, 7))


def test_training_counts_the_prefixes_that_can_teach():
    tasks = double_tasks()
    predictions = random_predictions(tasks)
    ranked, direct = ranking_losses(predictions, tasks), direct_losses(predictions, tasks)
    assert training_loss(predictions, tasks, "ranking", "cosine") == ranked[:, 2:].mean()
    assert training_loss(predictions, tasks, "direct", "cosine") == direct[:, 1:].mean()


def test_an_unknown_reward_is_refused():
    tasks = double_tasks()
    with pytest.raises(Misuse, match="`reward` must be 'cosine' or 'squared', got 'mse'"):
        ranking_losses(random_predictions(tasks), tasks, "mse")
