"""Running code that nobody trusts: one door, several levels of confinement, and never a plain process.

Read `jobs.py` first (what a run is given and gives back), then `door.py` (which level runs a job), `guest/harness.py`
(what runs beside the program, inside), `story.py` (what it tells, put together) and `values.py` (values that come out);
then the levels: `wasm/runner.py`, and `native/__init__.py` for bubblewrap and landlock.
"""

from redraft.sandbox.door import Door, open_sandbox, probe, shared
from redraft.sandbox.jobs import (
    LEVELS,
    Command,
    Level,
    Limits,
    Opaque,
    Outcome,
    OutcomeStatus,
    Probed,
    Program,
    Raised,
    Run,
    Runner,
    Status,
    Test,
)

__all__ = [
    "LEVELS",
    "Command",
    "Door",
    "Level",
    "Limits",
    "Opaque",
    "Outcome",
    "OutcomeStatus",
    "Probed",
    "Program",
    "Raised",
    "Run",
    "Runner",
    "Status",
    "Test",
    "open_sandbox",
    "probe",
    "shared",
]
