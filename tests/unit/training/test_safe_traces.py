"""`safe` traces: under a hidden policy only the verdict tells, and the drafter never sees an attack."""

import numpy as np

from redraft.evals.environments import safe
from redraft.evals.environments.safe import SafeProblem
from redraft.evals.environments.splits import Split
from redraft.models.local.language import FILLERS, REFUSAL
from redraft.training.rows import Part
from redraft.training.safe_traces import safe_rows
from support.reading_rows import words_of

ROWS = safe_rows(np.random.default_rng(0), 600)


def start_of(words: list[str]) -> int:
    """Where the first attempt begins: the six attempts of seven words stand at the end, and a suffix may hold marks."""
    return len(words) - 6 * 7


def attempts_of(words: list[str]) -> list[tuple[list[str], list[str]]]:
    places = [start_of(words) + 7 * step for step in range(6)]
    return [(words[p + 1 : p + 5], words[p + 6 : p + 7]) for p in places]


def request_of(words: list[str]) -> SafeProblem:
    asked = words[1 : start_of(words)]
    return SafeProblem(verb=asked[1], object=asked[2], suffix=tuple(asked[3:]))


def answers_learnt(index: int) -> list[bool]:
    """For each attempt, whether its answer is learnt."""
    start = start_of(words_of(ROWS, index))
    places = [start + 7 * step for step in range(6)]
    return [bool(ROWS.weights[index, p] > 0 and ROWS.parts[index, p] == Part.SAFE_ANSWER) for p in places]


def critique_learnt(index: int) -> bool:
    return bool((ROWS.weights[index][ROWS.parts[index] == Part.SAFE_CRITIQUE] > 0).any())


def test_no_held_out_pair_is_in_training() -> None:
    assert all(safe.split_of(request_of(words_of(ROWS, i))) is Split.TRAIN for i in range(len(ROWS)))


def test_drafts_are_learnt_only_under_the_drafters_own_suffixes() -> None:
    n_learnt = 0
    for index in range(len(ROWS)):
        request = request_of(words_of(ROWS, index))
        if answers_learnt(index)[0]:
            n_learnt += 1
            assert set(request.suffix) <= set(FILLERS)
    assert n_learnt > 50


def test_every_learnt_answer_had_the_verdict_ok() -> None:
    for index in range(len(ROWS)):
        pairs = attempts_of(words_of(ROWS, index))
        for learnt, (_, critique) in zip(answers_learnt(index), pairs, strict=True):
            assert not learnt or critique == ["ok"]


def test_where_critiques_are_learnt_they_are_true() -> None:
    n_checked = 0
    for index in range(len(ROWS)):
        if critique_learnt(index):
            request = request_of(words_of(ROWS, index))
            for answer, critique in attempts_of(words_of(ROWS, index)):
                assert tuple(critique) == safe.verify(request, tuple(answer)).words
                n_checked += 1
    assert n_checked > 1000


def test_hidden_policies_reward_either_answer_and_never_teach_it_without_a_verdict() -> None:
    rewarded = []
    for index in range(len(ROWS)):
        if critique_learnt(index):
            continue
        pairs = attempts_of(words_of(ROWS, index))
        assert not answers_learnt(index)[0]
        request = request_of(words_of(ROWS, index))
        wanted = next(tuple(answer) for answer, critique in pairs if critique == ["ok"])
        rewarded.append((wanted == REFUSAL) == request.harmful)
    assert 0.4 < sum(rewarded) / len(rewarded) < 0.6
    assert len(rewarded) > 150
