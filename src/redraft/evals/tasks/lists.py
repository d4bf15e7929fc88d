"""Changing a list of numbers step by step."""

import random
from collections.abc import Callable
from typing import NamedTuple

from redraft.evals.tasks.answers import ListIs
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "lists"

_LENGTH = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9}
_LARGEST = {1: 9, 2: 20, 3: 50, 4: 50, 5: 99}
_FEWEST_LEFT = 2


class _Change(NamedTuple):
    words: str
    apply: Callable[[list[int]], list[int]]


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family; `Task.steps` counts numbers handled.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    start = [rng.randint(1, _LARGEST[grade]) for _ in range(_LENGTH[grade])]
    numbers, lines, steps, last = start, [], 0, ""
    for number in range(1, grade + 1):
        while True:
            change = _change(numbers, rng, words)
            changed = change.apply(numbers)
            if change.words != last and changed != numbers and len(changed) >= _FEWEST_LEFT:
                break
        steps += len(numbers)
        numbers, last = changed, change.words
        lines.append(f"{number}. {change.words}")
    shown, result = ", ".join(map(str, start)), ", ".join(map(str, numbers))
    return Task(
        text=words.asked("\n".join([words("list_start", numbers=shown), *lines, words("list_question")]), "form_list"),
        verifier=ListIs(items=tuple(map(str, numbers))),
        reference=result,
        family=FAMILY,
        grade=grade,
        steps=steps,
    )


def _change(numbers: list[int], rng: random.Random, words: Words) -> _Change:
    k, limit = rng.randint(2, 9), rng.choice(sorted(numbers)[1:])
    return rng.choice(
        [
            _Change(words("list_up"), sorted),
            _Change(words("list_down"), lambda ns: sorted(ns, reverse=True)),
            _Change(words("list_reverse"), lambda ns: ns[::-1]),
            _Change(words("list_add", k=k), lambda ns: [n + k for n in ns]),
            _Change(words("list_double"), lambda ns: [2 * n if n % 2 else n for n in ns]),
            _Change(words("list_drop", limit=limit), lambda ns: [n for n in ns if n >= limit]),
            _Change(words("list_first"), lambda ns: ns[1:]),
            _Change(words("list_append", k=k), lambda ns: [*ns, ns[0] + ns[-1] + k]),
            _Change(words("list_last"), lambda ns: [ns[-1], *ns[:-1]]),
        ]
    )
