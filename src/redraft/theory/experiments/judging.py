"""Error curves as plain data, and series of them over trainings."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from redraft.report.plots import Point
from redraft.theory.aligners.looking import Predictions
from redraft.theory.aligners.metrics import curve_of, ranking_regret
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.experiments.measured import Measured, over_seeds

NORMAL_95 = 1.959963984540054
SHOWN = (2, 5, 10, 15)
"""Numbers of examples at which tables show a curve."""

Judged = Mapping[str, Any]
"""What `judged` gives, as it comes back from JSON."""


def judged(predictions: Predictions, tasks: Tasks, optimum: Predictions | None = None) -> dict[str, Any]:
    """Curves of predictions, each a list of (mean, standard error) over n; with the optimum also the regret."""
    curve = curve_of(predictions, tasks)
    found: dict[str, Any] = {"cosine": curve.cosine, "squared": curve.squared}
    if optimum is not None:
        found["regret"] = ranking_regret(predictions, optimum, tasks)
    return found


def at(trainings: Sequence[Judged], which: str, n: int, *, n_tasks: int, seeds: Sequence[int]) -> Measured:
    """A curve at n examples, over trainings."""
    values, errors = zip(*(one[which][n] for one in trainings), strict=True)
    return over_seeds(values, errors, n=n_tasks, seeds=seeds)


def points(
    trainings: Sequence[Judged], which: str, *, seeds: Sequence[int], first: int = 2, last: int | None = None
) -> tuple[Point, ...]:
    """A curve over trainings as points with 95 % intervals, from `first` examples to `last`."""
    n_end = len(trainings[0][which]) if last is None else min(last + 1, len(trainings[0][which]))
    return tuple(point(n, at(trainings, which, n, n_tasks=0, seeds=seeds)) for n in range(first, n_end))


def point(x: float, measured: Measured) -> Point:
    """A measured figure with its 95 % interval."""
    if measured.standard_error is None:
        return Point(x, measured.value)
    half = NORMAL_95 * measured.standard_error
    return Point(x, measured.value, measured.value - half, measured.value + half)


def regret(trainings: Sequence[Judged], *, n_tasks: int, seeds: Sequence[int]) -> Measured:
    """Regret over trainings."""
    values, errors = zip(*(one["regret"] for one in trainings), strict=True)
    return over_seeds(values, errors, n=n_tasks, seeds=seeds)


def difference(a: Measured, b: Measured) -> tuple[float, float]:
    """A - b with a standard error as if the two were independent; on shared tasks it is rather too large."""
    return a.value - b.value, math.hypot(a.standard_error or 0.0, b.standard_error or 0.0)
