"""Figures and untrusted words, made fit to print."""

import re
import textwrap
import unicodedata

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
)
"""All that could steer a terminal or turn a line around: C0 and C1 controls but tab and line feed, marks of direction,
and lone surrogates, which no encoding can write."""


def printable(text: str) -> str:
    """The text with everything made visible that could move a cursor, hide words or turn their direction.

    What a model wrote is data; a terminal or a page must not obey it.
    """
    return _CONTROL.sub(_visible, text)


def percent(rate: float) -> str:
    """A rate in [0, 1] as a percentage with one decimal."""
    return f"{100 * rate:.1f} %"


def percent_between(value: float, low: float, high: float) -> str:
    """A rate with its interval, in percent."""
    return f"{100 * value:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def points_between(value: float, low: float, high: float) -> str:
    """A difference of rates with its interval, in percentage points, always with its sign."""
    return f"{100 * value:+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 call``, ``2 calls``, ``1,000 tries``."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def shortened(text: str, width: int) -> str:
    """One printable line of at most `width` characters; what is cut is marked by ``…``."""
    line = " ".join(printable(text).split())
    return line if len(line) <= width else line[: max(0, width - 1)] + "…"


def wrapped(text: str, width: int) -> str:
    """The printable text in lines of at most `width` characters; one without blanks may be longer."""
    return "\n".join(textwrap.wrap(printable(text), max(1, width), break_long_words=False))


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the block of control pictures: escape becomes ␛
    if code == 0x7F:
        return "\u2421"
    name = unicodedata.name(character, "")
    return f"⟨{name.title()}⟩" if name else f"⟨U+{code:04X}⟩"
