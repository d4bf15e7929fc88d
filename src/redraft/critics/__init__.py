"""Who judges drafts: one file or folder for each critic, and the panel that takes their critiques together.

Reading order: `panel`, `function`, `rules`, `self_check`, `judge`; `asking`, `verdicts` and `comparing` are what those
share that ask a model; `calibrated` makes probabilities of a critic's scores. Then the critics that run, prove and
compute, each in a folder that is imported when it is wanted: `code` (with `patch`, for files repaired against their
tests), `logic`, `steps`; `stated`, which the last two share, says whether a draft settles on one answer; `units` is the
table of units. Then those of texts: `facts`, `translation`, `bias`, `safety`, `private_data`, `preferences`.
"""

from redraft.critics.function import CriticFunction, FunctionCritic, Judgement, as_critic
from redraft.critics.judge import ComparingJudge, Judge
from redraft.critics.panel import HOfK, Majority, Strictest, Weighted
from redraft.critics.rules import Rules
from redraft.critics.self_check import SelfCheck

__all__ = [
    "ComparingJudge",
    "CriticFunction",
    "FunctionCritic",
    "HOfK",
    "Judge",
    "Judgement",
    "Majority",
    "Rules",
    "SelfCheck",
    "Strictest",
    "Weighted",
    "as_critic",
]
