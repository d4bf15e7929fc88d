import pytest

from redraft.critics.steps.options import letter_of, options_of
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
        ("", None),
        ("I think about it. " * 50, None),
    ],
)
def test_the_option_that_a_draft_takes_is_its_letter(text: str, letter: str | None) -> None:
    found = letter_of(split(text), options_of(ASKED))
    assert (None if found is None else found.text) == letter
