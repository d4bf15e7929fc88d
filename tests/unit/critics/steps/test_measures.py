import pytest

from redraft.critics.steps.equations import Equations
from redraft.critics.steps.measures import term_of
from redraft.critics.steps.reasoning import split

# Right, or of a factor that nobody wrote; none of them may count as computed.
NOT_COMPUTED = [
    "1 year + 6 months = 18 months",
    "1 year + 6 months = 7 months",
    "18 months - 1 year = 6 months",
    "1 year + 6 = 18 months",
    "1 decade + 5 years = 15 years",
    "1 MB + 512 KB = 1.5 MB",
    "1 m2 + 100 cm2 = 1.01 m2",
    "1 square meter + 100 square centimeters = 1.01 square meters",
    "3 dimes + 2 nickels = 40 cents",
    "4 dollars + 2 quarters = 4.50 dollars",
    "$5 + €3 = $8.25",
    "2 tbsp + 1 tsp = 7 tsp",
    "1 cup + 2 tablespoons = 18 tablespoons",
    "2 pairs + 1 = 5 shoes",
    "2 pairs + 1 shoe = 5 shoes",
    "2 pairs + 3 pairs = 10 shoes",
    "2 score + 7 years = 47 years",
    "1 hour + 30 = 90 minutes",
    "2 hours + 3 miles = 6 dollars",
    "3 extra hours + 30 minutes = 210 minutes",
    "5 feet 6 inches = 66 inches",
    "1 lb 4 oz = 20 oz",
    "2 hours 15 minutes + 45 minutes = 3 hours",
    "1 hour and 15 minutes + 15 minutes = 90 minutes",
]
RIGHT = [
    "1 km + 1 mile = 2.609 km",
    "1 mile + 500 m = 2109 m",
    "1 kg + 1 lb = 1.4536 kg",
    "1 hour + 30 minutes = 90 minutes",
    "1 hour + 30 minutes = 1.5 hours",
    "1 hour + 30 minutes = 90",
    "$5 + 50 cents = $5.50",
    "6 feet - 3 inches = 69 inches",
    "90 minutes = 1 hour + 30 minutes",
    "2 weeks * 7 + 3 days = 17 days",
    "2 * 1 hour + 30 minutes = 150 minutes",
    "3 red balls + 4 blue balls = 7 balls",
    "5 pairs - 2 = 3 pairs",
]
WRONG = [
    ("16 eggs - 3 eggs = 12 eggs", "13"),
    ("3 red balls + 4 blue balls = 8 balls", "7"),
    ("1 year + 6 years = 8 years", "7"),
    ("12 months - 3 = 8 months", "9"),
    ("3 boys + 4 girls = 8 children", "7"),
    ("1 hour + 30 minutes = 80 minutes", "90"),
    ("1 hour + 30 minutes = 31 minutes", "90"),
    ("90 minutes = 1 hour + 40 minutes", "90"),
    ("$5 + 50 cents = $6", "5.5"),
    ("5 pairs - 2 = 4 pairs", "3"),
    ("2 hours * 30 dollars/hour + 5 dollars = 66 dollars", "65"),
    ("3 packs * 12 + 5 = 42", "41"),
]


@pytest.mark.parametrize("text", NOT_COMPUTED)
def test_a_sum_of_measures_without_a_known_factor_is_left_alone(text: str) -> None:
    assert Equations().check("", split(text)) is None


@pytest.mark.parametrize("text", RIGHT)
def test_a_sum_of_known_measures_is_computed_in_one_unit(text: str) -> None:
    report = Equations().check("", split(text))
    assert report is not None
    assert (report.problems, report.n_checked) == ((), 1)


@pytest.mark.parametrize(("text", "computed"), WRONG)
def test_a_wrong_sum_is_found_with_the_value_that_is_right(text: str, computed: str) -> None:
    report = Equations().check("", split(text))
    assert report is not None
    (problem,) = report.problems
    assert problem.values["computed"] == computed


@pytest.mark.parametrize("text", ["2 * 1 year = 24 months", "2 * 1 year + 6 months = 30 months", "1 mile + 2 km = 5 m"])
def test_what_a_factor_may_convert_is_no_mistake(text: str) -> None:
    assert Equations().check("", split(text)) is None


def test_forms_of_a_measure_word_are_one_and_a_rate_is_that_of_its_first_word() -> None:
    assert term_of(["years"]) == term_of(["yr"])
    assert term_of(["dollars", "per", "hour"]) == term_of(["$"])
    assert term_of(["red", "balls"]).is_noun
    assert term_of(["square", "feet"]) == term_of(["sq", "ft"])
    assert term_of(["square", "tiles"]).is_noun
