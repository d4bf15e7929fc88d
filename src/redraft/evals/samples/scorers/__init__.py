"""How answers are told right from wrong; what an answer holds never makes a scorer fail or wait for long.

Reading order: `stated` (the answer that a text states), `verdicts`, then one file for each kind: `text` (exact,
contains, regex), `number`, `choice`, `math` with `formulas`, `json_value`, `python_tests`,
`translation` (chrF, BLEU); `named` (a scorer from its
name).
"""

from redraft.evals.samples.scorers.choice import Choice
from redraft.evals.samples.scorers.json_value import JsonValue
from redraft.evals.samples.scorers.math import Mathematics
from redraft.evals.samples.scorers.named import SCORERS, scorer_for
from redraft.evals.samples.scorers.number import Number
from redraft.evals.samples.scorers.python_tests import PythonTests
from redraft.evals.samples.scorers.text import Contains, Exact, Matching

__all__ = [
    "SCORERS",
    "Choice",
    "Contains",
    "Exact",
    "JsonValue",
    "Matching",
    "Mathematics",
    "Number",
    "PythonTests",
    "scorer_for",
]
