"""Last stage for first-order logic: does the conclusion follow, or its opposite, or neither? Z3 says.

All things are of one uninterpreted sort. No two names are taken for different things unless the program says so: that
is first-order logic, and what the labels of FOLIO assume. There is always at least one thing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import z3

from redraft.critics.logic.formulas import (
    Apply,
    Atom,
    Constant,
    Equal,
    Formula,
    Joined,
    Not,
    Quantified,
    Term,
    Variable,
)
from redraft.critics.logic.outcome import Answer, Verdict
from redraft.critics.logic.z3_solving import Solving


class Decided(NamedTuple):
    """What the solver said.

    Attributes:
        verdict: whether the conclusion follows; None when the premises contradict themselves or nothing was decided.
        core: indices of the premises that this, or the contradiction, rests on.
        contradiction: whether the premises cannot all be true; None when only that was not decided.
    """

    verdict: Verdict | None
    core: tuple[int, ...]
    contradiction: bool | None


class Theory:
    """Premises inside a solver.

    Args:
        premises: what is given.
        deadline_s: when to give up, on the monotonic clock.
    """

    def __init__(self, premises: Sequence[Formula], deadline_s: float) -> None:
        self._solving = Solving(deadline_s)
        self._writing = _Writing(self._solving.context)
        self._names = tuple(str(index) for index in range(len(premises)))
        for name, premise in zip(self._names, premises, strict=True):
            self._solving.named(name, self._writing.formula(premise, {}))

    def possible(self, *formulas: Formula) -> Answer:
        """Whether the formulas can be true together with the premises."""
        return self._solving.check(self._names, *(self._writing.formula(formula, {}) for formula in formulas))

    def core(self) -> tuple[int, ...]:
        """Indices of the premises that made the last answer ``unsat``."""
        return tuple(int(name) for name in self._solving.core())

    def decide(self, conclusion: Formula) -> Decided:
        """Whether the conclusion follows; asks at most three times."""
        denied = self.possible(Not(conclusion))
        if denied == "unsat":
            return self._one_sided("true", self.core())
        affirmed = self.possible(conclusion)
        if affirmed == "unsat":
            return self._one_sided("false", self.core())
        if denied == affirmed == "sat":
            return Decided("unknown", (), False)
        return Decided(None, (), False)

    def _one_sided(self, verdict: Verdict, core: tuple[int, ...]) -> Decided:
        """The verdict, unless the premises alone are impossible: from a contradiction everything follows."""
        consistent = self.possible()
        if consistent == "unsat":
            return Decided(None, self.core(), True)
        if consistent == "unknown":
            return Decided(None, core, None)
        return Decided(verdict, core, False)


@dataclass(frozen=True, slots=True)
class _Writing:
    """Formulas as Z3's terms, in one context."""

    context: Any

    @property
    def _things(self) -> Any:
        return z3.DeclareSort("Thing", self.context)

    def formula(self, formula: Formula, bound: Mapping[str, Any]) -> Any:
        match formula:
            case Atom(predicate, arguments):
                sorts = [self._things] * len(arguments)
                symbol = z3.Function(f"p {predicate}", *sorts, z3.BoolSort(self.context))
                return symbol(*[self.term(argument, bound) for argument in arguments])
            case Equal(left, right):
                return self.term(left, bound) == self.term(right, bound)
            case Not(inner):
                return z3.Not(self.formula(inner, bound))
            case Joined(joint, parts):
                return _JOINTS[joint]([self.formula(part, bound) for part in parts])
            case Quantified(quantity, names, body):
                variables = [z3.Const(f"v {name}", self._things) for name in names]
                inner = self.formula(body, {**bound, **dict(zip(names, variables, strict=True))})
                return (z3.ForAll if quantity == "all" else z3.Exists)(variables, inner)

    def term(self, term: Term, bound: Mapping[str, Any]) -> Any:
        match term:
            case Variable(name):
                return bound[name]
            case Constant(name):
                return z3.Const(f"c {name}", self._things)
            case Apply(function, arguments):
                symbol = z3.Function(f"f {function}", *[self._things] * (len(arguments) + 1))
                return symbol(*[self.term(argument, bound) for argument in arguments])


def _from_the_left(join: Callable[[Any, Any], Any]) -> Callable[[list[Any]], Any]:
    def joined(parts: list[Any]) -> Any:
        whole, *rest = parts
        for part in rest:
            whole = join(whole, part)
        return whole

    return joined


_JOINTS: Mapping[str, Callable[[list[Any]], Any]] = {
    "and": z3.And,
    "or": z3.Or,
    "implies": lambda parts: z3.Implies(*parts),
    "xor": _from_the_left(z3.Xor),
    "iff": _from_the_left(lambda left, right: left == right),
}
