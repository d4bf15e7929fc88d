"""What is to be found in a puzzle: one Z3 unknown for each function and each combination of its arguments.

A named thing is a number of its own: things of one set are numbered in the order of the set, so that ``d + 1`` is the
next day and ``d1 < d2`` means earlier; no two sets share numbers. A name that stands in two sets is one thing. Numbers
are themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, Literal

import z3

from redraft.critics.logic.arrangements import Arrangement, Function, Values
from redraft.critics.logic.issues import fault
from redraft.critics.logic.mixed import Mixed, Numbers, all_of, any_of, is_known, whole

# Unknowns of one puzzle; the largest stored puzzle of a model has under 200.
MAX_UNKNOWNS = 5_000
_SET_GAP = 1_000_000

Sort = Literal["truth", "number", "thing"]


@dataclass(frozen=True, slots=True)
class Value:
    """A truth, a number or a thing; known now or to be found.

    Attributes:
        term: what it is.
        sort: what sort of value.
        exists: whether it has a value at all.
        sets: for a thing, the sets that it may belong to.
    """

    term: Mixed
    sort: Sort
    exists: Mixed = True
    sets: frozenset[int] = frozenset()


class Unknowns:
    """The things and the unknowns of one puzzle.

    Args:
        arrangement: the puzzle.
        context: Z3's context.

    Attributes:
        numbers: how this puzzle computes.
        ranges: formulas that say which values each unknown may have.

    Raises:
        Faulty: when a function is too large to write out.
    """

    def __init__(self, arrangement: Arrangement, context: Any) -> None:
        self._functions = arrangement.functions
        every = [*arrangement.sets.values(), *(v for f in self._functions.values() for v in (*f.parameters, f.result))]
        numbers = [item for values in every for item in values.items if isinstance(item, Fraction)]
        self.numbers = Numbers(context, real=any(number.denominator > 1 for number in numbers))
        self.ranges: list[Any] = []
        self._things: dict[str, tuple[int, int]] = {}
        for number, values in enumerate(every, 1):
            for place, item in enumerate(values.items):
                if isinstance(item, str):
                    self._things.setdefault(item, (number * _SET_GAP + place, number))
        self._unknowns: dict[tuple[str, tuple[int | Fraction, ...]], Value] = {}
        for name, function in self._functions.items():
            self._declare(name, function)

    def thing(self, name: str) -> Value | None:
        """The thing of that name."""
        found = self._things.get(name)
        return None if found is None else Value(found[0], "thing", sets=frozenset({found[1]}))

    def in_order(self, sets: frozenset[int], number: Mixed) -> Value | None:
        """The k-th thing of a set, the first being 1; None when it is not one set, or has no k-th thing."""
        if len(sets) != 1 or not isinstance(number, int):
            return None
        (at,) = sets
        names = [name for name, found in self._things.items() if found == (at * _SET_GAP + number - 1, at)]
        return self.thing(names[0]) if names else None

    def item(self, item: str | Fraction) -> Value | None:
        """The value that an item of a set is."""
        return self.thing(item) if isinstance(item, str) else Value(whole(item), "number")

    def variable(self, name: str) -> Value | None:
        """The unknown of that name, for functions of nothing."""
        return self._unknowns.get((name, ()))

    def fits(self, argument: Value, values: Values) -> bool:
        """Whether a value is of the sort that a set holds; it may still lie outside the set."""
        sets = self._sets(values)
        return argument.sort == ("thing" if sets else "number") and (not sets or bool(argument.sets & sets))

    def applied(self, name: str, arguments: Sequence[Value]) -> Value:
        """The value of a function; without one where an argument lies outside its set."""
        function = self._functions[name]
        places = [
            [argument.term] if is_known(argument.term) else [self._code(item) for item in values.items]
            for argument, values in zip(arguments, function.parameters, strict=True)
        ]
        cases: list[tuple[Mixed, Value]] = []
        for place in product(*places):
            value = self._unknowns.get((name, place))
            if value is not None:
                pairs = zip(arguments, place, strict=True)
                cases.append((all_of([self.numbers.compared("==", a.term, code) for a, code in pairs]), value))
        if not cases:
            return self._nothing(function.result)
        term = cases[-1][1].term
        for condition, value in reversed(cases[:-1]):
            term = self.numbers.either(condition, value.term, term)
        exists = all_of([*(argument.exists for argument in arguments), any_of([condition for condition, _ in cases])])
        return Value(term, cases[0][1].sort, exists, cases[0][1].sets)

    def _nothing(self, result: Values) -> Value:
        sets = self._sets(result)
        if result.kind == "truths":
            return Value(False, "truth", False)
        return Value(0, "thing" if sets else "number", False, sets)

    def _sets(self, values: Values) -> frozenset[int]:
        return frozenset(self._things[item][1] for item in values.items if isinstance(item, str))

    def _code(self, item: str | Fraction) -> int | Fraction:
        return self._things[item][0] if isinstance(item, str) else whole(item)

    def _declare(self, name: str, function: Function) -> None:
        if any(values.kind != "listed" for values in function.parameters):
            raise fault("endless_parameter", name=name)
        for arguments in product(*(values.items for values in function.parameters)):
            if len(self._unknowns) >= MAX_UNKNOWNS:
                raise fault("too_many_unknowns", limit=str(MAX_UNKNOWNS), name=name)
            place = tuple(map(self._code, arguments))
            self._unknowns[name, place] = self._unknown(f"{name}({','.join(map(str, place))})", function.result)

    def _unknown(self, label: str, values: Values) -> Value:
        if values.kind == "truths":
            return Value(z3.Bool(label, self.numbers.context), "truth")
        term = self.numbers.unknown(label)
        if values.kind == "numbers":
            return Value(term, "number")
        self.ranges.append(self.numbers.within(term, [self._code(item) for item in values.items]))
        sets = self._sets(values)
        return Value(term, "thing" if sets else "number", sets=sets)
