"""What a document says, whatever its format was, and what could not be read of it."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Heading(NamedTuple):
    """A heading: first character of its line in the text, level (1 is the highest) and words."""

    start: int
    level: int
    words: str


class Fault(NamedTuple):
    """Something that could not be read: where (file, and line or page), and what is wrong with it and what to do."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """The words of a document.

    Attributes:
        text: all of them; positions of passages count its characters.
        title: of the document; may be empty.
        headings: in order of their places.
        rows: first and one past the last character of each row, for documents that consist of rows.
        row_titles: what each row stands under, where they differ; by default all stand under the title.
        date: ISO date that the document itself tells; None where it tells none.
        faults: parts that are not in the text.
        assumed: what was guessed in order to read it, such as its encoding; empty for nothing.
    """

    text: str
    title: str = ""
    headings: tuple[Heading, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    row_titles: tuple[str, ...] = ()
    date: str | None = None
    faults: tuple[Fault, ...] = field(default=())
    assumed: str = ""
