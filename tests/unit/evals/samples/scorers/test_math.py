import asyncio

import pytest

from redraft.core import Draft
from redraft.evals.samples.scorers import Mathematics


def right(answer: str, reference: str) -> bool | None:
    return asyncio.run(Mathematics(reference=reference).score(Draft.of(answer))).right


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (r"\[ \boxed{ \dfrac{8}{3} } \]", r"\frac{8}{3}"),
        (r"\boxed{2\sqrt{3}}", r"2 \sqrt 3"),
        (r"\boxed{x = 5}", "5"),
        (r"\boxed{\left( 1, 2 \right)}", "1,2"),
        (r"\boxed{\text{even}}", "even"),
        (r"\boxed{45^\circ}", "45"),
        (r"\boxed{0.001}", "1e-3"),
        ("So the answer is 3,750.", "3750"),
        (r"Therefore \boxed{D}.", "D"),
        ("The answer is (C).", "(C)"),
        (r"\boxed{\frac{t}{m}}", r"\frac{1}{m} t"),
        (r"\boxed{2x+1}", "1 + 2x"),
        (r"It is \boxed{45 \text{ cm}}", "45"),
    ],
)
def test_the_same_answer_in_another_writing_is_right(answer: str, reference: str) -> None:
    assert right(answer, reference) is True


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (r"\boxed{2x+2}", "1+2x"),
        (r"\boxed{(-\infty, 1]}", "1"),
        (r"Since 2 = 2, \boxed{\text{it is unchanged}}", "2"),
        (r"\boxed{3}", r"3\sqrt{2}"),
        ("The answer is (A).", "B"),
        ("", "5"),
        ("\\frac{" * 20_000, "5"),
    ],
)
def test_another_answer_or_another_form_is_wrong(answer: str, reference: str) -> None:
    assert right(answer, reference) is False
