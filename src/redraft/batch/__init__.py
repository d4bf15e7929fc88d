"""Many prompts from a file: bounded, in input order, and resumable with exactly one record for each.

Reading order: `run` (the batch), `worker` (one prompt of it), `kept_calls` (what a killed run need not ask again),
`outcome`, `entries` and `forms` (files in and out), `place` (the output file while it grows), `config`; `translating`
(a file of segments as a batch) and `checking` (the same, examined and not written).
"""

from redraft.batch.config import BatchConfig, BatchReport, Progress
from redraft.batch.run import run_batch

__all__ = ["BatchConfig", "BatchReport", "Progress", "run_batch"]
