"""From any reply to blocks: the three forms, what is too unclear to take, and that nothing crashes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from redraft.critics.patch.blocks import Block
from redraft.critics.patch.reading import read_reply
from support.projects import written

PATHS = ("calc.py", "pkg/util.py")
SEARCH = "<<<<<<< SEARCH\n{}\n=======\n{}\n>>>>>>> REPLACE"


def changes(reply: str) -> list[tuple[str | None, tuple[str, ...] | None, tuple[str, ...]]]:
    read = read_reply(reply, PATHS)
    assert read.problems == ()
    return [(block.path, block.old, block.new) for block in read.blocks]


def kinds(reply: str) -> list[str]:
    return [problem.kind for problem in read_reply(reply, PATHS).problems]


@pytest.mark.parametrize(
    "named",
    [
        "calc.py\n{}",
        "`calc.py`\n\n{}",
        "**calc.py**:\n```python\n{}\n```",
        "```python\ncalc.py\n{}\n```",
        "### File: calc.py\n{}",
        "I change the sign in `calc.py` so that it adds:\n{}",
        "```calc.py\n{}\n```",
        "```python:calc.py\n{}\n```",
        '```python title="calc.py"\n{}\n```',
    ],
)
def test_the_path_is_found_however_models_write_it(named: str) -> None:
    assert changes(named.format(SEARCH.format("a", "b"))) == [("calc.py", ("a",), ("b",))]


def test_a_second_block_belongs_to_the_same_file_until_another_is_named() -> None:
    reply = "\n\n".join(["calc.py", SEARCH.format("a", "b"), SEARCH.format("c", "d"), "pkg/util.py"])
    reply += "\n" + SEARCH.format("e", "f")
    assert [path for path, _, _ in changes(reply)] == ["calc.py", "calc.py", "pkg/util.py"]


def test_a_block_without_a_path_is_read_as_such() -> None:
    assert changes(SEARCH.format("a", "b")) == [(None, ("a",), ("b",))]


def test_a_path_that_nobody_knows_is_kept_as_it_was_written() -> None:
    assert changes("../../etc/passwd\n" + SEARCH.format("a", "b"))[0][0] == "../../etc/passwd"


def test_windows_line_ends_and_sloppy_marks_are_read() -> None:
    reply = "calc.py\r\n<<<<<< SEARCH\r\na\r\n========\r\nb\r\n>>>>> REPLACE\r\n"
    assert changes(reply) == [("calc.py", ("a",), ("b",))]


def test_longer_marks_let_a_text_hold_the_usual_ones() -> None:
    old, new = SEARCH.format("x", "y"), "Title\n======="
    reply = f"calc.py\n<<<<<<<<< SEARCH\n{old}\n=========\n{new}\n>>>>>>>>> REPLACE"
    assert changes(reply) == [("calc.py", tuple(old.split("\n")), tuple(new.split("\n")))]


def test_a_deletion_has_no_new_lines() -> None:
    assert changes("calc.py\n<<<<<<< SEARCH\na\n=======\n>>>>>>> REPLACE") == [("calc.py", ("a",), ())]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("", "no_edits"),
        ("I would turn the minus into a plus.", "no_edits"),
        ("calc.py\n<<<<<<< SEARCH\na\n=======\nb\n", "not_closed"),
        ("calc.py\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE", "no_divider"),
        ("calc.py\n<<<<<<< SEARCH\nA\n=======\nb\n=======\nc\n>>>>>>> REPLACE", "many_dividers"),
        ("--- a/calc.py\n+++ b/calc.py\n@@ -1 +1 @@\n-a\n+b\n\ncalc.py\n" + SEARCH.format("a", "b"), "mixed_forms"),
        ("--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+a\n", "creates"),
        ("--- a/calc.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "deletes"),
        ("--- a/calc.py\n+++ b/other.py\n@@ -1 +1 @@\n-a\n+b\n", "renames"),
        ("calc.py\n```python\ndef add(): ...\n", "not_closed"),
        ("x" * 400_001, "too_long"),
    ],
)
def test_what_is_unclear_is_a_problem_of_its_own_kind(reply: str, kind: str) -> None:
    assert kinds(reply) == [kind]


def test_a_whole_file_in_a_fence_is_read_and_a_snippet_without_a_path_is_not() -> None:
    reply = "The fault is here:\n```python\nreturn a - b\n```\n\n`calc.py`\n````python\nx = '''\n```\n'''\n````\n"
    assert changes(reply) == [("calc.py", None, ("x = '''", "```", "'''"))]


def test_a_block_says_where_it_stands_in_the_reply() -> None:
    reply = "Sorry.\n\ncalc.py\n" + SEARCH.format("a", "b") + "\nDone."
    (block,) = read_reply(reply, PATHS).blocks
    assert reply[block.start : block.end] == SEARCH.format("a", "b")


def test_a_character_that_quoting_showed_by_its_number_is_that_character_again() -> None:
    assert changes("calc.py\n" + SEARCH.format("a⟦U+200B⟧", "⟦U+27E6⟧U+1 ⟦U+FFFFFF⟧")) == [
        ("calc.py", ("a\u200b",), ("⟦U+27E6⟧U+1 ⟦U+FFFFFF⟧",))  # the last is no character, so its line stays
    ]


PIECES = ["<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "```", "--- a/calc.py", "+++ b/calc.py", "@@ -1 +1 @@", "+a"]


@given(st.lists(st.sampled_from([*PIECES, "-a", " a", "", "calc.py", "⟦U+D800⟧"]) | st.text(max_size=8)))
@example(["\ud800", "\x00"])
def test_no_reply_crashes_the_reader(pieces: list[str]) -> None:
    reply = "\n".join(pieces)
    read = read_reply(reply, PATHS)
    assert read.blocks or read.problems
    assert all(0 <= block.start <= block.end <= len(reply) for block in read.blocks)


LINE = st.text(st.characters(exclude_characters="\n\r⟦", exclude_categories=["Cs"]), max_size=12)
TEXT_LINE = LINE | st.sampled_from(PIECES)


BLOCKS = st.builds(
    Block, path=st.sampled_from(PATHS), old=st.lists(TEXT_LINE).map(tuple), new=st.lists(TEXT_LINE).map(tuple)
)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_what_is_written_with_care_is_read_as_it_was_meant(blocks: list[Block]) -> None:
    reply = "\n\nand\n\n".join(written(block) for block in blocks)
    assert changes(reply) == [(block.path, block.old, block.new) for block in blocks]
