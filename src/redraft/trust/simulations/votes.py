"""Votes cast one by one on drafts that are right or wrong: beside `voting`."""

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse
from redraft.trust.laws.voting import flag_ratio, majority, voting_gain
from redraft.trust.simulations.chains import Setting
from redraft.trust.simulations.comparison import Comparison, Floats, generator, of_means, of_ratios


def simulate_voting(
    setting: Setting, *, n_votes: int, threshold: int, n: int, seed: int, correlation: float = 0.0
) -> Comparison:
    """The gain of one round in which a draft is written again when enough votes are against it.

    Args:
        setting: the critic, vote by vote, and the model.
        n_votes: k, at least 1.
        threshold: h, 0 to k + 1.
        n: drafts.
        seed: fixes what happens to them.
        correlation: between two votes on the same draft, in [0, 1).

    Raises:
        Misuse: when a rate or a count is none.
    """
    _check_correlation(correlation)
    law = voting_gain(
        setting.accuracy,
        n_votes=n_votes,
        threshold=threshold,
        sensitivity=setting.sensitivity,
        specificity=setting.specificity,
        repair_rate=setting.repair_rate,
        break_rate=setting.break_rate,
        correlation=correlation,
    )
    rng = generator(seed, n, "voting", setting, n_votes, threshold, correlation)
    right = rng.random(n) < setting.accuracy
    rates = np.where(right, 1 - setting.specificity, setting.sensitivity)
    flagged = _votes_against(rng, rates, n_votes, correlation) >= threshold
    after = np.where(right, rng.random(n) >= setting.break_rate, rng.random(n) < setting.repair_rate)
    return of_means(law, np.where(flagged, after, right).astype(float) - right)


def simulate_flag_ratio(
    *, sensitivity: float, specificity: float, n_votes: int, correlation: float, n: int, seed: int
) -> Comparison:
    """How many times more often a majority flags a wrong draft than a right one.

    Args:
        sensitivity: of a single vote, in [0, 1].
        specificity: of a single vote, in [0, 1].
        n_votes: k, at least 1.
        correlation: between two votes on the same draft, in [0, 1).
        n: drafts of each kind.
        seed: fixes the votes.

    Raises:
        Misuse: when a rate or a count is none.
    """
    _check_correlation(correlation)
    law = flag_ratio(n_votes, sensitivity=sensitivity, specificity=specificity, correlation=correlation)
    if law is None:
        raise Misuse(f"`specificity` must leave right drafts that are flagged, got {specificity!r}; use less than 1")
    rng = generator(seed, n, "flag ratio", sensitivity, specificity, n_votes, correlation)
    flagged = [
        (_votes_against(rng, np.full(n, rate), n_votes, correlation) >= majority(n_votes)).astype(float)
        for rate in (sensitivity, 1 - specificity)
    ]
    return of_ratios(law, *flagged)


def _check_correlation(correlation: float) -> None:
    if not 0 <= correlation < 1:
        raise Misuse(f"`correlation` must lie in [0, 1), got {correlation!r}; at 1 all votes are one vote")


def _votes_against(rng: np.random.Generator, rates: Floats, n_votes: int, correlation: float) -> npt.NDArray[np.int64]:
    """``(n,)`` the votes against each draft; correlated ones share the draft's own probability of a vote."""
    if correlation:
        total = (1 - correlation) / correlation
        rates = rng.beta(rates * total, (1 - rates) * total)
    against = np.zeros(len(rates), dtype=np.int64)
    for _ in range(n_votes):
        against += rng.random(len(rates)) < rates
    return against
