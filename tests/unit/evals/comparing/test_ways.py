import asyncio
from dataclasses import replace

import pytest

from redraft.core import Budget, Context, Draft, Prompt, Strategy
from redraft.engine.gates import CheckAfterFix
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment, NoCorrection, SelfConsistency
from redraft.evals.comparing.ignoring import Ignoring, pools_of
from redraft.evals.comparing.outcome import Outcome, Verdict
from redraft.evals.comparing.ways import Cost, comparable, cost_of, no_correction, others, own_way
from redraft.evals.samples.scorers import Choice, Exact, Mathematics
from redraft.evals.worlds import world_samples
from support.evaluations import Counting, sums, truthful, wrong_then_right

PLAN = Plan(
    model=Counting(wrong_then_right),
    critics=(truthful(),),
    strategy=InContextAlignment(redraft_temperature=1.1),
    gate=CheckAfterFix(threshold=0.6),
    budget=Budget(rounds=2, calls=9),
)


def outcome(*scores: float | None, calls: int = 2, n_answers: int = 1) -> Outcome:
    return Outcome(
        arm="own",
        seed=0,
        id="s0",
        draft=True,
        after=(True,),
        right=True,
        verdicts=tuple(Verdict(score=score, verified=score is not None) for score in scores),
        n_answers=n_answers,
        calls=calls,
        prompt_tokens=1,
        completion_tokens=1,
        seconds=0.1,
        usd=None,
        ending="passed",
    )


@pytest.mark.parametrize(
    ("cost", "n_best", "n_majority"),
    [
        (Cost(calls=2.41, critic_calls=1.0), 2, 3),
        (Cost(calls=4.0, critic_calls=1.0), 2, 4),
        (Cost(calls=4.01, critic_calls=1.0), 3, 5),
        (Cost(calls=1.0, critic_calls=0.0), 2, 2),
        (Cost(calls=3.2, critic_calls=0.0), 4, 4),
    ],
)
def test_baselines_get_the_fewest_answers_that_take_at_least_as_many_calls(
    cost: Cost, n_best: int, n_majority: int
) -> None:
    assert (cost.n_best, cost.n_majority) == (n_best, n_majority)
    assert cost.n_best * (1 + cost.critic_calls) >= cost.calls
    assert cost.n_majority >= cost.calls


def test_the_cost_is_counted_from_what_was_played() -> None:
    cost = cost_of([outcome(calls=2), outcome(calls=4, n_answers=2)])
    assert (cost.calls, cost.critic_calls) == (3, 1)


def test_every_way_begins_with_the_same_draft_and_the_baselines_are_free_of_the_profiles_budget() -> None:
    own, none = own_way(PLAN, name="own", seed=5), no_correction(PLAN, seed=5)
    best, majority, ignoring, oracle = others(PLAN, sums(3), [], cost=Cost(calls=4.5, critic_calls=1), seed=5)
    assert [way.role for way in (best, majority, ignoring, oracle)] == [
        "best_of_n", "self_consistency", "ignoring", "oracle"
    ]  # fmt: skip
    for way in (own, none, best, majority, ignoring, oracle):
        assert way.arm.plan.seed == 5
        assert way.arm.plan.strategy.draft_temperature == 0
        assert way.arm.is_upper_bound == (way.role == "oracle")
    assert isinstance(best.arm.plan.strategy, BestOfN)
    assert isinstance(majority.arm.plan.strategy, SelfConsistency)
    assert (best.arm.plan.strategy.n, majority.arm.plan.strategy.n) == (3, 5)
    assert best.arm.plan.strategy.redraft_temperature == majority.arm.plan.strategy.redraft_temperature == 1.1
    assert best.arm.plan.acting_gate.threshold == 0.6
    assert best.arm.plan.critics == PLAN.critics
    assert majority.arm.plan.critics == none.arm.plan.critics == ()
    assert best.arm.plan.budget == none.arm.plan.budget == Budget()
    assert ignoring.arm.plan.budget == oracle.arm.plan.budget == PLAN.budget
    assert oracle.arm.plan.acting_gate.threshold == 1


@pytest.mark.parametrize(
    ("strategy", "warm"),
    [
        (InContextAlignment(redraft_temperature=None), None),  # left to the endpoint in every way
        (InContextAlignment(redraft_temperature=0.0), 0.7),
        (NoCorrection(), 0.7),
    ],
)
def test_samples_differ_from_each_other(strategy: Strategy, warm: float | None) -> None:
    best, *_ = others(replace(PLAN, strategy=strategy), sums(1), [], cost=Cost(calls=3, critic_calls=0), seed=0)
    assert best.arm.plan.strategy.redraft_temperature == warm


def test_without_critics_there_is_nothing_to_judge_or_to_ignore() -> None:
    ways = others(replace(PLAN, critics=()), sums(3), [], cost=Cost(calls=1, critic_calls=0), seed=0)
    assert [way.role for way in ways] == ["self_consistency", "oracle"]


def test_chance_verdicts_are_those_of_other_samples_and_hold_no_word() -> None:
    pools = pools_of([outcome(0.0, 1.0), outcome(1.0), outcome(0.25), outcome(None)])
    assert [[one.score for one in pool] for pool in pools.values()] == [[0.0, 1.0, 0.25, None], [1.0]]
    critic = Ignoring(pools=pools, seed=0)
    assert critic.kind == "verified"
    said = [
        asyncio.run(critic.examine(Prompt.of("?", id=str(i)), Draft.of("x"), Context(prompt=Prompt.of("?"))))
        for i in range(400)
    ]
    assert {one.score for one in said} == {0.0, 1.0, 0.25, None}
    assert 0.15 < sum(one.score == 0.0 for one in said) / 400 < 0.35
    assert {one.text for one in said} == {""}


def test_a_majority_counts_answers_as_the_scorer_reads_them() -> None:
    number = comparable(sums(2))
    assert number("A: 1,004.0") == number("it is 1004")
    assert number("no idea") == number("No idea.") != number("1004")
    choice = comparable([replace(sums(1)[0], scorer=Choice(options=("x", "y"), reference="A"))])
    assert choice("(B) y") == choice("The answer is B.")
    letter = comparable([replace(sums(1)[0], scorer=Mathematics(reference="D"))])
    assert letter(r"\boxed{D}") == letter("The answer is (D).")
    text = comparable([replace(sums(1)[0], scorer=Exact(reference="x")), sums(1)[0]])
    assert text("The answer is Paris.") == text("#### paris")
    assert comparable(world_samples("count", 2, seed=0))("1 + 2") == "1 + 2"
