"""Reading and computing one side of an equation, exactly and within bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from redraft.critics.steps.tokens import Token
from redraft.critics.steps.values import NotComputedError, Value, combined, negated, root_of, with_unit
from redraft.critics.units import unit_of

# A calculation that people write has far fewer brackets inside each other; deeper ones would exhaust Python's stack.
_MAX_DEPTH = 30
_MAX_UNIT_WORDS = 4
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
# A word of these between two numbers joins clauses or says something about the number: it is no unit.
_NO_UNITS = frozenset(
    "and or so for is are was were be then but if because since which who that this these those to from of off "
    "than as in on at by with after before into out the a an more less fewer twice half double triple quarter "
    "times each every left over has have had gets get makes make made need needs x we she he they it you i "
    "equals total altogether about only remainder rem r remaining".split()
)


class Parsed(NamedTuple):
    """A value and the index of the token after it."""

    value: Value
    end: int


class _NoExpressionError(Exception):
    """What stands there is no calculation."""


def parse(tokens: Sequence[Token], start: int, end: int, names: Mapping[str, Value] | None = None) -> Parsed | None:
    """The longest calculation that begins at ``tokens[start]``.

    Args:
        tokens: of one step.
        start: index of its first token.
        end: index that it must not reach.
        names: values that single letters stand for.

    Returns:
        Its value and where it ends; None when there is none or it is out of bounds.
    """
    reader = _Reader(tokens, end, names or {})
    try:
        value, place = reader.sum(start, 0)
    except (_NoExpressionError, NotComputedError, ZeroDivisionError):
        return None
    return Parsed(value, place)


class _Reader:
    """Recursive descent; each method takes an index and gives the value and the index after it."""

    def __init__(self, tokens: Sequence[Token], end: int, names: Mapping[str, Value]) -> None:
        self._tokens, self._end, self._names = tokens, end, names

    def sum(self, place: int, depth: int) -> Parsed:
        """Terms joined by plus and minus."""
        if depth > _MAX_DEPTH:
            raise _NoExpressionError
        left = self._product(place, depth)
        while (operator := self._operator(left.end, "+-")) and self._begins(left.end + 1):
            right = self._product(left.end + 1, depth)
            left = Parsed(combined(operator, left.value, right.value), right.end)
        return left

    def _product(self, place: int, depth: int) -> Parsed:
        left = self._signed(place, depth)
        while True:
            operator = self._operator(left.end, "*/")
            after = left.end + 1
            if operator is None and self._touches(left.end):
                operator, after = "*", left.end
            elif operator is None and self._is_of(left):
                operator = "*"
            if operator is None or not self._begins(after):
                return left
            right = self._signed(after, depth)
            value = combined(operator, left.value, right.value)
            power = self._power_of_ten(after, right) if operator == "*" else None
            if power is not None and left.value.decimals is not None and not left.value.is_scientific:
                value = replace(value, decimals=left.value.decimals - power, is_scientific=True, word=right.value.word)
            left = Parsed(value, right.end)

    def _power_of_ten(self, place: int, factor: Parsed) -> int | None:
        """The exponent when a factor is written as a power of ten: 2.5 * 10^-3 is one number of three decimals."""
        if self._kind(place) != "number" or self._tokens[place].value != 10 or not self._operator(place + 1, "^"):
            return None
        size = factor.value.plain if factor.value.plain >= 1 else 1 / factor.value.plain
        exponent = len(str(size.numerator)) - 1
        if size != 10**exponent:
            return None
        return exponent if factor.value.plain >= 1 else -exponent

    def _touches(self, place: int) -> bool:
        """Whether a bracket follows without a space, as in 5(3) and (2)(3); 5 eggs (of 16) do not multiply."""
        if self._kind(place) != "open" or self._tokens[place].text != "(" or not self._tokens[place].glued:
            return False
        return self._tokens[place - 1].kind in ("number", "close")

    def _is_of(self, left: Parsed) -> bool:
        """Whether ``of`` multiplies: 20% of 50 and 1/2 of 10 do, 3 of the 5 do not."""
        if self._kind(left.end) != "word" or self._tokens[left.end].text != "of":
            return False
        return left.value.has_percent or left.value.plain.denominator != 1

    def _signed(self, place: int, depth: int) -> Parsed:
        n_signs = 0
        negative = False
        while (sign := self._operator(place, "+-")) is not None:
            n_signs += 1
            if n_signs > 2:
                raise _NoExpressionError
            negative ^= sign == "-"
            place += 1
        value, end = self._power(place, depth)
        return Parsed(negated(value), end) if negative else Parsed(value, end)

    def _power(self, place: int, depth: int) -> Parsed:
        if depth > _MAX_DEPTH:
            raise _NoExpressionError
        base = self._atom(place, depth)
        if self._operator(base.end, "^") is None or not self._begins(base.end + 1):
            return base
        sign = self._operator(base.end + 1, "-")
        exponent = self._exponent(base.end + (2 if sign else 1), depth + 1)
        raised = negated(exponent.value) if sign else exponent.value
        # In 10^3 hours the unit is that of the whole power.
        return self._with_unit_words(Parsed(combined("^", base.value, raised), exponent.end))

    def _exponent(self, place: int, depth: int) -> Parsed:
        """An exponent, itself perhaps a power: 2^3^2 is 2^9."""
        if depth > _MAX_DEPTH:
            raise _NoExpressionError
        base = self._group(place, depth)
        if self._operator(base.end, "^") is None or not self._begins(base.end + 1):
            return base
        higher = self._exponent(base.end + 1, depth + 1)
        return Parsed(combined("^", base.value, higher.value), higher.end)

    def _atom(self, place: int, depth: int) -> Parsed:
        kind = self._kind(place)
        if kind == "currency":
            if depth > _MAX_DEPTH:
                raise _NoExpressionError
            inner = self._signed(place + 1, depth + 1)
            return Parsed(with_unit(inner.value, self._tokens[place].text), inner.end)
        if kind == "number":
            return self._with_unit_words(self._number(place))
        if kind == "open":
            inner = self.sum(place + 1, depth + 1)
            if self._kind(inner.end) != "close":
                raise _NoExpressionError
            # A number in brackets is a calculation: (35) says nothing about rounding that 35 does not.
            return self._with_unit_words(self._percent(Parsed(inner.value, inner.end + 1)))
        if kind == "function":
            return self._function(place, depth)
        if kind == "word" and self._tokens[place].text in self._names:
            return Parsed(self._names[self._tokens[place].text], place + 1)
        raise _NoExpressionError

    def _number(self, place: int) -> Parsed:
        token = self._tokens[place]
        assert token.value is not None
        number, end, decimals = token.value, place + 1, token.decimals
        if self._kind(end) == "word" and self._tokens[end].text in _SCALES:
            scale = _SCALES[self._tokens[end].text]
            # 1.5 million may have been rounded to hundred thousands: its decimals are those of the number.
            number, end, decimals = number * scale, end + 1, decimals - len(str(scale)) + 1
        value = Value(plain=number, bare=token.value, scaled=number, places=max(decimals, 0), decimals=decimals)
        # 1 1/2 is a mixed number.
        fraction = [self._kind(end), self._kind(end + 1), self._kind(end + 2)] == ["number", "operator", "number"]
        if token.decimals == 0 and fraction and self._tokens[end + 1].text == "/":
            over, under = self._tokens[end].value, self._tokens[end + 2].value
            if over is None or under is None or not 0 < over < under or over.denominator * under.denominator != 1:
                raise _NoExpressionError
            whole = number + over / under
            return Parsed(replace(value, plain=whole, bare=whole, scaled=whole, decimals=None), end + 3)
        return self._percent(Parsed(value, end))

    def _percent(self, before: Parsed) -> Parsed:
        if self._kind(before.end) != "percent":
            return before
        value = before.value
        hundredths = replace(value, plain=value.plain / 100, scaled=value.scaled / 100, has_percent=True)
        if value.decimals is not None:
            hundredths = replace(hundredths, decimals=value.decimals + 2)
        return Parsed(hundredths, before.end + 1)

    def _function(self, place: int, depth: int) -> Parsed:
        if depth > _MAX_DEPTH:
            raise _NoExpressionError
        first = self._group(place + 1, depth)
        if self._tokens[place].text == "frac":
            second = self._group(first.end, depth)
            return self._with_unit_words(Parsed(combined("/", first.value, second.value), second.end))
        value = first.value
        root = root_of(value.plain)
        if root is None or value.has_percent:
            raise _NoExpressionError
        return Parsed(replace(value, plain=root, bare=root, scaled=root, decimals=None), first.end)

    def _group(self, place: int, depth: int) -> Parsed:
        if self._kind(place) == "open":
            inner = self.sum(place + 1, depth + 1)
            if self._kind(inner.end) != "close":
                raise _NoExpressionError
            return Parsed(inner.value, inner.end + 1)
        return self._number(place) if self._kind(place) == "number" else self._atom(place, depth + 1)

    def _with_unit_words(self, before: Parsed) -> Parsed:
        """The number with the words that say what it counts: ``40 cups per chicken``, ``30 dollars / hour``."""
        place, words = before.end, 0
        unit: str | None = None
        beside: list[str] = []
        while words < _MAX_UNIT_WORDS and self._kind(place) == "word":
            word = self._tokens[place].text
            is_letter = len(word) == 1 and word.isascii() and word not in ("a", "x", "X")
            if unit_of(word) is None and word.isascii() and (is_letter or self._tokens[place].glued):
                if self._tokens[place].glued:
                    raise _NoExpressionError  # 2C + 30, 2ab, 1st: an unknown, or no number
                break
            if self._kind(place + 1) == "operator" and self._tokens[place + 1].text == "^":
                raise _NoExpressionError  # 6s^2
            if word in self._names or (word in _NO_UNITS and not self._joins_units(unit, place)):
                break
            unit = unit or word
            beside.append(word)
            words, place = words + 1, place + 1
            if self._operator(place, "/") and self._kind(place + 1) == "word":
                place += 1
                beside.append("per")
        is_rate = unit is None and self._operator(place, "/") is not None and self._kind(place + 1) == "word"
        if is_rate and self._tokens[place + 1].text not in self._names:
            return Parsed(before.value, place + 2)  # 600 / month
        return before if unit is None else Parsed(with_unit(before.value, *beside), place)

    def _joins_units(self, unit: str | None, place: int) -> bool:
        """Whether a small word belongs to the unit: ``pieces of pie``, ``minutes a puzzle``; never before a number."""
        if unit is None or self._tokens[place].text not in ("of", "a", "an") or self._kind(place + 1) != "word":
            return False
        return self._tokens[place + 1].text not in _NO_UNITS

    def _kind(self, place: int) -> str:
        return self._tokens[place].kind if place < self._end else ""

    def _operator(self, place: int, which: str) -> str | None:
        if place >= self._end:
            return None
        token = self._tokens[place]
        if token.kind == "operator":
            return token.text if token.text in which else None
        # 3 x 4 and 3x4 multiply; in 2x + 3 the letter is an unknown.
        if token.kind == "word" and token.text in ("x", "X") and "*" in which and token.text not in self._names:
            is_operand = self._kind(place + 1) in ("number", "open", "currency")
            return "*" if is_operand and token.glued == self._tokens[place + 1].glued else None
        return None

    def _begins(self, place: int) -> bool:
        """Whether an operand can begin here; a sign before it counts."""
        for _ in range(3):
            kind = self._kind(place)
            if kind in ("number", "open", "function", "currency"):
                return True
            if kind == "word":
                return self._tokens[place].text in self._names
            if kind != "operator" or self._tokens[place].text not in "+-":
                return False
            place += 1
        return False
