"""A profile run again on a fixed set, and what it breaks there held against what was promised.

Reading order: `result` (what came out), `run`.
"""

from redraft.evals.rechecking.result import Recheck
from redraft.evals.rechecking.run import Calibrated, recheck

__all__ = ["Calibrated", "Recheck", "recheck"]
