"""Check after fix: a new answer replaces the draft only if the critic that flagged the draft passes the answer.

The gate multiplies the break-even odds. Without it a round helps while a / (1 - a) is below LR f / b, with
LR = s / (1 - t); with it, below DOR f / b, with the diagnostic odds ratio DOR = s t / ((1 - s) (1 - t)), which is LR
times t / (1 - s). So the gate helps whenever the critic is better than chance, and it costs some of the repairs.

That takes the critic's error on the new answer to be independent of its error on the draft, given which of them are
right. A critic that misunderstands a prompt misunderstands both. With `shared_errors` k, the share of prompts on which
the second verdict is right exactly if the first one was,

    u = s f (k + (1 - k) t),    v = (1 - t) b (k + (1 - k) (1 - s)):

both rise, and at k = 1 the gate does nothing at all. This is exact for one round; in later rounds such prompts are
those that have been judged wrongly before, so that it is too good.
"""

from redraft.trust.laws.checks import check_rates
from redraft.trust.laws.rounds import Gating, RoundRates, VerdictRates, break_even, round_rates


def diagnostic_odds_ratio(verdicts: VerdictRates) -> float | None:
    """How the odds of a repair pass the gate against those of a break, s t / ((1 - s) (1 - t)); None if no break does.

    A round with check after fix helps exactly while a / (1 - a) is less than this times f / b.
    """
    passed = verdicts.false_alarms * verdicts.admitted_bad
    return verdicts.found * verdicts.admitted_good / passed if passed else None


def break_even_odds(
    verdicts: VerdictRates, *, repair_rate: float, break_rate: float, gating: Gating = "none"
) -> float | None:
    """The odds a / (1 - a) of the drafts below which a round helps; None when a round breaks nothing.

    Args:
        verdicts: of the critic.
        repair_rate: f, in [0, 1].
        break_rate: b, in [0, 1].
        gating: without a gate or with check after fix.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    even = break_even(round_rates(verdicts, repair_rate=repair_rate, break_rate=break_rate, gating=gating))
    return None if even is None or even == 1 else even / (1 - even)


def gated_rates(
    *,
    sensitivity: float,
    specificity: float,
    repair_rate: float,
    break_rate: float,
    shared_errors: float = 0.0,
) -> RoundRates:
    """The rates u and v of one round with check after fix, for a critic whose errors on both answers go together.

    Args:
        sensitivity: s, in [0, 1].
        specificity: t, in [0, 1].
        repair_rate: f, in [0, 1].
        break_rate: b, in [0, 1].
        shared_errors: k, in [0, 1]: the share of prompts on which the verdict on the new answer is right exactly if
            the one on the draft was; 0 is `round_rates` with the gate, 1 is `round_rates` without one.

    Raises:
        Misuse: when a rate lies outside [0, 1].
    """
    check_rates(
        sensitivity=sensitivity,
        specificity=specificity,
        repair_rate=repair_rate,
        break_rate=break_rate,
        shared_errors=shared_errors,
    )
    admitted_good = shared_errors + (1 - shared_errors) * specificity
    admitted_bad = shared_errors + (1 - shared_errors) * (1 - sensitivity)
    return RoundRates(
        repaired=sensitivity * repair_rate * admitted_good,
        broken=(1 - specificity) * break_rate * admitted_bad,
    )
