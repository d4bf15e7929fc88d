"""Blocks onto files: exactly where they fit, or a problem that says why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.patch.applying import Patch, applied
from redraft.critics.patch.blocks import Block, Reply
from redraft.critics.patch.bounds import Bounds
from redraft.critics.patch.reading import read_reply
from redraft.critics.patch.text_file import TextFile
from support.projects import written

CALC = "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a - b\n"
BOUNDS = Bounds(paths=("calc.py", "util.py"), max_lines=4)


def patch(*blocks: Block, calc: str = CALC, bounds: Bounds = BOUNDS) -> Patch:
    sources = {"calc.py": TextFile.of("calc.py", calc.encode()), "util.py": TextFile.of("util.py", b"x = 1\n")}
    return applied(Reply(blocks=blocks), sources, bounds)


def block(old: str | None, new: str, path: str | None = "calc.py", **others: int) -> Block:
    lines = None if old is None else tuple(old.split("\n"))
    return Block(path=path, old=lines, new=tuple(new.split("\n")) if new else (), **others)


def kinds(made: Patch) -> list[str]:
    return [problem.kind for problem in made.problems]


def test_a_block_replaces_the_lines_it_names_and_no_others() -> None:
    made = patch(block("def add(a, b):\n    return a - b", "def add(a, b):\n    return a + b"))
    (after,) = made.after
    assert after.text == CALC.replace("a - b", "a + b", 1)
    assert "-    return a - b\n+    return a + b\n" in made.diff


def test_several_blocks_are_all_matched_against_the_file_as_it_is() -> None:
    made = patch(block("def sub(a, b):", "def minus(a, b):"), block("def add(a, b):", "def plus(a, b):\n    # adds"))
    assert made.after[0].text == CALC.replace("def add(a, b):", "def plus(a, b):\n    # adds").replace(" sub", " minus")


def test_white_space_at_the_ends_of_lines_may_be_lost() -> None:
    assert patch(block("x", "y"), calc="x  \nz\n").after[0].text == "y\nz\n"


def test_an_exact_match_wins_over_one_without_white_space() -> None:
    assert patch(block("x", "y"), calc="x  \nx\n").after[0].text == "x  \ny\n"


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        ([block("    return a - b", "")], ["not_unique"]),
        ([block("", "import os")], ["empty_search"]),
        ([block("    return a * b", "")], ["not_found_near"]),
        ([block("return a - b", "return a + b")], ["indentation"]),
        ([block("zebra = 17", "")], ["not_found"]),
        ([block("> def add(a, b):", "")], ["quote_marks"]),
        ([block("def add(a, b):", "a\0b")], ["not_text"]),
        ([block("def add(a, b):", "\ud800")], ["not_text"]),
        ([block("def add(a, b):", "x"), block("def add(a, b):", "y")], ["overlap"]),
        ([block("def add(a, b):", "def add(a, b):")], ["no_change"]),
        ([block("x = 1", "x = 2", path=None)], ["no_path"]),
        ([block("x = 1", "x = 2", path="tests/test_a.py")], ["protected"]),
        ([block(None, "x\n" * 20)], ["too_many_lines"]),
        ([block("def add(a, b):", "\r".join("abcdef"))], ["too_many_lines"]),
        ([block("def add(a, b):", "x = 1;" * 100)], ["too_many_characters"]),
        ([block(f"{n}", "") for n in range(101)], ["too_many_blocks"]),
        ([block("zebra = 17", ""), block("x", "", path="/x")], ["absolute", "not_found"]),
    ],
)
def test_what_does_not_fit_or_is_not_allowed_is_told_by_its_kind(blocks: list[Block], found: list[str]) -> None:
    made = patch(*blocks)
    assert kinds(made) == found
    assert made.diff == "" or found[0] in ("too_many_lines", "too_many_characters")


def test_a_problem_says_which_block_it_is_about() -> None:
    (problem,) = patch(block("zebra = 17", "", start=10, end=20)).problems
    assert (problem.start, problem.end) == (10, 20)


def test_the_line_of_a_hunk_decides_between_equal_places() -> None:
    made = patch(block("    return a - b", "    return b - a", line=6))
    assert made.after[0].lines[5] == "    return b - a" and made.after[0].lines[1] == "    return a - b"


def test_more_files_than_allowed_are_refused() -> None:
    bounds = Bounds(paths=BOUNDS.paths, max_files=1)
    assert kinds(patch(block("x = 1", "x = 2", path="util.py"), block("def add(a, b):", "x"), bounds=bounds)) == [
        "too_many_files"
    ]


def test_without_a_path_the_only_file_is_meant() -> None:
    bounds = Bounds(paths=("calc.py",))
    assert patch(block("def add(a, b):", "def plus(a, b):", path=None), bounds=bounds).after[0].path == "calc.py"


def test_an_empty_file_is_filled_by_an_empty_search() -> None:
    assert patch(block("", "x = 1"), calc="").after[0].text == "x = 1\n"


def test_the_block_that_wrote_a_line_is_found_behind_others() -> None:
    first, second = block("def add(a, b):", "# one\n# two\ndef add(a, b):"), block("def sub(a, b):", "def sub(a):")
    made = patch(second, first)
    assert [made.block_at("calc.py", line) for line in (1, 3, 4, 7, 8)] == [first, first, None, second, None]


LINES = st.lists(st.sampled_from(["a", "b", "  a", "", "c "]), min_size=1, max_size=8)


@given(LINES, st.data())
def test_replacing_any_lines_that_occur_once_gives_the_file_with_those_lines_replaced(lines, data) -> None:
    start = data.draw(st.integers(0, len(lines) - 1))
    stop = data.draw(st.integers(start + 1, len(lines)))
    new = data.draw(LINES)
    made = patch(
        Block(path="calc.py", old=tuple(lines[start:stop]), new=tuple(new)),
        calc="\n".join(lines) + "\n",
        bounds=Bounds(paths=("calc.py", "util.py"), max_lines=99),
    )
    if made.after:
        assert made.after[0].lines == (*lines[:start], *new, *lines[stop:])
    else:
        assert kinds(made)[0] in ("not_unique", "empty_search", "no_change")


NEW_LINES = st.lists(st.sampled_from(["=======", ">>>>>>> REPLACE", "<<<<<<< SEARCH", "```", "", "  x", "--- a", "ü"]))


@given(
    st.lists(st.tuples(st.booleans(), NEW_LINES), min_size=2, max_size=9),  # one line alone has no end to go by
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_a_patch_written_with_care_and_read_back_changes_exactly_what_it_says(pieces, end: str, closed: bool) -> None:
    lines = [f"line {number} of the file" for number in range(len(pieces))]
    text = end.join(lines) + end * closed
    blocks = [
        Block(path="calc.py", old=(line,), new=tuple(new))
        for line, (changes, new) in zip(lines, pieces, strict=True)
        if changes
    ]
    reply = "\n\n".join(written(one) for one in blocks)
    made = applied(
        read_reply(reply, ("calc.py",)),
        {"calc.py": TextFile.of("calc.py", text.encode())},
        Bounds(paths=("calc.py",), max_lines=999),
    )
    kept = [new if changes else [line] for line, (changes, new) in zip(lines, pieces, strict=True)]
    expected = [line for new in kept for line in new]
    if blocks:
        assert made.problems == ()
        assert made.after[0].text == end.join(expected) + end * (closed and bool(expected))
    else:
        assert kinds(made) == ["no_edits"]
