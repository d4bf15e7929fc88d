"""What was played, line by line in a file, so that an interrupted calibration goes on where it stopped."""

import os
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from redraft.errors import Misuse, StoreError
from redraft.store.codec import decode_as, encode
from redraft.store.jsonl import read_lines


class Row(Protocol):
    """What a journal keeps."""

    @property
    def key(self) -> str:
        """Names the work that the row belongs to."""
        ...

    @property
    def id(self) -> str:
        """Names the case in that work."""
        ...


R = TypeVar("R", bound=Row)


class Journal(Generic[R]):
    """A file of rows that is added to; open it with ``with``."""

    def __init__(self, path: Path, kind: type[R]) -> None:
        """Keep rows of one kind in `path`."""
        self._path, self._kind = path, kind

    def rows(self) -> dict[tuple[str, str], R]:
        """What was played before, by key and id; a last line that a kill cut off is not counted.

        Raises:
            Misuse: when the file is there and cannot be read.
        """
        if not self._path.exists():
            return {}
        found: dict[tuple[str, str], R] = {}
        try:
            for _, line in read_lines(self._path):
                try:
                    row = decode_as(line, self._kind)
                except ValueError:  # what a line means is msgspec's to say, and its errors are ValueErrors
                    continue
                found[row.key, row.id] = row
        except StoreError as error:
            raise Misuse(str(error)) from error
        return found

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("ab")
            if self._file.tell():
                self._file.write(b"\n")  # a line that a kill cut off stays alone; empty lines are no rows
        except OSError as error:
            raise Misuse(f"cannot write {str(self._path)!r}: {error.strerror}; give another file with --out") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def add(self, row: R) -> None:
        """Add one row; it is in the file when this returns.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            self._file.write(encode(row).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise StoreError(f"cannot write {str(self._path)!r}: {error.strerror}; what is in it is kept") from error
