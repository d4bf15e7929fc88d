"""Do the scores come from where they came from? ADWIN over a bounded window of them.

River's detector keeps its window in compiled code and gives it away only as a pickle, and nothing in a database is ever
unpickled here. So the state is the window itself, as plain numbers, and a detector is made anew from it whenever there
is something to ask. That makes the answer a function of the state: after a restart it is the same as without one.

Of river's detectors, KSWIN draws a random sample for every check, so that two runs over the same scores disagree, and
takes a Kolmogorov-Smirnov test for each score; Page-Hinkley needs its threshold in units of the scores' own scatter,
which nobody knows beforehand. ADWIN needs only the chance of an error.
"""

from dataclasses import dataclass
from importlib.util import find_spec

from redraft.errors import MissingExtra, Misuse

WINDOW = 512
"""Scores that are kept: enough to see a shift of the mean by a fifth, and 4 kilobytes."""

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
        recent: the last of them that still fit together, the newest last, at most `WINDOW`.
        marks: the values of `n` at which a drift was noticed, the newest last.
    """

    n: int = 0
    recent: tuple[float, ...] = ()
    marks: tuple[int, ...] = ()


def add_score(window: ScoreWindow, score: float) -> ScoreWindow:
    """The window with one more score; a new mark at its end says that the scores drifted.

    Every 32 scores the window is given to ADWIN, which compares the means of its older and newer parts for every cut;
    where two differ by more than chance explains, the older part is dropped.

    Args:
        window: before the score.
        score: in [0, 1].

    Raises:
        Misuse: when the score lies outside [0, 1] or is no number.
        MissingExtra: without river, when a check is due.

    Source: bifet2007learning
    """
    if not 0 <= score <= 1:
        raise Misuse(f"a score lies in [0, 1], got {score!r}; what has no score is counted as unscored")
    n, recent = window.n + 1, (*window.recent[-WINDOW + 1 :], score)
    if n % EVERY:
        return ScoreWindow(n=n, recent=recent, marks=window.marks)
    kept = _still_together(recent)
    if kept == len(recent):
        return ScoreWindow(n=n, recent=recent, marks=window.marks)
    return ScoreWindow(n=n, recent=recent[len(recent) - kept :], marks=(*window.marks, n)[-_MARKS:])


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
