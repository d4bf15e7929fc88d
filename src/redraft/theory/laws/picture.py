"""What a law in pictures is: figures of the law and of its simulation, and whether the two agree at every point."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.report.figures import Figure
from redraft.report.panels import Line
from redraft.report.plots import Point
from redraft.trust.simulations import Comparison

Size = Literal["small", "full"]
"""How much is simulated: for a look and for tests, or for a document."""

OnProgress = Callable[[str], None]
"""Told in words, before each piece of work, what comes next."""

NORMAL_95 = 1.959963984540054
N_ERRORS = 4.0
"""Standard errors left to chance. Of the some eight hundred points of all pictures at full size, one is farther off
than this by chance in 1 run of 20."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A point of a figure, held against its law.

    Attributes:
        case: which point, in words.
        run: the law and the measurement.
        within: how far off the law is known to be; 0 for one that is exact.
    """

    case: str
    run: Comparison
    within: float = 0.0

    @property
    def agrees(self) -> bool:
        """Whether chance and what the law is known to be off explain the difference."""
        return self.run.agrees(within=self.within, n_errors=N_ERRORS)

    @property
    def n_errors(self) -> float:
        """How far off the point is, in standard errors, beyond what the law is known to be; 0 where nothing is left."""
        beyond = max(0.0, abs(self.run.difference) - self.within)
        if beyond <= 1e-12:
            return 0.0
        return beyond / self.run.standard_error if self.run.standard_error else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPicture:
    """A figure of a law with the verdict on it.

    Attributes:
        law: its name in words.
        figure: lines are the law, points are simulated, with 95 % intervals.
        checks: every simulated point, at least one.
        n: draws behind each point.
        seed: that fixed them.
    """

    law: str
    figure: Figure
    checks: tuple[Check, ...]
    n: int
    seed: int

    @property
    def agrees(self) -> bool:
        """Whether every point agrees with the law."""
        return all(check.agrees for check in self.checks)

    @property
    def farthest(self) -> Check:
        """The point that is off by the most standard errors."""
        return max(self.checks, key=lambda check: check.n_errors)

    @property
    def verdict(self) -> str:
        """The verdict in words, with its figures."""
        n_right = sum(check.agrees for check in self.checks)
        farthest = self.farthest
        return (
            f"{n_right} of {len(self.checks)} points within {N_ERRORS:g} standard errors of the law; "
            f"farthest off by {farthest.n_errors:.1f} ({farthest.case}); n = {self.n:,} a point, seed {self.seed}"
        )


def by_law(name: str, points: Iterable[tuple[float, float]]) -> Line:
    """A law as a line."""
    return Line(name=name, points=[Point(x, y) for x, y in points], drawn="line", kind="law")


def by_simulation(name: str, points: Sequence[tuple[float, Comparison]]) -> Line:
    """Measurements as points with 95 % intervals."""
    return Line(
        name=name,
        points=[interval(x, run.measured, run.standard_error) for x, run in points],
        drawn="marks",
        kind="simulated",
    )


def interval(x: float, measured: float, standard_error: float) -> Point:
    """A measurement with its 95 % interval."""
    half = NORMAL_95 * standard_error
    return Point(x, measured, measured - half, measured + half)
