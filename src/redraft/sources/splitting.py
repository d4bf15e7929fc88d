"""A document's text cut into passages: whole sentences, under one heading, with exact positions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from redraft.errors import Misuse
from redraft.sources.extracting.extracted import Extracted, Heading
from redraft.sources.words import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """How texts are cut.

    Attributes:
        max_characters: of one passage, at least 50; some 130 English words by default.
        overlap_characters: the end of a passage that the next one begins with again, whole sentences only, fewer than
            half of `max_characters`. What a sentence refers back to is then often in the same passage.

    Raises:
        Misuse: when a bound cannot work.
    """

    max_characters: int = 800
    overlap_characters: int = 160

    def __post_init__(self) -> None:
        """Refuse bounds with which splitting would not come to an end."""
        if self.max_characters < 50:
            raise Misuse(f"`max_characters` of a passage must be 50 or more, got {self.max_characters!r}")
        if not 0 <= self.overlap_characters < self.max_characters / 2:
            raise Misuse(
                f"`overlap_characters` must be 0 or more and fewer than half of `max_characters` "
                f"({self.max_characters}), got {self.overlap_characters!r}"
            )

    @property
    def version(self) -> str:
        """Changes whenever the passages of a text could."""
        return f"split-1/{self.max_characters}/{self.overlap_characters}"


class Span(NamedTuple):
    """A passage: ``text[start:end]``, under `title`."""

    start: int
    end: int
    title: str


class _Piece(NamedTuple):
    """A sentence, or what of one fits a passage; blanks around it left out."""

    start: int
    end: int


# A sentence ends with its mark, closing quotes and brackets, and blanks, or at the end of a line of its own kind (a
# blank line, a list item); in Chinese and Japanese no blank follows the mark.
_END = re.compile(
    r"[.!?\u2026][\"'\u2019\u201d)\]]{0,3}(?=\s)"
    r"|[\u3002\uff01\uff1f\uff1b][\u300d\u300f\u201d\uff09]{0,3}"
    r"|\n(?=[ \t]*(?:\n|[-*+\u2022] |\d{1,3}[.)] ))"
)
# A full stop after these, or after one capital letter, ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:[A-Z]|[Dd]r|[Mm]rs?|Ms|St|[Pp]rof|vs|etc|e\.g|i\.e|cf|[Nn]o|[Vv]ol|pp?|[Ff]ig|[Jj]r|[Ss]r|ca|al)$"
)
_LONGEST_ABBREVIATION = 6


def split(extracted: Extracted, how: Splitting) -> list[Span]:
    """The passages of a document, in order, each ``extracted.text[start:end]`` and never blank.

    Rows (of a CSV file, say) are passages as they are; only those that are too long are cut.
    """
    spans: list[Span] = []
    for section_start, section_end, title in _sections(extracted):
        spans += _of_section(extracted.text, section_start, section_end, title, how)
    return spans


def _sections(extracted: Extracted) -> Iterator[Span]:
    """The stretches that no passage may reach across: rows, or what stands under one heading."""
    if extracted.rows:
        titles = extracted.row_titles or (extracted.title,) * len(extracted.rows)
        yield from (Span(start, end, title) for (start, end), title in zip(extracted.rows, titles, strict=True))
        return
    place, path, last = 0, _Path(extracted.title), None
    for heading in extracted.headings:
        # A heading that another one follows at once says nothing by itself; it stands before what is below that.
        is_bare = last is not None and _is_bare(extracted.text[place : heading.start], last)
        if heading.start > place and not is_bare:
            yield Span(place, heading.start, path.shown)
        path, last = path.below(heading), heading
        place = place if is_bare else heading.start
    yield Span(place, len(extracted.text), path.shown)


def _is_bare(section: str, heading: Heading) -> bool:
    """Whether a section holds nothing but headings, the last of which is `heading`."""
    if len(section) > _MAX_BARE_CHARACTERS:
        return False
    *_, line = [one for one in section.split("\n") if one.strip(" =-\t")] or [""]
    told = set(words_of(line))
    n_lines = sum(bool(one.strip(" =-\t")) for one in section.split("\n"))
    return bool(told) and told == set(words_of(heading.words)) and n_lines <= heading.level


_MAX_BARE_CHARACTERS = 1_000


class _Path:
    """The headings that are open at a place, the document's title first."""

    def __init__(self, title: str, open_headings: Sequence[Heading] = ()) -> None:
        self._title, self._open = title, tuple(open_headings)

    def below(self, heading: Heading) -> "_Path":
        """The path once `heading` has begun: it closes all of its level and deeper."""
        return _Path(self._title, (*(one for one in self._open if one.level < heading.level), heading))

    @property
    def shown(self) -> str:
        """Title and headings, such as ``Marie Curie > Early life``; a first heading that is the title counts once."""
        words = [self._title, *(one.words for one in self._open)]
        return " > ".join(word for i, word in enumerate(words) if word and word not in words[:i])


def _of_section(text: str, start: int, end: int, title: str, how: Splitting) -> Iterator[Span]:
    pieces = list(_pieces(text, start, end, how.max_characters))
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and pieces[last + 1].end - pieces[first].start <= how.max_characters:
            last += 1
        yield Span(pieces[first].start, pieces[last].end, title)
        if last + 1 == len(pieces):
            return
        again = last + 1
        # Overlap by whole sentences, and never by so much that the next passage would hold nothing new.
        while (
            again - 1 > first
            and pieces[last].end - pieces[again - 1].start <= how.overlap_characters
            and pieces[last + 1].end - pieces[again - 1].start <= how.max_characters
        ):
            again -= 1
        first = again


def _pieces(text: str, start: int, end: int, most: int) -> Iterator[_Piece]:
    """Sentences, trimmed; one that is too long is cut between words where it has any."""
    for sentence_start, sentence_end in _sentences(text, start, end):
        place = sentence_start
        while sentence_end - place > most:
            cut = _cut(text, place, place + most)
            if trimmed := _trimmed(text, place, cut):
                yield trimmed
            place = cut
        if trimmed := _trimmed(text, place, sentence_end):
            yield trimmed


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place = start
    for match in _END.finditer(text, start, end):
        before = text[max(place, match.start() - _LONGEST_ABBREVIATION) : match.start()]
        if match[0].startswith(".") and _ABBREVIATION.search(before):
            continue
        yield place, match.end()
        place = match.end()
    yield place, end


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a stretch without sentences: behind its last blank in the second half, else at its end."""
    middle = (start + end) // 2
    for place in range(end, middle, -1):
        if text[place - 1].isspace():
            return place
    return end


def _trimmed(text: str, start: int, end: int) -> _Piece | None:
    """The stretch without blanks around it; None when it is blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _Piece(start, end) if start < end else None
