"""Python that cannot be parsed is told before anything is run."""

import pytest

from redraft.critics.patch.applying import Patch, applied
from redraft.critics.patch.blocks import Block, Reply
from redraft.critics.patch.bounds import Bounds
from redraft.critics.patch.syntax import syntax_problems
from redraft.critics.patch.text_file import TextFile


def patch(new: str, path: str = "calc.py") -> Patch:
    block = Block(path=path, old=("b = 2",), new=tuple(new.split("\n")), start=5, end=9)
    source = TextFile.of(path, b"a = 1\nb = 2\nc = 3\n")
    return applied(Reply(blocks=(block,)), {path: source}, Bounds(paths=(path,), max_lines=900))


def test_the_line_and_the_block_that_wrote_it_are_named() -> None:
    (problem,) = syntax_problems(patch("d = 4\nb = = 2"))
    assert (problem.values["path"], problem.values["line"], problem.values["why"]) == (
        "'calc.py'",
        "3",
        "invalid syntax",
    )
    assert (problem.start, problem.end) == (5, 9)
    assert problem.shown == ("a = 1", "d = 4", "b = = 2", "c = 3")


def test_what_is_valid_is_not_complained_of_even_with_an_odd_escape() -> None:
    assert syntax_problems(patch(r"b = '\d'")) == ()


def test_other_files_are_not_parsed() -> None:
    assert syntax_problems(patch("b = = 2", path="notes.txt")) == ()


@pytest.mark.parametrize("new", ["b = " + "(" * 500, "b = " + "-" * 100_000 + "1", "b = " + "a." * 50_000 + "a"])
def test_python_that_is_too_deep_to_parse_is_a_problem_or_none_but_no_crash(new: str) -> None:
    assert [problem.kind for problem in syntax_problems(patch(new))] in ([], ["syntax"])
