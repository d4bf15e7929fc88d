"""Files of one JSON text per line, read line by line and written whole or not at all."""

import codecs
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from redraft.errors import StoreError


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not empty, with their numbers, the first being 1.

    They come as bytes, so that one line that is no UTF-8 spoils no other.

    Raises:
        StoreError: when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if text.strip():
                    yield number, text.rstrip(b"\r\n")
    except OSError as error:
        raise StoreError(f"cannot read {str(path)!r}: {error.strerror}; check the path") from error


@contextmanager
def written_atomically(path: Path) -> Iterator[TextIO]:
    """A text file that takes its place at `path` when the block ends well, and leaves no trace when it does not.

    Raises:
        StoreError: when the file cannot be written.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise StoreError(f"cannot write {str(path)!r}: {error.strerror}; check the folder") from error
