import os
from pathlib import Path

import pytest

from redraft.batch.place import growing
from redraft.errors import Misuse


def test_the_file_takes_its_name_when_all_is_well(tmp_path: Path) -> None:
    output = tmp_path / "o.jsonl"
    output.write_text("before")
    with growing(output) as target:
        target.write_text("after")
        assert output.read_text() == "before"
    assert output.read_text() == "after"
    assert not target.exists()


def test_what_was_written_before_a_failure_stays_beside(tmp_path: Path) -> None:
    output = tmp_path / "o.jsonl"

    def fail(text: str) -> None:
        with growing(output) as target:
            target.write_text(text)
            raise ZeroDivisionError

    for text, left in (("half", True), ("", False)):
        with pytest.raises(ZeroDivisionError):
            fail(text)
        assert not output.exists()
        assert output.with_name("o.jsonl.part").exists() == left


def test_two_cannot_write_one_output(tmp_path: Path) -> None:
    output = tmp_path / "o.jsonl"
    with growing(output) as target:
        target.write_text("mine")
        with pytest.raises(Misuse, match=r"another process is writing .*o\.jsonl'; wait for it"), growing(output):
            raise AssertionError("not reached")
        assert target.read_text() == "mine"
    with growing(output):
        pass


def test_a_lock_on_a_file_that_was_moved_meanwhile_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "o.jsonl"
    target = output.with_name("o.jsonl.part")
    opened = os.open

    def open_and_lose_the_race(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opened(path, flags, mode)
        monkeypatch.undo()
        os.replace(target, output)  # the other process finishes between our opening and our locking
        return descriptor

    monkeypatch.setattr(os, "open", open_and_lose_the_race)
    with growing(output) as place:
        place.write_text("new")
        assert output.read_text() == ""
    assert output.read_text() == "new"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(Misuse, match=r"cannot write .*No such file or directory; check the folder"),
        growing(tmp_path / "none" / "o.jsonl"),
    ):
        raise AssertionError("not reached")
