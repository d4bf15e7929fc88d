import pytest

from redraft.errors import Misuse
from redraft.theory.aligners.network import Aligner
from redraft.theory.experiments.attention import attend, best, figures_of, sentence
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
