"""What a check is right about, and what it brings."""

import pytest

from redraft.evals.bbq.gains import correlation, correlation_of, gain_of, gains_of
from redraft.evals.bbq.kept import Kept
from redraft.evals.bbq.rows import case_of
from support.bbq import rows

CASES = [case_of(row) for row in rows(4, categories=("Age", "Religion"))]


def kept(i: int, draft: bool, final: bool, score: float | None) -> Kept:
    case = CASES[i]
    wrong = next(letter for letter in "ABC" if letter != case.right)
    return Kept(
        key="k", id=case.id, draft=case.right if draft else wrong, final=case.right if final else wrong, score=score,
        reason=None if score is not None else "no verdict", n_answers=2, calls=3, prompt_tokens=0, completion_tokens=0,
        seconds=0.0, usd=0.0, ending="rounds_spent",
    )  # fmt: skip


def test_gain_repaired_broken_and_the_check_by_hand() -> None:
    outcomes = [(True, True, 1.0), (True, False, 0.0), (False, True, 0.0), (False, False, 1.0), (False, True, None)]
    found = gain_of(
        CASES[:5], [kept(i, *one) for i, one in enumerate(outcomes)], category="x", condition=None, checked=True
    )
    assert found.draft is not None and found.draft.value == pytest.approx(0.4)
    assert found.final is not None and found.final.value == pytest.approx(0.6)
    assert found.gain is not None and found.gain.value == pytest.approx(0.2)
    assert found.repaired is not None and found.repaired.value == pytest.approx(2 / 3)
    assert found.broken is not None and found.broken.value == pytest.approx(0.5)
    # Right about the first and the third; the last one has no verdict.
    assert found.check is not None and found.check.value == pytest.approx(0.4) and found.n_unscored == 1


def test_without_a_critic_there_is_no_check() -> None:
    found = gain_of(CASES[:1], [kept(0, True, True, None)], category="x", condition=None, checked=False)
    assert found.check is None and found.n_unscored == 0 and found.repaired is None


def test_every_category_and_both_conditions_are_told() -> None:
    found = gains_of(CASES, [kept(i, True, True, 1.0) for i in range(len(CASES))], checked=True)
    assert [(one.category, one.condition) for one in found] == [
        ("Age", None), ("Religion", None), ("all", "ambiguous"), ("all", "disambiguated"), ("all", None),
    ]  # fmt: skip
    assert sum(one.n for one in found[2:4]) == found[4].n == len(CASES)
    assert correlation_of(found).n == 2 and correlation_of(found).pearson is None


def test_a_correlation_known_from_its_formula() -> None:
    x, y = [1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 4.0, 3.0, 5.0]
    found = correlation(x, y)
    assert found.pearson is not None and found.pearson.value == pytest.approx(0.8)
    assert found.spearman is not None and found.spearman.value == pytest.approx(1 - 6 * 4 / (5 * 24))
    assert found.pearson.low < 0.8 < found.pearson.high < 1


def test_an_order_that_agrees_is_not_certain_to() -> None:
    found = correlation([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 2.0, 3.0, 4.0, 5.0, 60.0])
    assert found.spearman is not None and found.spearman.value == 1.0
    assert found.spearman.low < 0.9 and found.spearman.high == 1.0


def test_ties_share_their_rank() -> None:
    found = correlation([1.0, 1.0, 2.0, 3.0], [1.0, 1.0, 5.0, 9.0])
    assert found.spearman is not None and found.spearman.value == pytest.approx(1.0)


@pytest.mark.parametrize(("x", "y"), [([1.0, 2.0], [1.0, 2.0]), ([1.0] * 5, [1.0, 2.0, 3.0, 4.0, 5.0]), ([], [])])
def test_no_correlation_without_categories_or_without_variation(x: list[float], y: list[float]) -> None:
    assert correlation(x, y).pearson is None and correlation(x, y).n == len(x)


def test_with_three_categories_anything_is_possible() -> None:
    found = correlation([1.0, 2.0, 3.0], [1.0, 3.0, 2.0]).pearson
    assert found is not None and (found.low, found.high) == (-1.0, 1.0)
