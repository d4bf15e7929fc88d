"""The ways of answering that are compared: with each critic, without any, and with the answer known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from redraft.core import Budget, Critic, Model, Strategy
from redraft.engine.gates import Majority
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment, NoCorrection, SelfConsistency, SelfRefine
from redraft.evals.embedded.play import EveryRound
from redraft.evals.embedded.speaker import COUNT_TEMPERATURE, REDRAFT_TEMPERATURE
from redraft.evals.playing import Arm, oracle
from redraft.evals.sample import Sample
from redraft.evals.tasks import comparable

Way = Literal["none", "forced", "gated", "ungated", "best_of_n", "self_consistency", "oracle"]
"""How an answer comes about: ``none`` is the draft; ``forced`` redrafts whatever the verdict; ``gated`` and ``ungated``
redraft what fails its check, and return a redraft only if it passes, or in any case; ``best_of_n`` resamples until an
answer passes; ``self_consistency`` takes the majority; ``oracle`` is gated by the verifier itself, an upper bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayArm:
    """A way of answering as an arm.

    Attributes:
        way: which way.
        critic: name of the critic that judges; None for nobody.
        arm: what is played.
    """

    way: Way
    critic: str | None
    arm: Arm


def arms_of(
    model: Model,
    critics: Sequence[Critic],
    samples: Sequence[Sample],
    *,
    rounds: int,
    n_forced: int,
    n_votes: int,
    seed: int,
    critic_timeout_s: float,
) -> tuple[WayArm, ...]:
    """All arms, in the order in which one task is played: later ones find asked already what they share with earlier.

    Args:
        model: writes.
        critics: each judges in arms of its own.
        samples: what the oracle knows.
        rounds: redrafts at most.
        n_forced: of these, how many are written whatever the verdict.
        n_votes: answers of the majority.
        seed: run seed.
        critic_timeout_s: seconds after which a judgement counts as not given.
    """
    # The embedded model repeats itself when it is not warmer.
    warmth = COUNT_TEMPERATURE if model.dialect == "trace" else REDRAFT_TEMPERATURE
    base = Plan(
        model=model,
        critics=(),
        strategy=NoCorrection(),
        budget=Budget(rounds=rounds),
        critic_timeout_s=critic_timeout_s,
        seed=seed,
    )

    def made(way: Way, strategy: Strategy, critic: Critic | None, *, is_upper_bound: bool = False) -> WayArm:
        plan = replace(base, strategy=strategy, critics=() if critic is None else (critic,))
        by = "" if critic is None else f" by {critic.name}"
        return WayArm(
            way=way,
            critic=None if critic is None else critic.name,
            arm=Arm(name=f"{way}{by}", plan=plan, is_upper_bound=is_upper_bound),
        )

    gated = InContextAlignment(redraft_temperature=warmth)
    arms = [made("none", NoCorrection(), None)]
    for critic in critics:
        forced = EveryRound(n_attempts=n_forced + 1, redraft_temperature=warmth)
        best = BestOfN(draft_temperature=0.0, redraft_temperature=warmth, stop_when_passed=True)
        arms += [
            made("forced", forced, critic),
            made("ungated", SelfRefine(draft_temperature=0.0, redraft_temperature=warmth), critic),
            made("gated", gated, critic),
            made("best_of_n", best, critic),
        ]
    votes = made("self_consistency", SelfConsistency(gate=Majority(answer_of=comparable)), None)
    voting = replace(votes.arm, plan=replace(votes.arm.plan, budget=Budget(rounds=n_votes - 1)))
    arms.append(replace(votes, arm=voting))
    arms.append(made("oracle", gated, oracle(samples), is_upper_bound=True))
    return tuple(arms)
