"""A search text that stands nowhere: the lines that were probably meant."""

from redraft.critics.patch.nearest import nearest
from redraft.critics.patch.text_file import TextFile

CALC = TextFile.of(
    "calc.py", b"import os\n\n\ndef total(values):\n    result = 0\n    for v in values:\n        result -= v\n"
)


def test_a_line_that_was_copied_wrongly_is_found_by_its_neighbours() -> None:
    problem = nearest(CALC, ("    result = 0", "    for value in values:", "        result -= v"))
    assert (problem.kind, problem.values["first"], problem.values["last"]) == ("not_found_near", "5", "7")
    assert problem.shown == CALC.lines[4:7]


def test_without_a_common_line_the_one_most_alike_is_shown() -> None:
    problem = nearest(CALC, ("def total(value):",))
    assert (problem.kind, problem.shown) == ("not_found_near", ("def total(values):",))


def test_other_indentation_alone_is_said_so() -> None:
    assert nearest(CALC, ("for v in values:", "    result -= v")).kind == "indentation"


def test_the_marks_of_the_quotation_are_recognised_but_not_in_an_example_of_a_docstring() -> None:
    assert nearest(CALC, ("> def total(values):", ">")).kind == "quote_marks"
    assert nearest(CALC, (">>> total([1])",)).kind != "quote_marks"


def test_what_is_like_nothing_is_only_said_to_be_missing() -> None:
    assert nearest(CALC, ("zebra = 17",)).kind == "not_found"
    assert nearest(TextFile.of("empty.py", b""), ("x",)).kind == "not_found"
