"""`count`: reach a target with three numbers, computed from left to right, and check it with the working shown.

A prompt is ``make TARGET A B C``; an answer is ``A op B op C`` in any order of the numbers, each used once; a critique
is the two intermediate values and ``ok`` or ``no``. Values outside 0..99 are ``oob`` and never right.
"""

import itertools
import random
from dataclasses import dataclass
from functools import cache
from typing import Final

from redraft.evals.environments.splits import Split, hash_rate
from redraft.evals.environments.verdict import Verdict
from redraft.models.local.language import FAIL, N_VALUES, OPERATORS, OUT_OF_RANGE, PASS, UNKNOWN

N_NUMBERS, LARGEST_NUMBER = 3, 12
#: Share of the (numbers, target) problems that training never sees, and how much of that is for choices, not for
#: figures.
HELD_OUT_RATE, VALIDATION_SHARE = 0.25, 0.12
_TEST_RATE: Final = HELD_OUT_RATE * (1 - VALIDATION_SHARE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountProblem:
    """Three numbers in the order shown, and the target; its identity ignores the order."""

    numbers: tuple[int, ...]
    target: int

    @property
    def key(self) -> str:
        """Identity of the problem, for splits and clustering: the multiset of numbers and the target."""
        return f"count {self.target} {' '.join(map(str, sorted(self.numbers)))}"

    @property
    def text(self) -> str:
        """What the model is asked."""
        return f"make {self.target} {' '.join(map(str, self.numbers))}"


def split_of(problem: CountProblem) -> Split:
    """The split of a problem, the same for every order of its numbers."""
    rate = hash_rate("split", problem.key)
    if rate < _TEST_RATE:
        return Split.TEST
    return Split.VALIDATION if rate < HELD_OUT_RATE else Split.TRAIN


def apply(left: int, operator: str, right: int) -> int | None:
    """``left operator right``, or None outside 0..99."""
    value = left + right if operator == "+" else left - right if operator == "-" else left * right
    return value if 0 <= value < N_VALUES else None


def working(answer: tuple[str, ...]) -> tuple[str, ...]:
    """The two intermediate values of an answer in words, or ``? ?`` when it is not an expression."""
    well_formed = (
        len(answer) == 5
        and all(word.isdecimal() for word in answer[::2])
        and all(word in OPERATORS for word in answer[1::2])
    )
    if not well_formed:
        return (UNKNOWN, UNKNOWN)
    values = []
    value: int | None = int(answer[0])
    for operator, number in zip(answer[1::2], answer[2::2], strict=True):
        value = None if value is None else apply(value, operator, int(number))
        values.append(OUT_OF_RANGE if value is None else str(value))
    return tuple(values)


def verify(problem: CountProblem, answer: tuple[str, ...]) -> Verdict:
    """The working of ``answer`` and whether it reaches the target with exactly the numbers given."""
    steps = working(answer)
    right_numbers = sorted(answer[::2]) == sorted(map(str, problem.numbers))
    passed = right_numbers and steps[-1] == str(problem.target)
    return Verdict(words=(*steps, PASS if passed else FAIL), passed=passed, score=float(passed))


@cache
def expressions(numbers: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """Every distinct expression over a sorted multiset of numbers, in a fixed order."""
    found = {
        (str(a), first, str(b), second, str(c))
        for a, b, c in itertools.permutations(numbers)
        for first, second in itertools.product(OPERATORS, repeat=2)
    }
    return tuple(sorted(found))


@cache
def solutions(problem: CountProblem) -> tuple[tuple[str, ...], ...]:
    """All right answers."""
    return tuple(
        answer for answer in expressions(tuple(sorted(problem.numbers))) if working(answer)[-1] == str(problem.target)
    )


def random_problem(rng: random.Random) -> CountProblem:
    """Three uniform numbers and the value of a random expression over them, drawn again until it lies in 0..99."""
    while True:
        numbers = tuple(rng.randint(1, LARGEST_NUMBER) for _ in range(N_NUMBERS))
        last = working(rng.choice(expressions(tuple(sorted(numbers)))))[-1]
        if last != OUT_OF_RANGE:
            return CountProblem(numbers=numbers, target=int(last))


def problems(n: int, rng: random.Random, split: Split) -> list[CountProblem]:
    """``n`` draws of `random_problem` that fall into ``split``; easy problems may occur more than once."""
    drawn: list[CountProblem] = []
    while len(drawn) < n:
        problem = random_problem(rng)
        if split_of(problem) is split:
            drawn.append(problem)
    return drawn
