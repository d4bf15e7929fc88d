import asyncio
from fractions import Fraction

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.quantities import quantities
from redraft.evals.samples.scorers import Number


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
        ("10-5 = 5", "5"),
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
    assert quantities("3 hens, 2.5 eggs, $1,000") == [Fraction(3), Fraction(5, 2), Fraction(1000)]


def test_a_reference_without_a_number_is_refused() -> None:
    with pytest.raises(Misuse, match="'eighteen' states no number; write one, or give another `scorer`"):
        Number(reference="eighteen")


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: 42",
        "Answer: **42**",
        "Answer: $42$",
        r"Answer: \(42\)",
        "Answer: 42 dollars",
        "Answer: $42.00",
        "Answer: 42 m^2",
        "Answer: 42 cm²",
        "Answer: 42 square feet",
        "Answer: The total is 42 eggs.",
        "Answer: It's 42",
        "Answer: a total of 42 apples",
        "The answer is x = 42.",
        "The answer is about 42",
        "Answer: 42 km/h",
        "Answer: 42°",
        "Answer: 42%",
        "Answer: 42 percent",
        "Answer: 42 eggs per day",
        "Answer: 42 (forty-two)",
        "Answer: 42 or 42.0",
        "So he has 42 eggs that he did not eat.",
        "He does not like eggs, so she sells 42 eggs",
        "#### 42",
        r"\boxed{42\text{ km}}",
        r"\boxed{42\,\mathrm{cm}^2}",
        "Answer: US$42",
        "Answer: €42",
        "Answer: 42 €",
        "Answer: 42 a day",
        "The answer is 42 dollars. She is not rich.",
        "Answer: 84/2 = 42",
        "Answer: *42*",
        "Answer: _42_",
        "Answer: `42`",
        'Answer: "42"',
        "Answer: [42]",
        "Answer: +42",
        "Total: 42",
        "The total is: 42",
        "So the final total comes to $42.",
        "Thus they need 42 more apples",
        "Answer: 42 minutes and no more",
        "Answer: 42 days, not weeks",
        "Answer: => 42",
        "Answer: 42 km (6 days of 7 km)",
        "<answer>42</answer>",
        "The answer is 6 * 7 = 42.",
        "Answer: 42kg",
        "Answer: 42 m",
        "Answer: 42.0 s",
        "he paid $42",
        "2 boxes of 21 = 42",
        "Answer: 42, which is the total",
        "Answer: 42 - the total",
        "Answer: 42—done",
        "42",
        "Answer: 4.2e1",
        "Answer: $42",
        "Answer: 42 km",
        "Answer: 2 * 21 = 42",
        "Step 1. x=42",
        "Answer: 42 (that is, 6*7)",
        "Answer: 6*7=42 cm in 3 days",
        "Answer: 42.0",
        "Answer: 42.",
        "Answer: 42\u200b",
        r"\boxed{43} wait, \boxed{42}",
        r"The final answer is \boxed{42}$.",
        "Answer: {42}",
    ],
)
def test_what_stands_around_the_one_number_does_not_count(answer: str) -> None:
    assert right(answer, "42") is True


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: 42 and a half",
        "Answer: 42 hundred",
        "Answer: 42 dozen",
        "Answer: 42 thousandths",
        "Answer: 42 or more",
        "Answer: 42+",
        "Answer: ≤42",
        r"Answer: \neq 42",
        r"Answer: 42 \times 3",
        "Answer: 42*3",
        "Answer: 3*42",
        "Answer: 42 / 7",
        "Answer: 42/7",
        "Answer: anything but 42",
        "Answer: I don't think it is 42",
        "Answer: never 42",
        "Answer: neither 42 nor 43",
        "Answer: 42 to 50",
        "Answer: 42-50",
        "Answer: 42 – 50",
        "Answer: from 42 up",
        "Answer: up to 42",
        "Answer: 42, 43",
        "Answer: 42; 43",
        "Answer: 42 / 43",
        "Answer: 42 vs 43",
        "Answer: 42i",
        "Answer: 42e",
        r"Answer: \log 42",
        r"Answer: \sqrt{42}",
        "Answer: √42",
        r"Answer: 42\infty",
        "Answer: 42 wait, 43",
        "Answer: 42. Actually 43",
        "Answer: 42 is wrong",
        "Answer: 42 squared",
        "Answer: 42^2",
        "Answer: 42^{-1}",
        "Answer: 2^42",
        "Answer: 1/42",
        "Answer: 42 x",
        "Answer: 42x + 1",
        "Answer: 42(3)",
        "Answer: (42)(3)",
        "Answer: x42",
        "Answer: v1.42",
        "Answer: 42万",
        "Answer: 42 at least",
        "Answer: twice 42",
        "Answer: half of 42",
        "Answer: 100 - 42",
        "Answer: 42:00",
        "Answer: 42,5",
        "Answer: 4 2",
        "Answer: 42 42",
        "Answer: either 42",
        "Answer: {42, 43}",
        "Answer: (42, 1)",
        "Answer: [42, 50)",
        "Answer: 42 bn",
        "Answer: $42m",
        " between 42",
        "It is not 42",
        "It is 43 or 42",
        "x > 42",
        "It is 3 * 42",
        "it is 42 million",
        "It was 1:42",
        "Answer: no number",
        "Answer: ±42",
        "Answer: 42±1",
        r"Answer: 42 \pm 1",
        "Answer: 42 plus 1",
        "Answer: 42 minus 1",
        "Answer: 42 times 2",
        "Answer: 0.42e",
        "Answer: 42_000",
        "Answer: 42 (or 43)",
        "Answer: 42 (thousand)",
        "Answer: 42 mod 5",
        "Answer: 42 choose 2",
        r"Answer: \binom{42}{1}",
        r"Answer: 42\%\cdot 3",
        "Answer: 42⅓",
        "Answer: 42 1/2",
        "Answer: 42 + x",
        "Answer: 42 over 5",
        "Answer: 42 divided by 5",
        "Answer: one of 41, 42",
        "Answer: 42?? no, 43",
        "Answer: 42th",
        "Answer: 42nd",
        "42 or 43",
        "The answer is 42 or 43.",
        "The answer is not 42.",
        "The answer is between 42 and 50.",
        "Answer: 43 (not 42)",
        "Answer: -42",
        "Answer: 4²",
        "Answer: 42 million",
        "Answer: 42k",
        "Answer: 42\nAnswer: 43",
        "Answer: 1 42",
        r"\boxed{42} Answer: 43",
    ],
)
def test_a_number_that_is_doubted_compared_or_part_of_something_is_no_answer(answer: str) -> None:
    assert right(answer, "42") is False


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("Answer: 1e3", "1000"),
        ("Answer: 1,000", "1000"),
        ("Answer: 1 000", "1000"),
        ("Answer: 1'000", "1000"),
        ("Answer: 1/2", "0.5"),
        (r"Answer: \frac{1}{2}", "0.5"),
        ("Answer: ½", "0.5"),
        ("Answer: 1½", "1.5"),
        ("Answer: 1/3", "0.33"),
        ("Answer: \u22125", "-5"),
        ("Answer: (5)", "5"),
    ],
)
def test_thousands_fractions_and_powers_are_read_exactly(answer: str, reference: str) -> None:
    assert right(answer, reference) is True


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ("Answer: 1.000", "1000"),
        ("Answer: 10,00", "1000"),
        ("Answer: 3.1", "3.14"),
        ("The answer is 10^2.", "10"),
        ("The answer is 2^10.", "2"),
        ("Answer: 3!", "3"),
        ("Answer: 2 * 21 = 42", "2"),
        ("Answer: 2*21", "2"),
        ("The answer is 5 - 3", "5"),
        ("The answer is 5+3", "5"),
        (r"Answer: 2\sqrt{3}", "2"),
        (r"Answer: 2\pi", "2"),
        (r"Answer: \sqrt{3}", "3"),
        ("I think 7 is wrong, so none.", "7"),
        ("Answer: unknown. Not 7.", "7"),
        ("Answer: 0x2A", "0"),
        ("Answer: 1:30", "1"),
        ("Answer: 1/0", "1"),
        ("Answer: minus 5", "5"),
        ("Answer: 3.12.2024", "12"),
        ("Answer: < 5", "5"),
        ("Answer: more than 5", "5"),
        ("Answer: 0.13", "0.125"),
    ],
)
def test_the_first_number_of_an_expression_is_not_its_value(answer: str, reference: str) -> None:
    assert right(answer, reference) is False


def test_without_a_mark_the_last_number_counts() -> None:
    assert right("42. That is my answer to question 1.", "1") is True


@pytest.mark.parametrize(
    "answer",
    [
        "She has 16 - 3 - 4 = 9 eggs.\nShe makes 9 * 2 = $18 every day at the farmer's market.",
        "Janet sells 9 eggs for $2 each, so she makes $18.",
        "Step 1: 5\nStep 2: 6\nTherefore, she earns 18 dollars.",
        "So the answer is:\n18",
        "**18**",
        "The final result is **18**.",
        "Answer: \n18",
        "She makes $18 per day.",
        "So, in 2 days she makes $18",
        "After 3 days, 18 remain",
        "The answer is: $18$",
        "#### $18",
        "A: 18.",
        "#### 18 dollars",
        "The answer is $18 per day.",
        r"Therefore, Janet makes \$18 per day.",
        r"\[ \boxed{18} \]",
        r"\boxed{\$18}",
        "Answer: 18 eggs\n\nThat was not hard.",
        "The answer is 18",
        "He saved 36/2=18",
        "Answer: eighteen (18)",
        "answer: [18]",
        "Answer: 18 years old",
        "Answer: she is 18 years and not older",
        "Answer: 18 ducks in 3 ponds of 6",
        "Answer: 18:",
        "18 is the answer",
    ],
)
def test_worked_answers_of_all_shapes_are_read(answer: str) -> None:
    assert right(answer, "18") is True


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: 18 and 19",
        "Answer: 18 cents or 18 dollars",
        "Answer: 18 boxes and 3 eggs",
        "Answer: 18 remainder 3",
        "Answer: 18 R 2",
        "Answer: 18 hours 30 minutes",
        "Answer: 18 ft 3 in",
        "Answer: 18'6\"",
        "18 or 19",
        "18-19",
        "She is not 18",
        "at most 18",
        "Answer: not sure. 18",
        "Answer: 18.5",
        "Answer: 180",
        "Answer: 18e2",
        "Answer: 1.8",
        "Answer: $18k",
        "Answer: $18M",
        "Answer: 18K",
        "Answer: 18 Mio",
        "Answer: 18a",
        "Answer: a18",
        "Answer: #18b",
        "Answer: -18",
        "Answer: \u2212 18",
        "Answer: \u2013 18",
        "Answer: (18, 19)",
        "Answer: 18 < x",
        "Answer: x < 18",
        "Answer: 18 = y, 19 = z",
    ],
)
def test_a_second_unit_or_a_rest_is_a_second_value(answer: str) -> None:
    assert right(answer, "18") is False
