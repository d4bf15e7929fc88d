import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.reasoning import split


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("1. One.\n2. Two.\n   goes on\n3) Three.", ["One.", "Two.\n   goes on", "Three."]),
        ("Let us see.\nStep 1: One.\nStep 2: Two.", ["Let us see.", "One.", "Two."]),
        ("第一步：甲。\n第二步：乙。", ["甲。", "乙。"]),
        ("- One\n\n* Two\n• Three", ["One", "Two", "Three"]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One. Two 3.5 more! Three?", ["One.", "Two 3.5 more!", "Three?"]),
        ("16 - 3\n= 13\nso 13", ["16 - 3\n= 13", "so 13"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_steps_are_numbered_lines_lines_or_sentences(text: str, steps: list[str]) -> None:
    assert [step.text for step in split(text).steps] == steps


@given(text=st.text(alphabet="ab1.)(- \n\t=:!。第步", max_size=80))
def test_steps_keep_their_place_and_do_not_overlap(text: str) -> None:
    end = 0
    for step in split(text).steps:
        assert text[step.start : step.end] == step.text
        assert end <= step.start
        end = step.end


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("So the answer is 15.", "15"),
        ("A: 18", "18"),
        ("**Answer:** 18", "18"),
        ("#### 72", "72"),
        ("It is \\boxed{\\frac{1}{2}} then.", "\\frac{1}{2}"),
        ("\\boxed{5", "5"),
        ("答案是 18。", "18"),
        ("The answer is 3.\nNo, the answer is 4.", "4"),
        ("So the answer is", ""),
    ],
)
def test_the_last_answer_that_is_announced_counts(text: str, answer: str) -> None:
    stated = split(text).answer
    assert stated is not None
    assert stated.text == answer == text[stated.start : stated.end]


def test_a_draft_may_announce_no_answer() -> None:
    assert split("16 - 3 = 13").answer is None
