"""Numbers that a solution of a word problem takes from nowhere: neither in the question nor computed before.

That is a remark and no verdict: a quarter has 25 cents in every question.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from redraft.critics.steps.checker import Problem
from redraft.critics.steps.reasoning import Reasoning
from redraft.critics.steps.tokens import Token, tokenize

_NUMBER_WORDS = {
    word: Fraction(value)
    for words, value in {
        "one once single": 1, "two twice half double pair couple": 2, "three triple third": 3, "four quarter": 4,
        "five fifth": 5, "six": 6, "seven week weeks": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
        "twelve dozen year years month months": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "day days": 24, "thirty": 30, "forty": 40,
        "fifty": 50, "sixty hour hours": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    }.items()
    for word in words.split()
}  # fmt: skip
# What everybody knows: days, months, hours, hundredths, halves; no question has to say so.
_KNOWN = frozenset(Fraction(value) for value in "0 1 2 3 4 7 10 12 24 30 52 60 100 365 1000 .5 .25 .75 .1 .01".split())
_WORD = re.compile(r"[a-z]+")
# A question with one number or none is no word problem of the kind whose quantities are all given.
_MIN_NUMBERS = 2
_MAX_ASKED = 5000


def from_nowhere(asked: str, reasoning: Reasoning) -> Problem | None:
    """The first number that a chain uses without having it; None when there is none, or the prompt gives no numbers."""
    if len(asked) > _MAX_ASKED:
        return None
    given = {token.value for token in tokenize(asked).tokens if token.value is not None}
    if len(given) < _MIN_NUMBERS:
        return None
    known = {*_KNOWN, *given, *(_NUMBER_WORDS[word] for word in _WORD.findall(asked.lower()) if word in _NUMBER_WORDS)}
    # A third less, 20 % more: what is left and what comes to it are given with the share.
    known |= {part for value in given for part in (value / 100, 1 - value / 100, 1 + value / 100)}
    stated = reasoning.answer
    for step in reasoning.steps:
        if stated is not None and step.start <= stated.start < step.end:
            continue
        for token in _used(tokenize(reasoning.text, step.start, step.end).tokens, known):
            values = {"claimed": token.text}
            return Problem(start=token.start, end=token.end, kind="quantity", says="from_nowhere", values=values)
    return None


def _used(tokens: Iterable[Token], known: set[Fraction]) -> Iterable[Token]:
    """Numbers that are not known when they are used; what follows an equals sign is computed and known from then on."""
    is_computed = False
    for token in tokens:
        if token.kind in ("equals", "word"):
            is_computed = token.kind == "equals"
        if token.value is not None:
            if not is_computed and token.value not in known:
                yield token
            known.add(token.value)
