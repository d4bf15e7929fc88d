"""A patch onto disk: all or nothing, with everything else of a file as it was."""

import os
import stat
from pathlib import Path

import pytest

from redraft.critics.patch import Patch, TextFile
from redraft.errors import RedraftError
from redraft.profiles.fixing import write_patch

OLD = {"a.py": b"\xef\xbb\xbfx = 1\r\ny = 2\r\n", "b.sh": b"echo 1"}
NEW = {"a.py": b"\xef\xbb\xbfx = 3\r\ny = 2\r\n", "b.sh": b"echo 2"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, data in OLD.items():
        (tmp_path / path).write_bytes(data)
    (tmp_path / "b.sh").chmod(0o750)
    return tmp_path


def patch() -> Patch:
    before, after = (tuple(TextFile.of(path, data) for path, data in files.items()) for files in (OLD, NEW))
    return Patch(before=before, after=after, places={})


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_files_are_replaced_and_keep_their_permissions_and_ends(folder: Path) -> None:
    assert write_patch(patch(), folder) == ("a.py", "b.sh")
    assert on_disk(folder) == NEW
    assert stat.S_IMODE((folder / "b.sh").stat().st_mode) == 0o750


def test_a_file_that_changed_meanwhile_stops_everything(folder: Path) -> None:
    (folder / "b.sh").write_bytes(b"echo 3")
    with pytest.raises(RedraftError, match=r"'b.sh' was changed on disk while the patch was made; nothing was written"):
        write_patch(patch(), folder)
    assert on_disk(folder) == {**OLD, "b.sh": b"echo 3"}


@pytest.mark.parametrize("change", ["gone", "link"])
def test_a_file_that_is_gone_or_became_a_link_stops_everything(folder: Path, change: str) -> None:
    (folder / "b.sh").rename(folder / "c.sh")
    if change == "link":
        os.symlink("c.sh", folder / "b.sh")
    with pytest.raises(RedraftError, match=r"'b.sh' was changed on disk"):
        write_patch(patch(), folder)
    assert (folder / "a.py").read_bytes() == OLD["a.py"]


def test_when_one_cannot_be_replaced_the_others_are_put_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "b.sh":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(RedraftError, match=r"b.sh' cannot be written: No space left on device; nothing was changed"):
        write_patch(patch(), folder)
    assert on_disk(folder) == OLD


def test_no_temporary_file_is_left_behind(folder: Path) -> None:
    write_patch(patch(), folder)
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == ["a.py", "b.sh"]
