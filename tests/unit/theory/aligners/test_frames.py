"""A task in the coordinates of its own responses."""

from dataclasses import replace

import pytest
import torch

from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.frames import corrected_means, framed, mean_responses
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import TaskConfig, Tasks, draw_tasks


def some_tasks(noise: str = "text", n_tasks: int = 6, n_responses: int = 8) -> Tasks:
    config = TaskConfig(noise=noise, n_responses=n_responses)  # type: ignore[arg-type]  # a word of the parameters
    return draw_tasks(config, n_tasks, torch.Generator().manual_seed(3))


def an_aligner(n_responses: int = 8) -> Aligner:
    """One with weights that say something: its last layer begins at zero."""
    config = AlignerConfig(frame="responses", width=16, n_layers=2, n_heads=2, head_width=8)
    aligner = Aligner(config, TaskConfig(n_responses=n_responses), seed=0)
    with torch.no_grad():
        aligner.read_out.weight.normal_(generator=torch.Generator().manual_seed(1))
    return aligner


def turned(tasks: Tasks) -> tuple[Tasks, torch.Tensor]:
    """The tasks with their answers turned, each by a rotation of its own, and those rotations."""
    generator = torch.Generator().manual_seed(9)
    turn, _ = torch.linalg.qr(torch.randn(len(tasks), 5, 5, generator=generator))
    return replace(tasks, truth=(tasks.truth[:, None] @ turn)[:, 0], responses=tasks.responses @ turn), turn


@pytest.mark.parametrize("noise", ["released", "text"])
def test_lengths_and_angles_stay_in_units_of_the_query(noise):
    tasks = some_tasks(noise)
    frame = framed(tasks)
    length = tasks.query.norm(dim=1)[:, None, None]

    there = frame.tasks.responses @ frame.tasks.responses.transpose(1, 2)
    here = tasks.responses @ tasks.responses.transpose(1, 2) / length**2

    assert torch.allclose(there, here, atol=1e-4)
    assert torch.allclose((frame.tasks.truth * length[:, 0]).norm(dim=1), tasks.truth.norm(dim=1), atol=1e-4)
    assert bool((frame.tasks.query == 0).all())


def test_the_first_axis_points_from_the_worse_of_the_first_two_to_the_better():
    tasks = framed(some_tasks()).tasks
    step = (tasks.responses[:, 1] - tasks.responses[:, 0]) * (tasks.rewards[:, 1] - tasks.rewards[:, 0]).sign()[:, None]
    assert bool((step[:, 0] > 0).all())
    assert float(step[:, 1:].abs().max()) < 1e-5


def test_each_further_axis_is_what_the_next_response_adds():
    coordinates = framed(some_tasks()).tasks.responses[:, :5]
    assert torch.allclose(coordinates[:, 1:].triu(2), torch.zeros_like(coordinates[:, 1:]), atol=1e-5)
    assert bool((coordinates[:, 0, 1] > 0).all())
    assert all(bool((coordinates[:, k, k] > 0).all()) for k in (2, 3, 4))


def test_on_a_line_two_coordinates_are_enough():
    assert float(framed(some_tasks("released")).tasks.responses[..., 2:].abs().max()) < 1e-4


def test_fewer_responses_than_numbers_have_a_frame():
    tasks = some_tasks(n_responses=3)
    assert framed(tasks).axes.shape == (6, 5, 5)
    assert an_aligner(3)(tasks).shape == (6, 3, 5)


def test_without_a_correction_the_critic_is_ignored():
    tasks = some_tasks()
    frame = framed(tasks)
    means = corrected_means(frame, torch.zeros_like(tasks.responses))
    assert torch.allclose(means, mean_responses(tasks.responses), atol=1e-5)
    assert torch.allclose(means[:, 3], tasks.responses[:, :3].mean(dim=1), atol=1e-5)
    assert bool((means[:, 0] == 0).all())


def test_an_untrained_aligner_ignores_the_critic():
    tasks = some_tasks()
    aligner = Aligner(AlignerConfig(frame="responses"), TaskConfig(n_responses=8), seed=0)
    assert torch.allclose(aligner(tasks), mean_responses(tasks.responses), atol=1e-5)


def test_a_single_response_is_the_prediction_whatever_the_aligner_says():
    tasks = some_tasks()
    assert torch.allclose(an_aligner()(tasks)[:, 1], tasks.responses[:, 0], atol=1e-5)


@pytest.mark.parametrize("noise", ["released", "text"])
def test_turning_a_task_turns_the_predictions_with_it(noise):
    tasks = some_tasks(noise)
    tasks_turned, turn = turned(tasks)
    aligner = an_aligner()
    assert torch.allclose(aligner(tasks_turned), aligner(tasks) @ turn, atol=2e-3)


def test_a_query_of_another_length_scales_the_predictions():
    tasks = some_tasks()
    longer = replace(tasks, query=3 * tasks.query, responses=3 * tasks.responses)
    aligner = an_aligner()
    assert torch.allclose(aligner(longer), 3 * aligner(tasks), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("noise", ["released", "text"])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 6])
def test_a_prediction_depends_on_the_examples_before_it_and_on_no_other(noise, n):
    """Axes come from responses, so that a later one could tell of itself through its axis."""
    tasks, others = some_tasks(noise), some_tasks(noise, n_tasks=12)  # in the released form, another line for each
    later = replace(
        tasks,
        responses=torch.cat([tasks.responses[:, :n], others.responses[6:, n:]], dim=1),
        rewards=torch.cat([tasks.rewards[:, :n], others.rewards[6:, n:]], dim=1),
    )
    aligner = an_aligner()
    assert torch.allclose(aligner(later)[:, : n + 1], aligner(tasks)[:, : n + 1], atol=2e-3)
    assert not torch.allclose(aligner(later)[:, n + 1], aligner(tasks)[:, n + 1], atol=2e-2)
