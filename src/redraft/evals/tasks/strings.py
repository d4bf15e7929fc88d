"""Changing a word step by step."""

import random
from collections.abc import Callable
from typing import NamedTuple

from redraft.evals.tasks.answers import TextIs
from redraft.evals.tasks.form import asked
from redraft.evals.tasks.task import Task, check_grade

FAMILY = "strings"

_WORDS = {
    1: "apple bread chair cloud dance earth field grape house light music night ocean plant river stone table".split(),
    2: "basket bridge candle castle doctor flower garden hammer island jacket kitten ladder mirror pencil".split(),
    3: "balance cabinet diamond evening fashion gallery history journey kitchen library morning network".split(),
    4: "calendar daughter elephant festival goldfish hospital internal keyboard language mountain notebook".split(),
    5: "adventure butterfly chocolate different education furniture graduates highlight important landscape".split(),
}


class _Change(NamedTuple):
    words: str
    apply: Callable[[str], str]


def generate(grade: int, rng: random.Random) -> Task:
    """A task of this family; `Task.steps` counts letters handled.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    while True:
        start = text = rng.choice(_WORDS[grade])
        lines, steps, last = [], 0, ""
        for number in range(1, grade + 1):
            change = _change(text, rng)
            while change.words == last or change.apply(text) == text:
                change = _change(text, rng)
            text, last = change.apply(text), change.words
            steps += len(text)
            lines.append(f"{number}. {change.words}")
        if len(text) >= 3:
            break
    request = f'Start with the word "{start}" and carry out each step on the result of the step before:\n'
    return Task(
        text=asked(request + "\n".join(lines) + "\nWhat is the result?", "the resulting text alone"),
        verifier=TextIs(text=text),
        reference=text,
        family=FAMILY,
        grade=grade,
        steps=steps,
    )


def _change(text: str, rng: random.Random) -> _Change:
    """A change that fits any text of at least two letters; which one depends on chance alone."""
    letter, place, n = rng.choice(text), rng.randint(1, max(1, len(text) - 1)), rng.randint(1, 3)
    new = rng.choice("bdfhkmpz")
    return rng.choice(
        [
            _Change("Write the letters in reverse order.", lambda t: t[::-1]),
            _Change(f'Replace every "{letter}" by "{new}".', lambda t: t.replace(letter, new)),
            _Change("Sort the letters alphabetically, keeping repeated ones.", lambda t: "".join(sorted(t))),
            _Change("Remove all vowels (a, e, i, o, u).", lambda t: "".join(c for c in t if c not in "aeiou")),
            _Change(f"Move the first {n} letter(s) to the end, keeping their order.", lambda t: t[n:] + t[:n]),
            _Change(f'Insert "{new}" after letter number {place}.', lambda t: t[:place] + new + t[place:]),
            _Change("Exchange the first and the last letter.", lambda t: t[-1:] + t[1:-1] + t[:1] if len(t) > 1 else t),
            _Change("Keep only the letters at odd positions (the 1st, the 3rd, the 5th, ...).", lambda t: t[::2]),
        ]
    )
