"""`redraft eval embedded`: what the embedded model does on problems it has not seen, through the real engine.

Reading order: `verifier`, `ideal`, `play`, `speaker`, `conditions`, `pref_eval`, `count_eval`, `attack`, `safe_eval`,
`results`, `tables`, `run`.
"""

from redraft.evals.embedded.results import Curve, EmbeddedResult, SeedResult, Target
from redraft.evals.embedded.run import EmbeddedEvalConfig, evaluate_embedded
from redraft.evals.embedded.tables import as_text

__all__ = [
    "Curve",
    "EmbeddedEvalConfig",
    "EmbeddedResult",
    "SeedResult",
    "Target",
    "as_text",
    "evaluate_embedded",
]
