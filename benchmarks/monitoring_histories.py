"""Many histories of audited cases at once, in numpy: what `redraft.trust.monitoring` says of one, computed apart.

Written from the formulas, not from the package's code, so that the two can be held against each other. Everything here
takes ``(n_histories, n_cases)`` zeros and ones, a one being a right draft that was made wrong.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from redraft.trust.monitoring.rate import GRID

FACTORS = (1.5, 2.0, 3.0, 5.0, 10.0)
NEVER = np.iinfo(np.int64).max
"""The case of an alarm that was not raised."""

Cases = npt.NDArray[np.bool_]
When = npt.NDArray[np.int64]


def histories(n: int, n_cases: int, rate: float, *, seed: int, chunk: int = 100) -> Iterator[Cases]:
    """`n` histories of independent cases at this rate, some at a time."""
    rng = np.random.default_rng(seed)
    for start in range(0, n, chunk):
        yield rng.random((min(chunk, n - start), n_cases), dtype=np.float32) < rate


def changing(n: int, n_before: int, before: float, n_after: int, after: float, *, seed: int) -> Iterator[Cases]:
    """`n` histories whose rate changes after `n_before` cases."""
    rng = np.random.default_rng(seed)
    rates = np.r_[np.full(n_before, before), np.full(n_after, after)]
    for start in range(0, n, 100):
        yield rng.random((min(100, n - start), len(rates)), dtype=np.float32) < rates


def first(reached: npt.NDArray[np.bool_]) -> When:
    """The number of the first case at which it was reached, 1 for the first of all; `NEVER` where it was not."""
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, NEVER)


def log_e_values(cases: Cases, epsilon: float) -> npt.NDArray[np.float64]:
    """The logarithm of the mixture's capital after every case."""
    n_broken = cases.cumsum(axis=1, dtype=np.float64)
    n = np.arange(1, cases.shape[1] + 1)
    total = np.full(cases.shape, -np.inf)
    for factor in FACTORS:
        bet = min(factor * epsilon, 0.5)
        stake = (bet - epsilon) / (epsilon * (1 - epsilon))
        log = n_broken * np.log1p(stake * (1 - epsilon)) + (n - n_broken) * np.log1p(-stake * epsilon)
        total = np.logaddexp(total, log)
    return total - np.log(len(FACTORS))


def first_e_alarm(cases: Cases, epsilon: float, delta: float) -> When:
    """When the mixture first reaches 1/delta."""
    return first(log_e_values(cases, epsilon) >= -np.log(delta))


class ExactDelay(NamedTuple):
    """The case by which half, and nine in ten, of all histories have raised the alarm."""

    median: int
    at_90: int


def exact_delay(epsilon: float, rate: float, delta: float) -> ExactDelay:
    """What `first_e_alarm` comes to in the long run: the probability of every count is carried along, case by case."""
    left, alarmed, median, t = np.array([1.0]), 0.0, 0, 0
    bets = np.minimum(np.array(FACTORS) * epsilon, 0.5)[:, None]
    while alarmed < 0.9:
        t += 1
        left = np.append(left, 0.0) * (1 - rate) + np.append(0.0, left) * rate
        counts = np.arange(len(left))
        logs = counts * np.log(bets / epsilon) + (t - counts) * np.log((1 - bets) / (1 - epsilon))
        reached = np.logaddexp.reduce(logs, axis=0) - np.log(len(FACTORS)) >= -np.log(delta)
        alarmed += float(left[reached].sum())
        left = left[: int(reached.argmax())] if reached.any() else left  # more broken cases are more evidence
        median = t if not median and alarmed >= 0.5 else median
    return ExactDelay(median=median, at_90=t)


def first_repeated_test(cases: Cases, epsilon: float, delta: float, every: int = 50) -> When:
    """When an exact binomial test of all cases so far, repeated after every 50, first rejects."""
    at = np.arange(every, cases.shape[1] + 1, every)
    n_broken = cases.cumsum(axis=1, dtype=np.int64)[:, at - 1]
    found = first(binom.sf(n_broken - 1, at, epsilon) <= delta)
    return np.where(found == NEVER, NEVER, every * np.minimum(found, len(at)))


def first_detection(cases: Cases, epsilon: float, threshold: float) -> When:
    """When the Shiryaev-Roberts average first reaches the threshold."""
    bets = np.minimum(np.array(FACTORS) * epsilon, 0.5)
    if_broken, if_not = bets / epsilon, (1 - bets) / (1 - epsilon)
    capitals = np.zeros((len(cases), len(FACTORS)))
    found = np.full(len(cases), NEVER)
    for t, broken in enumerate(cases.T, start=1):
        capitals = np.minimum((capitals + 1) * np.where(broken[:, None], if_broken, if_not), 1e300)
        found = np.where((found == NEVER) & (capitals.mean(axis=1) >= threshold), t, found)
    return found


def upper_ends(cases: Cases, alpha: float, at: tuple[int, ...]) -> dict[int, npt.NDArray[np.float64]]:
    """The upper end of the confidence sequence after so many cases, of every history."""
    m = np.array(GRID)
    capital, peak = np.ones((len(cases), len(m))), np.ones((len(cases), len(m)))
    total, scatter = np.zeros(len(cases)), np.full(len(cases), 0.25)
    found = {}
    with np.errstate(divide="ignore"):
        most = 0.5 / (1 - m)
    for t, hit in enumerate(cases.T, start=1):
        x = hit.astype(np.float64)
        stake = np.sqrt(2 * np.log(1 / alpha) / (scatter * np.log(t + 1)))
        capital *= 1 - np.minimum(stake[:, None], most) * (x[:, None] - m)
        np.maximum(peak, capital, out=peak)
        np.minimum(capital, 1e300, out=capital)
        total += x
        scatter += (x - (0.5 + total) / (t + 1)) ** 2
        if t in at:
            left_out = peak >= 1 / alpha
            found[t] = np.where(left_out.any(axis=1), m[left_out.argmax(axis=1)], 1.0)
    return found
