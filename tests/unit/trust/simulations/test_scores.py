import pytest

from redraft.errors import Misuse
from redraft.trust.laws import savage_scores
from redraft.trust.simulations import simulate_scores, simulate_swap


@pytest.mark.parametrize("n_answers", [2, 5, 9])
def test_what_each_rank_contributes_is_its_savage_score(n_answers: int) -> None:
    runs = simulate_scores(n_answers, n=5000, seed=0)
    assert len(runs) == n_answers and all(run.agrees() for run in runs)
    assert [run.law for run in runs] == pytest.approx(list(savage_scores(n_answers)))


def test_linear_scores_would_be_seen() -> None:
    runs = simulate_scores(8, n=5000, seed=0)
    linear = [7 / 8 - k / 4 for k in range(8)]
    assert max(abs(run.measured - law) / run.standard_error for run, law in zip(runs, linear, strict=True)) > 10


def test_exchanging_neighbours_costs_what_the_law_says_most_at_the_bottom() -> None:
    runs = [simulate_swap(6, rank, n=20_000, seed=0) for rank in range(1, 6)]
    assert all(run.agrees() for run in runs)
    assert runs[-1].measured > 10 * runs[0].measured


def test_pairs_and_counts_that_there_are_not_are_refused() -> None:
    with pytest.raises(Misuse, match="`rank` must be a whole number, 1 to 3"):
        simulate_swap(4, 4, n=100, seed=0)
    with pytest.raises(Misuse, match="`n_answers`"):
        simulate_scores(1, n=100, seed=0)
