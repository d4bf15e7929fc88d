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


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (r"\boxed{5}", "5"),
        (r"\boxed{5.0}", "5"),
        (r"\boxed{5\text{ cm}}", "5"),
        (r"\boxed{x=5}", "5"),
        (r"\boxed{2+3}", "5"),
        (r"\boxed{|5|}", "5"),
        (r"\boxed{5\%}", "5"),
        (r"\boxed{5^\circ}", "5"),
        (r"\boxed{1\frac{1}{2}}", r"\frac{3}{2}"),
        (r"\boxed{10^2}", "100"),
        (r"\boxed{1000}", "1{,}000"),
        (r"\boxed{1\,000}", "1000"),
        (r"\boxed{x + 1}", "x+1"),
        (r"\boxed{\dfrac12}", r"\frac{1}{2}"),
        (r"\boxed{x^{2}}", "x^2"),
        (r"\boxed{(1, 2)}", "(1,2)"),
        (r"\boxed{1000}", "1,000"),
        (r"\boxed{[1,2]}", r"x\in[1,2]"),
        (r"\boxed{\frac14}", "0.25"),
    ],
)
def test_units_names_and_what_can_be_worked_out_do_not_count(answer: str, reference: str) -> None:
    assert right(answer, reference) is True


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        (r"\boxed{5 \pi}", "5"),
        (r"\boxed{5!}", "5"),
        (r"\boxed{5, 6}", "5"),
        (r"\boxed{\{5, 6\}}", "5"),
        (r"\boxed{5 \text{ or } 6}", "5"),
        (r"\boxed{\sqrt{5}}", "5"),
        (r"\boxed{5i}", "5"),
        (r"\boxed{x>5}", "5"),
        (r"\boxed{x \neq 5}", "5"),
        (r"\boxed{-5}", "5"),
        (r"\boxed{5^2}", "5"),
        (r"\boxed{[5, \infty)}", "5"),
        (r"\boxed{5\sqrt{2}}", "5"),
        (r"\boxed{5e}", "5"),
        (r"\boxed{5 \text{ million}}", "5"),
        (r"\boxed{\text{not }5}", "5"),
        (r"\boxed{\frac{5}{x}}", "5"),
        (r"\boxed{5\hbar}", "5"),
        (r"\boxed{5+x}", "5"),
        (r"\boxed{1\frac12}", r"\frac12"),
        (r"\boxed{\frac{1}{2}3}", r"\frac{1}{23}"),
        (r"\boxed{1.2.3}", "0.36"),
        (r"\boxed{0.36}", "1.2.3"),
        (r"\boxed{10^2}", "10"),
        (r"\boxed{\frac{a}{b}+c}", r"\frac{a}{b+c}"),
        (r"\boxed{2^x}", "2x"),
        (r"\boxed{1 2x}", "12x"),
        (r"\boxed{[1,2]}", "(1,2)"),
        (r"\boxed{(1,2)}", "[1,2)"),
        (r"\boxed{5x}", "5"),
        (r"\boxed{2\sqrt{3}}", "2"),
        (r"\boxed{1\ 2}", "12"),
        (r"\boxed{1 2}", "12"),
        (r"\boxed{3\text{ or }4}", "3"),
        (r"\boxed{2\pi}", "2"),
        (r"\boxed{\frac{3}{4}\pi}", r"\frac{3}{4}"),
        (r"\boxed{\frac{1}{2x}}", "1/2x"),
        (r"\boxed{\frac{a+b}{2}}", "a+b/2"),
        (r"\boxed{2^{10}}", "2"),
        (r"\boxed{\pm 3}", "3"),
        (r"\boxed{3}", r"\pm 3"),
        (r"\boxed{12}", "1,2"),
        (r"\boxed{0.33}", r"\frac{1}{3}"),
    ],
)
def test_a_formula_in_which_the_reference_is_only_a_part_is_wrong(answer: str, reference: str) -> None:
    assert right(answer, reference) is False
