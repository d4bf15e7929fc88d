"""What the detectors bet on: the rate of broken answers is not the one promised, but so many times as high."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from redraft.errors import Misuse

FACTORS = (1.5, 2.0, 3.0, 5.0, 10.0)
"""Five bets cover the rates that matter: a small one notices what is barely too much, a large one notices at once what
is far too much; their average costs at most a factor of five against whoever knew the right one."""

HIGHEST = 0.5
"""No bet goes further: where every second answer is broken, any of them has noticed."""


class Bet(NamedTuple):
    """What one case does to the logarithm of a bet's capital, in nats."""

    if_broken: float
    if_not: float


@lru_cache(maxsize=64)
def bets(epsilon: float) -> tuple[Bet, ...]:
    """The bets against the promise that at most a share `epsilon` is broken, one for each of `FACTORS`.

    A bet on the rate e' multiplies its capital by e'/e for a case that was broken and by (1-e')/(1-e) for one that was
    not. At any true rate of at most e its capital does not grow on average, which is all that the guarantees rest on.

    Args:
        epsilon: the promised bound on the broken rate, above 0 and below 0.5.

    Raises:
        Misuse: when `epsilon` is no such rate.

    Source: waudby2024estimating Sec. 4
    """
    check_epsilon(epsilon)
    rates = [min(factor * epsilon, HIGHEST) for factor in FACTORS]
    return tuple(Bet(if_broken=math.log(rate / epsilon), if_not=math.log((1 - rate) / (1 - epsilon))) for rate in rates)


def log_mean_exp(logs: Sequence[float]) -> float:
    """The logarithm of the mean of numbers that are given by their logarithms, without overflow."""
    highest = max(logs)
    return highest + math.log(sum(math.exp(log - highest) for log in logs) / len(logs))


def check_epsilon(epsilon: float) -> None:
    """Refuse what cannot be a bound on the broken rate.

    Raises:
        Misuse: unless it lies above 0 and below 0.5.
    """
    if not 0 < epsilon < HIGHEST:
        raise Misuse(f"`epsilon` must lie above 0 and below {HIGHEST}, got {epsilon!r}; 0.02 promises 2 in 100")


def check_chance(name: str, chance: float) -> None:
    """Refuse what cannot be the chance of an error.

    Raises:
        Misuse: unless it lies strictly between 0 and 1.
    """
    if not 0 < chance < 1:
        raise Misuse(f"`{name}` must lie strictly between 0 and 1, got {chance!r}; 0.05 is usual")
