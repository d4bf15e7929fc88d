"""What every law refuses: rates outside [0, 1], counts that are none, and NaN, each by name."""

from collections.abc import Sequence
from numbers import Integral

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse

Floats = npt.NDArray[np.float64]
Ranks = Sequence[int] | npt.NDArray[np.int64]
"""``(n,)`` the rank of each answer, 1 for the best."""


def check_rate(name: str, rate: float) -> None:
    """Refuse what is no rate, NaN included.

    Raises:
        Misuse: outside [0, 1].
    """
    if not 0 <= rate <= 1:
        raise Misuse(f"`{name}` must lie in [0, 1], got {rate!r}; give it as a share, not in percent")


def check_rates(**rates: float) -> None:
    """Refuse, by name, whatever is no rate.

    Raises:
        Misuse: when one lies outside [0, 1].
    """
    for name, rate in rates.items():
        check_rate(name, rate)


def check_count(name: str, count: int, *, low: int = 0, high: int | None = None) -> None:
    """Refuse what is no whole number from `low` to `high`.

    Raises:
        Misuse: when it is not.
    """
    if not isinstance(count, Integral) or count < low or (high is not None and count > high):
        upper = "or more" if high is None else f"to {high}"
        raise Misuse(f"`{name}` must be a whole number, {low} {upper}, got {count!r}")


def rates_array(name: str, rates: npt.ArrayLike) -> Floats:
    """``(n,)`` rates as an array.

    Raises:
        Misuse: when there is none, or one lies outside [0, 1].
    """
    array = np.atleast_1d(np.asarray(rates, dtype=float))
    wrong = array[~((array >= 0) & (array <= 1))]
    if array.ndim != 1 or not array.size or wrong.size:
        seen = f"{float(wrong[0])!r}" if wrong.size else f"shape {array.shape}"
        raise Misuse(f"`{name}` must be a list of rates in [0, 1], got {seen}; leave out what was not measured")
    return array


def ranks_array(name: str, ranks: Ranks) -> npt.NDArray[np.int64]:
    """``(n,)`` ranks as an array.

    Raises:
        Misuse: unless they are the numbers 1 to n, each once, and n is at least 2.
    """
    array = np.asarray(ranks)
    if array.ndim != 1 or len(array) < 2 or not np.array_equal(np.sort(array), np.arange(1, len(array) + 1)):
        raise Misuse(
            f"`{name}` must hold each of the ranks 1 to n once (1 is the best), n at least 2, got {ranks!r}; "
            "break ties first, or average over the ways to break them"
        )
    return array.astype(np.int64)
