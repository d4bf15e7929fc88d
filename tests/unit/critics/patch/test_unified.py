"""Unified diffs, read as models write them and written as other tools take them."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.critics.patch.reading import read_reply
from redraft.critics.patch.text_file import TextFile
from redraft.critics.patch.unified import change_of, diff_of

PATHS = ("calc.py", "b/calc.py")


def test_a_diff_in_a_fence_with_wrong_counts_is_read() -> None:
    reply = "Here:\n```diff\n--- calc.py\n+++ calc.py\n@@ -9,99 +7 @@ def add\n a\n-b\n+c\n\n```\nThat is all.\n"
    (block,) = read_reply(reply, PATHS).blocks
    assert (block.path, block.old, block.new, block.line) == ("calc.py", ("a", "b"), ("a", "c"), 9)


def test_several_hunks_of_several_files_are_blocks_in_order() -> None:
    reply = (
        "--- a/calc.py\t2026-01-01\n+++ b/calc.py\n@@ -1 +1 @@\n-a\n+b\n@@ @@\n-c\n\\ No newline at end of file\n+d\n"
    )
    reply += "diff --git a/b/calc.py b/b/calc.py\n--- a/b/calc.py\n+++ b/b/calc.py\n@@ -1 +1 @@\n-e\n\n+f\n"
    found = [(block.path, block.old, block.new, block.line) for block in read_reply(reply, PATHS).blocks]
    assert found == [
        ("calc.py", ("a",), ("b",), 1),
        ("calc.py", ("c",), ("d",), None),
        ("b/calc.py", ("e", ""), ("", "f"), 1),
    ]


def test_a_diff_without_prefixes_names_a_folder_called_b() -> None:
    (block,) = read_reply("--- b/calc.py\n+++ b/calc.py\n@@ -1 +1 @@\n-a\n+b\n", PATHS).blocks
    assert block.path == "b/calc.py"


@pytest.mark.parametrize(("old", "new", "n"), [("a\nb\nc\n", "a\nX\nc\n", 1), ("a\n", "a\nb\nc\n", 2), ("a\n", "", 1)])
def test_a_line_that_was_replaced_counts_once(old: str, new: str, n: int) -> None:
    assert change_of(TextFile.of("a.py", old.encode()), TextFile.of("a.py", new.encode())).n_lines == n


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_python_sees_its_end(end: str) -> None:
    new = end.join(["x = 1"] * 50)
    assert change_of(TextFile.of("a.py", b"a\n"), TextFile.of("a.py", f"a\n{new}\n".encode())).n_lines == 50


def test_characters_count_between_what_stays_at_both_ends() -> None:
    old, new = "x = [1, 2, 3]  # " + "o" * 900 + "\n", "x = [1, 2, 2, 3]  # " + "o" * 900 + "\n"
    for one, other in ((old, new), (new, old)):
        change = change_of(TextFile.of("a.py", one.encode()), TextFile.of("a.py", other.encode()))
        assert change == (1, 3)


TEXT = st.text(st.sampled_from("ab \n\r\x0c"), max_size=30)


@settings(max_examples=40)
@given(TEXT, TEXT, st.booleans())
def test_git_applies_the_diff_and_gets_the_very_bytes(tmp_path_factory, old: str, new: str, mark: bool) -> None:
    folder: Path = tmp_path_factory.mktemp("applied")
    sources = [TextFile.of("a.py", ("\ufeff" * mark + text).encode()) for text in (old, new)]
    (folder / "a.py").write_bytes(sources[0].data)
    diff = diff_of(sources[:1], sources[1:])
    assert bool(diff) == (old != new)
    if diff and old and new:  # a diff of an empty file creates or deletes it, which patches here never do
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(command, cwd=folder, input=diff.encode(), check=True, capture_output=True)
        assert (folder / "a.py").read_bytes() == sources[1].data
