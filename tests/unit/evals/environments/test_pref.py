"""`pref`: rewards count right slots, and the ideal player never contradicts what it has seen."""

import random

from redraft.evals.environments import pref
from redraft.evals.environments.pref import PrefProblem

PROBLEM = PrefProblem(theme="dinner", code=("soup", "fish", "cake", "tea"))


def test_the_prompt_does_not_tell_the_code() -> None:
    assert PROBLEM.text == "dinner"


def test_the_reward_is_the_number_of_right_slots() -> None:
    assert pref.verify(PROBLEM, ("soup", "beef", "cake", "wine")).words == ("r2",)
    assert pref.verify(PROBLEM, ("soup", "beef", "cake", "wine")).score == 0.5
    assert pref.verify(PROBLEM, PROBLEM.code).passed


def test_right_words_in_wrong_slots_count_nothing() -> None:
    assert pref.verify(PROBLEM, ("fish", "soup", "tea", "cake")).words == ("r0",)


def test_an_answer_of_the_wrong_length_never_passes() -> None:
    assert not pref.verify(PROBLEM, (*PROBLEM.code, "tea")).passed
    assert not pref.verify(PROBLEM, ("soup",)).passed
    assert not pref.verify(PROBLEM, ()).passed


def test_a_theme_has_81_codes_and_no_history_excludes_none() -> None:
    assert len(set(pref.codes("trip"))) == 81
    assert len(pref.consistent_codes("trip", [])) == 81


def test_the_true_code_always_stays_consistent() -> None:
    rng = random.Random(1)
    for problem in pref.problems(30, rng):
        answers = [rng.choice(pref.codes(problem.theme)) for _ in range(5)]
        history = [(answer, pref.verify(problem, answer).words[0]) for answer in answers]
        left = pref.consistent_codes(problem.theme, history)
        assert problem.code in left
        assert len(left) < 81
        assert pref.ideal_answer(problem.theme, history, rng) in left


def test_the_ideal_player_answers_also_when_the_history_contradicts_itself() -> None:
    history = [(PROBLEM.code, "r4"), (PROBLEM.code, "r0")]
    assert pref.consistent_codes("dinner", history) == []
    assert pref.ideal_answer("dinner", history, random.Random(0)) in pref.codes("dinner")
