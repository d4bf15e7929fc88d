"""Files are read back as they are, and only files."""

import os
from pathlib import Path

import pytest

from redraft.sandbox.native.inside import kept


def test_bytes_survive_the_way_as_text() -> None:
    content = bytes(range(256))
    assert kept.from_text(kept.to_text(content)) == content


def test_text_that_is_no_content_is_an_error() -> None:
    with pytest.raises(ValueError, match="base64"):
        kept.from_text("not base64!")


def test_what_is_there_comes_back_and_what_is_not_does_not(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"\xff")
    found = kept.read_back(str(tmp_path), ["a/b", "a", "c", "a/b/c"], at_most=10)
    assert found == {"a/b": kept.to_text(b"\xff")}


def test_neither_links_nor_pipes_are_read(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret").write_text("s")
    (folder / "link").symlink_to(outside / "secret")
    (folder / "away").symlink_to(outside)
    os.mkfifo(folder / "pipe")
    assert kept.read_back(str(folder), ["link", "away/secret", "pipe"], at_most=100) == {}


def test_no_more_is_read_than_fits(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"1234")
    assert list(kept.read_back(str(tmp_path), ["a", "b", "c"], at_most=9)) == ["a", "b"]
