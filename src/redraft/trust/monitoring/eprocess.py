"""Does the promise still hold? A capital that grows only while it is broken, looked at after every case.

As long as at most a share epsilon of the cases is broken, the capital is a supermartingale that starts at 1, so that
it ever reaches 1/delta with probability delta at most, however often one looks (Ville's inequality). A test that is
repeated after every batch of cases gives no such promise: at delta = .05 it raises the alarm wrongly in a third of all
histories.
"""

import math
from dataclasses import dataclass, replace

from redraft.trust.monitoring.bets import Bet, bets, check_chance, log_mean_exp


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the audited cases say so far; with the bets it is all that the capital needs.

    Attributes:
        n: audited cases.
        n_broken: those of them whose right draft was replaced by a wrong answer.
        log_e: logarithm of the capital now, in nats; 0 before the first case.
        log_peak: the highest it ever was, in nats.
    """

    n: int = 0
    n_broken: int = 0
    log_e: float = 0.0
    log_peak: float = 0.0


def add_case(evidence: Evidence, against: tuple[Bet, ...], *, broken: bool) -> Evidence:
    """The evidence with one more case.

    Args:
        evidence: what the cases before it said.
        against: the bets against the promise, from `redraft.trust.monitoring.bets.bets`.
        broken: whether a right draft was replaced by a wrong answer.

    Source: waudby2024estimating Sec. 4; ville1939etude
    """
    n, n_broken = evidence.n + 1, evidence.n_broken + broken
    log_e = log_mean_exp([n_broken * bet.if_broken + (n - n_broken) * bet.if_not for bet in against])
    return replace(evidence, n=n, n_broken=n_broken, log_e=log_e, log_peak=max(log_e, evidence.log_peak))


def log_e_value(n_broken: int, n: int, epsilon: float) -> float:
    """The logarithm of the capital after `n` cases of which `n_broken` were broken, in nats.

    The average over the bets of the likelihood ratio of each; the order of the cases does not matter.

    Args:
        n_broken: broken cases.
        n: all cases.
        epsilon: the promised bound on the broken rate, above 0 and below 0.5.

    Raises:
        Misuse: when `epsilon` is no such rate.

    Source: waudby2024estimating Sec. 4
    """
    return log_mean_exp([n_broken * bet.if_broken + (n - n_broken) * bet.if_not for bet in bets(epsilon)])


def has_alarm(evidence: Evidence, delta: float) -> bool:
    """Whether the capital ever reached 1/delta: a false alarm has at most the chance `delta`, over all time.

    Args:
        evidence: what the cases say.
        delta: that chance, strictly between 0 and 1.

    Raises:
        Misuse: when `delta` is no such chance.

    Source: ville1939etude
    """
    check_chance("delta", delta)
    return evidence.log_peak >= -math.log(delta)
