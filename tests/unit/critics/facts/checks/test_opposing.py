"""Denials, opposites and things turned round."""

import pytest

from redraft.critics.facts.checks.differing import discrepancies_in
from redraft.critics.facts.checks.opposing import is_turned
from redraft.critics.facts.checks.reading import read
from redraft.critics.facts.checks.roles import sentences_of


def found(claim: str, passage: str) -> list[tuple[str, str]]:
    """Words of the claim and of the passage."""
    said = discrepancies_in(read(claim, 1000), read(passage, 5000))
    assert all(one.kind == "negation" for one in said)
    return [(one.claimed, one.found) for one in said]


def test_what_was_one_thing_may_be_another_at_another_time() -> None:
    assert found("Lena Maro won the cup in 1990.", "In 1990 Lena Maro lost the cup.") == [("won", "lost")]
    assert found("Lena Maro won the cup.", "Lena Maro lost the cup.") == []


def test_things_that_changed_places_differ_where_only_one_way_can_be_right() -> None:
    assert found("Zinc displaces copper.", "Copper displaces zinc.") == [
        ("Zinc displaces copper", "Copper displaces zinc")
    ]
    assert found("Zinc displaces copper.", "Copper is displaced by zinc.") == []
    assert found("Parents love children.", "Children love parents.") == []


@pytest.mark.parametrize(
    ("passage", "turned"),
    [("The valve is not open.", True), ("The valve is closed.", True), ("The valve is open and red.", False)],
)
def test_a_denying_sentence_is_seen_also_where_it_refutes_nothing(passage: str, turned: bool) -> None:
    (sentence,) = sentences_of(read("The valve is open.", 100), read(passage, 100))
    assert is_turned(sentence) is turned


def test_a_denial_of_more_than_the_claim_says_refutes_nothing() -> None:
    passage = "Lena Maro never won the cup in two years that followed each other without a coach from abroad."
    assert found("Lena Maro won the cup.", passage) == []
