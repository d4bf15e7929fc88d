"""What was judged, line by line on disk, so that an interrupted measurement goes on where it stopped."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from redraft.core import Critique
from redraft.errors import Misuse, StoreError
from redraft.store.codec import decode_as, encode
from redraft.store.jsonl import read_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One output judged: a line of the journal.

    Attributes:
        data: SHA-256 of the file that the output is from.
        id: of the output in it.
        critique: what the critic said; names it with its version.
        wall_s: wall seconds it took.
        cpu_s: processor seconds that passed in this process and its children since the judgement before.
    """

    data: str
    id: str
    critique: Critique
    wall_s: float
    cpu_s: float


class Journal:
    """A file of judgements that is added to; open it with ``with``."""

    def __init__(self, path: Path) -> None:
        """Keep judgements in `path`."""
        self._path = path

    def judged(self, *, data: str, critic: str, version: str) -> dict[str, Judgement]:
        """Judgements by this version of this critic on these data, by the output's id.

        Others in the file, and a last line that a kill cut off, are left alone and not counted.

        Raises:
            Misuse: when the file is there and cannot be read.
        """
        if not self._path.exists():
            return {}
        found: dict[str, Judgement] = {}
        try:
            for _, line in read_lines(self._path):
                judgement = _decoded(line)
                if judgement is None or judgement.data != data:
                    continue
                if (judgement.critique.critic, judgement.critique.version) == (critic, version):
                    found[judgement.id] = judgement
        except StoreError as error:
            raise Misuse(str(error)) from error
        return found

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("ab")
        except OSError as error:
            raise Misuse(f"cannot write {str(self._path)!r}: {error.strerror}; give another folder") from error
        if self._file.tell() and not _ends_with_newline(self._path):
            self._file.write(b"\n")  # the line that a kill cut off stays alone
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def add(self, judgement: Judgement) -> None:
        """Add one judgement; it is in the file when this returns.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            self._file.write(encode(judgement).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise StoreError(f"cannot write {str(self._path)!r}: {error.strerror}; what is in it is kept") from error


def _decoded(line: bytes) -> Judgement | None:
    try:
        return decode_as(line, Judgement)
    except ValueError:  # what a line means is msgspec's to say, and its errors are ValueErrors
        return None


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
