"""The options that a prompt offers, where they stand in it, and the one that an answer takes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from redraft.critics.stated import denied_before

_MAX_OPTIONS = 26
_LONGEST_READ = 40_000
# No pattern looks further than a line or a few dozen characters.
_OPTION = re.compile(
    r"^[ \t]{0,8}(?:[-*][ \t]{1,4})?\(?(?P<letter>[A-Za-z])[).:][ \t]{1,8}(?P<text>\S[^\n]*)$", re.MULTILINE
)
_STATED = re.compile(
    r"(?:\b(?:answer|choice|option)\b|答案|選項|选项)[ \t*_]{0,4}(?:\bis\b|[:：是為为])?[ \t*_:：]{0,4}"
    r"(?:\boption\b[ \t])?[(「（]?(?P<letter>[A-Za-z])(?![A-Za-z'’])",
    re.IGNORECASE,
)
_EITHER = re.compile(
    _STATED.pattern
    + r"[)）」.]{0,2}[ \t*_]{0,4}(?:or\b|and\b|/|或|和)[ \t*_]{0,4}[(（「]?(?P<other>[A-Za-z])(?![A-Za-z'’])",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"[\s*_`\"'「]{0,8}(?:\((?P<whole>[A-Za-z])\)|(?P<letter>[A-Za-z])(?:[).:：]|[\s*_`\"'」]{0,8}\Z))"
)
_INSIDE = re.compile(r"\((?P<letter>[A-Za-z])\)")
_OPEN = re.compile(
    r"\b(?:un(?:known|clear|certain|determined)|undetermin\w+|not (?:known|enough|answerable|clear|sure|given|stated)"
    r"|(?:can ?not|can['’]t|could not|impossible to) (?:be )?(?:determined?|answer(?:ed)?|know[n]?|tell|told|say|said)"
    r"|neither|nobody|no one)\b|無法|无法|不知|未知|不確定|不确定",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of a prompt.

    Attributes:
        letter: in capitals.
        text: its words.
        start: first character of its words in the prompt.
        end: one past their last.
    """

    letter: str
    text: str
    start: int
    end: int


def options_of(text: str) -> Mapping[str, Option]:
    """The last run of lines ``A) ...``, ``B) ...`` from A on, by letter; empty when there are fewer than two."""
    shift = max(0, len(text) - _LONGEST_READ)
    runs: list[dict[str, Option]] = []
    for match in _OPTION.finditer(text, shift):
        letter = match["letter"].upper()
        if letter == "A":
            runs.append({})
        if runs and ord(letter) == ord("A") + len(runs[-1]) and len(runs[-1]) < _MAX_OPTIONS:
            words = match["text"].rstrip()
            start = match.start("text")
            runs[-1][letter] = Option(letter=letter, text=words, start=start, end=start + len(words))
    found = runs[-1] if runs else {}
    return found if len(found) > 1 else {}


def reordered(text: str, first: Option, second: Option) -> str:
    """The prompt with the words of two of its options in each other's place."""
    before, after = sorted((first, second), key=lambda option: option.start)
    parts = (text[: before.start], after.text, text[before.end : after.start], before.text, text[after.end :])
    return "".join(parts)


def leaves_open(option: str) -> bool:
    """Whether the words of an option say that the request does not tell."""
    return _OPEN.search(option[:200]) is not None


def letter_in(answer: str, options: Mapping[str, str]) -> str | None:
    """The letter of the one option that an answer takes; None when it takes none, or more than one.

    What the answer states as its answer is read first, then the letter that it begins with, then the words of one
    option, then a letter in parentheses. A letter that is denied is not taken.

    Args:
        answer: the answer.
        options: the words of the options by letter.
    """
    text = answer.strip()[-_LONGEST_READ:]
    stated = _known(_STATED, text, options)
    if any(_are_two(match, options) for match in _EITHER.finditer(text)):
        return None
    if stated:
        return stated[-1] if len(set(stated)) == 1 else None
    begins = _BEGINS.match(text)
    if begins is not None and (letter := (begins["whole"] or begins["letter"]).upper()) in options:
        others = {one for one in _known(_INSIDE, text, options) if one != letter}
        return None if others else letter
    named = [letter for letter, words in options.items() if _plain(words) and _plain(words) in _plain(text[-300:])]
    # "Not enough info" is part of "Not enough information": the longer one is meant.
    named = [one for one in named if not any(_holds(options[other], options[one]) for other in named if other != one)]
    if len(named) == 1:
        return named[0]
    inside = set(_known(_INSIDE, text, options))
    return inside.pop() if len(inside) == 1 and not named else None


def _are_two(match: re.Match[str], options: Mapping[str, str]) -> bool:
    """Whether "answer: A or B" names two options; in "answer: B and a half" the "a" is none."""
    pair = match["letter"], match["other"]
    return all(one.upper() in options for one in pair) and pair[0].isupper() == pair[1].isupper()


def _known(pattern: re.Pattern[str], text: str, options: Mapping[str, str]) -> list[str]:
    found = [(match["letter"].upper(), match.start("letter")) for match in pattern.finditer(text)]
    return [letter for letter, place in found if letter in options and not denied_before(text[:place].rstrip("(（「"))]


def _holds(longer: str, shorter: str) -> bool:
    return _plain(shorter) in _plain(longer) and _plain(shorter) != _plain(longer)


def _plain(text: str) -> str:
    """Words in lower case between blanks, so that one is in another only as whole words."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())
    kept = words[1:] if words and words[0] in ("the", "a", "an") else words
    return f" {' '.join(kept)} " if kept else ""
