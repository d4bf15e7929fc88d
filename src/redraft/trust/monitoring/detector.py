"""Did it become worse? The Shiryaev-Roberts detector, for a change after a long time in which all was well.

A long good history drains the capital of `eprocess`: when answers begin to break later on it must first win back what
it lost. The detector puts one new unit on the table with every case, so the past never weighs on it. The price is its
promise, which is one of frequency: while the rate stays within the bound, alarms come on average not more often than
once in so many cases as the threshold says. Sooner or later one comes.
"""

import math
from dataclasses import dataclass

from redraft.errors import Misuse
from redraft.trust.monitoring.bets import FACTORS, Bet

THRESHOLD = 20_000.0
"""Cases between two false alarms, on average and at least. At an audit of one correction in twenty that is one in
400,000 corrections."""

_MOST = 1e300
"""Where a capital stops growing: far above every threshold, and short of what a float can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What lies on the table.

    Attributes:
        capitals: ``(5,)`` one for each bet, 0 at the start.
        peak: the highest that their average ever was.
    """

    capitals: tuple[float, ...] = (0.0,) * len(FACTORS)
    peak: float = 0.0

    @property
    def value(self) -> float:
        """The average of the capitals now, 0 or more; an alarm is its reaching the threshold."""
        return sum(self.capitals) / len(self.capitals)


def add_case(table: Table, against: tuple[Bet, ...], *, broken: bool) -> Table:
    """The table after one more case: M becomes (M + 1) times what the case does to the bet.

    While the rate stays within the bound, the average less the number of cases is a supermartingale; hence the mean
    number of cases until the average reaches a threshold is at least the threshold.

    Args:
        table: before the case.
        against: the bets against the promise.
        broken: whether a right draft was replaced by a wrong answer.

    Source: shin2024edetectors; roberts1966comparison
    """
    grown = tuple([
        min((capital + 1) * math.exp(bet.if_broken if broken else bet.if_not), _MOST)
        for capital, bet in zip(table.capitals, against, strict=True)
    ])  # fmt: skip
    return Table(capitals=grown, peak=max(table.peak, sum(grown) / len(grown)))


def has_alarm(table: Table, threshold: float = THRESHOLD) -> bool:
    """Whether the average ever reached `threshold`, a number of cases above 1.

    Raises:
        Misuse: when the threshold is not above 1.

    Source: shin2024edetectors
    """
    if not threshold > 1:
        raise Misuse(
            f"`threshold` is the cases between two false alarms and above 1, got {threshold!r}; 20000 is usual"
        )
    return table.peak >= threshold
