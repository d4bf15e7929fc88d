"""Whether correcting helps a model, proved on tasks made for it: predicted on one half, measured on the other.

Reading order: `samples` (what is asked), `arms` (the ways of answering), `calls` (every answered call, kept), `play`
(all tasks in all ways), `forecast` (what that takes), `rows` and `rates` (what a critic and its redrafts do),
`prediction` (accuracy after rounds, by two laws), `gains` (paired differences), `curves` (every way after every round),
`advice` (what to do), `sentences` (that in words), `result` (all figures) and `run` (the whole).
"""

from redraft.evals.prove.advice import Advice, Beside
from redraft.evals.prove.forecast import ProveForecast
from redraft.evals.prove.result import CriticResult, ProveResult, Tested
from redraft.evals.prove.run import Progress, Proof, ProveConfig, forecast_proof, prove
from redraft.evals.prove.sentences import advice_sentence, sentences

__all__ = [
    "Advice",
    "Beside",
    "CriticResult",
    "Progress",
    "Proof",
    "ProveConfig",
    "ProveForecast",
    "ProveResult",
    "Tested",
    "advice_sentence",
    "forecast_proof",
    "prove",
    "sentences",
]
