import pytest

from redraft.cli.views.critics_examine import Place, place_of
from redraft.core import Finding, Location

TEXT = "one\ntwo three\n\nfour"


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (0, 3, Place(1, 1, "one")),
        (8, 13, Place(2, 5, "three")),
        (3, 4, Place(1, 4, "\n")),
        (14, 14, Place(3, 1, "")),
        (15, 19, Place(4, 1, "four")),
        (19, 19, Place(4, 5, "")),
    ],
)
def test_a_place_is_a_line_and_a_column_counted_from_one(start: int, end: int, place: Place) -> None:
    assert place_of(Finding(message="m", location=Location(start=start, end=end)), TEXT) == place


def test_a_finding_without_a_place_in_the_text_has_none() -> None:
    assert place_of(Finding(message="m"), TEXT) is None
    assert place_of(Finding(message="m", location=Location(kind="time", start=0, end=1)), TEXT) is None


def test_private_data_is_placed_and_never_repeated() -> None:
    finding = Finding(message="m", kind="email", location=Location(start=4, end=7))
    assert place_of(finding, TEXT) == Place(2, 1, "")
