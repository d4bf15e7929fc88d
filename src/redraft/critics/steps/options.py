"""Answers by letter: the options that a prompt offers, and the one that a draft takes."""

import re
from collections.abc import Mapping

from redraft.critics.steps.reasoning import Reasoning, StatedAnswer

_OPTION = re.compile(r"^[ \t]*\(([A-Z])\)[ \t]*([^\n]{1,200})", re.MULTILINE)
_LETTER = re.compile(r"\(([A-Z])\)|^([A-Z])\b")


def options_of(asked: str) -> Mapping[str, str]:
    """The options of a prompt, ``(A) the red ball.`` a line each, by their letters; empty when there are none."""
    return {match[1]: match[2].strip().rstrip(".") for match in _OPTION.finditer(asked)}


def letter_of(reasoning: Reasoning, options: Mapping[str, str]) -> StatedAnswer | None:
    """The option that a draft takes as its answer, its letter as text; None when it takes none of them."""
    stated = reasoning.answer
    if stated is None:
        whole = reasoning.text.strip()
        if len(whole) > 250:
            return None
        stated = StatedAnswer(start=0, end=len(reasoning.text), text=whole)
    match = _LETTER.search(stated.text)
    letter = (match[1] or match[2]) if match else None
    if letter is not None and letter in options:
        return StatedAnswer(start=stated.start, end=stated.end, text=letter)
    named = [key for key, said in options.items() if said.lower() == stated.text.strip(" .").lower()]
    return StatedAnswer(start=stated.start, end=stated.end, text=named[0]) if named else None
