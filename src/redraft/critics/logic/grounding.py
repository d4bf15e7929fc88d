"""Expressions of a puzzle become Z3 formulas without quantifiers.

``ForAll``, ``Exists``, ``Count`` and ``Distinct`` are written out, value by value. A function that is asked about
something outside its set has no value there. What has no value equals nothing and is neither less nor more than
anything: on the last day, ``visited(d + 1) == Rome`` is false and ``visited(d + 1) != Rome`` is true.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from redraft.critics.logic.arrangement_reading import values_of
from redraft.critics.logic.arrangements import Arrangement
from redraft.critics.logic.expressions import Binder, Call, Expression, Listing, Name, Number, Operation
from redraft.critics.logic.issues import Faulty, Issue, fault, repair
from redraft.critics.logic.mixed import Mixed, all_of, any_of, is_known, negated, same_truth, whole
from redraft.critics.logic.unknowns import Unknowns, Value

# Steps of writing a puzzle out; the largest stored puzzle of a model takes about 20,000.
MAX_STEPS = 150_000

_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
_DISTINCT = frozenset({"Distinct", "AllDifferentConstraint", "AllDifferent", "AllDistinct"})
# Connectives that are written as calls, and how many truths they join; 0 for any number but none.
_CONNECTIVES = {"And": 0, "Or": 0, "Not": 1, "Implies": 2, "If": 2, "Xor": 2, "Iff": 2}


class Grounding:
    """Writes out the expressions of one puzzle.

    Args:
        arrangement: the puzzle.
        context: Z3's context.
        repairs: where to note what was put right; None to put nothing right.

    Raises:
        Faulty: when the puzzle is too large to write out.
    """

    def __init__(self, arrangement: Arrangement, context: Any, repairs: list[Issue] | None = None) -> None:
        self._arrangement, self._repairs = arrangement, repairs
        self._unknowns = Unknowns(arrangement, context)
        self._numbers = self._unknowns.numbers
        self._n_steps = 0

    @property
    def ranges(self) -> Sequence[Any]:
        """Formulas that say which values each unknown may have."""
        return self._unknowns.ranges

    def formula(self, expression: Expression) -> Any:
        """The Z3 formula that an expression stands for.

        Raises:
            Faulty: when it makes no sense, with why.
        """
        return self._numbers.term(self._truth(expression, {}))

    def _truth(self, expression: Expression, bound: Mapping[str, Value]) -> Mixed:
        value = self._value(expression, bound)
        if value.sort != "truth":
            raise _fault("not_a_truth", expression)
        return all_of([value.exists, value.term])

    def _value(self, expression: Expression, bound: Mapping[str, Value]) -> Value:
        self._n_steps += 1
        if self._n_steps > MAX_STEPS:
            raise _fault("too_large", expression, limit=str(MAX_STEPS))
        match expression:
            case Number(value, _):
                return Value(whole(value), "number")
            case Name(text, _):
                return self._named(text, expression, bound)
            case Call():
                return self._called(expression, bound)
            case Operation():
                return self._operated(expression, bound)
        raise _fault("misplaced_list", expression)

    def _named(self, text: str, expression: Expression, bound: Mapping[str, Value]) -> Value:
        if text.lower() in ("true", "false"):
            return Value(text.lower() == "true", "truth")
        found = bound.get(text) or self._unknowns.variable(text) or self._unknowns.thing(text)
        if found is None:
            raise _fault("unknown_name", expression, seen=text)
        return found

    def _operated(self, operation: Operation, bound: Mapping[str, Value]) -> Value:
        operator = operation.operator
        if operator in ("and", "or", "not", "iff", "implies"):
            truths = [self._truth(part, bound) for part in operation.parts]
            return Value(_connected(operator, truths), "truth")
        values = [self._value(part, bound) for part in operation.parts]
        if operator in _COMPARISONS:
            return Value(self._compared(operator, values[0], values[1], operation), "truth")
        return self._reckoned(operator, values, operation)

    def _compared(self, operator: str, left: Value, right: Value, expression: Expression) -> Mixed:
        if operator == "!=":
            return negated(self._compared("==", left, right, expression))
        left, right = self._placed(left, right, expression), self._placed(right, left, expression)
        if left.sort != right.sort:
            raise _fault("compared_sorts", expression, left=f"§sort_{left.sort}", right=f"§sort_{right.sort}")
        if left.sort == "truth":
            if operator != "==":
                raise _fault("compared_truths", expression, seen=operator)
            return all_of([left.exists, right.exists, same_truth(left.term, right.term)])
        if left.sets and right.sets and not left.sets & right.sets:
            raise _fault("never_equal", expression)
        return all_of([left.exists, right.exists, self._numbers.compared(operator, left.term, right.term)])

    def _placed(self, value: Value, other: Value, expression: Expression) -> Value:
        """A number that is compared with a thing, as the thing at that place of its set: day 1 is Monday."""
        if self._repairs is None or (value.sort, other.sort) != ("number", "thing"):
            return value
        thing = self._unknowns.in_order(other.sets, value.term)
        if thing is None:
            return value
        self._note("repair_place", expression, number=str(value.term))
        return thing

    def _note(self, key: str, expression: Expression, **values: str) -> None:
        """Note a slip once, however often the expression is written out."""
        noted = repair(key, expression.at, expression.at + 1, **values)
        if self._repairs is not None and noted not in self._repairs:
            self._repairs.append(noted)

    def _reckoned(self, operator: str, values: Sequence[Value], expression: Expression) -> Value:
        if any(value.sort == "truth" for value in values):
            raise _fault("truth_as_number", expression, seen=operator)
        things = [value for value in values if value.sort == "thing"]
        if things and operator not in ("+", "-"):
            raise _fault("thing_as_number", expression, seen=operator)
        exists = all_of([value.exists for value in values])
        term = self._arithmetic(operator, [value.term for value in values], expression)
        # The day after a day is a day; the distance between two days is a number.
        if len(things) == 1:
            return Value(term, "thing", exists, things[0].sets)
        return Value(term, "number", exists)

    def _arithmetic(self, operator: str, terms: Sequence[Mixed], expression: Expression) -> Mixed:
        numbers = self._numbers
        if operator == "negative":
            return numbers.times(-1, terms[0])
        if operator == "+":
            return numbers.added(terms[0], terms[1])
        if operator == "-":
            return numbers.added(terms[0], numbers.times(-1, terms[1]))
        if operator == "*":
            if not (is_known(terms[0]) or is_known(terms[1])):
                raise _fault("product_of_unknowns", expression)
            return numbers.times(terms[0], terms[1])
        if not is_known(terms[1]) or terms[1] == 0 or not (is_known(terms[0]) or isinstance(terms[1], int)):
            raise _fault("divided_by", expression)
        if is_known(terms[0]):
            return whole(Fraction(terms[0]) / terms[1]) if operator == "/" else terms[0] % terms[1]
        if numbers.real:
            raise _fault("divided_by", expression)
        return terms[0] / terms[1] if operator == "/" else terms[0] % terms[1]

    def _called(self, call: Call, bound: Mapping[str, Value]) -> Value:
        name, n = call.name, len(call.arguments)
        if name in self._arrangement.functions:
            return self._applied(call, bound)
        if name in ("ForAll", "Exists", "Count") and n == 2:
            truths = [self._truth(call.arguments[1], here) for here in self._assignments(call.arguments[0], bound)]
            if name == "Count":
                return Value(self._numbers.count(truths), "number")
            return Value(all_of(truths) if name == "ForAll" else any_of(truths), "truth")
        if name in _DISTINCT and n in (1, 2):
            return Value(self._distinct(call, bound), "truth")
        if name in ("If", "IfThenElse") and n == 3:
            return self._either(call, bound)
        if name in _CONNECTIVES:
            return self._joined(call, bound)
        if name.lower() == "abs" and n == 1:
            inner = self._value(call.arguments[0], bound)
            opposite = self._reckoned("negative", [inner], call)
            below = self._numbers.compared("<", inner.term, 0)
            return Value(self._numbers.either(below, opposite.term, inner.term), "number", inner.exists)
        raise _fault("unknown_function", call, seen=name, n=str(n))

    def _joined(self, call: Call, bound: Mapping[str, Value]) -> Value:
        listed = call.arguments[0] if len(call.arguments) == 1 else None
        parts = listed.items if isinstance(listed, Listing) else call.arguments
        truths = [self._truth(part, bound) for part in parts]
        name, wanted = call.name, _CONNECTIVES[call.name]
        if name in ("Implies", "If") and len(truths) > wanted and self._repairs is not None:
            self._note("repair_implies", call, n=str(len(truths) - 1))
            truths = [truths[0], all_of(truths[1:])]
        if not truths or (wanted and len(truths) != wanted):
            raise _fault("unknown_function", call, seen=name, n=str(len(truths)))
        return Value(_connected("implies" if name == "If" else name.lower(), truths), "truth")

    def _applied(self, call: Call, bound: Mapping[str, Value]) -> Value:
        parameters = self._arrangement.functions[call.name].parameters
        if len(call.arguments) != len(parameters):
            n, before = str(len(call.arguments)), str(len(parameters))
            raise _fault("arity", call, name=call.name, n=n, before=before)
        arguments = [self._value(argument, bound) for argument in call.arguments]
        for argument, values in zip(arguments, parameters, strict=True):
            if not self._unknowns.fits(argument, values):
                raise _fault("wrong_argument", call, name=call.name)
        return self._unknowns.applied(call.name, arguments)

    def _assignments(self, binders: Expression, bound: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
        """Every way to choose values for binders."""
        items = binders.items if isinstance(binders, Listing) else (binders,)
        names: list[str] = []
        ranges: list[list[Value]] = []
        for item in items:
            if not isinstance(item, Binder):
                raise _fault("binder_form", item)
            names.append(item.name)
            ranges.append(self._range(item))
        for values in product(*ranges):
            yield {**bound, **dict(zip(names, values, strict=True))}

    def _range(self, binder: Binder) -> list[Value]:
        values = values_of(binder.values, self._arrangement.sets)
        if values.kind != "listed":
            raise _fault("endless_binder", binder, seen=binder.name)
        found = [self._unknowns.item(item) for item in values.items]
        if None in found:
            raise _fault("unknown_name", binder, seen=binder.name)
        return [value for value in found if value is not None]

    def _distinct(self, call: Call, bound: Mapping[str, Value]) -> Mixed:
        first = call.arguments[0]
        if len(call.arguments) == 2:
            values = [self._value(call.arguments[1], here) for here in self._assignments(first, bound)]
        elif isinstance(first, Listing):
            values = [self._value(item, bound) for item in first.items]
        else:
            raise _fault("misplaced_list", call)
        pairs = [(left, right) for place, left in enumerate(values) for right in values[place + 1 :]]
        self._n_steps += len(pairs)
        return all_of([negated(self._compared("==", left, right, call)) for left, right in pairs])

    def _either(self, call: Call, bound: Mapping[str, Value]) -> Value:
        condition = self._truth(call.arguments[0], bound)
        yes, no = (self._value(argument, bound) for argument in call.arguments[1:])
        if yes.sort != no.sort:
            raise _fault("compared_sorts", call, left=f"§sort_{yes.sort}", right=f"§sort_{no.sort}")
        term = self._numbers.either(condition, yes.term, no.term)
        exists = any_of([all_of([condition, yes.exists]), all_of([negated(condition), no.exists])])
        return Value(term, yes.sort, exists, yes.sets | no.sets)


def _connected(connective: str, truths: Sequence[Mixed]) -> Mixed:
    if connective == "implies":
        return any_of([*map(negated, truths[:-1]), truths[-1]])
    if connective in ("xor", "iff"):
        together = truths[0]
        for truth in truths[1:]:
            together = same_truth(together, truth)
        return negated(together) if connective == "xor" else together
    return _SIMPLE[connective](truths)


_SIMPLE: Mapping[str, Callable[[Sequence[Mixed]], Mixed]] = {
    "and": all_of,
    "or": any_of,
    "not": lambda truths: negated(truths[0]),
}


def _fault(key: str, expression: Expression, **values: str) -> Faulty:
    length = {Name: lambda e: len(e.text), Call: lambda e: len(e.name)}.get(type(expression), lambda e: 1)(expression)
    return fault(key, expression.at, expression.at + length, **values)
