"""What is read from a job is bounded, and what it leaves is counted."""

import os
from pathlib import Path

import pytest

from redraft.sandbox.native.inside import kept, watch


def test_no_more_is_kept_than_may_be_and_the_limit_is_noted() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    seen = watch.Seen(pipes={reading: "stdout"}, most={"stdout": 5})
    os.write(writing, b"1234567")
    assert seen.take(reading)
    assert seen.take(reading)  # nothing there now, but more may come
    os.close(writing)
    assert not seen.take(reading)
    assert (seen.limit, seen.report()["stdout"]) == ("output", kept.to_text(b"12345"))
    assert seen.pipes == {}


def test_what_is_left_in_the_pipes_is_read_and_they_are_closed() -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    seen = watch.Seen(pipes={reading: "told"}, most={"told": 100})
    os.write(writing, b"last words")
    seen.drain()  # somebody still holds the other end
    os.close(writing)
    assert (bytes(seen.texts["told"]), seen.pipes) == (b"last words", {})


def test_files_are_added_up_however_deep(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"x" * 100_000)
    assert watch._filled([str(tmp_path)], 50_000, measured=True)
    assert not watch._filled([str(tmp_path)], 5_000_000, measured=True)


def test_a_sparse_file_counts_as_what_it_takes(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    assert not watch._filled([str(tmp_path)], 1_000_000, measured=True)


def test_too_many_files_are_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(12):
        (tmp_path / str(n)).touch()
    monkeypatch.setattr(watch, "MAX_FILES", 10)
    assert watch._filled([str(tmp_path)], 1_000_000, measured=True)


def test_this_process_holds_memory_and_has_used_time() -> None:
    assert watch._held(os.getpid()) > 1_000_000
    assert watch._spent(os.getpid()) >= 0.0
