"""Answers by letter: the options that a prompt offers, and the one that a draft takes."""

import re
from collections.abc import Mapping

from redraft.critics.stated import Doubt, denied_before, hedged, said_twice, taken_back
from redraft.critics.steps.reasoning import Reasoning, StatedAnswer

_OPTION = re.compile(r"^[ \t]*\(([A-Z])\)[ \t]*([^\n]{1,200})", re.MULTILINE)
_LETTER = re.compile(r"\(([A-Z])\)|^([A-Z])\b")
# A letter that words begin with; a bare one ends there, for "A cat" is no option.
_BEGINS = re.compile(
    r"[\s*_`\"']{0,4}(?:option\s{1,2})?(?:\(([A-Z])\)|([A-Z])(?=[).\]:*_`\"',;]|\s*\Z|\s+(?:or|and|/)\s))"
)
_WHOLE = re.compile(r"(?:option\s{1,2})?\(?([A-Z])\)?", re.IGNORECASE)
_TRIM = " \t\n*_`.。!！\"“”'"


def options_of(asked: str) -> Mapping[str, str]:
    """The options of a prompt, ``(A) the red ball.`` a line each, by their letters; empty when there are none."""
    return {match[1]: match[2].strip().rstrip(".") for match in _OPTION.finditer(asked)}


def letter_of(reasoning: Reasoning, options: Mapping[str, str]) -> StatedAnswer | None:
    """The option that a draft takes as its answer, its letter as text; None when it takes none of them."""
    stated = _stated(reasoning)
    if stated is None:
        return None
    match = _LETTER.search(stated.text)
    letter = (match[1] or match[2]) if match else None
    if match is not None and letter is not None and letter in options:
        denied = denied_before(stated.text[: match.start()])
        return None if denied else StatedAnswer(start=stated.start, end=stated.end, text=letter)
    named = _named(stated.text, options)
    return StatedAnswer(start=stated.start, end=stated.end, text=named) if named else None


def doubt_of(reasoning: Reasoning, options: Mapping[str, str]) -> Doubt | None:
    """Why a draft that takes an option settles on none after all; None when it does."""
    taken, stated = letter_of(reasoning, options), _stated(reasoning)
    if taken is None or stated is None:
        return None

    def whole(words: str) -> str | None:
        bare = words.strip(_TRIM)
        match = _WHOLE.fullmatch(bare)
        letter = match[1].upper() if match else None
        begun = begin(bare)
        return letter if letter in options else _named(bare, options) or begun

    def begin(words: str) -> str | None:
        match = _BEGINS.match(words)
        letter = (match[1] or match[2]) if match else None
        return letter if letter in options else None

    letter = _LETTER.search(stated.text)
    place = letter.end() if letter else len(stated.text)
    first, rest = stated.text[:place], stated.text[place:]
    # A draft that is its answer and nothing else may go on over lines; the line of the answer ends at the first.
    line, _, more = rest.partition("\n")
    after = more + reasoning.text[stated.end :] if reasoning.answer is not None else more
    return (
        said_twice([one.text for one in reasoning.answers], whole)
        or hedged(first, line, taken.text, begin, options)
        or taken_back(first, after, taken.text, whole)
    )


def _stated(reasoning: Reasoning) -> StatedAnswer | None:
    if reasoning.answer is not None:
        return reasoning.answer
    whole = reasoning.text.strip()
    return None if len(whole) > 250 else StatedAnswer(start=0, end=len(reasoning.text), text=whole)


def _named(text: str, options: Mapping[str, str]) -> str | None:
    bare = text.strip(" .").lower()
    return next((letter for letter, said in options.items() if said.lower() == bare), None)
