"""What was played, line by line in a folder, so that a killed evaluation goes on where it stopped."""

import os
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from redraft.core import Record
from redraft.errors import Misuse, StoreError
from redraft.evals.comparing.outcome import Outcome
from redraft.profiles.fingerprints import changes
from redraft.store.codec import decode, decode_as, encode
from redraft.store.jsonl import read_lines

Key = tuple[str, int, str]
"""Arm, seed and id of an outcome."""

_OUTCOMES, _RECORDS, _RUN = "outcomes.jsonl", "records.jsonl", "run.json"
_NAMED = 3  # parts of two evaluations that are named when they differ; the rest is counted


class Journal:
    """A folder with ``outcomes.jsonl`` and ``records.jsonl``, which are added to; open it with ``with``.

    Args:
        folder: made when it is not there.
        run: what is evaluated, in plain values; a folder holds one evaluation.

    Raises:
        Misuse: when the folder cannot be used, or holds another evaluation.
    """

    def __init__(self, folder: Path, run: dict[str, Any]) -> None:
        """Take the folder for this evaluation."""
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _check_same(folder / _RUN, run)
            (folder / _RUN).write_text(encode(run) + "\n", encoding="utf-8")
        except OSError as error:
            raise Misuse(f"cannot write into {str(folder)!r}: {error.strerror}; give another --out") from error

    def outcomes(self) -> dict[Key, Outcome]:
        """What was played before; of two outcomes of one sample the later one, and no line that a kill cut off.

        Raises:
            Misuse: when the file is there and cannot be read.
        """
        path, found = self._folder / _OUTCOMES, dict[Key, Outcome]()
        if not path.exists():
            return found
        try:
            for _, line in read_lines(path):
                try:
                    outcome = decode_as(line, Outcome)
                except ValueError:  # what a line means is msgspec's to say, and its errors are ValueErrors
                    continue
                found[outcome.arm, outcome.seed, outcome.id] = outcome
        except StoreError as error:
            raise Misuse(str(error)) from error
        return found

    def __enter__(self) -> Self:
        self._outcomes, self._records = self._opened(_OUTCOMES), self._opened(_RECORDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in (self._outcomes, self._records):
            file.flush()
            os.fsync(file.fileno())
            file.close()

    def add(self, outcome: Outcome, record: Record) -> None:
        """Add what became of one sample; the record first, so that none is missing for an outcome.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            for file, value in ((self._records, record), (self._outcomes, outcome)):
                file.write(encode(value).encode() + b"\n")
                file.flush()
        except OSError as error:
            raise StoreError(
                f"cannot write into {str(self._folder)!r}: {error.strerror}; what is in it is kept"
            ) from error

    def _opened(self, name: str) -> IO[bytes]:
        try:
            file = (self._folder / name).open("ab")
        except OSError as error:
            raise Misuse(f"cannot write into {str(self._folder)!r}: {error.strerror}; give another --out") from error
        if file.tell() and not _ends_with_newline(self._folder / name):
            file.write(b"\n")  # the line that a kill cut off stays alone
        return file


def _check_same(path: Path, run: dict[str, Any]) -> None:
    """Refuse a folder that holds another evaluation; its outcomes would be counted among these."""
    if not path.exists():
        return
    try:
        before = decode(path.read_bytes())
    except ValueError as error:
        raise Misuse(f"{str(path)!r} cannot be read: {error}; give another --out, or delete the folder") from error
    now = decode(encode(run))
    differing = changes(before, now)
    if differing:
        named = [f"its {one.part} is {one.before!r:.80}, here it is {one.now!r:.80}" for one in differing[:_NAMED]]
        more = [f"{len(differing) - _NAMED} more parts differ"] if len(differing) > _NAMED else []
        raise Misuse(
            f"the folder {str(path.parent)!r} holds another evaluation: {'; '.join((*named, *more))}; "
            "give another --out, or delete the folder"
        )


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
