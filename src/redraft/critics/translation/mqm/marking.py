"""Errors as a judge marks them: read from its reply, and held against the texts that they are said to stand in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from redraft.critics.translation.mqm.categories import SEVERITIES, Category, Severity, category, weight_of
from redraft.critics.verdicts import quoted_from

MAX_MARKED = 100
"""Errors that are read from one reply; nobody finds more in a segment, and a model caught in a loop writes more."""

# "Error: major accuracy/mistranslation in translation: "exact words" - what is wrong". A line that begins with ">"
# quotes someone and marks nothing.
_LINE = re.compile(r"[ \t*_#\d.)-]{0,12}(?:error|錯誤|错误)[ \t\d*_]{0,8}[:：][ \t*_]{0,8}(.*)", re.IGNORECASE)
_HEAD = re.compile(
    r"[*_]{0,4}(critical|major|minor)[*_]{0,4}[ \t,|]{1,4}[*_]{0,4}([a-z][a-z-]{1,24})"
    r"(?:[ \t]?/[ \t]?([a-z][a-z -]{1,40}?))?[*_]{0,4}"
    r"[ \t]{1,4}in[ \t]{1,4}(?:the[ \t]{1,4})?(translation|source)[*_]{0,4}[ \t]?[:：][ \t]{0,4}(.*)",
    re.IGNORECASE,
)
_SEVERE = re.compile(r"[*_]{0,4}(?:critical|major)\b", re.IGNORECASE)
_MENDED = re.compile(r"(?:=>|⇒|→)[ \t]{0,4}[\"“„「]([^\"”」\n]{1,500})[\"”“」][ \t.。]{0,4}$")

Side = Literal["translation", "source"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An error whose words stand where the judge says.

    Attributes:
        category: its place in the tree.
        severity: how bad it is.
        side: the text that its words stand in; the source for what the translation left out.
        start: first character of the words in that text.
        end: one past their last.
        said: what is wrong, in the judge's words.
        mended: what should stand there instead; None when the judge does not say.
    """

    category: Category
    severity: Severity
    side: Side
    start: int
    end: int
    said: str
    mended: str | None = None

    @property
    def weight(self) -> float:
        """Its penalty points."""
        return weight_of(self.category, self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The errors of a reply.

    Attributes:
        kept: errors whose words stand in the text, in the order of the reply, each once.
        dropped: lines whose words do not stand there, which makes them no evidence.
        unreadable: lines that begin like an error and are not in the form that was asked for.
        n_merged: errors that repeat another: the same words and area; the worse of the two is kept.
    """

    kept: tuple[Marked, ...]
    dropped: tuple[str, ...]
    unreadable: tuple[str, ...]
    n_merged: int

    @property
    def n_listed(self) -> int:
        """Error lines of the reply that were read."""
        return len(self.kept) + len(self.dropped) + len(self.unreadable) + self.n_merged

    @property
    def says_severe(self) -> bool:
        """Whether any of its lines calls an error critical or major, even one that does not count."""
        lines = (*self.dropped, *self.unreadable)
        return any(error.weight >= 5 for error in self.kept) or any(map(_SEVERE.match, lines))


def read_marked(reply: str, *, source: str, translation: str) -> Reading:
    """The errors that a reply lists.

    Args:
        reply: the model's words alone.
        source: the text that was translated.
        translation: the draft's text.
    """
    lines = [match[1].strip() for line in reply.splitlines() if (match := _LINE.match(line))][:MAX_MARKED]
    found: list[Marked] = []
    dropped: list[str] = []
    unreadable: list[str] = []
    for line in lines:
        head = _HEAD.match(line)
        place = None if head is None else category(head[2].lower(), (head[3] or "").lower() or None)
        if head is None or place is None:
            unreadable.append(line)
            continue
        side = cast("Side", head[4].lower())
        error = _located(head, place, side, source if side == "source" else translation)
        if error is None:
            dropped.append(line)
        else:
            found.append(error)
    kept = merged(found)
    return Reading(kept=kept, dropped=tuple(dropped), unreadable=tuple(unreadable), n_merged=len(found) - len(kept))


def _located(head: re.Match[str], place: Category, side: Side, text: str) -> Marked | None:
    quoted = quoted_from(head[5], text)
    if quoted is None:
        return None
    mended = _MENDED.search(quoted.said)
    return Marked(
        category=place,
        severity=cast("Severity", head[1].lower()),
        side=side,
        start=quoted.start,
        end=quoted.end,
        said=quoted.said[: mended.start()].rstrip(" \t-–—:：,，") if mended else quoted.said,
        mended=mended[1] if mended else None,
    )


def merged(found: Iterable[Marked]) -> tuple[Marked, ...]:
    """Errors without repetition: of those with the same words and area the worst stays, the first among equals."""
    kept: dict[tuple[Side, int, int, str], Marked] = {}
    for error in found:
        key = (error.side, error.start, error.end, error.category.area)
        earlier = kept.get(key)
        if earlier is None or SEVERITIES.index(error.severity) < SEVERITIES.index(earlier.severity):
            kept[key] = error
    return tuple(kept.values())
