"""A profile's way of answering beside its baselines at equal cost, and two such evaluations beside each other.

Reading order: `ways` (what stands beside a profile, and the rule of equal cost) with `ignoring` (its critics' verdicts
by chance), `outcome` (what became of one case), `journal` (kept in a folder), `paired` (differences and their tests),
`figures` and `slices`, `result` (all of it as values), `run` (an evaluation), `forecast` (what it would take), and
`beside` (two evaluations).
"""

from redraft.evals.comparing.beside import Comparison, compare
from redraft.evals.comparing.forecast import WayForecast, forecast
from redraft.evals.comparing.result import Evaluation, read_evaluation
from redraft.evals.comparing.run import EvaluationConfig, Progress, evaluate

__all__ = [
    "Comparison",
    "Evaluation",
    "EvaluationConfig",
    "Progress",
    "WayForecast",
    "compare",
    "evaluate",
    "forecast",
    "read_evaluation",
]
