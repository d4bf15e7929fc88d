"""Verdicts as evidence: what each adds to the log-odds that a draft is acceptable, and the probability they make.

With sensitivity s and specificity t a pass multiplies the odds by t / (1 - s) and a flag by (1 - t) / s, so in nats
they add log(t / (1 - s)) and log((1 - t) / s). Critics whose errors are independent given the truth simply add up; who
gave no verdict adds nothing.

Source: nitzan1982optimal
"""

from collections.abc import Sequence
from math import exp, isfinite, log

from redraft.errors import Misuse
from redraft.trust.consensus.reliability import Reliability

# A calibrated score of exactly 0 or 1 would silence everybody else. Without a number of cases to say how sure it is,
# it is held to odds of 999 to 1.
_SUREST = 0.001


def log_odds(probability: float) -> float:
    """log(p / (1 - p)) in nats.

    Args:
        probability: strictly between 0 and 1.

    Raises:
        Misuse: when it is not.
    """
    if not 0 < probability < 1:
        raise Misuse(f"log-odds need a probability strictly between 0 and 1, got {probability!r}")
    return log(probability / (1 - probability))


def evidence(score: float, reliability: Reliability) -> float:
    """What a critic's score adds to the log-odds that the draft is acceptable, in nats; negative for a flag.

    Args:
        score: the critic's, in [0, 1].
        reliability: of the critic. With a `Reliability.base_rate` the score is read as a calibrated probability: it
            adds its own log-odds less those of the base rate, which is what the critic knows beyond it.

    Raises:
        Misuse: when the score is none.
    """
    if not 0 <= score <= 1:
        raise Misuse(f"a score must lie in [0, 1], got {score!r}; who gave none adds nothing and is left out")
    if reliability.base_rate is not None:
        n_known = [n for n in (reliability.n_bad, reliability.n_good) if n is not None]
        end = max(_SUREST, 1 / (sum(n_known) + 2)) if n_known else _SUREST
        return log_odds(min(1 - end, max(end, score))) - log_odds(reliability.base_rate)
    if score >= reliability.threshold:
        return log(reliability.cleared / (1 - reliability.found))
    return log((1 - reliability.cleared) / reliability.found)


def posterior(contributions: Sequence[float], *, prior: float) -> float:
    """The probability in [0, 1] that a draft is acceptable.

    Args:
        contributions: what each verdict adds, in nats, already less for critics that share a vote.
        prior: share of acceptable drafts before any verdict, strictly between 0 and 1.

    Raises:
        Misuse: when the prior is none, or a contribution is not finite.
    """
    if not all(isfinite(one) for one in contributions):
        raise Misuse(f"contributions must be finite, got {list(contributions)!r}; see `evidence`")
    total = log_odds(prior) + sum(contributions)
    # Either branch keeps the exponential small, so nothing overflows.
    return 1 / (1 + exp(-total)) if total >= 0 else exp(total) / (1 + exp(total))


def minority_share(contributions: Sequence[float]) -> float:
    """How far verdicts contradict each other: the share of their whole weight on the lighter side, in [0, .5].

    0 when all point one way, or none has any weight; .5 when both sides weigh the same.

    Args:
        contributions: what each verdict adds, in nats; for plain votes +1 and -1.
    """
    ahead = sum(one for one in contributions if one > 0)
    behind = -sum(one for one in contributions if one < 0)
    return min(ahead, behind) / (ahead + behind) if ahead + behind else 0.0
