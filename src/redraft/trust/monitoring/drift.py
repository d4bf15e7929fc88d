"""Do the scores come from where they came from? ADWIN over a bounded window of them.

River's detector keeps its window in compiled code and gives it away only as a pickle, and nothing in a database is ever
unpickled here. So the state is the window itself, as plain numbers, and a detector is made anew from it whenever there
is something to ask. That makes the answer a function of the state: after a restart it is the same as without one.

Of river's detectors, KSWIN draws a random sample for every check, so that two runs over the same scores disagree, and
takes a Kolmogorov-Smirnov test for each score; Page-Hinkley needs its threshold in units of the scores' own scatter,
which nobody knows beforehand. ADWIN needs only the chance of an error.

Corrections that run side by side end in the order of how long they took, and a draft that passes takes least: in the
order of their ends scores drift in every batch. So they are looked at in the order in which they were begun, and the
newest wait until those begun beside them have ended.
"""

from bisect import bisect_right
from dataclasses import dataclass
from importlib.util import find_spec

from redraft.errors import MissingExtra, Misuse

UNDER_WAY = 64
"""The newest scores, which are not looked at yet: as many corrections as run side by side by default."""

WINDOW = 512 + UNDER_WAY
"""Scores that are kept: enough to see a shift of the mean by a fifth, and 9 kilobytes with their times."""

EVERY = 32
"""Scores between two checks, as river has it too."""

DELTA = 0.05
"""Chance of an error that ADWIN allows itself. Its bound is a careful one: how often it is wrong in fact, and how
long it takes to notice a shift, is counted in `benchmarks/monitoring.py`."""

MISSING = "river is needed to notice drift; install it with: pip install 'redraft[trust]'"

_MARKS = 32
"""Drifts that are remembered with their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWindow:
    """The last scores and where they drifted.

    Attributes:
        n: scores so far.
        recent: the last of them that still fit together, in the order in which their corrections were begun, at most
            `WINDOW`.
        begun: when each of these corrections was begun, in seconds; of the same length.
        since: corrections that were begun before are not looked at any more, for they lie before a drift.
        marks: the values of `n` at which a drift was noticed, the newest last.
    """

    n: int = 0
    recent: tuple[float, ...] = ()
    begun: tuple[float, ...] = ()
    since: float = 0.0
    marks: tuple[int, ...] = ()


def add_score(window: ScoreWindow, score: float, *, begun: float | None = None) -> ScoreWindow:
    """The window with one more score; a new mark at its end says that the scores drifted.

    Every 32 scores the window, without its newest 64, is given to ADWIN, which compares the means of its older and
    newer parts for every cut; where two differ by more than chance explains, the older part is dropped.

    Args:
        window: before the score.
        score: in [0, 1].
        begun: when its correction was begun, in seconds since any fixed moment; None for one after the other.

    Raises:
        Misuse: when the score lies outside [0, 1] or is no number.
        MissingExtra: without river, when a check is due.

    Source: bifet2007learning
    """
    if not 0 <= score <= 1:
        raise Misuse(f"a score lies in [0, 1], got {score!r}; what has no score is counted as unscored")
    n = window.n + 1
    at = float(n) if begun is None else begun
    recent, times = window.recent, window.begun
    if at >= window.since:
        place = bisect_right(times, at)
        recent = (*recent[:place], score, *recent[place:])[-WINDOW:]
        times = (*times[:place], at, *times[place:])[-WINDOW:]
    looked_at = recent[:-UNDER_WAY]
    kept = len(looked_at) if n % EVERY or len(looked_at) < EVERY else _still_together(looked_at)
    if kept == len(looked_at):
        return ScoreWindow(n=n, recent=recent, begun=times, since=window.since, marks=window.marks)
    cut = len(looked_at) - kept
    marks = (*window.marks, n)[-_MARKS:]
    return ScoreWindow(n=n, recent=recent[cut:], begun=times[cut:], since=times[cut], marks=marks)


def _still_together(recent: tuple[float, ...]) -> int:
    """How many of the newest scores ADWIN leaves together; all of them when nothing drifted."""
    if min(recent) == max(recent):
        return len(recent)
    try:
        from river.drift import ADWIN
    except ImportError as error:
        raise MissingExtra(MISSING) from error
    # One check of the whole window, with the last score: checks on the way would be those of earlier calls again.
    adwin = ADWIN(delta=DELTA, clock=len(recent), grace_period=EVERY)
    for score in recent:
        adwin.update(score)
    return max(1, int(adwin.width)) if adwin.drift_detected else len(recent)


def check_available() -> None:
    """Refuse to begin a watch whose first check for drift would fail.

    Raises:
        MissingExtra: without river.
    """
    if find_spec("river") is None:
        raise MissingExtra(MISSING)
