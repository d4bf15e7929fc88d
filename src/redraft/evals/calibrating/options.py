"""What could stand in a profile's place: few strategies, each with rounds, at about the same number of calls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from redraft.core import Budget
from redraft.critics.panel import Strictest
from redraft.engine.gates import Majority
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment, SelfConsistency
from redraft.evals.comparing.ways import comparable
from redraft.evals.playing import Arm
from redraft.evals.sample import Sample

MOST_ROUNDS = 3
"""Evidence sees gains up to three rounds, and then only with critics that verify."""

_WARMTH = 0.7
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way of answering that may be recommended.

    Attributes:
        strategy: its name in a profile.
        arm: how it is played.
        rounds: numbers of rounds that one play of it answers for; its first attempts are what fewer rounds would do.
        has_scores: whether critics score its answers, so that a threshold can be set.
    """

    strategy: str
    arm: Arm
    rounds: tuple[int, ...]
    has_scores: bool


def alignment_option(plan: Plan) -> Option:
    """In-context alignment with the profile's critics, one to three rounds at once."""
    strategy = InContextAlignment(
        rendering=plan.strategy.rendering,
        draft_temperature=plan.strategy.draft_temperature,
        redraft_temperature=plan.strategy.redraft_temperature or _WARMTH,
    )
    budget = replace(plan.budget, rounds=MOST_ROUNDS)
    changed = replace(
        plan, strategy=strategy, gate=None, budget=budget, guarantee=None, on_exhausted="best", consultants=()
    )
    arm = Arm(name="in_context_alignment", plan=changed)
    return Option(strategy=arm.name, arm=arm, rounds=tuple(range(1, MOST_ROUNDS + 1)), has_scores=True)


def resampling_options(
    plan: Plan, samples: Sequence[Sample], *, calls: float, calls_of_critics: float
) -> tuple[Option, ...]:
    """Best of n and a majority of n, each with the fewest answers that take no fewer calls.

    Args:
        plan: the profile's.
        samples: what is asked; their scorers say which part of an answer a majority counts.
        calls: mean calls for a case of what they are held against.
        calls_of_critics: calls of the profile's critics for one answer.
    """
    warmth = plan.strategy.redraft_temperature or _WARMTH
    n_best = max(_FEWEST, ceil(calls / (1 + calls_of_critics) - 1e-9))
    n_votes = max(_FEWEST, ceil(calls - 1e-9))
    cool = plan.strategy.draft_temperature
    best = BestOfN(n=n_best, draft_temperature=cool, redraft_temperature=warmth)
    votes = SelfConsistency(
        n=n_votes,
        gate=Majority(answer_of=comparable(samples)),
        draft_temperature=cool,
        redraft_temperature=warmth,
    )
    bare = replace(plan, gate=None, budget=Budget(), guarantee=None, on_exhausted="best", consultants=())
    arms = (
        Arm(name=f"best_of_n, n = {n_best}", plan=replace(bare, strategy=best)),
        Arm(
            name=f"self_consistency, n = {n_votes}",
            plan=replace(bare, strategy=votes, critics=(), panel=Strictest()),
        ),
    )
    return (
        Option(strategy="best_of_n", arm=arms[0], rounds=(n_best - 1,), has_scores=bool(plan.critics)),
        Option(strategy="self_consistency", arm=arms[1], rounds=(n_votes - 1,), has_scores=False),
    )
