"""The defences that are held against each other, each as a strategy of the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redraft.core import Critic, Model, Strategy
from redraft.engine.plan import Plan
from redraft.engine.strategies import CheckAsContext, InContextDefence, NoCorrection, SelfReminder

MAX_ROUNDS: Final = 3
_CHECK: Final = "redraft_check_harm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """One defence.

    Attributes:
        name: how tables call it.
        plan: how it answers.
        rounds: checks after the first answer; each round's answer is reported, for a round only appends.
    """

    name: str
    plan: Plan
    rounds: int = 0


def defences(model: Model, check: Critic, *, rounds: int, shown: Sequence[int], seed: int) -> tuple[Defence, ...]:
    """No defence, the cheap baselines, and the variants of checking as context.

    Args:
        model: who is attacked and defends itself.
        check: examines its answers for checking as context; as published, the same model.
        rounds: checks, 1 to 3.
        shown: how many refused requests the variants with a fixed conversation show.
        seed: run seed.
    """

    def one(name: str, strategy: Strategy, *, n_rounds: int = 0) -> Defence:
        critics = (check,) if n_rounds else ()
        plan = Plan(model=model, critics=critics, strategy=strategy, seed=seed, settings={"defence": name})
        return Defence(name=name, plan=plan, rounds=n_rounds)

    checking = [
        one(
            f"checking, {variant.replace('_', '-')}",
            CheckAsContext(variant=variant, rounds=rounds, check=_CHECK),
            n_rounds=rounds,
        )
        for variant in ("self", "self_instruct")
    ]
    return (
        one("no defence", NoCorrection()),
        one("self-reminder, system", SelfReminder()),
        one("self-reminder, around", SelfReminder(place="around")),
        *(one(f"in-context defence, {n} shown", InContextDefence(pairs=n)) for n in shown),
        *(one(f"checking, diverse, {n} shown", CheckAsContext(variant="diverse", shown=n)) for n in shown),
        *checking,
    )
