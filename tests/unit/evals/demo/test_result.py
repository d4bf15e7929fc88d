import asyncio

import pytest

from redraft.core import Budget
from redraft.evals.demo.arms import Arm, Sample, arms_of, samples_of
from redraft.evals.demo.play import Played, play
from redraft.evals.demo.result import world_result
from redraft.evals.embedded.ideal import IdealPlayer
from redraft.evals.environments.count import CountProblem
from support.records import record_of

OWN = Arm(name="own", world="count", source="own check", n_answers=2)
OTHER = Arm(name="other", world="count", source="none", n_answers=1)


def played(target, answers, scores, right):
    problem = CountProblem(numbers=(1, 2, 3), target=target)
    record = record_of(answers, scores, problem.text, budget=Budget(rounds=len(answers) - 1))
    return Played(sample=Sample(record.context.prompt, problem), record=record, right=right)


def a_world():
    first = [
        played(1, ["a", "b"], [0.0, 1.0], (False, True)),  # repaired
        played(2, ["a", "b"], [0.0, 1.0], (True, False)),  # broken: its check was wrong twice
        played(3, ["a"], [1.0], (True, True)),
        played(4, ["a", "c"], [0.0, 0.0], (False, False)),
    ]
    other = [played(target, ["a"], [1.0], (target == 3,)) for target in (1, 2, 3, 4)]
    return world_result("count", [(OWN, first), (OTHER, other)])


def test_repaired_counts_wrong_drafts_and_broken_right_ones():
    final = a_world().arm("own").final
    assert (final.right.value, final.right.n) == (0.5, 4)
    assert final.repaired is not None
    assert final.broken is not None
    assert (final.repaired.value, final.repaired.n) == (0.5, 2)
    assert (final.broken.value, final.broken.n) == (0.5, 2)


def test_the_first_stage_is_the_draft_which_repairs_and_breaks_nothing():
    draft = a_world().draft
    assert draft.repaired is not None
    assert draft.broken is not None
    assert (draft.right.value, draft.repaired.value, draft.broken.value, draft.calls) == (0.5, 0.0, 0.0, 1.0)


def test_calls_grow_with_the_attempts_that_were_made():
    first, last = a_world().arm("own").stages
    assert (first.calls, last.calls) == (1.0, 7 / 4)
    assert first.tokens < last.tokens


def test_others_are_held_against_the_first_arm_by_problem():
    behind = a_world().arm("other").behind
    assert (behind.value, behind.n) == (0.25, 4)
    assert not behind.excludes_zero


def test_the_own_check_is_held_against_the_truth():
    check = a_world().check
    assert check is not None
    assert (check.value, check.n) == (0.75, 4)


def test_the_example_is_a_repair():
    assert [attempt.draft.text for attempt in a_world().example.context.attempts] == ["a", "b"]


def test_an_unknown_arm_is_named_with_those_there_are():
    with pytest.raises(KeyError, match="own"):
        a_world().arm("nobody")


def test_the_ideal_player_nearly_always_finds_the_preference_and_breaks_nothing():
    samples = samples_of("pref", 40, seed=0)
    ideal = next(arm for arm in arms_of("pref") if arm.player == "ideal")
    done = asyncio.run(play(ideal, samples, IdealPlayer(), seed=0, on_progress=lambda progress: None))
    final = world_result("pref", [(ideal, done)]).arms[0].final
    assert final.right.value >= 0.9
    assert final.broken is None or final.broken.value == 0
