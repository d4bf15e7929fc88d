import asyncio
from fractions import Fraction

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.samples.scorers import Number
from redraft.evals.samples.scorers.number import numbers_in


def right(answer: str, reference: str) -> bool | None:
    return asyncio.run(Number(reference=reference).score(Draft.of(answer))).right


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("He has 3 and gets 15.\nA: 18", "18"),
        ("It is $1,234.50 in all", "1234.5"),
        ("Total: 18 dollars", "A: 18"),
        ("the answer is 3 * 6 = 18 eggs for 3 days", "18"),
        ("\u22125", "-5"),
        ("x = -5", "-5"),
        ("10-5", "5"),
        ("- 18 eggs", "18"),
        ("Total – 18", "18"),
        ("-$5", "-5"),
        ("$ 5", "5"),
        ("half, 1/2", "0.5"),
        ("1 1/2 hours", "1.5"),
        (r"\boxed{\frac{3}{4}}", "0.75"),
        (r"\boxed{1{,}000}", "1000"),
        ("1/3", "0.333"),
        ("2e-3", "0.002"),
        (r"3 \times 10^{8}", "300000000"),
        ("50%", "50"),
        ("The answer is (18)", "18"),
        ("５０", "50"),
    ],
)
def test_the_stated_number_is_found_however_it_is_written(answer: str, reference: str) -> None:
    assert right(answer, reference) is True


@pytest.mark.parametrize(
    ("answer", "reference"),
    [("17.6", "18"), ("", "18"), ("no number", "18"), ("A: 81", "18"), ("0.33", "0.333"), ("5", "-5"), ("1/0", "1.5")],
)
def test_another_number_or_none_is_wrong(answer: str, reference: str) -> None:
    assert right(answer, reference) is False


@pytest.mark.parametrize(
    "answer",
    [
        "1e999999999",
        "9" * 200_000,
        "1/" * 100_000,
        "-" * 100_000,
        "answer is " * 20_000,
        "\\boxed{" * 30_000,
        "\x00\ud800",
    ],
)
def test_a_hostile_answer_is_wrong_and_soon_told(answer: str) -> None:
    assert right(answer, "18") is False


def test_numbers_come_in_their_order() -> None:
    assert numbers_in("3 hens, 2.5 eggs, $1,000") == [Fraction(3), Fraction(5, 2), Fraction(1000)]


def test_a_reference_without_a_number_is_refused() -> None:
    with pytest.raises(Misuse, match="'eighteen' states no number; write one, or give another `scorer`"):
        Number(reference="eighteen")
