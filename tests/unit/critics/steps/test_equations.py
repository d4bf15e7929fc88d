import ast
import operator
import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.steps.equations import Equations
from redraft.critics.steps.reasoning import split

TRUE = [
    "16 - 3 = 13 eggs",
    "13 * 2 = $<<13*2=26>>26",
    "40 cups per chicken * 20 chickens = <<40*20=800>>800 cups",
    "80,000*.5=$<<80000*.5=40000.0>>40,000",
    "20% of $50 = $10",
    "100 * 150% = 150",
    "15 / 60 = 25%",
    "1/2 of 20 = 10",
    "1.5 hours = 90 minutes",
    "2 hours * 30 dollars/hour = 60 dollars",
    "5 cents * 20 = $1",
    "1 mile = 1.6 km",
    "1 1/2 * 2 = 3",
    "800/3 = 266.67",
    "800/3 = 266.66",
    "266.67 * 3 = 800",
    "800/3 is about 267, so 800/3 ≈ 267",
    "800/3 ≈ 270",
    "16 - 3 等於 13",
    "共（16－3）×2＝26 個，20％×50＝10",
    r"\frac{1}{2} \times 10 = 5",
    r"\sqrt{16} + 2^{3} = 12",
    r"\(2+3=5\)",
    "5(3) = 15 and (2)(3) = 6",
    "-5 + 3 = -2",
    "- 5 + 3 = 8",
    "- 5 + 3 = -2",
    "2^10 = 1024 = 4^5",
    "3 x 4 = 12, 3x4 = 12",
    "3 * 500,000 = 1.5 million",
    "3 * 0.8 = 2.4 billion fish",
    "0.1 + 0.2 = 0.30000000000000004",
    "**16 - 3 = 13**",
    "(16 - 3 = 13)",
    "7 squared: 7² = 49",
    "16 − 3 = 13 and 3 × 4 ÷ 2 = 6",
    "16 minus 3 equals 13",
    "$10 - $12 = $-2",
    "16 - 3\n= 13",
    r"\frac{3.61 \times 10^{-10}}{1.414} = 2.55 \times 10^{-10}",
    r"\frac{1}{1.5633} \approx 0.6396",
    "1/3 = 0.333...",
    "for a total of 2*18 = 36 miles",
    "2 packs of sweets * 60 pieces per pack = 120 pieces",
    "5 minutes a puzzle * 8 puzzles = 40 minutes",
    "2 * 10^3 hours = 2000 hours",
]
FALSE = [
    ("16 - 3 = 12 eggs", "13", "12 eggs"),
    ("13 * 2 = $<<13*2=26>>27", "26", "$<<13*2=26>>27"),
    ("1.5 hours = 80 minutes", "90", "80 minutes"),
    ("800/3 = 266.6", "266.667", "266.6"),
    ("800/3 = 267", "266.667", "267"),
    ("55 * 3 is about 55 * 3 = 200", "165", "200"),
    ("16 - 3 等於 14", "13", "14"),
    ("16－3＝14", "13", "14"),
    ("12.50 * 3 = 37.51", "37.5", "37.51"),
    ("1250.50 * 3 = 3751.51", "3751.5", "3751.51"),
    (r"3 \cdot 4 = 13", "12", "13"),
    ("- 5 + 3 = 1", "8", "1"),
    ("共 16 - 3 = 12 個", "13", "12 個"),
    ("20% of $50 = $11", "10", "$11"),
    ("$15,000*2 = $300", "30000", "$300"),
    (r"2.6 \times 10^{-11} \times 10^{10} = 2.6", "0.26", "2.6"),
]
UNREAD = [
    "10% off $20 = $18",
    "half of 6 + 4 = 7",
    "150 minutes = 2 hours and 30 minutes",
    "17/3 = 5 remainder 2",
    "9**9**9 = 5",
    "5! = 120",
    "x = 5, 2x + 3 = 13",
    "2C + 30 = 70",
    "1,5 * 2 = 3",
    "$400 000 x 3/100 = $12000",
    "7 / 0 = 0",
    "at 3:30 + 2 = 5:30",
    "a room of 3 = 4",
    "eggs - 3 = 13",
    r"4\pi R^2 = 16 \cdot 0.25 \cdot 4\pi",
    r"V = \frac{4}{3} \pi (1)^3 = \frac{4}{3} \pi",
    r"a_1^2 + a_2^2 = 1, so a_0 + a_1 + 1 = 4",
    r"\log_{10}(3-2) = 1 + 2, \log_5 z - 3 \cdot 2 = 3",
    r"\int_{-1}^{3} u = \frac{3^7}{7}",
    r"f\left(\frac{9}{2}\right) = \frac{9}{2} + 1",
    "6s^2 = 600, 9m^2 + 6m + 1 = 0, 2ab + 2bc = -4",
    r"\(M = 4A6\) nor \(N = 1B7\)",
    r"4 \times 2 = 2 \times 0.3 \times \sin\theta",
    r"x = 5000 \text{ Å} = 500 \text{ nm} = 5 \times 10^{-5} \text{ cm}",
    r"1/3 = 0.\overline{3}",
    "2 + 3 = 5!, 1000 = 1{,}000 + 0",
    "",
]


@pytest.mark.parametrize("text", TRUE)
def test_an_equation_that_holds_is_computed_and_passes(text: str) -> None:
    report = Equations().check("", split(text))
    assert report is not None
    assert report.problems == ()
    assert not report.proven


@pytest.mark.parametrize(("text", "computed", "claimed"), FALSE)
def test_an_equation_that_does_not_hold_says_what_is_right(text: str, computed: str, claimed: str) -> None:
    report = Equations().check("", split(text))
    assert report is not None
    (problem,) = report.problems
    assert (problem.values["computed"], problem.values["claimed"]) == (computed, claimed)
    assert text[problem.start : problem.end].endswith(claimed)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_certain_is_not_judged(text: str) -> None:
    report = Equations().check("", split(text))
    assert report is None or report.problems == ()


def test_a_running_equals_sign_does_not_hold() -> None:
    report = Equations().check("", split("5 + 3 = 8 + 2 = 10"))
    assert report is not None
    assert [(p.says, p.values["computed"], p.values["claimed"]) for p in report.problems] == [("unequal", "8", "10")]


def test_a_note_and_the_text_after_it_must_agree() -> None:
    report = Equations().check("", split("so 130,000*.15 = $<<130000*.15=19500.0>>195,000"))
    assert report is not None
    assert [problem.says for problem in report.problems] == ["note_differs"]


def test_an_answer_that_stands_nowhere_before_is_a_finding() -> None:
    report = Equations().check("", split("16 - 3 = 13\n13 * 2 = 26\nA: 62"))
    assert report is not None
    assert [(p.says, p.values["claimed"], p.values["computed"]) for p in report.problems] == [
        ("answer_differs", "62", "26")
    ]
    for text in ("800 / 3 = 266.67\nA: 266", "2*2*3*5 = 60. The number of different prime factors of it is 3.\nA: 3"):
        passing = Equations().check("", split(text))
        assert passing is not None
        assert passing.problems == ()


def test_every_wrong_equation_is_found_with_its_place() -> None:
    text = "1. 2 + 2 = 4\n2. 2 + 3 = 6\n3. 6 * 2 = 12\n4. 12 - 1 = 10"
    report = Equations().check("", split(text))
    assert report is not None
    assert [text[p.start : p.end] for p in report.problems] == ["2 + 3 = 6", "12 - 1 = 10"]
    assert report.n_checked == 4


OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def oracle(node: ast.expr) -> Fraction:
    """The value of a calculation by Python's own parser, written without the critic's."""
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp):
        return -oracle(node.operand)
    assert isinstance(node, ast.BinOp)
    return OPERATORS[type(node.op)](oracle(node.left), oracle(node.right))


def calculation(rng: random.Random, depth: int) -> str:
    """A random calculation of integers, with brackets around what needs them and what does not."""
    if depth == 0 or rng.random() < 0.2:
        number = rng.randint(-99, 99)
        return str(number)
    sign = rng.choice("+-*")
    left, right = calculation(rng, depth - 1), calculation(rng, depth - 1)
    inside = f"{left} {sign} {right}"
    return f"({inside})" if rng.random() < 0.6 else inside


def chain(rng: random.Random, n: int) -> list[str]:
    """Sides of a true chain: calculations of one value, its number last."""
    first = calculation(rng, 3)
    value = oracle(ast.parse(first, mode="eval").body)
    sides = [f"{calculation(rng, 0)} + 0 + {first}"]
    value = oracle(ast.parse(sides[0], mode="eval").body)
    for _ in range(n):
        part = rng.randint(-50, 50)
        sides.append(f"{part} - {part - int(value)}" if part - value >= 0 else f"{part} - ({part - int(value)})")
    return [*sides, str(int(value))]


@given(seed=st.integers(0, 2**32), n=st.integers(0, 3))
def test_a_random_true_chain_is_never_flagged(seed: int, n: int) -> None:
    text = "So we get " + " = ".join(chain(random.Random(seed), n)) + " in the end."
    report = Equations().check("", split(text))
    assert report is not None
    assert report.problems == ()
    assert report.n_checked == n + 1


@given(seed=st.integers(0, 2**32), n=st.integers(0, 3), off=st.integers(1, 1000), down=st.booleans())
def test_a_chain_with_one_wrong_value_is_always_flagged_there(seed: int, n: int, off: int, down: bool) -> None:
    sides = chain(random.Random(seed), n)
    wrong = [*sides[:-1], str(int(sides[-1]) + (-off if down else off))]
    text = " = ".join(wrong)
    report = Equations().check("", split(text))
    assert report is not None
    (problem,) = report.problems
    assert text[problem.start : problem.end] == " = ".join(wrong[-2:])


@given(
    over=st.integers(1, 10_000),
    under=st.integers(1, 300),
    places=st.integers(1, 6),
    off=st.integers(1, 9),
)
def test_a_rounded_quotient_passes_and_a_wrong_last_digit_does_not(
    over: int, under: int, places: int, off: int
) -> None:
    exact = Fraction(over, under)
    unit = Fraction(1, 10**places)
    rounded = round(exact / unit) * unit
    report = Equations().check("", split(f"{over} / {under} = {decimal(rounded, places)}"))
    assert report is not None
    assert report.problems == ()
    wrong = rounded + (off + 1) * unit
    report = Equations().check("", split(f"{over} / {under} = {decimal(wrong, places)}"))
    assert report is not None
    assert len(report.problems) == 1


def decimal(value: Fraction, places: int) -> str:
    whole, part = divmod(int(value * 10**places), 10**places)
    return f"{whole}.{part:0{places}}"
