"""Aligners beside simple rules, cell by cell."""

from dataclasses import replace

import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.baselines import BASELINES
from redraft.theory.aligners.metrics import cosine_errors
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.noise_aware.judging import IGNORING, RULES, judge, prepare
from redraft.theory.aligners.noise_aware.recipe import noise_aware
from redraft.theory.aligners.tasks import TaskConfig


@pytest.fixture(scope="module")
def ground():
    return prepare("released", n_tasks=200, seed=4, rates=(0.0, 1.0))


def untrained(*, tells_rate=False, noise="released"):
    config = noise_aware(tells_rate=tells_rate, noise=noise)
    return Aligner(config.aligner, config.tasks, seed=0)


def test_there_is_a_cell_for_each_rate_and_number_of_examples(ground):
    cells = judge(untrained(), ground)
    assert [(cell.rate, cell.n) for cell in cells] == [(rate, n) for rate in (0.0, 1.0) for n in range(1, 20)]


def test_an_untrained_aligner_is_exactly_as_good_as_ignoring_the_critic(ground):
    for tells_rate in (False, True):
        for cell in judge(untrained(tells_rate=tells_rate), ground):
            assert abs(cell.over_ignoring.value) < 1e-5
            assert cell.regret.value == pytest.approx(cell.ignoring.value - cell.best.value, abs=1e-5)


def test_the_best_rule_of_a_cell_is_the_one_with_the_least_error(ground):
    cell = next(cell for cell in judge(untrained(), ground) if (cell.rate, cell.n) == (1.0, 15))
    tasks = ground.tasks[1.0]
    errors = {rule: float(cosine_errors(BASELINES[rule](tasks), tasks)[:, 15].mean()) for rule in RULES["released"]}
    assert cell.best_rule == min(errors, key=errors.__getitem__) == IGNORING
    assert cell.best.value == pytest.approx(errors[IGNORING], abs=1e-6)


def test_right_rewards_make_a_line_the_best_rule(ground):
    cell = next(cell for cell in judge(untrained(), ground) if (cell.rate, cell.n) == (0.0, 10))
    assert cell.best_rule in {"least squares line", "line consensus"}
    assert cell.best.value < 1e-4


def test_regret_is_paired(ground):
    """Paired on the tasks it has a smaller error than the difference of two means would have."""
    cell = next(cell for cell in judge(untrained(), ground) if (cell.rate, cell.n) == (1.0, 2))
    paired = cell.over_ignoring.error
    assert paired < 0.1 * cell.error.error


def test_an_aligner_of_the_other_generator_is_refused(ground):
    with pytest.raises(Misuse, match="trained on 'text' tasks and these are 'released'"):
        judge(untrained(noise="text"), ground)


def test_an_aligner_that_wants_to_know_more_is_refused(ground):
    config = replace(noise_aware(tells_rate=True).aligner, n_extra_inputs=2)
    with pytest.raises(Misuse, match="n_extra_inputs=2"):
        judge(Aligner(config, TaskConfig(), seed=0), ground)


def test_rules_that_know_the_text_generator_stand_beside_its_aligners():
    small = prepare("text", n_tasks=64, rates=(0.0,))
    assert set(small.errors[0.0]) == {*RULES["released"], "weighted share"}
    assert bool(torch.isfinite(torch.stack(list(small.errors[0.0].values()))).all())
