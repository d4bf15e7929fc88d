"""Arithmetic with whole numbers: an expression to work out, or a story in which things come and go."""

import random
from typing import NamedTuple

from redraft.evals.tasks.answers import NumberIs
from redraft.evals.tasks.form import Words
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "arithmetic"

_LARGEST = {1: 20, 2: 50, 3: 99, 4: 99, 5: 999}
_N_TERMS = {1: 2, 2: 3, 3: 4, 4: 5, 5: 5}
_PEOPLE = ("Ana", "Ben", "Chloe", "David", "Emre", "Fatima", "Goran", "Hana", "Ines", "Jun")


class _Made(NamedTuple):
    request: str
    result: int
    steps: int


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family.

    `Task.steps` counts operations on single digits.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    made = _expression(grade, rng, words) if rng.random() < 0.5 else _story(grade, rng, words)
    return Task(
        text=words.asked(made.request, "form_number"),
        verifier=NumberIs(number=made.result),
        reference=str(made.result),
        family=FAMILY,
        grade=grade,
        steps=made.steps,
    )


def _expression(grade: int, rng: random.Random, words: Words) -> _Made:
    largest = _LARGEST[grade]
    text, value, steps, products = str(first := rng.randint(2, largest)), first, 0, 0
    for place in range(_N_TERMS[grade] - 1):
        term = rng.randint(2, largest)
        multiply = grade >= 2 and products < 2 and rng.random() < 0.4
        if multiply and place and grade >= 3:
            text, value = f"({text}) * {term}", value * term
            steps += _product_steps(value // term, term)
            products += 1
        elif multiply:
            other = rng.randint(2, min(largest, 99))
            text, value = f"{text} + {term} * {other}", value + term * other
            steps += _product_steps(term, other) + _sum_steps(value)
            products += 1
        else:
            minus = rng.random() < 0.5
            text, value = f"{text} {'-' if minus else '+'} {term}", value - term if minus else value + term
            steps += _sum_steps(value)
    return _Made(words("expression", expression=text), value, steps)


def _story(grade: int, rng: random.Random, words: Words) -> _Made:
    """A number of things that grows and shrinks, one sentence for each change."""
    person, other = rng.sample(_PEOPLE, 2)
    things = rng.choice(words("things").split())
    boxes, each = rng.randint(2, 3 + 2 * grade), rng.randint(3, _LARGEST[min(grade, 4)])
    who = {"person": person, "other": other, "things": things}
    story = words("story_boxes", person=person, things=things, boxes=boxes, each=each)
    have = boxes * each
    steps = _product_steps(boxes, each)
    for _ in range(grade):
        phrase, values, have, extra = _event(have, grade, rng)
        needed = ("person", "things") if phrase == "story_packs" else who
        story = words("then", a=story, b=words(phrase, **{name: who[name] for name in needed}, **values))
        steps += extra
    return _Made(words("then", a=story, b=words("story_question", person=person, things=things)), have, steps)


class _Event(NamedTuple):
    phrase: str
    values: dict[str, int]
    have: int
    steps: int


def _event(have: int, grade: int, rng: random.Random) -> _Event:
    """One change; what is there never becomes negative and never breaks into parts."""
    kind = rng.choice(["give", "get", "packs", "double", "share"] if grade >= 2 else ["give", "get"])
    some = rng.randint(2, max(2, min(have - 1, _LARGEST[grade])))
    if kind == "share":
        parts = next((n for n in rng.sample([2, 3, 4, 5, 6], 5) if have % n == 0 and have > n), None)
        if parts is not None:
            steps = _product_steps(have, parts) + _sum_steps(have)
            return _Event("story_share", {"parts": parts}, have - have // parts, steps)
        kind = "get"
    if kind == "double" and have < 1000:
        return _Event("story_double", {}, 2 * have, _sum_steps(have))
    if kind == "packs":
        packs, each = rng.randint(2, 4 + grade), rng.randint(3, 9 + 4 * grade)
        steps = _product_steps(packs, each) + _sum_steps(have)
        return _Event("story_packs", {"packs": packs, "each": each}, have + packs * each, steps)
    if kind == "give" and some < have:
        return _Event("story_give", {"some": some}, have - some, _sum_steps(have))
    return _Event("story_get", {"some": some}, have + some, _sum_steps(have))


def _sum_steps(value: int) -> int:
    return len(str(abs(value)))


def _product_steps(one: int, other: int) -> int:
    return len(str(abs(one))) * len(str(abs(other)))
