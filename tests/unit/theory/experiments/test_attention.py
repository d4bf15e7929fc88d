import pytest
import torch

from redraft.errors import Misuse
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.experiments.attention import attend, best, figures_of, read_heads, sentence
from redraft.theory.experiments.sizes import size_of


@pytest.mark.parametrize("name", ["packed", "interleaved"])
def test_an_aligner_that_was_not_trained_looks_as_it_did_before(name: str) -> None:
    config = next(form.training for form in size_of("tiny").forms if form.name == name)
    aligner = Aligner(config.aligner, config.tasks, 5)
    outcome = attend(config, {5: aligner}, n_tasks=40, which=3)
    assert outcome["trained"] == outcome["untrained"]
    heads = outcome["trained"]["5"]
    assert [(head["layer"], head["head"]) for head in heads] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]
    assert all(abs(head["top"][0]) < 0.4 for head in heads)
    rows = outcome["example"]["heads"][0][0]
    assert all(sum(row) <= 1 + 1e-4 for row in rows)
    assert "before training" in sentence("packed tokens", outcome)
    assert [figure.name for figure in figures_of(name, "t", outcome)] == [
        f"attention_{what}_{name}" for what in ("layers", "ranks", "task")
    ]


def test_the_most_similar_head_is_picked_where_it_is_not_read() -> None:
    heads = [
        {"top": (0.9, 0, 0, 1), "chosen_by": {"top": 0.1}},
        {"top": (0.2, 0, 0, 1), "chosen_by": {"top": 0.3}},
    ]
    assert best(heads, "top")["top"][0] == 0.2


def test_a_task_that_is_not_there_is_refused() -> None:
    config = size_of("tiny").forms[0].training
    with pytest.raises(Misuse, match="`which` must be a task, 0 to 7, got 8"):
        attend(config, {1: Aligner(config.aligner, config.tasks, 1)}, n_tasks=8, which=8)


def test_a_head_is_chosen_on_one_half_of_the_tasks_and_read_on_the_other() -> None:
    config = size_of("tiny").forms[0].training
    aligner, tasks = Aligner(config.aligner, config.tasks, 1), held_out(config.tasks, n_tasks=40)
    halves = [
        read_heads(aligner, Tasks(**{name: getattr(tasks, name)[rows] for name in Tasks.__slots__}), config.reward)
        for rows in (torch.cat([torch.arange(20), torch.arange(20)]), torch.cat([torch.arange(20, 40)] * 2))
    ]
    whole = read_heads(aligner, tasks, config.reward)
    for head, first, second in zip(whole, *halves, strict=True):
        for ideal in ("top", "average", "worst"):
            assert head["chosen_by"][ideal] == pytest.approx(first["chosen_by"][ideal], abs=1e-6)
            assert head[ideal][0] == pytest.approx(second[ideal][0], abs=1e-6)
            assert head[ideal][0] != pytest.approx(head["chosen_by"][ideal], abs=1e-6)
