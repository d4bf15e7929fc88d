"""`redraft eval code`: how well the critic of code judges stored solutions, with their tests and without.

Reading order: `hidden` (tests that only score), `agreement` (the verdict of running against the stored one), `causes`
(why they differ), `alone` (the critic with what a prompt shows, and what each check adds), `result`, `run`, `tables`.
"""

from redraft.evals.code.hidden import HiddenScore, HiddenTests
from redraft.evals.code.result import CodeEvalResult
from redraft.evals.code.run import CodeEvalConfig, evaluate_code
from redraft.evals.code.tables import as_tables

__all__ = ["CodeEvalConfig", "CodeEvalResult", "HiddenScore", "HiddenTests", "as_tables", "evaluate_code"]
