"""What is tried on a draft: a call, and what is expected of it. What is expected stays on this side."""

import ast
import builtins
import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from doctest import OutputChecker
from typing import Any, Literal

from redraft.critics.code.testing.literals import NotLiteral, literal
from redraft.critics.code.testing.values import is_opaque, same, shown_value, truth
from redraft.sandbox.jobs import Outcome

Origin = Literal["given", "doctest", "example", "written"]
"""Who says what is expected: the given tests, a doctest or an example in the prompt, or a model (noisy)."""

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compares:
    """The value stands in a relation to one that is written out.

    Attributes:
        relation: ``==``, ``!=``, ``is``, ``is not``, ``in``, ``not in``, ``<``, ``<=``, ``>``, ``>=`` or ``contains``.
        value: the other side.
    """

    relation: str
    value: Any

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        return outcome.status == "passed" and _related(self.relation, outcome.value, self.value)

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        value = shown_value(self.value)
        if self.relation == "==":
            return value
        return f"{value} in it" if self.relation == "contains" else f"{self.relation} {value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The value is a number near one that is written out.

    Attributes:
        value: the number.
        absolute: the largest distance.
        relative: the largest distance as a share of the larger of both.
    """

    value: float
    absolute: float = 0.0
    relative: float = 0.0

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        got = outcome.value
        if outcome.status != "passed" or not isinstance(got, int | float):
            return False
        try:
            return math.isclose(got, self.value, abs_tol=self.absolute, rel_tol=self.relative)
        except OverflowError:  # an integer beyond what a float can hold
            return False

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        return f"{self.value!r} ± {self.absolute or self.relative * abs(self.value):.3g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IsTrue:
    """The value counts as true, or as false."""

    wanted: bool = True

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        return outcome.status == "passed" and truth(outcome.value) is self.wanted

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        return str(self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raises:
    """An exception of this class, or of one that is built upon it.

    Attributes:
        kind: name of the class.
        message: what it says; None for anything.
        options: flags of `doctest` for comparing that.
    """

    kind: str
    message: str | None = None
    options: int = 0

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        if outcome.status not in ("raised", "failed") or outcome.raised is None:
            return False
        if self.message is not None and not OutputChecker().check_output(
            f"{self.message}\n", f"{outcome.raised.message.strip()}\n", self.options
        ):
            return False
        got = outcome.raised.kind.rpartition(".")[2]
        return got == self.kind or _is_builtin_subclass(got, self.kind)

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        return f"raises {self.kind}: {self.message}" if self.message else f"raises {self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """What a doctest shows: the text that is printed and the ``repr`` of the value.

    Attributes:
        text: as it stands under the example.
        options: flags of `doctest`.
    """

    text: str
    options: int = 0

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        got = outcome.stdout + (f"{outcome.value}\n" if isinstance(outcome.value, str) else "")
        return outcome.status == "passed" and OutputChecker().check_output(self.text, got, self.options)

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        return self.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllMet:
    """Every pair of sides that a whole test recorded is in its relation; see `whole.recording`."""

    def met(self, outcome: Outcome) -> bool:
        """Whether what came out is as it should be."""
        return outcome.status == "passed" and bool(outcome.value) and self.first_unmet(outcome) is None

    def first_unmet(self, outcome: Outcome) -> tuple[str, Any, Any, str] | None:
        """Relation, left side, right side and source of the first assertion that does not hold."""
        # Nothing recorded, or something else than a list: no assertion was reached, or the record was tampered with.
        records = outcome.value if isinstance(outcome.value, list) and outcome.value else [None]
        for record in records:
            if not (isinstance(record, tuple) and len(record) == 4):
                return ("==", record, None, "the record of assertions")
            relation, left, right, source = record
            if not _related(str(relation), left, right):
                return (str(relation), left, right, str(source))
        return None

    @property
    def shown(self) -> str:
        """What is expected, in code."""
        return "every assertion to hold"


Expectation = Compares | Close | IsTrue | Raises | Prints | AllMet


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test.

    Attributes:
        origin: who says so.
        shown: what is tried, as a reader writes it.
        call: the expression whose value is compared.
        setup: definitions that the call needs, made before it.
        expectation: what is expected of the value.
        function: the function that is tried, when the call is one plain call of it with values written out; empty else.
        arguments: those values.
        source: the same test as statements that raise when it fails; empty when there are none.
        apart: whether it has to run apart from the draft, because what decides it would else be the draft's to change.
    """

    origin: Origin
    shown: str
    call: str
    expectation: Expectation
    setup: str = ""
    function: str = ""
    arguments: tuple[Any, ...] | None = None
    source: str = ""
    apart: bool = False

    @property
    def size(self) -> int:
        """How much a reader has to look at: the smallest failing case is the one to show."""
        return len(self.setup) + len(self.shown)


def _related(relation: str, got: Any, wanted: Any) -> bool:
    """Python's own relation, on plain data; what is no plain data is in none."""
    if is_opaque(got):
        return relation in ("!=", "is not", "not in")
    try:
        match relation:
            case "==" | "!=":
                return same(got, wanted) is (relation == "==")
            case "is" | "is not":
                identical = type(got) is type(wanted) and same(got, wanted)
                return identical is (relation == "is")
            case "in":
                return got in wanted if isinstance(wanted, str | bytes) else any(same(got, item) for item in wanted)
            case "not in":
                return not _related("in", got, wanted)
            case "contains":
                return _related("in", wanted, got)
            case "true" | "false":
                return truth(got) is (relation == "true")
            case "close":
                return _close(got, wanted)
        return _ORDER[relation](got, wanted)
    except (TypeError, ValueError, KeyError):
        return False


def _close(got: Any, wanted: Any) -> bool:
    value, absolute, relative = wanted
    return isinstance(got, int | float) and math.isclose(got, value, abs_tol=absolute, rel_tol=relative)


def _is_builtin_subclass(kind: str, base: str) -> bool:
    got, wanted = getattr(builtins, kind, None), getattr(builtins, base, None)
    return isinstance(got, type) and isinstance(wanted, type) and issubclass(got, wanted)


def plain_call(node: ast.expr) -> tuple[str, tuple[Any, ...]] | None:
    """Function and arguments of a call by place with values that are written out; None for anything else."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords):
        return None
    try:
        return node.func.id, tuple(literal(argument) for argument in node.args)
    except NotLiteral:
        return None
