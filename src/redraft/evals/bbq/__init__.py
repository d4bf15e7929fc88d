"""BBQ: do answers go by what a context says, or by a stereotype?

Measured in both conditions, so that never naming anybody cannot win.

Reading order: `rows` (questions, with who is who in their options), `figures` (accuracies, official bias scores),
`fixed` (answerers that need no model), `coverage` (what the counterfactual critic can exchange); with a model: `arms`
(the ways of answering), `kept` (what is kept of a question), `gains` (what a check is right about and what it brings),
`result`, `run` (the evaluation as one function), `tables`.

Source: parrish2022bbq
"""

from redraft.evals.bbq.arms import ARMS, Players
from redraft.evals.bbq.result import BbqResult
from redraft.evals.bbq.rows import BbqData, read_bbq
from redraft.evals.bbq.run import BbqConfig, Progress, evaluate, evaluate_labels

__all__ = [
    "ARMS",
    "BbqConfig",
    "BbqData",
    "BbqResult",
    "Players",
    "Progress",
    "evaluate",
    "evaluate_labels",
    "read_bbq",
]
