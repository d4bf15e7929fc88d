"""What differs in the same role, and what is left alone."""

import pytest

from redraft.critics.facts.checks.differing import discrepancies_in
from redraft.critics.facts.checks.reading import read


def found(claim: str, passage: str) -> list[tuple[str, str, str]]:
    """Kind, words of the claim, words of the passage."""
    said = discrepancies_in(read(claim, 1000), read(passage, 5000))
    return [(one.kind, one.claimed, one.found) for one in said]


def test_several_numbers_are_told_in_the_order_of_the_claim() -> None:
    assert found("The hall has 7 doors and 9 lamps.", "The hall has 5 doors and 8 lamps.") == [
        ("number", "7", "5"),
        ("number", "9", "8"),
    ]


def test_ranges_that_share_one_end_differ_at_the_other() -> None:
    passage = "Marsh was the mayor of the town (1990-1998), and its doctor."
    assert found("Ivo Marsh was the mayor from 1990 until his death in 2004.", passage) == [("date", "2004", "1998")]


@pytest.mark.parametrize(
    "passage",
    [
        "Marsh was the mayor from 1970 to 1978.",  # another term
        "Marsh was the mayor until 2004, and a doctor from 1990 to 1998.",  # the end stands elsewhere
        "Bea Holm was the mayor from 1990 to 1998.",  # another person
    ],
)
def test_what_may_be_another_range_is_left_alone(passage: str) -> None:
    assert found("Ivo Marsh was the mayor from 1990 until 2004.", passage) == []


def test_shares_are_compared_only_where_the_subject_is_named() -> None:
    claim = "Some 40 percent of Lumen energy comes from wind."
    assert found(claim, "Lumen is small. Of the energy 75 percent comes from wind.") == []


def test_another_maker_of_one_work_differs() -> None:
    assert found("Ada Quill wrote The Long Sail.", "Otto Brandt wrote The Long Sail.") == [
        ("name", "Ada Quill", "Otto Brandt")
    ]
    assert found("Ada Quill admired The Long Sail.", "Otto Brandt admired The Long Sail.") == []
