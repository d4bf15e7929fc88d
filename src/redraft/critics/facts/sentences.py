"""The sentences of a text, with their places; by code alone, in English and Chinese.

Pure and linear in the text. Blocks of code are left out: what a program does is not looked up.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
# Bullets, numbers, heading and quotation marks at the start of a line are no words of its sentence.
_MARKERS = re.compile(r"[ \t]*(?:[-*+•–>#]{1,6}[ \t]+|\(?\d{1,3}[.)](?:[ \t]+|(?=[^\W\d]))){0,4}")
_END = re.compile(r"[.!?…]{1,6}[\"'”’»)\]*_]{0,4}(?=\s|\Z)|[。！？]{1,6}[」』”’）)]{0,4}")
# The word that a full stop belongs to, with the stop.
_LAST_WORD = re.compile(r"[^\s(\[\"“]{1,30}\Z")
_NEVER_LAST = frozenset(
    "mr. mrs. ms. dr. prof. st. vs. e.g. i.e. cf. approx. gen. col. lt. sgt. capt. rev. hon. "
    "mt. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.".split()
)
_BEFORE_NUMBERS = frozenset("no. nos. fig. figs. vol. ca. c. p. pp. art.".split())
_MAYBE_LAST = frozenset("jr. sr. inc. ltd. co. corp. etc. a.m. p.m. b.c. a.d. u.s. u.k. u.n. d.c. ph.d.".split())
# Words that begin a sentence more often than they stand inside one with a capital.
_STARTS = re.compile(
    r"\s+[\"“'‘(]?(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|In|On|At|By|For|From|His|Her|Its|Their|"
    r"However|But|And|As|After|Before|During|Since|While|When|There|Therefore|According|Also)\b"
)


class Sentence(NamedTuple):
    """A sentence and where it stands.

    Attributes:
        start: its first character.
        end: one past its last character.
        text: its words, markers of lists and headings left out.
    """

    start: int
    end: int
    text: str


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text`, in order; a line break always ends one."""
    found: list[Sentence] = []
    at, in_code = 0, False
    for line in text.splitlines(keepends=True):
        if _FENCE.match(line):
            in_code = not in_code
        elif not in_code:
            found += _in_line(line, at)
        at += len(line)
    return tuple(found)


def sentence_around(text: str, start: int, end: int) -> Sentence:
    """The sentence that the piece from `start` to `end` stands in; the piece itself where it is in none, or in two."""
    for sentence in sentences_of(text):
        if sentence.start <= start and end <= sentence.end:
            return sentence
    return Sentence(start, end, text[start:end])


def _in_line(line: str, at: int) -> Iterator[Sentence]:
    markers = _MARKERS.match(line)
    start = markers.end() if markers else 0
    for match in _END.finditer(line, start):
        if match[0].startswith(".") and not _ends(line, start, match):
            continue
        yield from _trimmed(line, start, match.end(), at)
        start = match.end()
    yield from _trimmed(line, start, len(line), at)


def _ends(line: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, and not an abbreviation inside one."""
    word = _LAST_WORD.search(line[max(start, stop.start() - 30) : stop.start() + 1])
    said = word[0].lower() if word else ""
    if said in _BEFORE_NUMBERS and re.match(r"\s+\d", line[stop.end() : stop.end() + 10]):
        return False
    if said in _NEVER_LAST:
        return False
    if re.fullmatch(r"[a-z]\.", said):  # an initial, most often
        return _STARTS.match(line, stop.end()) is not None
    if said in _MAYBE_LAST:
        return line[stop.end() :].strip() == "" or _STARTS.match(line, stop.end()) is not None
    return True


def _trimmed(line: str, start: int, end: int, at: int) -> Iterator[Sentence]:
    piece = line[start:end]
    words = piece.strip()
    if any(character.isalnum() for character in words):
        start += len(piece) - len(piece.lstrip())
        yield Sentence(at + start, at + start + len(words), words)
