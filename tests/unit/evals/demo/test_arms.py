import asyncio
from collections import Counter

import pytest

from redraft.core import Context, Draft
from redraft.errors import Misuse
from redraft.evals.demo.arms import FLIP_RATES, N_ATTEMPTS, arms_of, plan_for, samples_of
from redraft.evals.environments import count
from redraft.evals.environments.splits import Split
from redraft.models.scripted import ScriptedModel
from support.records import Keeper


def plan_of(world, name, samples=()):
    arm = next(arm for arm in arms_of(world) if arm.name == name)
    return plan_for(arm, samples, ScriptedModel(dialect="trace"), seed=0, recorder=Keeper())


@pytest.mark.parametrize("world", ["count", "pref"])
def test_every_arm_has_a_name_of_its_own_and_every_noise_level_is_there(world):
    arms = arms_of(world)
    assert max(Counter(arm.name for arm in arms).values()) == 1
    noisy = [a for a in arms if a.source == "environment" and a.strategy == "in_context_alignment" and a.pairs == "all"]
    assert tuple(arm.flip_rate for arm in noisy if arm.player == "embedded") == FLIP_RATES


def test_count_leads_with_its_own_check_and_pref_with_rewards():
    assert (arms_of("count")[0].source, arms_of("pref")[0].source) == ("own check", "environment")


def test_problems_of_count_are_distinct_and_held_out_from_training():
    samples = samples_of("count", 300, seed=0)
    assert len({sample.problem.key for sample in samples}) == 300
    assert {count.split_of(sample.problem) for sample in samples} == {Split.TEST}


def test_the_seed_decides_the_problems():
    assert samples_of("count", 20, seed=0) == samples_of("count", 20, seed=0) != samples_of("count", 20, seed=1)


def test_hidden_preferences_are_not_in_the_prompt():
    samples = samples_of("pref", 243, seed=0)
    assert len({sample.problem.key for sample in samples}) == 243
    assert {sample.prompt.text for sample in samples} == {"dinner", "trip", "room"}


def test_more_problems_than_there_are_is_refused():
    with pytest.raises(Misuse, match="there are 243"):
        samples_of("pref", 244, seed=0)


def test_in_pref_only_the_full_reward_passes():
    samples = samples_of("pref", 1, seed=0)
    plan = plan_of("pref", "corrected by true rewards", samples)
    (critic,) = plan.critics
    almost = Draft.of(" ".join((*samples[0].problem.code[:3], "wrong")))
    critique = asyncio.run(critic.examine(samples[0].prompt, almost, Context(prompt=samples[0].prompt)))
    assert critique.score == 0.75 < plan.acting_gate.threshold
    assert plan.budget.rounds == N_ATTEMPTS["pref"] - 1


def test_the_plans_are_what_their_names_say():
    assert plan_of("pref", "the last pair only").strategy.rendering.pairs == "last"
    assert plan_of("count", "majority of 10").critics == ()
    assert plan_of("count", "best of 5").strategy.name == "best_of_n"
    assert [c.kind for c in plan_of("count", "corrected by its own check").critics] == ["intrinsic"]
    assert [c.flip_rate for c in plan_of("count", "25 % of verdicts wrong").critics] == [0.25]
    assert plan_of("pref", "ideal player").model.name == "ideal/bayes"
