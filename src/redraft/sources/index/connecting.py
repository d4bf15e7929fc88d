"""SQLite files of passages: known by their first bytes, opened so that several processes can use one."""

import sqlite3
import time
from pathlib import Path

from redraft.errors import SourceError

APPLICATION_ID = 0x52464B31  # says what kind of SQLite file this is
# Longer than any batch takes, so that a second process waits instead of failing.
_WAIT_S = 120.0


def is_catalogue(path: Path) -> bool:
    """Whether a file is a catalogue, as far as its first bytes say."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def connected(path: Path | None, *, writing: bool) -> sqlite3.Connection:
    """A connection to the file at `path`, made with its folder where it may be changed; None for one in memory.

    Raises:
        SourceError: when it is not there and is not to be made.
    """
    if path is None:
        return _open(":memory:")
    if writing:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(f"{path.parent} cannot be made: {error.strerror}; give another path") from error
        return _open(str(path))
    if not path.is_file():
        raise SourceError(f"{path}: no such index; make one with `redraft facts add DIR --into {path}`")
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = _open(address)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        # In a folder that cannot be written to, SQLite cannot share a file in write-ahead mode; nobody else can write
        # there either, so that the file may be taken for one that does not change.
        connection.close()
        connection = _open(f"{address}&immutable=1")
    return connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead mode; of two processes that do so at once SQLite lets one wait for nothing, but fail."""
    began = time.monotonic()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() - began > _WAIT_S:
                raise
            time.sleep(0.02)


def _open(address: str) -> sqlite3.Connection:
    """A connection that begins no transaction by itself; the catalogue's lock lets one thread in at a time."""
    is_uri = address.startswith("file:")
    return sqlite3.connect(address, uri=is_uri, isolation_level=None, check_same_thread=False, timeout=_WAIT_S)
