import pytest

from redraft.evals.samples.scorers.formulas import equal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\frac{1}{m}t", r"\frac{t}{m}"),
        (r"e^{t}/3", r"\frac{1}{3} e^t"),
        (r"\ln2+i\pi/3", r"\ln(2) + \frac{\pi}{3} i"),
        (r"-\arctanx-1/x+C", r"-\frac{1}{x} - \arctan x + C"),
        (r"3\log_{5}(z)-6", r"3 \log_5 z - 6"),
        (r"\sin 2x", r"2 \sin x \cos x"),
        (r"\sin^2 x", r"1 - \cos^{2} x"),
        (r"\sqrt[3]{27}", "3"),
        (r"\frac12", "0.5"),
        ("2^10", "1024"),
        ("5!", "120"),
        (r"\left|-3\right|", "3"),
        (r"x_1 + x_{2}", r"x_2 + x_{1}"),
        (r"(2x+3)(2x-1)(2x+1)", r"(2x-1)(2x+1)(2x+3)"),
        (r"\alpha\beta", r"\beta \cdot \alpha"),
        ("-x^2", "0 - x*x"),
        (r"\cot x", r"\frac{\cos x}{\sin x}"),
    ],
)
def test_formulas_of_the_same_value_are_equal(one: str, other: str) -> None:
    assert equal(one, other)
    assert equal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x", "y"),
        ("x_1", "x_2"),
        ("2x", "x^2"),
        (r"\frac{1}{3}", "0.333"),
        ("", ""),
        ("1/0", "1/0"),
        ("(1, 2)", "(1, 2)"),  # told by writing alone
        (r"\int x", r"\int x dx"),
        ("2^", "2^"),
        ("x <= 1", "x <= 1"),
        ("0^{-1}", "0^{-1}"),
        ("1 2", "12"),  # two numbers side by side are not told
        ("1.2.3", "0.36"),
        (r"3\frac{1}{2}", r"\frac{3}{2}"),  # a mixed number, perhaps
    ],
)
def test_others_and_what_cannot_be_told_are_not(one: str, other: str) -> None:
    assert not equal(one, other)


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 500,
        "9^{9^{9^9}}",
        r"\sqrt" * 100,
        r"\sin" * 140 + "x",
        "x" * 100_000,
        "1" * 599,
        "2^{60}" * 99,
        "9999!",
        "^" * 90,
    ],
)
def test_a_hostile_formula_is_soon_told_apart(hostile: str) -> None:
    assert not equal(hostile, "3")
