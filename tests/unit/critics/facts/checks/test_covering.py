"""How much of a claim a passage has."""

import pytest

from redraft.critics.facts.checks.covering import Share, covered
from redraft.critics.facts.checks.reading import read


def share(claim: str, passage: str) -> Share:
    """How much of the claim the passage has."""
    return covered(read(claim, 1000), read(passage, 5000))


def test_names_and_figures_count_twice() -> None:
    # Of the name twice two, of the date two, of two other words one each: 8.
    assert share("Ada Quill built boats in 1871.", "Somebody built boats.").coverage == pytest.approx(2 / 8)
    assert share("Ada Quill built boats in 1871.", "In 1871.").coverage == pytest.approx(2 / 8)


def test_words_of_two_sentences_are_not_close() -> None:
    together = share("The red bridge fell.", "The red bridge fell at night.")
    apart = share("The red bridge fell.", "The tower fell. The red door and the bridge stand.")
    assert together.close == together.in_order == 1.0
    assert apart.coverage == 1.0
    assert apart.close < 1.0


def test_the_order_of_the_words_counts() -> None:
    assert share("Dogs bite men.", "Men bite dogs.").in_order == pytest.approx(1 / 3)


def test_a_sentence_without_the_claims_number_is_not_close() -> None:
    assert share("The bridge has 12 towers.", "The bridge has towers.").close == 0.0


def test_a_claim_without_content_has_nothing() -> None:
    assert share("It is.", "It is what it is.") == Share(coverage=0.0, close=0.0, in_order=0.0, has_names=False)
