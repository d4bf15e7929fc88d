"""The compiled interpreter is kept for its owner alone, and only loaded unharmed."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

pytest.importorskip("wasmtime", reason="wasmtime is not installed here; pip install 'redraft[sandbox]'")
pytest.importorskip("componentize_py", reason="componentize-py is not installed here; pip install 'redraft[sandbox]'")

from redraft.sandbox.wasm import compiled
from redraft.sandbox.wasm.compiled import CannotBuild, Misfit, build, built, cache_folder, engine, key, load


def kept(folder: Path, content: bytes, named_for: bytes | None = None) -> Path:
    """A file in the cache, named for its content unless said otherwise."""
    folder.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256(content if named_for is None else named_for).hexdigest()[:32]
    path = folder / f"{key()}-{digest}.cwasm"
    path.write_bytes(content)
    return path


def test_the_cache_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "redraft" / "sandbox"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "redraft" / "sandbox"


def test_what_is_built_is_found_again_and_not_built_twice(tmp_path: Path) -> None:
    made = build()
    assert made.stat().st_mode & 0o077 == 0
    path = kept(tmp_path / "cache", made.read_bytes())
    assert built(path.parent) == path
    assert build(path.parent) == path
    assert [each.name for each in path.parent.iterdir()] == [made.name]


def test_nothing_is_found_where_nothing_was_built(tmp_path: Path) -> None:
    assert built(tmp_path / "none") is None
    (tmp_path / "empty").mkdir(mode=0o700)
    assert built(tmp_path / "empty") is None


def test_a_file_that_was_changed_is_thrown_away(tmp_path: Path) -> None:
    good = build().read_bytes()
    path = kept(tmp_path / "cache", good[:-1] + b"x", named_for=good)
    assert built(path.parent) is None
    assert not path.exists()


def test_a_file_cut_short_is_thrown_away(tmp_path: Path) -> None:
    path = kept(tmp_path / "cache", b"half", named_for=b"half of it")
    assert built(path.parent) is None
    assert not path.exists()


def test_a_whole_file_that_wasmtime_does_not_take_is_thrown_away(tmp_path: Path) -> None:
    path = kept(tmp_path / "cache", b"of another machine")
    assert built(path.parent) == path
    with pytest.raises(Misfit, match="not for this machine and was removed"):
        load(engine(), path)
    assert not path.exists()


def test_a_folder_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    path = kept(folder, build().read_bytes())
    assert built(folder) == path
    folder.chmod(0o777)
    with pytest.raises(CannotBuild, match=r"with mode 777; it must be yours alone: chmod 700"):
        built(folder)
    with pytest.raises(CannotBuild, match="chmod 700"):
        build(folder)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    path = kept(tmp_path / "cache", b"anything")
    os.chown(path.parent, 12345, -1)
    with pytest.raises(CannotBuild, match="belongs to user 12345"):
        built(path.parent)


def test_a_place_where_nothing_can_be_kept_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotBuild, match="set XDG_CACHE_HOME to a folder that you can write to"):
        build(tmp_path / "file" / "cache")


def test_the_key_changes_with_what_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    sources = compiled._sources()
    assert set(sources) == {"app.py", "guest.wit", "harness.py"}
    assert all(len(source) > 100 for source in sources.values())
    monkeypatch.setattr(compiled, "_sources", lambda: {**sources, "app.py": b"other"})
    assert key() != before


def test_old_versions_are_swept_when_a_new_one_is_built(tmp_path: Path) -> None:
    old, new = tmp_path / "old-1.cwasm", tmp_path / "new-1.cwasm"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    compiled._drop_stale(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.full
def test_a_corrupted_cache_is_built_again(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    path = kept(folder, b"broken", named_for=b"whole")
    made = build(folder)
    assert made != path
    load(engine(), made)
    assert sorted(folder.iterdir()) == [made]
    shutil.rmtree(folder)
