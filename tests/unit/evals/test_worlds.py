import asyncio

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.environments.count import CountProblem, solutions, split_of
from redraft.evals.environments.splits import Split
from redraft.evals.worlds import WorldScorer, world_samples


def test_the_same_seed_draws_the_same_samples_and_another_one_others() -> None:
    first, again, other = (world_samples("count", 20, seed=seed) for seed in (1, 1, 2))
    assert first == again and [s.problem for s in first] != [s.problem for s in other]


def test_samples_of_count_belong_to_the_split_that_was_asked_for() -> None:
    for split in (Split.TEST, Split.VALIDATION):
        problems = [s.scorer.problem for s in world_samples("count", 20, seed=0, split=split)]  # type: ignore[attr-defined]
        assert {split_of(problem) for problem in problems} == {split}


def test_the_scorer_knows_a_right_answer_and_says_its_working() -> None:
    problem = CountProblem(numbers=(2, 3, 4), target=24)
    (answer, *_) = solutions(problem)
    score = asyncio.run(WorldScorer(problem=problem).score(Draft.of(" ".join(answer))))
    assert score.right and score.text.endswith("24 ok")
    assert asyncio.run(WorldScorer(problem=problem).score(Draft.of("nonsense"))).right is False


def test_an_unknown_world_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Misuse, match="count, pref"):
        world_samples("chess", 1, seed=0)
