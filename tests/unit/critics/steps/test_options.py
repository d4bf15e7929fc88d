import pytest

from redraft.critics.steps.options import doubt_of, letter_of, options_of
from redraft.critics.steps.reasoning import split

ASKED = "Which?\nOptions:\n(A) The red ball.\n(B) The blue ball."


def test_options_are_lines_that_begin_with_a_letter_in_brackets() -> None:
    assert options_of(ASKED) == {"A": "The red ball", "B": "The blue ball"}
    assert options_of("Is (A) right?") == {}


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("So the answer is (B)", "B"),
        ("B", "B"),
        ("B.", "B"),
        ("(B) The blue ball.", "B"),
        ("the blue ball", "B"),
        ("The answer is the red ball.", "A"),
        ("(C)", None),
        ("Neither of them.", None),
        ("So the answer is not (B)", None),
        ("The answer isn't (A).", None),
        ("", None),
        ("I think about it. " * 50, None),
    ],
)
def test_the_option_that_a_draft_takes_is_its_letter(text: str, letter: str | None) -> None:
    found = letter_of(split(text), options_of(ASKED))
    assert (None if found is None else found.text) == letter


@pytest.mark.parametrize(
    "text",
    [
        "So the answer is (B) or (A)",
        "So the answer is (B) and (A)",
        "So the answer is (B) The red ball.",
        "So the answer is (B)\nNo: I choose (A).",
        "So the answer is (B).\nFinal choice: A",
        "The answer is (A).\nThe answer is (B).",
        "The answer is the blue ball.\nActually (A).",
        "B\nA",
    ],
)
def test_a_draft_may_settle_on_no_option(text: str) -> None:
    doubt = doubt_of(split(text), options_of(ASKED))
    assert doubt is not None
    assert doubt.first
    assert doubt.second


@pytest.mark.parametrize(
    "text",
    ["So the answer is (B)", "The answer is (B) The blue ball.", "(B)\nFinal answer: (B)", "(C)", "", "I cannot say."],
)
def test_most_drafts_settle_on_one_option_or_take_none(text: str) -> None:
    assert doubt_of(split(text), options_of(ASKED)) is None
