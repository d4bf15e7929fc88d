from pathlib import Path

import pytest

from redraft.evals.facts.data import FactsData, read_facts
from redraft.evals.facts.pairs import checked_pairs, cosine, kind_figures, pair_figures, separations
from support.fact_checks import files


@pytest.fixture
def data(tmp_path: Path) -> FactsData:
    """The small data."""
    return read_facts(tuple(files(tmp_path).values()))


def test_verdicts_are_counted_by_stance(data: FactsData) -> None:
    both = next(one for one in pair_figures(checked_pairs(data)) if one.part == "both")
    assert both.n == 10
    assert both.counts["refute"] == {"supported": 0, "refuted": 2, "not_enough": 0}
    assert both.counts["support"] == {"supported": 3, "refuted": 0, "not_enough": 1}
    assert both.counts["irrelevant"] == {"supported": 0, "refuted": 0, "not_enough": 4}
    assert both.refuted_precision is not None
    assert both.refuted_precision.value == 1.0
    assert both.supported_recall is not None
    assert both.supported_recall.value == 0.75
    assert both.accused is not None
    assert both.accused.value == 0.0


def test_a_pair_that_stands_twice_is_checked_once(data: FactsData) -> None:
    twice = FactsData(pairs=data.pairs * 2, labels=data.labels, revisions=(), sha256={})
    assert checked_pairs(twice) == checked_pairs(data)


def test_the_checks_separate_what_words_cannot(data: FactsData) -> None:
    areas = {one.score: one for one in separations(checked_pairs(data)) if one.part == "both"}
    checks, words = areas["verdict of the checks"], areas["cosine of bags of words"]
    assert checks.support_over_refute is not None
    assert words.support_over_refute is not None
    assert checks.support_over_refute.value == 1.0 > words.support_over_refute.value


def test_each_kind_of_discrepancy_is_measured_apart(data: FactsData) -> None:
    kinds = {one.kind: one for one in kind_figures(checked_pairs(data)) if one.part == "both"}
    assert {kind: (one.n, one.n_claims) for kind, one in kinds.items()} == {"date": (1, 1), "negation": (1, 1)}
    assert kinds["date"].false_claim is not None
    assert kinds["date"].false_claim.value == 1.0
    assert kinds["negation"].refute is not None
    assert kinds["negation"].refute.value == 1.0


def test_the_cosine_of_bags_of_words_is_that_of_their_counts() -> None:
    assert cosine("red bridge", "bridge red") == pytest.approx(1.0)
    assert cosine("red bridge", "green bridge") == pytest.approx(0.5)
    assert cosine("", "bridge") == cosine("towers", "bridge") == 0.0
