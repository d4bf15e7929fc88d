"""The ways of answering that stand beside a profile's own, each at no less than its cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from math import ceil
from typing import Literal, TypeVar

from redraft.core import Budget, Gate
from redraft.critics.panel import Strictest
from redraft.engine.gates import Best, Majority, final_answer
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, NoCorrection, SelfConsistency
from redraft.evals.comparing.ignoring import Ignoring, pools_of
from redraft.evals.comparing.outcome import Outcome
from redraft.evals.playing import Arm, oracle
from redraft.evals.sample import Sample
from redraft.evals.samples.scorers import Choice, Mathematics, Number
from redraft.evals.samples.scorers.choice import LETTERS
from redraft.evals.tasks import TaskScorer
from redraft.evals.tasks import comparable as comparable_task

Role = Literal["profile", "none", "best_of_n", "self_consistency", "ignoring", "oracle"]
"""What a way is there for; two evaluations are compared role by role."""

T = TypeVar("T")

_WARMTH = 0.7  # of samples, where the profile's own redrafts would not make two of them differ
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An arm and what it is there for.

    Attributes:
        role: what it is there for.
        arm: how it is played; made anew for each seed.
    """

    role: Role
    arm: Arm

    @property
    def name(self) -> str:
        """How tables call it."""
        return self.arm.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What the profile's own way took, for one sample on average.

    Attributes:
        calls: answers and critics' calls.
        critic_calls: critics' calls for one answer.
    """

    calls: float
    critic_calls: float

    @property
    def n_best(self) -> int:
        """Answers that are judged by the same critics: the fewest, 2 or more, whose calls are at least as many."""
        return max(_FEWEST, ceil(self.calls / (1 + self.critic_calls) - 1e-9))

    @property
    def n_majority(self) -> int:
        """Answers that nobody judges: the fewest, 2 or more, that are at least as many as the calls."""
        return max(_FEWEST, ceil(self.calls - 1e-9))


def cost_of(outcomes: Sequence[Outcome]) -> Cost:
    """The cost of the profile's own way, from what became of every sample in every seed."""
    n_answers = sum(outcome.n_answers for outcome in outcomes)
    calls = sum(outcome.calls for outcome in outcomes)
    return Cost(
        calls=calls / max(1, len(outcomes)), critic_calls=max(0, calls - n_answers) / n_answers if n_answers else 0.0
    )


def own_way(plan: Plan, *, name: str, seed: int) -> Way:
    """The profile's own way."""
    return Way(role="profile", arm=Arm(name=name, plan=_seeded(plan, name, seed)))


def no_correction(plan: Plan, *, seed: int) -> Way:
    """The draft alone."""
    strategy = NoCorrection(draft_temperature=plan.strategy.draft_temperature)
    return Way(role="none", arm=Arm(name="none", plan=_seeded(_bare(plan, strategy), "none", seed)))


def others(plan: Plan, samples: Sequence[Sample], own: Sequence[Outcome], *, cost: Cost, seed: int) -> tuple[Way, ...]:
    """The ways that need to know what the profile's own took: resampling at its cost, chance, and the oracle.

    Args:
        plan: the profile's.
        samples: what is asked.
        own: what became of them in the profile's own way with this seed.
        cost: of that way, over all seeds.
        seed: run seed.
    """
    cool, warm = plan.strategy.draft_temperature, _warmth(plan)
    vote = SelfConsistency(
        n=cost.n_majority,
        gate=Majority(answer_of=comparable(samples)),
        draft_temperature=cool,
        redraft_temperature=warm,
    )
    ways = [_way("self_consistency", f"majority of {cost.n_majority}", _bare(plan, vote), seed)]
    if plan.critics:
        best = BestOfN(
            n=cost.n_best,
            gate=Best(threshold=plan.acting_gate.threshold),
            draft_temperature=cool,
            redraft_temperature=warm,
        )
        judged = replace(_bare(plan, best), critics=plan.critics, panel=plan.panel)
        chance = replace(plan, critics=(Ignoring(pools=pools_of(own), seed=seed),), consultants=(), panel=Strictest())
        ways.insert(0, _way("best_of_n", f"best of {cost.n_best}", judged, seed))
        ways.append(_way("ignoring", "critic ignored", chance, seed))
    knowing = replace(
        plan,
        critics=(oracle(samples),),
        consultants=(),
        panel=Strictest(),
        guarantee=None,
        gate=_unyielding(plan.acting_gate),
    )
    ways.append(_way("oracle", "oracle critic", knowing, seed))
    return tuple(ways)


def comparable(samples: Sequence[Sample]) -> Callable[[str], str]:
    """The part of an answer that a majority counts: as their common scorer reads it, else what stands after a mark."""
    kinds = {type(sample.scorer) for sample in samples}
    reader: Callable[[str], str] | None = None
    if kinds == {Number}:
        reader = Number(reference="0").answer_of
    elif kinds == {Mathematics}:
        reader = Mathematics(reference="A" if _all_letters(samples) else "0").answer_of
    elif kinds == {Choice}:
        # The words of options differ from sample to sample, their letters do not.
        reader = Choice(options=tuple(f"option {letter}" for letter in LETTERS), reference="A").answer_of
    elif kinds == {TaskScorer}:
        return comparable_task
    if reader is None:
        return final_answer

    def read(text: str) -> str:
        found = reader(text)
        return found if found not in ("", "None") else final_answer(text)

    return read


def _all_letters(samples: Sequence[Sample]) -> bool:
    return all(isinstance(s.scorer, Mathematics) and s.scorer.reference.strip("() ") in LETTERS for s in samples)


def _way(role: Role, name: str, plan: Plan, seed: int) -> Way:
    return Way(role=role, arm=Arm(name=name, plan=_seeded(plan, name, seed), is_upper_bound=role == "oracle"))


def _bare(plan: Plan, strategy: NoCorrection | BestOfN | SelfConsistency) -> Plan:
    """The plan with another strategy and nothing of its own: its budget would count the strategy's answers."""
    return replace(
        plan,
        critics=(),
        consultants=(),
        panel=Strictest(),
        strategy=strategy,
        gate=None,
        guarantee=None,
        budget=Budget(),
    )


def _warmth(plan: Plan) -> float | None:
    """The temperature of the profile's redrafts; None leaves it to the endpoint there, too."""
    warm = plan.strategy.redraft_temperature
    return _WARMTH if warm == 0 or isinstance(plan.strategy, NoCorrection) else warm


def _seeded(plan: Plan, name: str, seed: int) -> Plan:
    return replace(plan, seed=seed, settings={**plan.settings, "arm": name})


def _unyielding(gate: Gate) -> Gate:
    """The gate with a threshold that only a right answer reaches: the oracle knows shares of what is right, too."""
    return _with_threshold(gate, 1.0)


def _with_threshold(gate: T, threshold: float) -> T:
    if not is_dataclass(gate) or isinstance(gate, type) or "threshold" not in {field.name for field in fields(gate)}:
        return gate
    return replace(gate, threshold=threshold)
