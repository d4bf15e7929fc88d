"""Whether words stand in a text: exactly, but for white space and characters that nobody sees."""

import re
import unicodedata
from typing import NamedTuple

# How a quotation in a prompt shows a hidden character; a reader may copy it so.
_SHOWN = re.compile("⟦U\\+[0-9A-F]{4,6}⟧")
MAX_QUOTE = 2000
"""Characters of the longest quotation that is looked for."""


class Span(NamedTuple):
    """A piece of a text, from `start` up to `end`."""

    start: int
    end: int


def locate(words: str, text: str) -> Span | None:
    """Where `words` first stand in `text`; None when they do not.

    Runs of white space count as one space, and hidden characters (Unicode's format characters) not at all, on both
    sides; everything else has to be the same, letter by letter. Takes time linear in the text for words of bounded
    length.

    Args:
        words: what is said to stand there; longer than `MAX_QUOTE` never does.
        text: where it should stand.
    """
    if len(words) > MAX_QUOTE:
        return None
    wanted, _ = _plain(_SHOWN.sub("", words))
    wanted = wanted.strip()
    if not wanted:
        return None
    plain, places = _plain(text)
    at = plain.find(wanted)
    if at < 0:
        return None
    return Span(places[at], places[at + len(wanted) - 1] + 1)


def same(first: str, second: str) -> bool:
    """Whether two texts are the same but for white space and hidden characters."""
    return _plain(first)[0].strip() == _plain(second)[0].strip()


def one_line(text: str, longest: int) -> str:
    """Words on one line, without hidden characters, and not too long."""
    line = _plain(text)[0].strip()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with plain white space and nothing hidden, and where each of its characters stood."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            character = " "
        elif unicodedata.category(character) in ("Cf", "Cc", "Cs"):
            continue
        characters.append(character)
        places.append(place)
    return "".join(characters), places
