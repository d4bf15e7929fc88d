"""Whatever lies in a folder is removed, and nothing beside it."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.sandbox.native.inside import emptying


def test_files_links_pipes_and_folders_go_and_the_folder_stays(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    (outside / "kept").write_text("1")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "file").write_text("2")
    (folder / "link").symlink_to(outside)
    (folder / "a" / "loop").symlink_to(folder)
    os.mkfifo(folder / "a" / "pipe")
    assert emptying.empty(str(folder)) == 6
    assert os.listdir(folder) == []
    assert (outside / "kept").read_text() == "1"


def test_folders_a_thousand_deep_are_removed(tmp_path: Path) -> None:
    (tmp_path / "top").mkdir()
    here = os.open(tmp_path / "top", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=here)
        below = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    assert emptying.empty(str(tmp_path / "top")) == 1500
    assert os.listdir(tmp_path / "top") == []


def test_locked_folders_are_opened_first(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").touch()
    (tmp_path / "a" / "b").chmod(0)
    (tmp_path / "a").chmod(stat.S_IXUSR)
    tmp_path.chmod(0o500)
    emptying.empty(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_names_that_are_used_for_moving_are_no_trap(tmp_path: Path) -> None:
    for n in range(1, 5):
        (tmp_path / f".moved-{n}").mkdir()
        (tmp_path / f".moved-{n}" / f".moved-{n}").mkdir()
        (tmp_path / f".moved-{n}" / "x").touch()
    emptying.empty(str(tmp_path))
    assert os.listdir(tmp_path) == []


def test_a_folder_with_too_much_in_it_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "MAX_ENTRIES", 3)
    for name in "abcd":
        (tmp_path / name).touch()
    with pytest.raises(emptying.NotEmptied, match="more than 3 entries; throw it away as a whole"):
        emptying.empty(str(tmp_path))


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "kept").touch()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(emptying.NotEmptied):
        emptying.empty(str(tmp_path / "link"))
    assert (tmp_path / "real" / "kept").exists()


TREES = st.recursive(
    st.just(None),
    lambda inner: st.dictionaries(st.text("ab.-\n*\udcff", min_size=1).filter(lambda n: n not in (".", "..")), inner),
    max_leaves=20,
)


def _grow(tree: object, place: str) -> None:
    """Make a tree of folders (dicts) and files (None)."""
    if not isinstance(tree, dict):
        Path(place).touch()
        return
    os.mkdir(place)
    for name, inner in tree.items():
        _grow(inner, f"{place}/{name}")


@given(trees=st.lists(TREES, max_size=4))
def test_any_tree_is_removed(trees: list[object], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("tree")
    for n, tree in enumerate(trees):
        _grow(tree, f"{folder}/{n}")
    emptying.empty(str(folder))
    assert os.listdir(folder) == []
