"""Number games: reach a target with given numbers; often in many ways."""

import ast
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "numbers"

LONGEST_EXPRESSION = 200
"""Characters of an expression: with six numbers none needs more, and a parser can be worn out by longer ones."""

_SHAPE = re.compile(r"[0-9+\-*/() ]+", re.ASCII)
_SIGNS = str.maketrans({"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")"})
_N_NUMBERS = {1: 3, 2: 3, 3: 4, 4: 4, 5: 5}
_LARGEST = {1: 9, 2: 12, 3: 10, 4: 25, 5: 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches:
    """Right is any expression with exactly these numbers, each used once, whose value is the target.

    Attributes:
        numbers: what may and must be used.
        target: what must come out, exactly; fractions on the way are allowed.
    """

    numbers: tuple[int, ...]
    target: int

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        normal = unicodedata.normalize("NFKC", answer[: 2 * LONGEST_EXPRESSION]).translate(_SIGNS)
        sides = [side.strip(" *_`$.\"'“”") for side in normal.split("=")]
        if len(sides) == 2:  # the target may stand on one side: "(2 + 4) * 4 = 24"
            sides = [side for side in sides if side != str(self.target)]
        return len(sides) == 1 and len(answer) <= LONGEST_EXPRESSION and self._reached_by(sides[0])

    def _reached_by(self, expression: str) -> bool:
        if not _SHAPE.fullmatch(expression):
            return False
        try:
            tree = ast.parse(expression.strip(), mode="eval").body
            used: Counter[int] = Counter()
            return _value(tree, used) == self.target and used == Counter(self.numbers)
        except (SyntaxError, ValueError, ZeroDivisionError, RecursionError, MemoryError):
            return False  # not an expression, or one made to wear the parser out


def _value(node: ast.expr, used: Counter[int]) -> Fraction:
    """The exact value of a sum, difference, product or quotient of whole numbers; every number is counted in `used`.

    Raises:
        ValueError: for anything else.
    """
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            used[number] += 1
            return Fraction(number)
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _value(left, used), _value(right, used)
            match op:
                case ast.Add():
                    return one + other
                case ast.Sub():
                    return one - other
                case ast.Mult():
                    return one * other
                case ast.Div():
                    return one / other
    raise ValueError("only + - * / and brackets")


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family; `Task.steps` counts the orders in which the numbers can stand times the operations.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    n = _N_NUMBERS[grade]
    while True:
        numbers = [rng.randint(2 if grade > 1 else 1, _LARGEST[grade]) for _ in range(n)]
        expression, value = _drawn(numbers, rng)
        if value.denominator == 1 and 10 <= value <= 100 * (1 + (grade >= 4)) and value not in numbers:
            break
    shown = sorted(numbers)
    request = words("number_game", numbers=", ".join(map(str, shown)), target=value)
    return Task(
        text=words.asked(request, "form_expression"),
        verifier=Reaches(numbers=tuple(shown), target=int(value)),
        reference=expression,
        family=FAMILY,
        grade=grade,
        steps=(n - 1) * max(shown) ** (n - 1),
    )


def _drawn(numbers: list[int], rng: random.Random) -> tuple[str, Fraction]:
    """A random expression over the numbers, with its value."""
    parts = [(str(number), Fraction(number)) for number in rng.sample(numbers, len(numbers))]
    while len(parts) > 1:
        (one, a), (other, b) = parts.pop(rng.randrange(len(parts))), parts.pop(rng.randrange(len(parts)))
        sign = rng.choice("+-**" + "/" * (b != 0 and (a / b).denominator == 1))
        value = a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b
        parts.append((f"({one} {sign} {other})", value))
    expression, value = parts[0]
    return expression.removeprefix("(").removesuffix(")"), value
