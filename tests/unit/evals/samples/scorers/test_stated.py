import pytest

from redraft.evals.samples.scorers.stated import plain, stated_in


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("So 9 * 2 = 18.\nA: 18", "18"),
        ("work\n#### 1,234", "1,234"),
        ("The answer is **B**.", "B**."),
        ("Final answer: 7\nthank you", "7"),
        (r"first \boxed{1}, then \boxed{\frac{1}{2}}.", r"\frac{1}{2}"),
        (r"The answer is \(\boxed{3}\).", "3"),
        (r"\boxed{3} was wrong. The answer is 4", "4"),
        ("The answer is:\n\n\\[\\boxed{7}\\]", "7"),
        ("答案是 12", "12"),
        ("no mark at all", None),
        (r"\boxed{never closed", None),
        ("the answer is", None),
    ],
)
def test_what_stands_after_the_last_mark_is_the_answer(text: str, stated: str | None) -> None:
    assert stated_in(text) == stated


def test_case_space_and_emphasis_do_not_count() -> None:
    assert plain("  **The  Cat**. ") == plain("the cat") == "the cat"
