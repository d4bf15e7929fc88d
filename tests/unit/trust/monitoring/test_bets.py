"""Bets: fair at the promised rate, and refused where there is nothing to promise."""

import math

import pytest

from redraft.errors import Misuse
from redraft.trust.monitoring.bets import FACTORS, bets, check_chance, log_mean_exp


@pytest.mark.parametrize("epsilon", [0.001, 0.02, 0.05, 0.3, 0.49])
def test_at_the_promised_rate_no_bet_gains_on_average(epsilon: float) -> None:
    for bet in bets(epsilon):
        assert math.isclose(epsilon * math.exp(bet.if_broken) + (1 - epsilon) * math.exp(bet.if_not), 1)


def test_below_the_promised_rate_every_bet_loses_on_average() -> None:
    for bet in bets(0.02):
        assert 0.01 * math.exp(bet.if_broken) + 0.99 * math.exp(bet.if_not) < 1


def test_a_bet_is_what_the_stake_of_the_formula_makes_of_a_capital() -> None:
    for factor, bet in zip(FACTORS, bets(0.02), strict=True):
        stake = (min(factor * 0.02, 0.5) - 0.02) / (0.02 * 0.98)
        assert math.isclose(math.exp(bet.if_broken), 1 + stake * (1 - 0.02))
        assert math.isclose(math.exp(bet.if_not), 1 - stake * 0.02)


@pytest.mark.parametrize("epsilon", [0.0, 0.5, 1.0, -0.1, math.nan, math.inf])
def test_what_is_no_bound_is_refused(epsilon: float) -> None:
    with pytest.raises(Misuse, match="`epsilon` must lie above 0"):
        bets(epsilon)


@pytest.mark.parametrize("delta", [0.0, 1.0, math.nan])
def test_what_is_no_chance_is_refused(delta: float) -> None:
    with pytest.raises(Misuse, match=r"`delta` must lie strictly between 0 and 1, got"):
        check_chance("delta", delta)


def test_means_of_huge_and_tiny_numbers_neither_overflow_nor_vanish() -> None:
    assert math.isclose(log_mean_exp([5000.0, 5000.0]), 5000.0)
    assert math.isclose(log_mean_exp([-5000.0, -5000.0 + math.log(3)]), -5000.0 + math.log(2))
