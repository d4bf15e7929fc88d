import numpy as np
import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.looking import check_device, looks, predict
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import TaskConfig

TASKS = TaskConfig(n_responses=4)
ALIGNER = Aligner(AlignerConfig(width=8, n_layers=2, n_heads=1, head_width=8), TASKS, 3)


def test_predictions_in_parts_are_those_of_one_pass_without_a_gradient() -> None:
    tasks = held_out(TASKS, n_tasks=700)
    predicted = predict(ALIGNER, tasks)
    assert not predicted.requires_grad
    assert torch.allclose(predicted, ALIGNER(tasks), atol=1e-6)


def test_what_is_seen_belongs_to_its_tasks() -> None:
    tasks = held_out(TASKS, n_tasks=600)
    parts = list(looks(ALIGNER, tasks))
    assert [len(part.rewards) for part in parts] == [512, 88]
    assert np.allclose(np.concatenate([part.rewards for part in parts]), tasks.rewards)
    assert [weights.shape for weights in parts[1].attention] == [(88, 1, 4, 4)] * 2
    assert np.allclose(parts[0].attention[0].sum(-1), 1, atol=1e-6)


def test_a_device_that_is_not_there_is_refused() -> None:
    check_device("cpu")
    with pytest.raises(Misuse, match="`device` cannot be used here, got 'abacus'"):
        check_device("abacus")
