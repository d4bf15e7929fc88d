"""Changing a list of numbers step by step."""

import random
from collections.abc import Callable
from typing import NamedTuple

from redraft.evals.tasks.answers import ListIs
from redraft.evals.tasks.form import asked
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "lists"

_LENGTH = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9}
_LARGEST = {1: 9, 2: 20, 3: 50, 4: 50, 5: 99}
_FEWEST_LEFT = 2


class _Change(NamedTuple):
    words: str
    apply: Callable[[list[int]], list[int]]


def generate(grade: int, rng: random.Random) -> Task:
    """A task of this family; `Task.steps` counts numbers handled.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    start = [rng.randint(1, _LARGEST[grade]) for _ in range(_LENGTH[grade])]
    numbers, lines, steps, last = start, [], 0, ""
    for number in range(1, grade + 1):
        while True:
            change = _change(numbers, rng)
            changed = change.apply(numbers)
            if change.words != last and changed != numbers and len(changed) >= _FEWEST_LEFT:
                break
        steps += len(numbers)
        numbers, last = changed, change.words
        lines.append(f"{number}. {change.words}")
    request = (
        f"Start with the list {', '.join(map(str, start))} and carry out each step on the result of the step before:\n"
    )
    result = ", ".join(map(str, numbers))
    return Task(
        text=asked(request + "\n".join(lines) + "\nWhich list results?", "the numbers in order, separated by commas"),
        verifier=ListIs(items=tuple(map(str, numbers))),
        reference=result,
        family=FAMILY,
        grade=grade,
        steps=steps,
    )


def _change(numbers: list[int], rng: random.Random) -> _Change:
    k, limit = rng.randint(2, 9), rng.choice(sorted(numbers)[1:])
    return rng.choice(
        [
            _Change("Sort the numbers from small to large.", sorted),
            _Change("Sort the numbers from large to small.", lambda ns: sorted(ns, reverse=True)),
            _Change("Write the list in reverse order.", lambda ns: ns[::-1]),
            _Change(f"Add {k} to every number.", lambda ns: [n + k for n in ns]),
            _Change("Double every odd number and leave the even ones.", lambda ns: [2 * n if n % 2 else n for n in ns]),
            _Change(f"Remove every number smaller than {limit}.", lambda ns: [n for n in ns if n >= limit]),
            _Change("Remove the first number.", lambda ns: ns[1:]),
            _Change(
                f"Append the sum of the first and the last number, plus {k}.", lambda ns: [*ns, ns[0] + ns[-1] + k]
            ),
            _Change("Move the last number to the front.", lambda ns: [ns[-1], *ns[:-1]]),
        ]
    )
