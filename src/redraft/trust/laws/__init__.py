"""When correcting helps: laws of self-correction, as pure functions of rates that can be measured.

Reading order: `rounds` (a critic that passes or fails, and rounds as a chain).
"""

from redraft.trust.laws.rounds import (
    Gating,
    RoundRates,
    VerdictRates,
    after_rounds,
    break_even,
    likelihood_ratio,
    round_rates,
)

__all__ = [
    "Gating",
    "RoundRates",
    "VerdictRates",
    "after_rounds",
    "break_even",
    "likelihood_ratio",
    "round_rates",
]
