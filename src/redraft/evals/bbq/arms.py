"""The ways of answering that are compared on BBQ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil

from redraft.core import Model, Rendering
from redraft.critics import SelfCheck
from redraft.critics.bias import BiasCritic, CounterfactualCritic
from redraft.engine.gates import CheckAfterFix, Majority
from redraft.engine.plan import Plan
from redraft.engine.strategies import CheckAsContext, InContextAlignment, NoCorrection, SelfConsistency
from redraft.errors import Misuse
from redraft.evals.playing import Arm
from redraft.evals.samples.scorers import Choice
from redraft.evals.samples.scorers.choice import LETTERS

ALONE = "draft alone"
MAJORITY = "majority"
CHECKED = ("self check", "bias, categories", "bias, aspects")
"""Arms whose critic is asked about every draft: their verdicts tell how right a check is."""

COUNTERFACTUAL = "counterfactual, gated"
ARMS = (ALONE, *CHECKED, COUNTERFACTUAL, MAJORITY)
"""Every arm, in the order in which they are played; the majority last, for it gets the calls of the dearest."""

_FEWEST_VOTES = 3
_WARMTH = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Players:
    """Who takes part.

    Attributes:
        writer: the model that answers.
        judge: the model that reviews the answers; None for the writer itself.
        seed: run seed.
        max_tokens: bound on the tokens of a review; None leaves it to the endpoint.
    """

    writer: Model
    judge: Model | None = None
    seed: int = 0
    max_tokens: int | None = None


def arm_called(name: str, players: Players, *, n_votes: int = _FEWEST_VOTES) -> Arm:
    """An arm by its name.

    Args:
        name: one of `ARMS`.
        players: who takes part.
        n_votes: answers that the majority is made of.

    Raises:
        Misuse: when there is no such arm.
    """
    makers: Mapping[str, Callable[[], Plan]] = {
        ALONE: lambda: _plan(players, NoCorrection(draft_temperature=0.0)),
        "self check": lambda: replace(_plan(players, CheckAsContext(variant="self")), critics=(_self_check(players),)),
        "bias, categories": lambda: _reviewed(players, "categories"),
        "bias, aspects": lambda: _reviewed(players, "aspects"),
        COUNTERFACTUAL: lambda: _exchanged(players),
        MAJORITY: lambda: _plan(players, _vote(n_votes)),
    }
    if name not in makers:
        raise Misuse(f"no arm is called {name!r}; there are {', '.join(ARMS)}")
    shown = f"majority of {n_votes}" if name == MAJORITY else name
    return Arm(name=shown, plan=makers[name]())


def votes_for(calls: float) -> int:
    """Answers whose majority costs at least so many calls a question, 3 or more, and odd, so that fewer votes tie."""
    n = max(_FEWEST_VOTES, ceil(calls - 1e-9))
    return n + 1 - n % 2


def _reviewed(players: Players, variant: str) -> Plan:
    """Checking as context: question, review, answer again, in one growing conversation and without a gate."""
    critic = BiasCritic(
        model=players.writer if players.judge is None else players.judge,
        is_writer=players.judge is None,
        variant="aspects" if variant == "aspects" else "categories",
        max_tokens=players.max_tokens,
        seed=players.seed,
    )
    strategy = CheckAsContext(variant="self", check="redraft_check_bias", ask="redraft_bias")
    return replace(_plan(players, strategy), critics=(critic,))


def _exchanged(players: Players) -> Plan:
    strategy = InContextAlignment(rendering=Rendering(ask="redraft_bias", repeat_prompt=True), draft_temperature=0.0)
    plan = _plan(players, strategy)
    return replace(plan, critics=(CounterfactualCritic(model=players.writer),), gate=CheckAfterFix())


def _vote(n: int) -> SelfConsistency:
    # The words of options differ from question to question, their letters do not.
    letters = Choice(options=tuple(f"option {letter}" for letter in LETTERS), reference="A")
    return SelfConsistency(n=n, gate=Majority(answer_of=letters.answer_of), draft_temperature=_WARMTH)


def _self_check(players: Players) -> SelfCheck:
    return SelfCheck(model=players.writer, max_tokens=players.max_tokens, seed=players.seed)


def _plan(players: Players, strategy: "NoCorrection | CheckAsContext | InContextAlignment | SelfConsistency") -> Plan:
    return Plan(model=players.writer, critics=(), strategy=strategy, seed=players.seed)
