from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.theory.folders import check_free, first_difference, leaves


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty one: `tmp_path` itself holds the test's home."""
    made = tmp_path / "run"
    made.mkdir()
    return made


def test_a_missing_an_empty_and_a_half_written_folder_are_free(folder: Path) -> None:
    check_free(folder / "missing")
    check_free(folder)
    (folder / "config.json.part").touch()
    check_free(folder)


def test_a_folder_with_other_files_is_refused_by_one_of_their_names(folder: Path) -> None:
    (folder / "notes.txt").touch()
    with pytest.raises(Misuse, match=r"not of a run \('notes.txt'\); give an empty or new folder"):
        check_free(folder)
    with pytest.raises(NotADirectoryError):
        check_free(folder / "notes.txt")


def test_leaves_have_dotted_names_and_a_list_of_plain_values_is_one() -> None:
    nested = {"seeds": [1, 2], "forms": [["packed", {"steps": 4}]], "name": "tiny"}
    assert leaves(nested) == {"seeds": [1, 2], "forms.0.0": "packed", "forms.0.1.steps": 4, "name": "tiny"}


def test_the_first_difference_is_one_leaf_with_two_short_values() -> None:
    there = {"a": {"b": 1, "c": [1, 3]}}
    assert first_difference(there, {"a": {"b": 1, "c": [1, 3]}}) is None
    assert first_difference(there, {"a": {"b": 2, "c": [1, 4]}}) == ("a.b", "1", "2")
    assert first_difference(there, {"a": {"b": 1}}) == ("a.c", "[1, 3]", "nothing")
    long = first_difference({"x": "y" * 200}, {"x": None})
    assert long is not None and len(long[1]) == 60 and long[1].endswith("...")
