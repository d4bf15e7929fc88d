"""Last stage for puzzles: which option is right? Z3 says, one question after the other."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from redraft.critics.logic.arrangements import Arrangement, Asking, Option
from redraft.critics.logic.expressions import Call, Expression
from redraft.critics.logic.grounding import Grounding
from redraft.critics.logic.issues import Issue, fault
from redraft.critics.logic.outcome import Answer, Verdict
from redraft.critics.logic.z3_solving import Solving

# How an option says what is asked of it. `is_exception` turns what stands inside round.
_ASKED: dict[str, Asking] = {
    "is_valid": "must",
    "is_must": "must",
    "is_sat": "can",
    "is_unsat": "cannot",
}
_EXCEPTION = "is_exception"


class Judged(NamedTuple):
    """What became of one option.

    Attributes:
        letter: its letter.
        holds: whether it is what was asked for; None when that was not decided in time.
        core: indices of the constraints that this rests on; empty when there are none to name.
    """

    letter: str
    holds: bool | None
    core: tuple[int, ...]


class Puzzle:
    """A puzzle inside a solver.

    Args:
        arrangement: the puzzle.
        deadline_s: when to give up, on the monotonic clock.
        repairs: where to note what was put right; None to put nothing right.

    Raises:
        Faulty: when a constraint makes no sense.
    """

    def __init__(self, arrangement: Arrangement, deadline_s: float, repairs: list[Issue] | None = None) -> None:
        self._solving = Solving(deadline_s)
        self._grounding = Grounding(arrangement, self._solving.context, repairs)
        self._names = tuple(str(index) for index in range(len(arrangement.constraints)))
        for formula in self._grounding.ranges:
            self._solving.always(formula)
        for name, constraint in zip(self._names, arrangement.constraints, strict=True):
            self._solving.named(name, self._grounding.formula(constraint.expression))

    def possible(self, *expressions: Expression, opposite: bool = False) -> Answer:
        """Whether expressions, or the opposite of them together, can be true together with all constraints."""
        formulas = [self._grounding.formula(expression) for expression in expressions]
        return self._solving.check(self._names, *(self._solving.opposite(formulas) if opposite else formulas))

    def core(self) -> tuple[int, ...]:
        """Indices of the constraints that made the last answer ``unsat``."""
        return tuple(int(name) for name in self._solving.core())

    def verdict(self, query: Expression) -> tuple[Verdict | None, tuple[int, ...]]:
        """Whether a statement is true in every solution or in none, and the constraints that say so."""
        denied = self.possible(query, opposite=True)
        if denied == "unsat":
            return "true", self.core()
        affirmed = self.possible(query)
        if affirmed == "unsat":
            return "false", self.core()
        return ("unknown" if denied == affirmed == "sat" else None), ()

    def judge(self, options: Iterable[Option]) -> tuple[Judged, ...]:
        """What becomes of each option.

        Raises:
            Faulty: when an option makes no sense.
        """
        return tuple(self._judged(option) for option in options)

    def _judged(self, option: Option) -> Judged:
        expressions, asking, turned = _asked(option)
        if asking == "must":
            answer = self.possible(*expressions, opposite=True)
            holds = answer == "unsat"
        else:
            answer = self.possible(*expressions)
            holds = (answer == "sat") == (asking == "can")
        core = self.core() if answer == "unsat" else ()
        return Judged(option.letter, None if answer == "unknown" else holds != turned, core)


def _asked(option: Option) -> tuple[Sequence[Expression], Asking, bool]:
    """What an option says, how it is asked, and whether the right one is the exception."""
    expression, turned = option.expression, False
    while isinstance(expression, Call) and expression.name in (_EXCEPTION, "Not") and len(expression.arguments) == 1:
        inner = expression.arguments[0]
        if expression.name == "Not" and not (isinstance(inner, Call) and inner.name in (*_ASKED, _EXCEPTION)):
            break
        expression, turned = inner, not turned
    if isinstance(expression, Call) and expression.name in _ASKED:
        if not expression.arguments:
            raise fault("nothing_asked", expression.at, expression.at + len(expression.name), seen=expression.name)
        return expression.arguments, _ASKED[expression.name], turned
    if isinstance(expression, Call) and expression.name == _EXCEPTION:
        return expression.arguments, "must", not turned
    return (expression,), option.asking, turned
