from fractions import Fraction

import pytest

from redraft.critics.steps.expressions import parse
from redraft.critics.steps.tokens import tokenize


def value(text: str) -> Fraction | None:
    tokens = tokenize(text).tokens
    parsed = parse(tokens, 0, len(tokens))
    return parsed.value.plain if parsed is not None and parsed.end == len(tokens) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4", 14),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2^-1", Fraction(1, 2)),
        ("10 - 4 - 3", 3),
        ("12 / 3 / 2", 2),
        ("- -3", 3),
        ("1,234.5", Fraction(2469, 2)),
        (".5", Fraction(1, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("(1/2)% ", Fraction(1, 200)),
        ("4^(1/2)", 2),
        ("[2 + {3 * (4)}]", 14),
        ("5 dozen", 5),
        ("2 hundred", 200),
        ("\\dfrac{3}{4} \\cdot 8", 6),
        ("\\left( 2 \\right) \\times 3", 6),
    ],
)
def test_calculations_have_their_usual_value(text: str, expected: Fraction | int) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "2 +",
        "(2",
        "2)",
        "1/0",
        "9**9**9",
        "2^0.3",
        "\\sqrt{2}",
        "1" * 41,
        "(" * 100 + "1" + ")" * 100,
        "---3",
        "2C",
    ],
)
def test_what_is_no_calculation_or_out_of_bounds_has_no_value(text: str) -> None:
    assert value(text) is None


def test_the_longest_calculation_from_a_place_is_taken() -> None:
    tokens = tokenize("13 eggs and 4 more").tokens
    parsed = parse(tokens, 0, len(tokens))
    assert parsed is not None
    assert (parsed.value.plain, tokens[parsed.end].text) == (Fraction(13), "and")
