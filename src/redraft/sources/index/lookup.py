"""What an index of words can do; `fts` and `tantivy_folder` each do it in their way."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol


class Entry(NamedTuple):
    """A passage as an index of words takes it: its number, its document's number, and its words, with repetitions."""

    passage: int
    document: int
    words: list[str]


class Hit(NamedTuple):
    """A passage that was found, and how well it answers: higher is better."""

    passage: int
    score: float


class Lookup(Protocol):
    """An index of words.

    Attributes:
        version: changes whenever the same query could find something else.
    """

    @property
    def version(self) -> str:
        """See above."""
        ...

    def add(self, entries: Sequence[Entry]) -> None:
        """Take in passages; inside a transaction of the catalogue."""
        ...

    def drop(self, document: int, passages: Sequence[int]) -> None:
        """Take out all passages of a document; inside a transaction of the catalogue."""
        ...

    def written(self) -> None:
        """Keep what was added and dropped: the catalogue's transaction is through."""
        ...

    def settle(self) -> None:
        """Tidy up after much was written, so that searches are quicker."""
        ...

    def forgotten(self) -> None:
        """Let go of what was added and dropped: the catalogue's transaction was undone."""
        ...

    def catch_up(self, entries_of: Callable[[int], list[Entry]]) -> None:
        """Take in and out what a killed process left behind; `entries_of` gives the passages of a document."""
        ...

    def find(self, words: Sequence[str], limit: int) -> list[Hit]:
        """The passages with any of `words`, the best first, at most `limit`; a word may end in `words.PREFIX`."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...
