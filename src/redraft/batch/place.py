"""The output file while it grows: beside its final name, by one process at a time, and in place at the end."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redraft.errors import Misuse


@contextmanager
def growing(output: Path) -> Iterator[Path]:
    """Where to write what will be `output`: it takes that name when the block ends well.

    A process that is killed leaves the growing file behind, and its lock to whoever comes next.

    Raises:
        Misuse: when another process is writing it, or the folder cannot be written.
    """
    target = output.with_name(output.name + ".part")
    descriptor = _locked(target, output)
    try:
        yield target
        os.replace(target, output)
    except BaseException:
        if os.fstat(descriptor).st_size == 0:
            target.unlink()
        raise
    finally:
        os.close(descriptor)


def _locked(target: Path, output: Path) -> int:
    while True:
        try:
            descriptor = os.open(target, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise Misuse(f"cannot write {str(output)!r}: {error.strerror}; check the folder") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Misuse(f"another process is writing {str(output)!r}; wait for it, or choose another output") from None
        # Whoever had the lock before may have moved the file to its place: then this lock holds nobody off.
        if target.exists() and os.path.samestat(os.fstat(descriptor), target.stat()):
            return descriptor
        os.close(descriptor)
