import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.count import check_sum
from redraft.evals.environments.count import CountProblem, verify


@given(seed=st.integers(0, 2**32))
def test_it_says_what_the_environment_that_trains_the_model_says(seed: int) -> None:
    rng = random.Random(seed)
    numbers = tuple(rng.randint(1, 12) for _ in range(3))
    problem = CountProblem(numbers=numbers, target=rng.randint(0, 99))
    used = list(numbers) if rng.random() < 0.7 else [rng.randint(1, 12) for _ in range(3)]
    rng.shuffle(used)
    words: tuple[str, ...] = (str(used[0]), rng.choice("+-*"), str(used[1]), rng.choice("+-*"), str(used[2]))
    if rng.random() < 0.2:
        words = words[: rng.randint(1, 4)]
    found = check_sum(problem.text, " ".join(words))
    assert found is not None
    assert tuple(found.words.split()) == verify(problem, words).words
    assert found.is_right == verify(problem, words).passed


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("make 24 3 8 1", "3 * 8 * 1 = 24"),
        ("make 24 3 8 1", "Use 3 * 8 * 1."),
        ("make 24 3 8 1", ""),
        ("make 24 3 8", "3 * 8"),
        ("make a cake", "3 * 8 * 1"),
        ("What is 3 * 8?", "24"),
    ],
)
def test_other_prompts_and_answers_in_prose_are_not_taken(asked: str, answer: str) -> None:
    assert check_sum(asked, answer) is None
