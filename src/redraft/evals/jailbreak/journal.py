"""Outcomes line by line in a folder, so that an interrupted measurement goes on where it stopped."""

import os
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from redraft.errors import Misuse, StoreError
from redraft.evals.jailbreak.outcome import Key, Outcome, key_of
from redraft.profiles.fingerprints import changes
from redraft.store.codec import decode, decode_as, encode
from redraft.store.jsonl import read_lines, written_atomically

_OUTCOMES: Final = "outcomes.jsonl"
_RUN: Final = "run.json"
_NAMED: Final = 3


class Journal:
    """A folder with ``outcomes.jsonl``, which is added to; open it with ``with``.

    Args:
        folder: made when it is not there.
        run: what is measured, in plain values; a folder holds one measurement.

    Raises:
        Misuse: when the folder cannot be used, or holds another measurement.
    """

    def __init__(self, folder: Path, run: dict[str, Any]) -> None:
        """Take the folder for this measurement."""
        self._path = folder / _OUTCOMES
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _check_same(folder / _RUN, run)
            if not (folder / _RUN).exists():
                # Whole or not at all: a kill at this moment must not leave a folder that cannot be used again.
                with written_atomically(folder / _RUN) as file:
                    file.write(encode(run) + "\n")
        except StoreError as error:
            raise Misuse(f"{error}; give another --out") from error
        except OSError as error:
            raise Misuse(f"cannot write into {str(folder)!r}: {error.strerror}; give another --out") from error

    def outcomes(self, *, again: bool = False) -> dict[Key, Outcome]:
        """What was played before; no line that a kill cut off, and nothing that failed if it is to be tried `again`.

        Raises:
            Misuse: when the file is there and cannot be read.
        """
        found: dict[Key, Outcome] = {}
        if not self._path.exists():
            return found
        try:
            for _, line in read_lines(self._path):
                try:
                    outcome = decode_as(line, Outcome)
                except ValueError:  # what a line means is msgspec's to say, and its errors are ValueErrors
                    continue
                found[key_of(outcome)] = outcome
        except StoreError as error:
            raise Misuse(str(error)) from error
        return {key: one for key, one in found.items() if not (again and one.failed is not None)}

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("ab")
            if self._file.tell() and not self._path.read_bytes().endswith(b"\n"):
                self._file.write(b"\n")  # the line that a kill cut off stays alone
        except OSError as error:
            raise Misuse(f"cannot write {str(self._path)!r}: {error.strerror}; give another --out") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def add(self, outcome: Outcome) -> None:
        """Add what became of one request; it is in the file when this returns.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            self._file.write(encode(outcome).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise StoreError(f"cannot write {str(self._path)!r}: {error.strerror}; what is in it is kept") from error


def _check_same(path: Path, run: dict[str, Any]) -> None:
    """Refuse a folder that holds another measurement; its outcomes would be counted among these."""
    if not path.exists():
        return
    try:
        before = decode(path.read_bytes())
    except ValueError as error:
        raise Misuse(f"{str(path)!r} cannot be read: {error}; give another --out, or delete the folder") from error
    differing = changes(before, decode(encode(run)))
    if differing:
        named = [f"its {one.part} is {one.before!r:.60}, here it is {one.now!r:.60}" for one in differing[:_NAMED]]
        more = [f"{len(differing) - _NAMED} more parts differ"] if len(differing) > _NAMED else []
        raise Misuse(
            f"the folder {str(path.parent)!r} holds another measurement: {'; '.join((*named, *more))}; "
            "give another --out, or delete the folder"
        )
