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


@pytest.mark.parametrize("n_answers", [2, 3, 8, 32])
@pytest.mark.parametrize("rate", [0.1, 0.25, 0.5, 0.75])
def test_redrawn_scores_leave_exactly_what_the_law_says_of_any_number_of_answers(n_answers: int, rate: float) -> None:
    run = simulate_redrawn(n_answers, rate, n=4000, seed=0)
    assert run.alignment.agrees()
    assert run.tau.agrees()


@pytest.mark.parametrize(("n_answers", "at_most"), [(8, 0.042), (32, 0.018)])
def test_of_few_answers_less_is_left_than_of_many(n_answers: int, at_most: float) -> None:
    missing = [redrawn_alignment(i / 20) - redrawn_alignment(i / 20, n_answers) for i in range(1, 20)]
    assert min(missing) > 0 and max(missing) == pytest.approx(at_most, abs=5e-4)


def test_with_two_answers_the_redrawn_alignment_is_kendalls_tau() -> None:
    for rate in (0.0, 0.2, 0.5, 0.9, 1.0):
        assert redrawn_alignment(rate, 2) == pytest.approx(redrawn_tau(rate), abs=1e-12)
        assert alignment_of_redraws(redrawn_tau(rate)) == pytest.approx(redrawn_alignment(rate))


@pytest.mark.parametrize("n_answers", [2, 5, 16])
def test_without_redraws_the_whole_step_is_left_and_with_nothing_else_none(n_answers: int) -> None:
    assert redrawn_alignment(0.0, n_answers) == pytest.approx(1.0, abs=1e-12)
    assert redrawn_alignment(1.0, n_answers) == pytest.approx(0.0, abs=1e-12)


def test_more_answers_come_closer_to_the_law_of_many() -> None:
    left = [redrawn_alignment(0.5, n) for n in (2, 4, 8, 16, 32)] + [redrawn_alignment(0.5)]
    assert left == sorted(left)


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
        lambda: redrawn_alignment(0.5, 1),
        lambda: redrawn_tau(-0.1),
        lambda: mixed_alignment(math.nan, 0.0),
        lambda: mixed_alignment(0.5, math.nan),
        lambda: mixed_alignment(0.5, math.inf),
    ):
        with pytest.raises(Misuse):
            call()
