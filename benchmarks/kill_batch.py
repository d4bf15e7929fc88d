"""Whether a batch survives ``kill -9``: killed over and over in the middle, it ends with one record for each prompt.

A batch of corrections runs against a fake endpoint that counts. After a random number of further calls it is killed, with
no chance to tidy up, and started again by the same command::

    python benchmarks/kill_batch.py            # 20 kills, about a minute
    python benchmarks/kill_batch.py --kills 3  # a look, not a result

It prints what it found and writes ``benchmarks/results/kill_batch.json``.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fake_server import Behaviour, FakeServer, serving
from measuring import write_result
from redraft.store import RecordStore

CALLS_PER_PROMPT = 4
"""Draft, check (fail), redraft, check (pass)."""

# The command under test. It is `redraft run`, started by its module so that no script has to be installed.
COMMAND = [sys.executable, "-m", "redraft.cli", "run"]


@dataclass(frozen=True, kw_only=True)
class Survival:
    """What was found after the last run ended by itself.

    Attributes:
        n_prompts: prompts in the input.
        concurrency: corrections side by side, each of which makes one call at a time.
        n_kills: kills while corrections were under way.
        n_records: records in the store.
        n_prompts_with_one_record: prompts that have exactly one.
        in_order: whether the output has one whole line for each prompt, in the order of the input.
        n_calls: calls that reached the endpoint.
        n_repeated: those of them that had reached it before.
        most_repeated_after_one_kill: the most that were repeated between two kills.
    """

    n_prompts: int
    concurrency: int
    n_kills: int
    n_records: int
    n_prompts_with_one_record: int
    in_order: bool
    n_calls: int
    n_repeated: int
    most_repeated_after_one_kill: int

    @property
    def survived(self) -> bool:
        """Whether nothing was lost, nothing is there twice, and no more was repeated than was in flight."""
        return (
            self.n_records == self.n_prompts_with_one_record == self.n_prompts
            and self.in_order
            and self.n_repeated <= self.concurrency * self.n_kills
            and self.most_repeated_after_one_kill <= self.concurrency
        )
