import math
from typing import Any

import pytest

from redraft.core import Prompt
from redraft.errors import Misuse
from redraft.evals.samples.scorers import SCORERS, scorer_for

ASKED = Prompt.of("?")


@pytest.mark.parametrize(
    ("reference", "choices", "name"),
    [
        (4, None, "number"),
        (4.5, None, "number"),
        ("Paris", None, "exact"),
        ("B", ("x", "y"), "choice"),
        ({"a": 1}, None, "json"),
        ([1], None, "json"),
        (True, None, "json"),
        (None, None, "json"),
    ],
)
def test_without_a_name_the_reference_decides(reference: Any, choices: tuple[str, ...] | None, name: str) -> None:
    assert scorer_for(None, reference, prompt=ASKED, choices=choices).name == name


def test_every_known_name_makes_a_scorer_of_that_name_and_a_version() -> None:
    references = {"number": 4, "python": "assert f() == 1", "choice": "A"}
    for name in SCORERS:
        choices = ("x", "y") if name == "choice" else None
        scorer = scorer_for(name, references.get(name, "x"), prompt=ASKED, choices=choices)
        assert scorer.name == name and int(scorer.version) >= 1


@pytest.mark.parametrize(
    ("name", "reference", "choices", "said"),
    [
        ("fuzzy", "x", None, "no scorer is called 'fuzzy'; known: exact, number"),
        (None, math.nan, None, "`reference` is nan, which no answer can equal"),
        ("json", [math.nan], None, "JSON has no NaN"),
        ("exact", "x", ("a", "b"), "`choices` go with the scorer choice, got scorer 'exact'"),
        ("choice", "A", None, "the scorer choice needs `choices`"),
        ("exact", "  ", None, "`reference` is empty"),
        ("exact", {"a": 1}, None, "must be a text or a number"),
        ("contains", [], None, "must be a text or a number"),
    ],
)
def test_what_cannot_be_scored_is_refused(
    name: str | None, reference: Any, choices: tuple[str, ...] | None, said: str
) -> None:
    with pytest.raises(Misuse, match=said):
        scorer_for(name, reference, prompt=ASKED, choices=choices)
