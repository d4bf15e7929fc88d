"""Reading the final answer of a reply: tolerant in form, exact in content, and safe whatever the reply holds."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_REPLY, LONGEST_ANSWER = 200_000, 2_000
"""Characters that are looked at: of a reply the last ones, of an answer all, for a longer one is wrong."""

_MARK = re.compile(r"^[\s>*_#`\-]*(?:the\s+)?(?:final\s+)?(?:answer|答案)[\s*_`]*[:：][\s*_`]*(.*)$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?", re.ASCII)
_EMPHASIS = "*_`$ \t"
_QUOTES = "\"'“”‘’「」『』«»"
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
    """The one number in an answer, in its plainest form; None when there is none, or more than one."""
    if len(answer) > LONGEST_ANSWER:
        return None
    normal = unicodedata.normalize("NFKC", answer).translate(_DASHES)
    found = _NUMBER.findall(normal)
    return _plainest(found[0]) if len(found) == 1 else None


def items_in(answer: str) -> tuple[str, ...] | None:
    """The items of a list that is written with commas, with or without brackets; None when it is too long to be one."""
    if len(answer) > LONGEST_ANSWER:
        return None
    bare = plain(answer).strip("[](){} ")
    pieces = re.split(r"\s*(?:,|、|;|->|→|>)\s*|\s+and\s+", bare)
    return tuple(piece.strip(_QUOTES + _EMPHASIS + ".。") for piece in pieces if piece.strip())


def _unmarked(line: str) -> str:
    return line.strip(_EMPHASIS + "\r\n")


def _plainest(number: str) -> str:
    """``1,234.50`` as ``1234.5``, ``-0`` as ``0``."""
    whole, _, fraction = number.replace(",", "").partition(".")
    sign, digits, fraction = whole[: whole.startswith("-")], whole.lstrip("-").lstrip("0") or "0", fraction.rstrip("0")
    written = f"{digits}.{fraction}" if fraction else digits
    return written if written == "0" else sign + written


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberIs:
    """Right is one whole number; words and a unit around it do not count, a second number does."""

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
        return unicodedata.normalize("NFKC", answer).strip(_QUOTES + _EMPHASIS + ".") == self.text


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
