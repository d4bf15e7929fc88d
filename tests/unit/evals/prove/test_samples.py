"""What a run asks: tasks for models that chat, problems of its own world for the embedded one, in two alike halves."""

from collections import Counter

import pytest

from redraft.errors import Misuse
from redraft.evals.environments.count import split_of
from redraft.evals.environments.splits import Split
from redraft.evals.prove.play import halves_of
from redraft.evals.prove.samples import prove_samples
from redraft.evals.worlds import WorldScorer


def test_both_halves_hold_every_family_and_grade_alike() -> None:
    samples = prove_samples(150, "chat", seed=0)
    halves = halves_of(samples)
    counted = Counter((half, *sample.groups.values()) for half, sample in zip(halves, samples, strict=True))
    assert Counter(halves) == {0: 75, 1: 75} and set(counted.values()) == {2, 3} and len(counted) == 60
    assert Counter(halves_of(prove_samples(60, "chat", seed=0))) == {0: 30, 1: 30}


def test_the_embedded_model_is_asked_problems_that_training_never_saw_once_each() -> None:
    samples = prove_samples(200, "trace", seed=0)
    assert len({sample.problem for sample in samples}) == 200
    for sample in samples:
        assert isinstance(sample.scorer, WorldScorer)
        assert split_of(sample.scorer.problem) is Split.TEST  # type: ignore[arg-type]
    assert {sample.groups["grade"] for sample in samples} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("n", "dialect", "grades", "said"),
    [
        (12, "chat", (), "40 tasks are the fewest"),
        (1500, "trace", (), "ask for fewer"),
        (100, "trace", (3,), "this model speaks its own"),
        (100, "chat", (7,), "a grade is one of"),
    ],
)
def test_what_cannot_be_asked_is_refused(n: int, dialect: str, grades: tuple[int, ...], said: str) -> None:
    with pytest.raises(Misuse, match=said):
        prove_samples(n, dialect, seed=0, grades=grades)  # type: ignore[arg-type]
