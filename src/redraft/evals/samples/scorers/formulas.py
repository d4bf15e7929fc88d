r"""Whether two formulas in LaTeX are equal: both are computed at a few points, where two different ones hardly agree.

What is read are numbers, letters (with indices and Greek ones), ``+ - * / ^``, products without a sign, fractions,
roots, absolute values, factorials and the usual functions. Whatever else there is, such as intervals and matrices, is
not told. A formula that is long, nested deeply or with large powers is not told either: it may be hostile.
"""

import cmath
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, NoReturn

from redraft.core import rng_for

_LONGEST, _DEEPEST, _N_POINTS, _CLOSE = 600, 40, 3, 1e-6
_LARGEST_POWER, _LARGEST_FACTORIAL = 60, 20

_IGNORED = re.compile(
    r"\\(?:left|right|displaystyle|quad|qquad|limits|big|Big|mathrm|operatorname|text)(?![A-Za-z])"
    r"|\\[,;:! ]|[\s$~]|\\[()]"
)
_SPACE = r"(?:\\[,;:! ]|[\s~]|\\q?quad(?![A-Za-z]))+"
_THOUSANDS = re.compile(rf"(?<=[0-9]){_SPACE}(?=[0-9]{{3}}(?![0-9]))")
_APART = re.compile(rf"(?<=[0-9.]){_SPACE}(?=[0-9.])")
_TOKEN = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}|\\[A-Za-z]{1,30}|[A-Za-z]|[-+*/^_(){}\[\]|!]")
_FUNCTIONS: Final[Mapping[str, Callable[[complex], complex]]] = {
    "arcsin": cmath.asin,
    "arccos": cmath.acos,
    "arctan": cmath.atan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "cot": lambda z: 1 / cmath.tan(z),
    "sec": lambda z: 1 / cmath.cos(z),
    "csc": lambda z: 1 / cmath.sin(z),
    "exp": cmath.exp,
    "log": cmath.log,
    "ln": cmath.log,
}
_CONSTANTS: Final[Mapping[str, complex]] = {"\\pi": math.pi, "e": math.e, "i": 1j}
_SIGNS: Final[Mapping[str, str]] = {"\\cdot": "*", "\\times": "*", "\\div": "/"}
_FRACTIONS = ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac")
_OPENED: Final[Mapping[str, str]] = {"(": ")", "{": "}", "[": "]"}


class _NotTold(Exception):
    """It is no formula that is read here."""


def apart(latex: str) -> str:
    """The same formula, in which two numbers with a space between them do not run into one; thousands do."""
    return _APART.sub("&", _THOUSANDS.sub("", latex))


def equal(one: str, other: str) -> bool:
    """Whether two formulas have the same value wherever they are computed; False where that is not told."""
    for point in range(_N_POINTS):
        try:
            first, second = _Reader(one, point).value(), _Reader(other, point).value()
        except (_NotTold, ArithmeticError, ValueError, RecursionError):
            return False
        # Not "further apart": what is no number is not close to anything.
        if not (cmath.isfinite(first) and abs(first - second) <= _CLOSE * max(1.0, abs(first))):
            return False
    return True


class _Reader:
    """Reads and computes a formula at one point, at which every letter has a value of its own."""

    def __init__(self, latex: str, point: int) -> None:
        text = _IGNORED.sub("", apart(latex))
        if len(text) > _LONGEST:
            _refuse("too long")
        tokens = _TOKEN.findall(text)
        if sum(map(len, tokens)) != len(text):
            _refuse("other signs")
        self._tokens = [piece for token in tokens for piece in _parted(token)]
        self._at, self._depth, self._point = 0, 0, point

    def value(self) -> complex:
        """The value of all of it."""
        value = self._sum()
        if self._next() is not None:
            _refuse("something follows")
        return value

    def _next(self) -> str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, wanted: str | None = None) -> str:
        piece = self._next()
        if piece is None or (wanted is not None and piece != wanted):
            _refuse(f"{wanted} is missing")
        self._at += 1
        return piece

    def _sum(self) -> complex:
        self._depth += 1
        if self._depth > _DEEPEST:
            _refuse("too deep")
        value = self._product()
        while self._next() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        self._depth -= 1
        return value

    def _product(self) -> complex:
        value = self._signed()
        while (piece := self._next()) is not None:
            if piece in ("*", "/"):
                self._take()
                value = value * self._signed() if piece == "*" else value / self._signed()
            elif self._begins(piece):
                if self._is_doubtful(piece):
                    _refuse("two numbers side by side")
                value *= self._power()
            else:
                break
        return value

    def _signed(self) -> complex:
        sign = 1
        while self._next() in ("+", "-"):
            sign = -sign if self._take() == "-" else sign
        return sign * self._power()

    def _power(self) -> complex:
        value = self._atom()
        while self._next() == "!":
            self._take()
            value = _factorial(value)
        if self._next() == "^":
            self._take()
            value = _raised(value, self._argument())
        return value

    def _argument(self, *, one_digit: bool = False) -> complex:
        r"""What stands in braces, or what stands for it: of ``\frac12`` one digit, of ``2^10`` both, as it is meant."""
        if self._next() in _OPENED:
            return self._enclosed()
        negative = self._next() == "-"
        self._at += negative
        digits = self._next() or ""
        if one_digit and len(digits) > 1 and digits.isdigit():
            self._tokens[self._at : self._at + 1] = [digits[0], digits[1:]]
        return -self._atom() if negative else self._atom()

    def _atom(self) -> complex:
        piece = self._next()
        if piece is None:
            _refuse("it ends too early")
        if piece in _OPENED:
            return self._enclosed()
        self._take()
        if piece == "|":
            value = complex(abs(self._sum()))
            self._take("|")
            return value
        if piece[0].isdigit() or piece[0] == ".":
            return complex(float(piece))
        if piece in _FRACTIONS:
            above = self._argument(one_digit=True)
            return above / self._argument(one_digit=True)
        if piece == "\\sqrt":
            root = self._enclosed() if self._next() == "[" else 2
            return _raised(self._argument(one_digit=True), 1 / root)
        if piece.lstrip("\\") in _FUNCTIONS and len(piece) > 1:
            return self._applied(piece.lstrip("\\"))
        if piece in _CONSTANTS:
            return _CONSTANTS[piece]
        return self._letter(piece)

    def _enclosed(self) -> complex:
        closing = _OPENED[self._take()]
        value = self._sum()
        self._take(closing)
        return value

    def _applied(self, name: str) -> complex:
        function, base, power = _FUNCTIONS[name], None, complex(1)
        if name == "log" and self._next() == "_":
            self._take()
            base = self._argument()
        if self._next() == "^":
            self._take()
            power = self._argument()
        if self._next() in _OPENED:
            value = self._enclosed()
        else:  # of `\sin 2x` both are the argument, of `\sin x \cos x` and `\sin x (1 + x)` the first alone
            value = self._signed()
            while (piece := self._next()) is not None and self._begins(piece) and piece not in ("(", "["):
                if piece.lstrip("\\") in _FUNCTIONS:
                    break
                value *= self._power()
        found = function(value)
        return _raised(found if base is None else found / cmath.log(base), power)

    def _letter(self, piece: str) -> complex:
        if not (piece.isalpha() or re.fullmatch(r"\\[A-Za-z]{2,9}", piece)):
            _refuse(f"{piece} is no letter")
        name = piece
        if self._next() == "_":
            self._take()
            start = self._at
            self._argument()
            name += "".join(self._tokens[start : self._at]).strip("{}")
        return complex(rng_for(self._point, "letter", name).uniform(0.3, 1.7))

    def _is_doubtful(self, piece: str) -> bool:
        """Whether a number stands right before this number, or before a fraction, which may be a mixed number."""
        before = self._tokens[self._at - 1]
        return (before[0].isdigit() or before[0] == ".") and (
            piece[0].isdigit() or piece[0] == "." or piece in _FRACTIONS
        )

    def _begins(self, piece: str) -> bool:
        return piece not in (")", "}", "]", "|", "+", "-", "*", "/", "^", "_", "!")


def _parted(piece: str) -> list[str]:
    r"""A command that letters were run into, such as ``\lnx``, and those letters; signs under one name."""
    if not piece.startswith("\\"):
        return [piece]
    if piece in _SIGNS:
        return [_SIGNS[piece]]
    name = piece[1:]
    if name in ("pi", "sqrt") or piece in _FRACTIONS or name in _FUNCTIONS:
        return [piece]
    for known in (*_FUNCTIONS, "pi", "sqrt"):
        rest = name.removeprefix(known)
        if rest != name and len(rest) <= 2:
            return [f"\\{known}", *rest]
    return [piece]


def _raised(base: complex, power: complex) -> complex:
    if abs(power) > _LARGEST_POWER:
        _refuse("a large power")
    return complex(base**power)


def _factorial(value: complex) -> complex:
    if value.imag or value.real != int(value.real) or not 0 <= value.real <= _LARGEST_FACTORIAL:
        _refuse("no factorial")
    return complex(math.factorial(int(value.real)))


def _refuse(why: str) -> NoReturn:
    raise _NotTold(why)
