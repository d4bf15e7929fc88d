"""What every format can do."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from redraft.batch.config import FormName
from redraft.batch.entries import Entry
from redraft.batch.outcome import Outcome


class Reader(Protocol):
    """Reads prompts from a file, as often as it is asked to."""

    @property
    def form(self) -> FormName:
        """The format."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """Names of the fields that every row has; empty where rows differ."""
        ...

    def count(self) -> int | None:
        """Lines that hold something; None when counting would mean reading everything."""
        ...

    def entries(self) -> Iterator[Entry]:
        """The lines that hold something, good ones and bad ones, in order.

        Raises:
            Misuse: when the file as a whole cannot be read.
        """
        ...


class Writer(Protocol):
    """Writes results into a file that it makes anew."""

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """Add the result of one entry; no outcome for a bad one."""
        ...

    def flush(self) -> None:
        """Show in the file what was written so far, as far as the format allows."""
        ...

    def close(self) -> None:
        """Finish the file and bring it to the disk."""
        ...
