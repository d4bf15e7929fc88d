import pytest

from redraft.critics.steps.expressions import parse
from redraft.critics.steps.rounding import agrees, says_rounded
from redraft.critics.steps.tokens import tokenize
from redraft.critics.steps.values import Value


def value(text: str) -> Value:
    tokens = tokenize(text).tokens
    parsed = parse(tokens, 0, len(tokens))
    assert parsed is not None
    assert parsed.end == len(tokens)
    return parsed.value


@pytest.mark.parametrize(
    ("left", "right", "is_about", "verdict"),
    [
        ("800/3", "266.67", False, True),
        ("800/3", "266.66", False, True),  # cut off
        ("800/3", "266.6", False, False),
        ("800/3", "267", False, False),
        ("800/3", "267", True, True),
        ("800/3", "266", True, True),
        ("800/3", "270", True, True),
        ("800/3", "250", True, False),
        ("-800/3", "-266.67", False, True),
        ("-800/3", "266.67", False, False),
        ("48-110", "62", True, False),
        ("0", "0.00", False, True),
        ("2.5 * 10^-3", "0.0025", False, True),
        ("2553 / 10", "2.55 * 10^2", False, True),
        ("2553 / 10", "2.5 * 10^2", False, False),
        ("90 minutes", "1.5 hours", False, True),
        ("100 minutes", "1.67 hours", False, True),
        ("100 minutes", "1.5 hours", False, False),
        ("5 feet", "1.5 meters", False, True),
        ("3 pounds", "5 kg", False, False),
        ("15 * 20 cents", "$3", False, True),
        ("15 * 20", "$3", False, None),  # perhaps cents
        ("5000 furlongs", "500 leagues", False, None),
        ("1/4", "25%", False, True),
        ("25% * 80", "20", False, True),
        ("25% * 80", "21", False, False),
    ],
)
def test_a_claim_holds_in_any_way_that_people_mean_it(
    left: str, right: str, is_about: bool, verdict: bool | None
) -> None:
    assert agrees(value(left), value(right), is_about=is_about) is verdict


def test_words_that_say_that_numbers_are_rounded_are_known() -> None:
    assert says_rounded("Rounded to the nearest cent")
    assert says_rounded("大約 5 個")
    assert not says_rounded("16 - 3 = 13")
