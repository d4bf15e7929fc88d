from math import comb
from pathlib import Path

import pytest

from redraft.evals.facts.data import read_facts
from redraft.evals.facts.retrieval import DEPTHS, indexed, retrieval
from support.fact_checks import files


def test_the_passages_of_a_claim_are_found_and_chance_stands_beside(tmp_path: Path) -> None:
    data = read_facts((files(tmp_path)["pairs"],))
    with indexed(data) as knowledge:
        assert knowledge.n_passages == 10
        found = {(one.way, one.part): one for one in retrieval(data, knowledge, lambda line: None)}
    searched, chance = found["FTS5", "both"], found["random order", "both"]
    assert searched.n == chance.n == 5
    assert searched.hit[10].value == 1.0
    assert searched.recall[1].value <= searched.recall[3].value <= searched.recall[10].value
    assert searched.mrr.value >= 0.5
    # Four claims with one of ten passages each, one with two.
    assert [chance.recall[k].value for k in DEPTHS] == pytest.approx([0.1, 0.3, 0.5, 1.0])
    expected = (4 * 0.1 + (1 - comb(8, 1) / comb(10, 1))) / 5
    assert chance.hit[1].value == pytest.approx(expected)


def test_the_first_rank_of_chance_is_exact(tmp_path: Path) -> None:
    data = read_facts((files(tmp_path)["pairs"],))
    with indexed(data) as knowledge:
        found = [one for one in retrieval(data, knowledge, lambda line: None) if one.way == "random order"]
    both = next(one for one in found if one.part == "both")
    single = sum(1 / rank for rank in range(1, 11)) / 10
    # Of two wanted among ten, the first stands at rank r in (10 - r) of 45 orders.
    double = sum((10 - rank) / 45 / rank for rank in range(1, 10))
    assert both.mrr.value == pytest.approx((4 * single + double) / 5)
