"""Figures with their doubt, and rows that set them beside what the paper prints."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.errors import Misuse

NOT_IN_PAPER = "none"
"""What the paper prints of something that only this project has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A figure that was measured here.

    Attributes:
        value: the mean.
        standard_error: of the mean, in the unit of the value; None where nothing is random (a proof, a largest error).
        n: how many cases it is the mean of: tasks, problems or draws.
        seeds: those of the trainings or simulations behind it.
    """

    value: float
    standard_error: float | None
    n: int
    seeds: tuple[int, ...]

    @property
    def in_words(self) -> str:
        """The value with its standard error, as a cell of a table."""
        if self.standard_error is None:
            return shown(self.value)
        return f"{shown(self.value)} ± {shown(self.standard_error)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A row of the table "paper v here".

    Attributes:
        about: which table, figure or statement of the paper.
        metric: what is measured, under which conditions.
        published: as it is printed; None where no number could be recovered, `NOT_IN_PAPER` where there is none.
        here: what was measured; None where nothing was.
        comparable: whether the two measure the same thing on the same kind of task.
        why: why not, or what to know when comparing.
        is_learnt: whether a trained aligner is measured, not a rule or a construction that needs no training.
    """

    about: str
    metric: str
    published: str | None
    here: Measured | None
    comparable: bool
    why: str
    is_learnt: bool = False


def over_seeds(values: Sequence[float], standard_errors: Sequence[float], *, n: int, seeds: Sequence[int]) -> Measured:
    """The mean over trainings that were all measured on the same tasks.

    Its standard error has two parts: between the trainings, and between the tasks, which all trainings share, so that
    more seeds do not make the second one smaller.

    Args:
        values: one for each training.
        standard_errors: over the tasks, one for each training.
        n: tasks.
        seeds: of the trainings.

    Raises:
        Misuse: when the three do not belong together.
    """
    if not len(values) == len(standard_errors) == len(seeds) or not values:
        raise Misuse(
            f"need a value and a standard error for each seed, got {len(values)}, {len(standard_errors)} and "
            f"{len(seeds)}; measure every training"
        )
    k = len(values)
    mean = math.fsum(values) / k
    between = math.fsum((value - mean) ** 2 for value in values) / (k - 1) / k if k > 1 else 0.0
    within = (math.fsum(standard_errors) / k) ** 2
    return Measured(value=mean, standard_error=math.sqrt(between + within), n=n, seeds=tuple(seeds))


def shown(value: float) -> str:
    """A figure with as many digits as a table needs: four decimals, or two digits and a power of ten."""
    if value != 0 and abs(value) < 5e-4:
        return f"{value:.1e}"
    return f"{value:.4f}" if abs(value) < 10 else f"{value:.2f}"
