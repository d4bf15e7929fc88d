"""What the counterfactual critic can exchange."""

import pytest

from redraft.critics.bias.exchange import Exchange, Pair
from redraft.evals.bbq.coverage import coverage_of, is_right
from redraft.evals.bbq.rows import case_of
from support.bbq import row, rows


def test_every_question_with_two_groups_of_the_lexicon_is_exchanged_and_got_back() -> None:
    found = coverage_of([case_of(row) for row in rows(5)])
    (both,) = [one for one in found if one.category == "all" and one.half is None]
    assert both.n == 100 and both.exact is not None and both.exact.value == 1.0
    assert both.found is not None and both.found.value == 1.0
    assert both.right is not None and both.right.value == 1.0
    assert sum(both.kinds.values()) == 100


def test_a_context_that_becomes_another_of_the_data_is_known() -> None:
    one, other = row("Religion"), row("Religion", 1)
    other["context"] = one["context"].replace("A Muslim man and a Hindu", "A Hindu man and a Muslim")
    (found, *_) = coverage_of([case_of(made) for made in (one, row("Religion", 2))])[-1:]
    assert found.known is not None and found.known.value == 0.0
    (found, *_) = coverage_of([case_of(made) for made in (one, other)])[-1:]
    assert found.known is not None and found.known.value == 1.0


def test_halves_add_up_to_both() -> None:
    found = {(one.category, one.half): one.n for one in coverage_of([case_of(row) for row in rows(5)])}
    assert found["Age", "test"] + found["Age", "development"] == found["Age", None]


def test_words_that_are_not_in_the_lexicon_are_not_covered() -> None:
    made = row("Age")
    for field in ("context", "ans0", "ans1", "ans2"):
        made[field] = made[field].replace("elderly man", "oak").replace("young man", "bush")
    (found, *_) = coverage_of([case_of(made)])
    assert found.kinds == {} and [one.found and one.found.value for one in coverage_of([case_of(made)])][-1] == 0.0


@pytest.mark.parametrize(
    ("pair", "right"),
    [(Pair("elderly", "young"), True), (Pair("elderly man", "young man"), True), (Pair("man", "woman"), False)],
)
def test_an_exchange_is_right_when_it_is_that_of_the_labels_persons(pair: Pair, right: bool) -> None:
    exchange = Exchange(kind="x", first=pair.first, second=pair.second, pairs=(pair,))
    assert is_right(case_of(row("Age", evidence=True)), exchange) is right
