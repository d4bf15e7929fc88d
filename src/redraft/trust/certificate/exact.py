"""The binomial distribution's tail, exactly, and the tests and bounds that are nothing but this tail."""

from typing import Any

import numpy as np
import numpy.typing as npt

from redraft.errors import MissingExtra, Misuse

try:
    from scipy.special import bdtr, betaincinv
except ModuleNotFoundError as error:
    raise MissingExtra("scipy is needed for exact tests; install it with: pip install 'redraft[trust]'") from error

Counts = int | npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]


def binomial_tail(n_hits: Counts, n: Counts, rate: float | Figures) -> Figures:
    """P(Bin(n, rate) <= n_hits): the p-value of "the rate is `rate` or more" when `n_hits` of `n` cases were hits.

    Args:
        n_hits: observed hits, 0 to `n`; any shape that goes with the others.
        n: cases, at least 1.
        rate: the rate under test, in [0, 1].

    Returns:
        In [0, 1], of the common shape; it falls with `rate` and rises with `n_hits`.

    Raises:
        Misuse: when counts or rates are impossible, NaN among them.

    Source: clopper1934use
    """
    hits, cases, rates = _checked(n_hits, n), np.asarray(n), _rates("rate", rate)
    return np.asarray(bdtr(hits.astype(float), cases, rates), dtype=float)


def upper_bound(n_hits: Counts, n: Counts, *, delta: float) -> Figures:
    """The Clopper-Pearson upper bound: with probability 1 - `delta` or more the true rate is at most this.

    It is the rate at which `binomial_tail` falls to `delta`, so it lies at epsilon or below exactly when the test of
    "the rate is epsilon or more" rejects at level `delta`.

    Args:
        n_hits: observed hits, 0 to `n`.
        n: cases, at least 1.
        delta: probability in (0, 1) that the bound may fail.

    Returns:
        In (0, 1], of the common shape of the counts.

    Raises:
        Misuse: when counts are impossible or `delta` is no probability.

    Source: clopper1934use
    """
    check_probability("delta", delta)
    hits, cases = np.broadcast_arrays(_checked(n_hits, n), np.asarray(n))
    every = hits == cases  # all cases were hits: no rate below 1 can be excluded
    bound = betaincinv(hits + 1.0, np.where(every, 1.0, cases - hits), 1 - delta)
    return np.where(every, 1.0, bound).astype(float)


def mcnemar(n_flips: Counts, n_fixes: Counts) -> Figures:
    """The exact one-sided p-value of "correcting breaks as often as it repairs, or more often".

    Args:
        n_flips: cases that went from right to wrong.
        n_fixes: cases that went from wrong to right.

    Returns:
        P(Bin(n_flips + n_fixes, 1/2) <= n_flips); 1 when nothing changed, for then nothing is known.

    Raises:
        Misuse: when a count is negative.

    Source: mcnemar1947note
    """
    changed = np.asarray(n_flips) + np.asarray(n_fixes)
    if np.any(np.asarray(n_flips) < 0) or np.any(np.asarray(n_fixes) < 0):
        raise Misuse(f"counts are 0 or more, got {n_flips!r} flips and {n_fixes!r} fixes")
    tail = bdtr(np.asarray(n_flips, dtype=float), np.maximum(changed, 1), 0.5)
    return np.where(changed == 0, 1.0, tail).astype(float)


def check_probability(name: str, value: float) -> None:
    """Refuse what is not strictly between 0 and 1, NaN included."""
    if not 0 < value < 1:
        raise Misuse(f"`{name}` must lie strictly between 0 and 1, got {value!r}; .05 is usual")


def _checked(n_hits: Counts, n: Counts) -> npt.NDArray[Any]:
    hits, cases = np.asarray(n_hits), np.asarray(n)
    if not (np.issubdtype(hits.dtype, np.integer) and np.issubdtype(cases.dtype, np.integer)):
        raise Misuse(f"counts are whole numbers, got {n_hits!r} of {n!r}")
    if np.any(cases < 1) or np.any(hits < 0) or np.any(hits > cases):
        raise Misuse(f"hits lie between 0 and n, and n is 1 or more, got {n_hits!r} of {n!r}")
    return hits


def _rates(name: str, rate: float | Figures) -> Figures:
    rates = np.asarray(rate, dtype=float)
    if not np.all((rates >= 0) & (rates <= 1)):  # a NaN is neither
        raise Misuse(f"`{name}` must lie in [0, 1], got {rate!r}")
    return rates
