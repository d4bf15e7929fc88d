"""Truths and numbers that are known already (plain Python) or to be found (Z3 terms), computed with alike.

What is known is worked out at once, so that Z3 sees only what is open: a puzzle written out value by value is mostly
known.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import z3

# A bool, int or Fraction, or a Z3 term; Z3 brings no types.
Mixed = Any


def is_known(term: Mixed) -> bool:
    """Whether a value is plain Python."""
    return isinstance(term, int | Fraction)


def whole(value: Fraction) -> int | Fraction:
    """The number as an int where it is one."""
    return int(value) if value.denominator == 1 else value


def all_of(truths: Sequence[Mixed]) -> Mixed:
    """Whether all are true."""
    return _folded(truths, False, z3.And)


def any_of(truths: Sequence[Mixed]) -> Mixed:
    """Whether at least one is true."""
    return _folded(truths, True, z3.Or)


def _folded(truths: Sequence[Mixed], settling: bool, join: Any) -> Mixed:
    open_ones = [truth for truth in truths if not isinstance(truth, bool)]
    if settling in [truth for truth in truths if isinstance(truth, bool)]:
        return settling
    if not open_ones:
        return not settling
    return open_ones[0] if len(open_ones) == 1 else join(open_ones)


def negated(truth: Mixed) -> Mixed:
    """The opposite."""
    return not truth if isinstance(truth, bool) else z3.Not(truth)


def same_truth(left: Mixed, right: Mixed) -> Mixed:
    """Whether both are true or both are false."""
    if isinstance(left, bool):
        left, right = right, left
    if isinstance(right, bool):
        return left if right else negated(left)
    return left == right


class Numbers:
    """Numbers of one puzzle: Z3's integers, or its reals where the puzzle has fractions.

    Args:
        context: Z3's context.
        real: whether there are fractions.
    """

    def __init__(self, context: Any, *, real: bool) -> None:
        self.context, self.real = context, real

    def unknown(self, label: str) -> Mixed:
        """A number to be found."""
        return (z3.Real if self.real else z3.Int)(label, self.context)

    def term(self, value: Mixed) -> Mixed:
        """The value as Z3's, whatever it was."""
        if isinstance(value, bool):
            return z3.BoolVal(value, self.context)
        if isinstance(value, int | Fraction):
            return z3.RealVal(str(value), self.context) if self.real else z3.IntVal(int(value), self.context)
        return value

    def compared(self, operator: str, left: Mixed, right: Mixed) -> Mixed:
        """Whether two numbers stand in the relation ``==``, ``<``, ``<=``, ``>`` or ``>=``."""
        if not (is_known(left) and is_known(right)):
            left, right = self.term(left), self.term(right)
        match operator:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case ">=":
                return left >= right
        return left == right

    def added(self, left: Mixed, right: Mixed) -> Mixed:
        """The sum."""
        return left + right if is_known(left) and is_known(right) else self.term(left) + self.term(right)

    def times(self, left: Mixed, right: Mixed) -> Mixed:
        """The product; one side has to be known, or Z3 may search for ever."""
        return left * right if is_known(left) and is_known(right) else self.term(left) * self.term(right)

    def either(self, condition: Mixed, yes: Mixed, no: Mixed) -> Mixed:
        """`yes` where the condition holds, else `no`."""
        if isinstance(condition, bool):
            return yes if condition else no
        return z3.If(condition, self.term(yes), self.term(no))

    def count(self, truths: Sequence[Mixed]) -> Mixed:
        """How many are true."""
        n_known = sum(truth is True for truth in truths)
        counted = [self.either(truth, 1, 0) for truth in truths if not isinstance(truth, bool)]
        return self.added(n_known, z3.Sum(counted)) if counted else n_known

    def within(self, term: Mixed, values: Sequence[int | Fraction]) -> Mixed:
        """Whether an unknown is one of some values."""
        low, high = min(values), max(values)
        if all(isinstance(value, int) for value in values) and high - low == len(set(values)) - 1 and not self.real:
            return z3.And(term >= low, term <= high)
        return z3.Or([term == self.term(value) for value in values])
