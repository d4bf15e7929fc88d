"""When correcting helps: laws of self-correction, as pure functions of rates that can be measured.

Reading order: `rounds` (a critic that passes or fails, and rounds as a chain), `check_after_fix` (what a gate changes),
`voting` (several votes, independent or not), `heterogeneity` (prompts that are not alike), then critics that rank:
`savage` (what a ranking is worth), `corruption` (what noise leaves of it), `pairwise` (no surer than the critic is
accurate), `improvement` (what a partly right step gains). `checks` refuses what is no rate. Each law has a mechanism of
its own in `redraft.trust.simulations`, which shares no code with it.
"""

from redraft.trust.laws.check_after_fix import break_even_odds, diagnostic_odds_ratio, gated_rates
from redraft.trust.laws.corruption import mixed_alignment, redrawn_alignment, redrawn_tau, shuffled_alignment
from redraft.trust.laws.heterogeneity import (
    Prompts,
    after_rounds_of,
    best_cap,
    beta_prompts,
    given_prompts,
    limit_of,
)
from redraft.trust.laws.improvement import best_step_ratio, best_step_size, small_step_ratio, step_gain
from redraft.trust.laws.pairwise import expected_step, relative_alignment, stopping_point, tau_of_accuracy
from redraft.trust.laws.rounds import (
    Gating,
    RoundRates,
    VerdictRates,
    after_rounds,
    best_rounds,
    break_even,
    contraction,
    gain,
    half_life,
    helps,
    likelihood_ratio,
    needed_precision,
    precision,
    round_rates,
)
from redraft.trust.laws.savage import (
    Band,
    alignment,
    alignment_band,
    alignment_of_redraws,
    expected_cosine,
    savage_scores,
    spearman,
    swap_loss,
)
from redraft.trust.laws.voting import (
    VotingPlan,
    best_threshold,
    best_threshold_formula,
    effective_votes,
    flag_ratio,
    majority,
    saturated_ratio,
    vote_counts,
    voted_rates,
    voting_gain,
)

__all__ = [
    "Band",
    "Gating",
    "Prompts",
    "RoundRates",
    "VerdictRates",
    "VotingPlan",
    "after_rounds",
    "after_rounds_of",
    "alignment",
    "alignment_band",
    "alignment_of_redraws",
    "best_cap",
    "best_rounds",
    "best_step_ratio",
    "best_step_size",
    "best_threshold",
    "best_threshold_formula",
    "beta_prompts",
    "break_even",
    "break_even_odds",
    "contraction",
    "diagnostic_odds_ratio",
    "effective_votes",
    "expected_cosine",
    "expected_step",
    "flag_ratio",
    "gain",
    "gated_rates",
    "given_prompts",
    "half_life",
    "helps",
    "likelihood_ratio",
    "limit_of",
    "majority",
    "mixed_alignment",
    "needed_precision",
    "precision",
    "redrawn_alignment",
    "redrawn_tau",
    "relative_alignment",
    "round_rates",
    "saturated_ratio",
    "savage_scores",
    "shuffled_alignment",
    "small_step_ratio",
    "spearman",
    "step_gain",
    "stopping_point",
    "swap_loss",
    "tau_of_accuracy",
    "vote_counts",
    "voted_rates",
    "voting_gain",
]
