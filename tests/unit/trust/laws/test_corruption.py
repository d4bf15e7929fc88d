import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.laws import (
    alignment_of_redraws,
    mixed_alignment,
    redrawn_alignment,
    redrawn_tau,
    shuffled_alignment,
)
from redraft.trust.simulations import (
    simulate_confident,
    simulate_redrawn,
    simulate_shuffled,
    simulate_whole_lists,
)

# N, shuffled, dimensions, alignment by the law, expected cosine: the theory's own table.
TABLE = [
    (8, 2, 1, 0.857, 0.790),
    (8, 2, 5, 0.857, 0.846),
    (8, 4, 1, 0.571, 0.452),
    (8, 4, 5, 0.571, 0.551),
    (8, 6, 1, 0.286, 0.212),
    (8, 6, 5, 0.286, 0.273),
    (8, 8, 1, 0.0, 0.002),
    (8, 8, 5, 0.0, -0.001),
    (16, 8, 5, 0.533, 0.510),
]


@pytest.mark.parametrize(("n_answers", "m", "d", "aligned", "cosine"), TABLE)
def test_shuffled_scores_leave_what_the_law_says_of_the_step(
    n_answers: int, m: int, d: int, aligned: float, cosine: float
) -> None:
    run = simulate_shuffled(n_answers, m, n_dimensions=d, n=4000, seed=0)
    assert run.alignment.law == pytest.approx(aligned, abs=5e-4) and run.alignment.agrees()
    assert run.cosine.agrees()
    # The law of the cosine is averaged over the rankings drawn, which scatter themselves.
    assert run.cosine.law == pytest.approx(cosine, abs=0.02)


@pytest.mark.parametrize(("n_answers", "inexact"), [(8, 0.045), (32, 0.02)])
@pytest.mark.parametrize("rate", [0.1, 0.25, 0.5, 0.75])
def test_redrawn_scores_leave_about_what_is_not_redrawn(n_answers: int, inexact: float, rate: float) -> None:
    run = simulate_redrawn(n_answers, rate, n=4000, seed=0)
    assert run.alignment.agrees(within=inexact)
    assert run.tau.agrees()
    assert alignment_of_redraws(redrawn_tau(rate)) == pytest.approx(redrawn_alignment(rate))


@pytest.mark.parametrize("confidence", [0.5, 1.0, 2.0])
def test_a_confident_models_alignment_is_the_mixture_within_15_thousandths(confidence: float) -> None:
    run = simulate_confident(8, 4, confidence=confidence, n_dimensions=5, n=10_000, seed=0)
    assert run.agrees(within=0.015)
    assert run.law > shuffled_alignment(8, 4)  # a part of it is no information from the critic


@pytest.mark.parametrize("rate", [0.25, 0.75])
def test_the_mixture_is_exact_where_whole_rankings_are_random(rate: float) -> None:
    assert simulate_whole_lists(8, rate, confidence=1.0, n_dimensions=5, n=10_000, seed=0).agrees()


@given(st.integers(2, 60), st.data())
def test_more_shuffling_leaves_less(n: int, data: st.DataObject) -> None:
    m = data.draw(st.integers(0, n - 1))
    assert 0 <= shuffled_alignment(n, m + 1) <= shuffled_alignment(n, m) <= 1
    assert shuffled_alignment(n, n) == 0 and shuffled_alignment(n, 1) == shuffled_alignment(n, 0) == 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_redrawing_leaves_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= redrawn_tau(high) <= redrawn_tau(low) <= 1


@given(st.floats(0, 1), st.floats(-2, 1))
def test_a_mixture_lies_between_its_parts(kept: float, by_chance: float) -> None:
    assert by_chance - 1e-12 <= mixed_alignment(kept, by_chance) <= 1 + 1e-12


def test_what_cannot_be_shuffled_or_redrawn_is_refused() -> None:
    for call in (
        lambda: shuffled_alignment(1, 0),
        lambda: shuffled_alignment(8, 9),
        lambda: shuffled_alignment(8, -1),
        lambda: redrawn_alignment(math.nan),
        lambda: redrawn_tau(-0.1),
        lambda: mixed_alignment(math.nan, 0.0),
        lambda: mixed_alignment(0.5, math.nan),
        lambda: mixed_alignment(0.5, math.inf),
    ):
        with pytest.raises(Misuse):
            call()
