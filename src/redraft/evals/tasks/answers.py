"""Reading the final answer of a reply: tolerant in form, exact in content, and safe whatever the reply holds."""

import re
import unicodedata
from dataclasses import dataclass

from redraft.evals.quantities import stated_quantity

LONGEST_REPLY, LONGEST_ANSWER = 200_000, 2_000
"""Characters that are looked at: of a reply the last ones, of an answer all, for a longer one is wrong."""

_MARK = re.compile(
    r"^[\s>*_#`|\-]*(?:\d{1,3}[.)]\s+)?(?:(?:the|my)\s+)?(?:final\s+)?(?:answer|答案)[\s*_`]*[:：][\s*_`]*(.*)$",
    re.IGNORECASE,
)
_BOXED = re.compile(r"\\boxed\{\s*(?:\\text\{([^{}]*)\}|([^{}]*))\s*\}")
_EMPHASIS = "*_`$ \t"
_QUOTES = "\"'“”‘’「」『』«»"
_BRACKETS = {"[": "]", "(": ")", "{": "}"}
_DASHES = str.maketrans(dict.fromkeys("−–—﹣－", "-"))


def answer_of(reply: str) -> str | None:
    """The words after the last answer mark; None when there is no such line, or nothing on it and below it.

    The mark is ``Answer:`` at the beginning of a line, in any case, with or without emphasis. Where the line holds
    nothing else, the answer is the next line that holds something.
    """
    lines = reply[-LONGEST_REPLY:].splitlines()
    for number in range(len(lines) - 1, -1, -1):
        marked = _MARK.match(lines[number][: LONGEST_ANSWER + 100])
        if marked is None:
            continue
        candidates = (marked[1], *lines[number + 1 :])
        stripped = (_unmarked(candidate) for candidate in candidates)
        return next((candidate for candidate in stripped if candidate), None)
    return None


def comparable(reply: str) -> str:
    """What of a reply is compared in a majority vote: its final answer in one plain form, else all of it."""
    answer = answer_of(reply)
    return plain(reply if answer is None else answer)


def plain(text: str) -> str:
    """The text without what does not count: form of characters, case, white space, a closing full stop, quotes."""
    normal = unicodedata.normalize("NFKC", text[:LONGEST_ANSWER]).translate(_DASHES).casefold()
    return " ".join(normal.split()).strip(_QUOTES + _EMPHASIS + ".。")


def number_in(answer: str) -> str | None:
    """The one number in an answer, in its plainest form; None when there is none, or it is not told for certain.

    See `redraft.evals.quantities`; here a fraction or a power is no answer, for working it out is what was asked.
    """
    if len(answer) > LONGEST_ANSWER:
        return None
    found = stated_quantity(answer)
    if found is None or not found.is_plain:
        return None
    whole = found.value.numerator
    return str(whole if found.value == whole else float(found.value))


def items_in(answer: str) -> tuple[str, ...] | None:
    """The items of a list that is written with commas, with or without brackets; None when it is too long to be one."""
    if len(answer) > LONGEST_ANSWER:
        return None
    bare = plain(answer)
    if bare[:1] in _BRACKETS and bare.endswith(_BRACKETS[bare[0]]):
        bare = bare[1:-1].strip()
    pieces = re.split(r"\s*(?:,\s*and\s+|,|、|;|->|→|>)\s*|\s+and\s+", bare)
    items = tuple(piece.strip(_QUOTES + _EMPHASIS + ".。") for piece in pieces)
    return items[:-1] if len(items) > 1 and not items[-1] else items


def _unmarked(line: str) -> str:
    bare = line.strip(_EMPHASIS + "|\r\n").removeprefix("\\(").removesuffix("\\)").strip(_EMPHASIS)
    boxed = _BOXED.fullmatch(bare.rstrip(".$ "))
    return bare if boxed is None else (boxed[1] or boxed[2] or "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberIs:
    """Right is one whole number; words and a unit around it do not count, a second number and a denial do."""

    number: int

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        return number_in(answer) == str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIs:
    """Right is one text, letter by letter; quotes around it do not count, case does where `cased`."""

    text: str
    cased: bool = False

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        if len(answer) > LONGEST_ANSWER:
            return False
        if not self.cased:
            return plain(answer) == plain(self.text)
        ends = _QUOTES + _EMPHASIS + "."
        return unicodedata.normalize("NFKC", answer).strip(ends) == self.text.strip(ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListIs:
    """Right are these items, in this order or, where it does not count, in any."""

    items: tuple[str, ...]
    ordered: bool = True

    def holds(self, answer: str) -> bool:
        """See `redraft.evals.tasks.task.Verifier`."""
        found = items_in(answer)
        if found is None:
            return False
        wanted = tuple(plain(item) for item in self.items)
        return found == wanted if self.ordered else sorted(found) == sorted(wanted)
