"""Watching a promise while it is used: pure functions from one small state and one event to the next state.

Reading order: `bets` (what is bet against the promise), `eprocess` (does it still hold?), `detector` (did it become
worse?), `rate` (how high is the rate?), `means` (averages that follow), `drift` (do scores come from elsewhere?),
`monitor` (all of it together); `fixed_set` (one look at a fixed set).

States are dataclasses of plain numbers: they can be written down, compared, and gone on with by another process.
"""

from redraft.trust.monitoring.monitor import (
    AlarmKind,
    Monitor,
    MonitorState,
    RecordSummary,
    Step,
    Terms,
    Verdicts,
    audit,
    feed,
    judge,
)
from redraft.trust.monitoring.rate import Interval, interval

__all__ = [
    "AlarmKind",
    "Interval",
    "Monitor",
    "MonitorState",
    "RecordSummary",
    "Step",
    "Terms",
    "Verdicts",
    "audit",
    "feed",
    "interval",
    "judge",
]
