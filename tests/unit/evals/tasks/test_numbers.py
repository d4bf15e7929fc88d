"""Number games: every expression that keeps to the rules is right, and no other text is."""

import pytest

from redraft.evals.tasks.numbers import Reaches

GAME = Reaches(numbers=(2, 4, 4, 8), target=28)


@pytest.mark.parametrize(
    "answer",
    ["(4 * 8) - 8 / 2", "4 * 8 - 4", "4 * 7", "28"],
)
def test_other_numbers_than_the_given_are_refused(answer: str) -> None:
    assert not GAME.holds(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "4 * (8 - 2) + 4",
        "4*(8-2)+4 = 28",
        "28 = 4 × (8 − 2) + 4",
        '"4 * (8 - 2) + 4"',
        "`[8 − 2] · 4 + 4`.",
        "４*(8-2)+4",
        "4 + 4 * (8 - 2)",
    ],
)
def test_every_right_expression_is_right_in_any_usual_form(answer: str) -> None:
    assert GAME.holds(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "4 * (8 - 2) + 4 = 27", "4 * (8 - 2) + 4 = 28 = 28", "4 * (8 - 2) + 4 + 0", "28 * 4 / 4 + 2 - 2",
        "+4 * (8 - 2) + 4",
        "44 * 8 / 2", "4 * (8 - 2) + 4.0", "4(8 - 2) + 4", "4 * 8 // 2 + 4", "4 ** 2 + 8 + 4",
        "04 * (8 - 2) + 4", "8 / (4 - 4) + 2",
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_wrong(answer: str) -> None:
    assert not GAME.holds(answer)


def test_fractions_on_the_way_are_exact() -> None:
    assert Reaches(numbers=(3, 3, 8, 8), target=24).holds("8 / (3 - 8 / 3)")
