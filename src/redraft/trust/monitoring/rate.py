"""How high is the rate? Two ends that hold at all times at once, so that one may look whenever one likes.

For each rate m of a fixed grid, somebody bets that the true rate is lower than m, and somebody that it is higher. If m
is the true rate neither can win much: reaching 1/alpha has the chance alpha at most, over all time. Rates against which
somebody did win are left out for good, and the ends are the edges of what remains. They are about one rate that stays
as it is; where it changed, the ends may cross, and then the honest answer is that there is no such rate.

Of some cases nobody can tell whether they are hits. They count as hits for the upper end and as none for the lower one,
so both ends hold whatever they were.
"""

import math
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import NamedTuple

from redraft.trust.monitoring.bets import check_chance

GRID: tuple[float, ...] = (
    *(0.0005 * k for k in range(1, 101)),
    *(0.05 + 0.0025 * k for k in range(1, 61)),
    *(0.2 + 0.02 * k for k in range(1, 41)),
)
"""``(200,)`` the rates that are bet against: fine where promises are made, coarse where it no longer matters."""

_HALF = 0.5
"""The share of a capital that one bet may risk at most; the rest is there to go on with."""

# The highest stakes against each point, worked out once: a bet of the first kind loses where the case is a hit, one of
# the second kind where it is not.
_MOST_ABOVE = tuple([_HALF / (1 - m) if m < 1 else math.inf for m in GRID])
_MOST_BELOW = tuple([_HALF / m for m in GRID])
_UNTOUCHED = (1.0,) * len(GRID)


class Interval(NamedTuple):
    """Two ends, each in [0, 1]; `low` above `high` says that the rate did not stay one and the same."""

    low: float
    high: float

    @property
    def crossed(self) -> bool:
        """Whether no single rate explains all cases."""
        return self.low > self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBets:
    """The bets about one rate.

    Attributes:
        n: cases so far.
        n_hits: hits among them, those that may be one included.
        n_known: those of them that are known to be hits.
        scatter: sum of squared distances of the cases from the running mean, what the stakes are sized by.
        scatter_known: the same where only what is known to be a hit counts as one.
        from_above: capitals of those who bet that the rate is lower than m, for the lowest points of `GRID`; the points
            that are not listed are left out. Not written out before the first case.
        from_below: capitals of those who bet that it is higher, for the highest points of `GRID`; likewise.
        n_before: cases that are left behind, see `current`.
    """

    n: int = 0
    n_hits: int = 0
    n_known: int = 0
    scatter: float = 0.25
    scatter_known: float = 0.25
    from_above: tuple[float, ...] = ()
    from_below: tuple[float, ...] = ()
    n_before: int = 0


def add_case(bets: RateBets, *, hit: bool | None, alpha: float = 0.05) -> RateBets:
    """The bets after one more case; work and memory are those of the grid, whatever came before.

    The stake is fixed before the case is seen: sqrt(2 ln(1/alpha) / (v t ln(t + 1))) with v the variance of the cases
    before, at most what costs half the capital. Capitals of the first kind rise with m and those of the second fall,
    so what is left out is an end of the grid.

    Args:
        bets: before the case.
        hit: whether it was one; None where nobody can tell.
        alpha: chance that an end is ever wrong, strictly between 0 and 1; the same for all cases.

    Raises:
        Misuse: when `alpha` is no such chance.

    Source: waudby2024estimating Sec. 4
    """
    check_chance("alpha", alpha)
    n = bets.n + 1
    room, lost = 2 * math.log(1 / alpha) / math.log(n + 1), 1 / alpha
    may_be, known = hit is not False, hit is True
    x, stake = float(may_be), math.sqrt(room / bets.scatter)
    y, stake_known = float(known), math.sqrt(room / bets.scatter_known)
    from_above, from_below = (bets.from_above, bets.from_below) if bets.n else (_UNTOUCHED, _UNTOUCHED)
    first = len(GRID) - len(from_below)
    above = [
        capital * (1 - (stake if stake < most else most) * (x - m))
        for capital, m, most in zip(from_above, GRID, _MOST_ABOVE, strict=False)
    ]
    below = [
        capital * (1 + (stake_known if stake_known < most else most) * (y - m))
        for capital, m, most in zip(from_below, GRID[first:], _MOST_BELOW[first:], strict=True)
    ]
    n_hits, n_known = bets.n_hits + may_be, bets.n_known + known
    return RateBets(
        n=n,
        n_hits=n_hits,
        n_known=n_known,
        scatter=bets.scatter + (x - (_HALF + n_hits) / (n + 1)) ** 2,
        scatter_known=bets.scatter_known + (y - (_HALF + n_known) / (n + 1)) ** 2,
        from_above=tuple(takewhile(lambda capital: capital < lost, above)),
        from_below=tuple(dropwhile(lambda capital: capital >= lost, below)),
        n_before=bets.n_before,
    )


def current(bets: RateBets) -> RateBets:
    """The bets as they are, or begun anew where no single rate explains the cases.

    That is so where the ends have crossed, or the share among the cases lies outside of them. The ends of the new bets
    hold as the old ones did, for what comes from now on: when to begin was decided by the past alone.

    Source: waudby2024estimating Sec. 4
    """
    low, high = interval(bets)
    if bets.n == 0 or (low <= high and low <= bets.n_known / bets.n and bets.n_hits / bets.n <= high):
        return bets
    return RateBets(n_before=bets.n_before + bets.n)


def interval(bets: RateBets) -> Interval:
    """Where the rate lies: each end is wrong at any time, ever, with chance alpha at most, both with twice that.

    An end is rounded outwards to the grid, so the guarantee stands.
    """
    if bets.n == 0:
        return Interval(0.0, 1.0)
    n_above, first = len(bets.from_above), len(GRID) - len(bets.from_below)
    return Interval(
        low=0.0 if first == 0 else GRID[first - 1],
        high=1.0 if n_above == len(GRID) else GRID[n_above],
    )
