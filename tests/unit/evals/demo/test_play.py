import asyncio

from redraft.errors import ModelUnavailable
from redraft.evals.demo.arms import Arm, Sample, arms_of, samples_of
from redraft.evals.demo.play import play, right_by_attempt
from redraft.evals.embedded.ideal import IdealPlayer
from redraft.evals.environments.count import CountProblem
from support.records import record_of


def sample():
    problem = CountProblem(numbers=(10, 3, 12), target=46)
    record = record_of(["x"], [1.0], prompt=problem.text)
    return Sample(record.context.prompt, problem)


WRONG, RIGHT = "12 + 3 - 10", "12 * 3 + 10"


def right(answers, scores, n=4, **settings):
    return right_by_attempt(record_of(answers, scores, "make 46 10 3 12", **settings), sample(), n)


def test_what_stood_after_each_attempt_is_read_off_the_gates_decisions():
    assert right([WRONG, WRONG, RIGHT], [0.0, 0.0, 1.0]) == (False, False, True, True)


def test_an_answer_that_the_gate_turned_down_never_stood():
    assert right([WRONG, RIGHT, WRONG, WRONG], [0.0, 0.0, 0.0, 0.0]) == (False, False, False, False)


def test_a_right_draft_that_a_wrong_verdict_replaced_is_broken():
    assert right([RIGHT, WRONG], [0.0, 1.0]) == (True, False, False, False)


def test_after_the_end_the_answer_stays():
    assert right([RIGHT], [1.0]) == (True, True, True, True)


def test_no_answer_at_all_is_never_right():
    assert right([ModelUnavailable("gone")], []) == (False, False, False, False)


def ideal_arm() -> Arm:
    return next(arm for arm in arms_of("pref") if arm.player == "ideal")


def test_every_problem_is_played_and_told_of_and_comes_back_in_order():
    samples, told = samples_of("pref", 12, seed=3), []
    played = asyncio.run(play(ideal_arm(), samples, IdealPlayer(), seed=3, on_progress=told.append))
    assert tuple(each.sample for each in played) == samples
    assert [progress.n_done for progress in told] == list(range(1, 13))
    assert told[-1].n_right == sum(each.right[-1] for each in played) >= 11
    assert all(len(each.right) == 8 for each in played)


def test_the_seed_decides_every_answer():
    samples = samples_of("pref", 5, seed=0)

    def texts(seed):
        played = asyncio.run(play(ideal_arm(), samples, IdealPlayer(), seed=seed, on_progress=lambda progress: None))
        return [[attempt.draft.text for attempt in each.record.context.attempts] for each in played]

    assert texts(0) == texts(0) != texts(1)
