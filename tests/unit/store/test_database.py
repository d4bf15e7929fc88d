"""Opening a store that somebody else is just making."""

import sqlite3
import threading
from pathlib import Path

import pytest

from redraft.errors import StoreError
from redraft.store import RecordStore, database

N_AT_ONCE, N_NEW_STORES = 6, 15


def test_many_first_openings_at_one_moment_all_succeed(tmp_path: Path) -> None:
    for n in range(N_NEW_STORES):
        path, together, refused = str(tmp_path / f"{n}.db"), threading.Barrier(N_AT_ONCE), list[StoreError]()

        def opened(path: str = path, together: threading.Barrier = together, into: list[StoreError] = refused) -> None:
            together.wait()
            try:
                RecordStore.open(path).close()
            except StoreError as error:
                into.append(error)

        threads = [threading.Thread(target=opened) for _ in range(N_AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert refused == []


def test_an_opening_waits_for_whoever_is_about_to_write_the_new_file(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "records.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")  # SQLite refuses to switch its log at once now, whatever the busy timeout
    release = threading.Timer(0.2, lambda: holder.execute("COMMIT"))
    release.start()
    RecordStore.open(str(tmp_path / "records.db")).close()
    release.join()
    holder.close()


def test_a_file_that_stays_locked_is_refused_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0.05)
    holder = sqlite3.connect(tmp_path / "records.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked"):
        RecordStore.open(str(tmp_path / "records.db"))
    holder.close()
