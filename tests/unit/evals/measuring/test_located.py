import pytest

from redraft.core import Critique, Finding, Location
from redraft.evals.measuring.located import first_finding_within

MISTAKE = Location(start=20, end=30)


def critique(*locations: Location | None) -> Critique:
    findings = tuple(Finding(message="m", location=location) for location in locations)
    return Critique(critic="c", kind="verified", score=0.0, findings=findings)


@pytest.mark.parametrize(
    ("start", "end", "within"),
    [
        (20, 30, True),  # the same
        (24, 26, True),  # a part
        (15, 30, True),  # a label before it
        (9, 30, False),  # mostly other text
        (0, 100, False),  # everything
        (0, 10, False),  # elsewhere
        (25, 25, True),  # a point in it
        (31, 31, False),  # a point beside it
    ],
)
def test_a_finding_lies_where_most_of_it_is(start: int, end: int, within: bool) -> None:
    assert first_finding_within(critique(Location(start=start, end=end)), MISTAKE) is within


def test_the_first_finding_counts_and_no_other() -> None:
    elsewhere = Location(start=0, end=5)
    assert not first_finding_within(critique(elsewhere, MISTAKE), MISTAKE)
    assert first_finding_within(critique(MISTAKE, elsewhere), MISTAKE)


def test_findings_without_a_place_in_the_text_are_passed_over() -> None:
    assert first_finding_within(critique(None, Location(kind="time", start=0, end=1), MISTAKE), MISTAKE)
    assert not first_finding_within(critique(None), MISTAKE)
    assert not first_finding_within(critique(), MISTAKE)
