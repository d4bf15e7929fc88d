"""Several votes of one critic: flag a draft when at least h of k votes are against it.

A wrong draft gets each vote with probability s, a right one with probability 1 - t. With independent votes the number
of votes is binomial. Majority is the wrong threshold as soon as drafts are mostly right or redrafts break more than
they repair; the best one is the fewest votes at which repairing outweighs breaking,

    h* = ceil( (ln(a b / ((1 - a) f)) + k ln(t / (1 - s))) / (ln(s / (1 - t)) + ln(t / (1 - s))) ),

and where that is more than k, the draft should stay as it is. With the rates known, this never does harm in the mean.

Votes of one model are not independent. With the intra-class correlation rho (each draft has its own probability of a
vote, a Beta variable) the number of votes is beta-binomial, and the likelihood ratio of a flag saturates: at rho = .3 a
third vote still helps, a fiftieth does not.
"""

from math import ceil, exp, lgamma, log
from typing import NamedTuple

import numpy as np

from redraft.errors import MissingExtra, Misuse
from redraft.trust.laws.checks import Floats, check_count, check_rate, check_rates
from redraft.trust.laws.rounds import VerdictRates, gain, round_rates


class VotingPlan(NamedTuple):
    """A threshold and what it is expected to gain.

    Attributes:
        threshold: votes against a draft at which it is flagged, 0 (always) to k + 1 (never).
        gain: of one round without a gate, in accuracy.
    """

    threshold: int
    gain: float


def vote_counts(n_votes: int, vote_rate: float, *, correlation: float = 0.0) -> Floats:
    """``(n_votes + 1,)`` the probability of 0, 1, ... votes against a draft.

    Args:
        n_votes: k, at least 1.
        vote_rate: the probability of each single vote, in [0, 1].
        correlation: rho in [0, 1] between two votes on the same draft: 0 for independent ones, 1 if all say the same.

    Raises:
        Misuse: when a rate or a count is none.

    Source: skellam1948probability
    """
    check_count("n_votes", n_votes, low=1)
    check_rates(vote_rate=vote_rate, correlation=correlation)
    if vote_rate in (0, 1) or correlation == 1:
        counts = np.zeros(n_votes + 1)
        counts[0], counts[-1] = 1 - vote_rate, vote_rate
        return counts
    if correlation == 0:
        return np.array(
            [exp(_log_choose(n_votes, j) + _log_binomial(n_votes, j, vote_rate)) for j in range(n_votes + 1)]
        )
    total = (1 - correlation) / correlation
    first, second = vote_rate * total, (1 - vote_rate) * total
    return np.array(
        [
            exp(_log_choose(n_votes, j) + _log_beta(j + first, n_votes - j + second) - _log_beta(first, second))
            for j in range(n_votes + 1)
        ]
    )


def voted_rates(
    n_votes: int, threshold: int, *, sensitivity: float, specificity: float, correlation: float = 0.0
) -> VerdictRates:
    """The rates of a critic that flags a draft when at least `threshold` of `n_votes` votes are against it.

    Args:
        n_votes: k, at least 1.
        threshold: h, 0 (flag all) to k + 1 (flag none).
        sensitivity: s of a single vote, in [0, 1].
        specificity: t of a single vote, in [0, 1].
        correlation: rho between two votes on the same draft, in [0, 1].

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_rates(sensitivity=sensitivity, specificity=specificity)
    check_count("n_votes", n_votes, low=1)
    check_count("threshold", threshold, high=n_votes + 1)
    on_wrong = vote_counts(n_votes, sensitivity, correlation=correlation)
    on_right = vote_counts(n_votes, 1 - specificity, correlation=correlation)
    return VerdictRates.judging_all(
        sensitivity=min(1.0, float(on_wrong[threshold:].sum())), specificity=min(1.0, float(on_right[:threshold].sum()))
    )


def majority(n_votes: int) -> int:
    """The threshold of a majority of `n_votes`, an even split not included.

    Raises:
        Misuse: when the votes are no count.
    """
    check_count("n_votes", n_votes, low=1)
    return n_votes // 2 + 1


def voting_gain(
    accuracy: float,
    *,
    n_votes: int,
    threshold: int,
    sensitivity: float,
    specificity: float,
    repair_rate: float,
    break_rate: float,
    correlation: float = 0.0,
) -> float:
    """What one round without a gate adds to the accuracy when drafts are flagged by `threshold` of `n_votes` votes.

    Args:
        accuracy: a, of the drafts, in [0, 1].
        n_votes: k, at least 1.
        threshold: h, 0 to k + 1.
        sensitivity: s of a single vote, in [0, 1].
        specificity: t of a single vote, in [0, 1].
        repair_rate: f, in [0, 1].
        break_rate: b, in [0, 1].
        correlation: rho between two votes on the same draft, in [0, 1].

    Raises:
        Misuse: when a rate or a count is none.
    """
    verdicts = voted_rates(
        n_votes, threshold, sensitivity=sensitivity, specificity=specificity, correlation=correlation
    )
    return gain(accuracy, round_rates(verdicts, repair_rate=repair_rate, break_rate=break_rate))


def best_threshold(
    accuracy: float,
    *,
    n_votes: int,
    sensitivity: float,
    specificity: float,
    repair_rate: float,
    break_rate: float,
    correlation: float = 0.0,
) -> VotingPlan:
    """The threshold h* with the highest expected gain of one round, and that gain, which is never below 0.

    A number of votes speaks for writing again when (1 - a) f times its probability on a wrong draft is at least a b
    times that on a right one. For a critic better than chance (s + t > 1) more votes speak for it more strongly, also
    when they are correlated, so that one threshold separates the two; for one that is not, all or none is best.

    Args:
        accuracy: a, of the drafts, in [0, 1].
        n_votes: k, at least 1.
        sensitivity: s of a single vote, in [0, 1].
        specificity: t of a single vote, in [0, 1].
        repair_rate: f, in [0, 1].
        break_rate: b, in [0, 1].
        correlation: rho between two votes on the same draft, in [0, 1].

    Returns:
        The threshold, 0 for "write every draft again" to k + 1 for "none", with its gain in accuracy.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_rates(accuracy=accuracy, repair_rate=repair_rate, break_rate=break_rate)
    check_rates(sensitivity=sensitivity, specificity=specificity)
    repairs = (1 - accuracy) * repair_rate * vote_counts(n_votes, sensitivity, correlation=correlation)
    breaks = accuracy * break_rate * vote_counts(n_votes, 1 - specificity, correlation=correlation)
    # gains[h]: of flagging at h votes or more; the last entry, of flagging none, is 0.
    gains = np.append(np.cumsum((repairs - breaks)[::-1])[::-1], 0.0)
    if sensitivity + specificity <= 1:
        threshold = 0 if gains[0] > 0 else n_votes + 1
    else:
        pays = [*(repairs >= breaks), True]
        threshold = next(h for h in range(n_votes + 2) if all(pays[h:]))
    return VotingPlan(threshold=threshold, gain=max(0.0, float(gains[threshold])))


def best_threshold_formula(
    accuracy: float, *, n_votes: int, sensitivity: float, specificity: float, repair_rate: float, break_rate: float
) -> int:
    """The closed form of h* for independent votes, which may lie below 0 or above k; for rates strictly within (0, 1).

    `best_threshold` finds the same number, within 0 to k + 1, from the probabilities themselves, and takes any rates.

    Raises:
        Misuse: when a rate is not strictly between 0 and 1 or the critic is no better than chance.
    """
    rates = (accuracy, sensitivity, specificity, repair_rate, break_rate)
    if not all(0 < rate < 1 for rate in rates) or not sensitivity + specificity > 1:
        raise Misuse(
            f"the closed form needs rates strictly between 0 and 1 and s + t > 1, got {rates!r}; use `best_threshold`"
        )
    check_count("n_votes", n_votes, low=1)
    odds = log(accuracy * break_rate / ((1 - accuracy) * repair_rate))
    against, for_it = log(specificity / (1 - sensitivity)), log(sensitivity / (1 - specificity))
    return ceil((odds + n_votes * against) / (for_it + against))


def flag_ratio(
    n_votes: int, *, sensitivity: float, specificity: float, correlation: float = 0.0, threshold: int | None = None
) -> float | None:
    """How many times more often a wrong draft is flagged than a right one; None if no right one is.

    Args:
        n_votes: k, at least 1.
        sensitivity: s of a single vote, in [0, 1].
        specificity: t of a single vote, in [0, 1].
        correlation: rho between two votes on the same draft, in [0, 1].
        threshold: h, 0 to k + 1; a majority if None.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_rates(sensitivity=sensitivity, specificity=specificity)
    h = majority(n_votes) if threshold is None else threshold
    check_count("threshold", h, high=n_votes + 1)
    # Summed from the small end: 1 - t_k would lose the rare flags of many votes in rounding.
    on_wrong = float(vote_counts(n_votes, sensitivity, correlation=correlation)[h:].sum())
    on_right = float(vote_counts(n_votes, 1 - specificity, correlation=correlation)[h:].sum())
    return on_wrong / on_right if on_right else None


def saturated_ratio(*, sensitivity: float, specificity: float, correlation: float) -> float | None:
    """What `flag_ratio` of a majority tends to with ever more votes; None if it grows without end.

    With very many votes a draft is flagged when its own probability of a vote is above one half.

    Args:
        sensitivity: s of a single vote, in [0, 1].
        specificity: t of a single vote, in [0, 1].
        correlation: rho between two votes on the same draft, in (0, 1].

    Raises:
        Misuse: when a rate is none, or votes are independent, where nothing saturates.
        MissingExtra: without scipy.
    """
    check_rates(sensitivity=sensitivity, specificity=specificity, correlation=correlation)
    if correlation == 0:
        raise Misuse("`correlation` must be above 0, got 0; independent votes do not saturate")
    on_wrong, on_right = (_mostly_flagged(rate, correlation) for rate in (sensitivity, 1 - specificity))
    return on_wrong / on_right if on_right else None


def effective_votes(n_votes: int, correlation: float) -> float:
    """How many independent votes would make the share of votes as certain: k / (1 + (k - 1) rho), 1 to k.

    Raises:
        Misuse: when the votes are no count or the correlation is no rate.
    """
    check_count("n_votes", n_votes, low=1)
    check_rate("correlation", correlation)
    return n_votes / (1 + (n_votes - 1) * correlation)


def _mostly_flagged(vote_rate: float, correlation: float) -> float:
    """The probability that a draft's own probability of a vote is above one half."""
    if vote_rate in (0, 1) or correlation == 1:
        return vote_rate
    try:
        from scipy.special import betainc
    except ImportError as error:
        raise MissingExtra("scipy is needed here; install it with: pip install 'redraft[trust]'") from error
    total = (1 - correlation) / correlation
    return float(betainc((1 - vote_rate) * total, vote_rate * total, 0.5))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log_binomial(n: int, k: int, rate: float) -> float:
    return k * log(rate) + (n - k) * log(1 - rate)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)
