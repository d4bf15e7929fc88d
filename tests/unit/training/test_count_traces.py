"""`count` traces: true critiques, wrong attempts shown but not learnt, right ones learnt, held-out problems absent."""

import numpy as np

from redraft.evals.environments import count
from redraft.evals.environments.count import CountProblem
from redraft.evals.environments.splits import Split
from redraft.training.count_traces import (
    N_DRILLS,
    OwnMistakes,
    count_rows,
    draw_problems,
    random_wrong,
    soft_solutions,
    training_problems,
)
from redraft.training.rows import Part, Rows
from support.reading_rows import attempts_of, learnt_words, words_of

PROBLEM = CountProblem(numbers=(10, 3, 12), target=46)


def problem_of(words: list[str]) -> CountProblem:
    return CountProblem(numbers=tuple(map(int, words[3:6])), target=int(words[2]))


def traces(rows: Rows) -> list[tuple[int, list[str]]]:
    """The rows that are traces, not drills."""
    found = [(i, words_of(rows, i)) for i in range(len(rows))]
    return [(i, words) for i, words in found if words.count("<bos>") == 1]


def test_critiques_are_true_in_every_trace() -> None:
    rows = count_rows(np.random.default_rng(0), 200, mistakes=(), mistakes_rate=0.0)
    n_bare = 0
    for _, words in traces(rows):
        for answer, critique in attempts_of(words):
            verdict = count.verify(problem_of(words), tuple(answer))
            assert critique[-1] == verdict.words[-1]
            n_bare += critique[:2] == ["?", "?"]
            assert critique[:2] == ["?", "?"] or tuple(critique) == verdict.words
    assert n_bare > 20


def test_only_right_answers_and_shown_workings_are_learnt() -> None:
    rows = count_rows(np.random.default_rng(1), 200, mistakes=(), mistakes_rate=0.0)
    for index, words in traces(rows):
        right = [a for a, c in attempts_of(words) if c[-1] == "ok"]
        assert learnt_words(rows, index, part=Part.COUNT_ANSWER) == [word for answer in right for word in answer]
        assert "?" not in learnt_words(rows, index, part=Part.COUNT_CRITIQUE)


def test_a_right_answer_is_kept_to_the_end_in_about_half_of_the_traces() -> None:
    rows = count_rows(np.random.default_rng(2), 400, mistakes=(), mistakes_rate=0.0)
    pairs = [attempts_of(words) for _, words in traces(rows)]
    drafts_right = [p for p in pairs if p[0][1][-1] == "ok"]
    kept = [p for p in drafts_right if len(p) == 5 and all(answer == p[0][0] for answer, _ in p)]
    assert 0.3 < len(kept) / len(drafts_right) < 0.7


def test_drills_hold_four_solved_problems() -> None:
    rows = count_rows(np.random.default_rng(3), 200, mistakes=(), mistakes_rate=0.0)
    drills = [words_of(rows, i) for i in range(200) if words_of(rows, i).count("<bos>") > 1]
    assert 40 < len(drills) < 100
    for words in drills:
        pieces = " ".join(words).split("<bos> ")[1:]
        assert len(pieces) == N_DRILLS
        for piece in pieces:
            asked, _, answer = piece.partition(" <a> ")
            assert count.verify(problem_of(["<bos>", *asked.split()]), tuple(answer.split())).passed


def test_no_held_out_problem_is_ever_drawn() -> None:
    rng = np.random.default_rng(4)
    for problem in draw_problems(rng, 500) + draw_problems(rng, 500, 1.0):
        assert count.split_of(problem) is Split.TRAIN
    assert all(count.split_of(problem) is Split.TRAIN for problem in training_problems(12)[0])


def test_soft_solutions_are_the_shares_of_all_solutions() -> None:
    numbers = tuple(sorted(PROBLEM.numbers))
    solutions = count.solutions(CountProblem(numbers=numbers, target=46))
    for soft, solution in zip(soft_solutions(numbers, 46), solutions, strict=True):
        for place in range(5):
            alike = [s for s in solutions if s[:place] == solution[:place]]
            share = sum(s[place] == solution[place] for s in alike) / len(alike)
            at = int(np.flatnonzero(soft.next_ids[place] == soft.ids[place])[0])
            assert np.isclose(soft.next_rates[place, at], share)


def test_random_wrong_answers_are_wrong() -> None:
    rng = np.random.default_rng(5)
    assert not any(count.verify(PROBLEM, random_wrong(rng, PROBLEM)).passed for _ in range(300))


def test_own_mistakes_open_the_traces_they_are_mixed_into() -> None:
    wrong = (("12", "+", "3", "-", "10"), ("3", "+", "10", "+", "12"))
    mistakes = (OwnMistakes(problem=PROBLEM, wrong=wrong),)
    rows = count_rows(np.random.default_rng(6), 100, mistakes=mistakes, mistakes_rate=1.0)
    for _, words in traces(rows):
        assert sorted(words[3:6]) == ["10", "12", "3"]
        assert tuple(attempts_of(words)[0][0]) == wrong[0]
