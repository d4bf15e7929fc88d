"""The mechanism behind each law of `redraft.trust.laws`, simulated: drafts, votes, rankings, steps, one by one.

A simulation knows no law: it draws, acts by the definition and counts, and only then asks the law for the figure that
it is put beside. What it draws is fixed by its seed and its setting.

Reading order: `comparison` (what a simulation returns), `chains` (drafts corrected in rounds, with and without a gate,
alike or not), `votes` (several votes on a draft), `opinions` (critics that err together), `rankings` (orders with
noise, and the step that each causes), `scores` (what each rank contributes to it), `corruption` (what noise leaves of
it), `pairwise` (steps on comparisons),
`improvement` (what a step gains).
"""

from redraft.trust.simulations.chains import Setting, simulate_mixed_prompts, simulate_one_round, simulate_rounds
from redraft.trust.simulations.comparison import Comparison
from redraft.trust.simulations.corruption import (
    BandRun,
    OrderRun,
    ShuffledRun,
    simulate_confident,
    simulate_noise,
    simulate_redrawn,
    simulate_shuffled,
    simulate_whole_lists,
)
from redraft.trust.simulations.improvement import GainRun, simulate_gain
from redraft.trust.simulations.opinions import OpinionsRun, simulate_opinions
from redraft.trust.simulations.pairwise import simulate_approach, simulate_list, simulate_pair, simulate_stopping
from redraft.trust.simulations.rankings import Noise, blurred, displaced, redrawn, shuffled
from redraft.trust.simulations.scores import simulate_scores, simulate_swap
from redraft.trust.simulations.votes import simulate_flag_ratio, simulate_voting

__all__ = [
    "BandRun",
    "Comparison",
    "GainRun",
    "Noise",
    "OpinionsRun",
    "OrderRun",
    "Setting",
    "ShuffledRun",
    "blurred",
    "displaced",
    "redrawn",
    "shuffled",
    "simulate_approach",
    "simulate_confident",
    "simulate_flag_ratio",
    "simulate_gain",
    "simulate_list",
    "simulate_mixed_prompts",
    "simulate_noise",
    "simulate_one_round",
    "simulate_opinions",
    "simulate_pair",
    "simulate_redrawn",
    "simulate_rounds",
    "simulate_scores",
    "simulate_shuffled",
    "simulate_stopping",
    "simulate_swap",
    "simulate_voting",
    "simulate_whole_lists",
]
