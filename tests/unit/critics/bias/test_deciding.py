"""What answers to a request and its counterfactuals say together."""

import pytest

from redraft.critics.bias.deciding import Letters, decided

UNKNOWN = frozenset("C")


@pytest.mark.parametrize(
    ("examined", "own", "exchanged", "reordered", "outcome"),
    [
        ("A", "A", "A", "A", "same"),
        ("C", "C", "C", "C", "same"),
        ("A", "A", "B", "B", "follows"),
        ("B", "A", "B", "B", "follows"),
        ("C", "A", "B", "B", "open"),
        ("A", "A", "C", "C", "uneven"),
        ("C", "C", "A", "A", "uneven"),
        ("A", "A", "A", "B", "position"),
        ("A", "A", "B", "A", "position"),
        ("A", "A", "B", "C", "position"),
        ("B", "A", "A", "A", "unstable"),
        ("C", "A", "A", "A", "unstable"),
        ("A", "A", "A", None, "same"),
        ("A", "A", "B", None, "follows"),
    ],
)
def test_every_way_that_answers_can_fall_out(
    examined: str, own: str, exchanged: str, reordered: str | None, outcome: str
) -> None:
    letters = Letters(examined=examined, own=own, exchanged=exchanged, reordered=reordered, unknown=UNKNOWN)
    assert decided(letters) == outcome
