"""How a watched profile came to stand as it does, worked out again from its events."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from redraft.profiles.monitoring.cases import Labels
from redraft.store.codec import decode
from redraft.store.monitoring import KeptEvent
from redraft.trust.monitoring import MonitorState, Terms, audit, interval
from redraft.trust.monitoring.rate import RateBets

_MOST_POINTS = 200
"""Places of a curve that are worked out and drawn; more cannot be told apart on a page."""


MOST_RECORDS = 20_000
"""Records whose scores are drawn."""


class CurvePoint(NamedTuple):
    """How things stood after so many audited cases."""

    n: int
    log10_e: float
    log10_detector: float
    share: float
    low: float
    high: float


class ScorePoint(NamedTuple):
    """The mean score of some neighbouring records, the last of them being the `record`-th since the last reset."""

    record: int
    score: float


def curve_of(terms: Terms, cases: Iterable[Labels]) -> tuple[CurvePoint, ...]:
    """How the evidence came about, worked out again from the cases as they were counted; some 200 places of it."""
    labels = list(cases)
    state, points = MonitorState(terms=terms), list[CurvePoint]()
    every = max(1, len(labels) // _MOST_POINTS)
    for n, (draft_right, returned_right) in enumerate(labels, start=1):
        state, _ = audit(state, draft_right=draft_right, returned_right=returned_right)
        if n % every == 0 or n == len(labels):
            ends = interval(state.broken)
            log10_e = state.evidence.log_e / math.log(10)
            now = state.broken if state.broken.n else state.evidence
            share = (now.n_hits if isinstance(now, RateBets) else now.n_broken) / now.n
            points.append(CurvePoint(n, log10_e, log10(state.table.value), share, ends.low, ends.high))
    return tuple(points)


def scores_of(seen: Sequence[KeptEvent], n_records: int) -> tuple[ScorePoint, ...]:
    """The scores of first drafts along the last records, averaged over neighbours.

    In the order in which corrections were begun: they end in the order of how long they took.
    """
    summaries = [decode(event.document)["summary"] for event in seen]
    summaries.sort(key=lambda summary: summary.get("begun") or 0.0)
    numbered = enumerate(summaries, start=n_records - len(seen) + 1)
    scored = [(number, summary["score"]) for number, summary in numbered if summary["score"] is not None]
    size = max(1, len(scored) // 50)
    groups = [scored[k : k + size] for k in range(0, len(scored), size)]
    return tuple(ScorePoint(group[-1][0], sum(score for _, score in group) / len(group)) for group in groups)


def log10(value: float) -> float:
    """The power of ten that a value of 0 or more is; what is next to nothing counts as a millionth of a millionth."""
    return math.log10(max(value, 1e-12))
