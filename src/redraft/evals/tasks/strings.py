"""Changing a word step by step."""

import random
from collections.abc import Callable
from typing import NamedTuple

from redraft.evals.tasks.answers import TextIs
from redraft.evals.tasks.form import Words
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


def generate(grade: int, rng: random.Random, words: Words) -> Task:
    """A task of this family; `Task.steps` counts letters handled.

    Raises:
        Misuse: when there is no such grade.
    """
    check_grade(grade)
    while True:
        start = text = rng.choice(_WORDS[grade])
        lines, steps, last = [], 0, ""
        for number in range(1, grade + 1):
            change = _change(text, rng, words)
            while change.words == last or change.apply(text) == text:
                change = _change(text, rng, words)
            text, last = change.apply(text), change.words
            steps += len(text)
            lines.append(f"{number}. {change.words}")
        if len(text) >= 3:
            break
    return Task(
        text=words.asked("\n".join([words("string_start", word=start), *lines, words("string_question")]), "form_text"),
        verifier=TextIs(text=text),
        reference=text,
        family=FAMILY,
        grade=grade,
        steps=steps,
    )


def _change(text: str, rng: random.Random, words: Words) -> _Change:
    """A change that fits any text of at least two letters; which one depends on chance alone."""
    letter, place, n = rng.choice(text), rng.randint(1, max(1, len(text) - 1)), rng.randint(1, 3)
    new = rng.choice("bdfhkmpz")
    return rng.choice(
        [
            _Change(words("string_reverse"), lambda t: t[::-1]),
            _Change(words("string_replace", letter=letter, new=new), lambda t: t.replace(letter, new)),
            _Change(words("string_sort"), lambda t: "".join(sorted(t))),
            _Change(words("string_vowels"), lambda t: "".join(c for c in t if c not in "aeiou")),
            _Change(words("string_rotate", n=n), lambda t: t[n:] + t[:n]),
            _Change(words("string_insert", new=new, place=place), lambda t: t[:place] + new + t[place:]),
            _Change(words("string_exchange"), lambda t: t[-1:] + t[1:-1] + t[:1] if len(t) > 1 else t),
            _Change(words("string_odd"), lambda t: t[::2]),
        ]
    )
