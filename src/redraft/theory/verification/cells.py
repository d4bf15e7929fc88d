"""One construction at one size: its largest error against gradient descent, beside what is proved of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from redraft.theory.problems import Floats
from redraft.theory.verification.catalogue import CATALOGUE
from redraft.theory.verification.entries import Entry, Setting

Precision = Literal["float64", "float32"]

ROUNDING: dict[Precision, float] = {"float64": 1e-12, "float32": 1e-5}
"""What rounding may add to an error, for steps of a size between 0.1 and 10; in float32 for a single step with ReLU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What was measured of a construction at one size.

    Attributes:
        construction: its name.
        setting: size, steps and temperature.
        precision: of weights and tokens.
        n_draws: problems that it ran on.
        seed: of their draw.
        error: the largest distance of a number of a prediction from gradient descent's.
        move: the largest move of a number of a prediction, for scale.
        bound: the largest error that is proved possible on these problems, without rounding; None where nothing is.
    """

    construction: str
    setting: Setting
    precision: Precision
    n_draws: int
    seed: int
    error: float
    move: float
    bound: float | None

    @property
    def allowed(self) -> float | None:
        """What the error may be: what is proved, and rounding."""
        return None if self.bound is None else self.bound + ROUNDING[self.precision]

    @property
    def holds(self) -> bool | None:
        """Whether the error is within what is allowed; None where nothing is promised."""
        return None if self.allowed is None else self.error <= self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A cell to measure; attributes as there."""

    entry: Entry
    setting: Setting
    precision: Precision = "float64"
    n_draws: int = 200
    seed: int = 0


def measure(request: Request) -> Cell:
    """Run a construction on drawn problems and compare it with gradient descent.

    Raises:
        Misuse: when the construction does not come in this size.
    """
    entry, setting = request.entry, request.setting
    problems = entry.draw(request.n_draws, setting, request.seed)
    expected = entry.expected(problems, setting)
    start = np.einsum("byx,bx->by", problems.weights, problems.query)
    said = entry.build(setting).predictions(problems, dtype=request.precision)
    return Cell(
        construction=entry.name,
        setting=setting,
        precision=request.precision,
        n_draws=request.n_draws,
        seed=request.seed,
        error=_largest(said - expected),
        move=_largest(expected - start),
        bound=entry.bound(problems, setting),
    )


def sizes(
    *, n_responses: Sequence[int], widths: Sequence[int], n_draws: int = 200, seed: int = 0,
    precision: Precision = "float64", entries: Sequence[Entry] = CATALOGUE,
) -> Iterator[Request]:  # fmt: skip
    """Every construction at every size that it comes in."""
    for entry in entries:
        for n in n_responses:
            for width in widths:
                if entry.comes_with(n):
                    setting = Setting(n_responses=n, width=width)
                    yield Request(entry=entry, setting=setting, precision=precision, n_draws=n_draws, seed=seed)


def temperatures(
    sharpness: Sequence[float], *, n_responses: int = 8, width: int = 5, n_draws: int = 200, seed: int = 0
) -> Iterator[Request]:
    """The constructions that have a temperature, along it; a sharpness is a temperature times the smallest gap."""
    for entry in CATALOGUE:
        if entry.lowest_sharpness is not None:
            setting = Setting(n_responses=n_responses if entry.comes_with(n_responses) else 2, width=width)
            for beta in sharpness:
                if beta >= entry.lowest_sharpness:
                    sharp = replace(setting, sharpness=beta)
                    yield Request(entry=entry, setting=sharp, n_draws=n_draws, seed=seed)


def stacked(
    n_steps: Sequence[int], *, n_responses: int = 8, width: int = 5, n_draws: int = 100, seed: int = 0
) -> Iterator[Request]:
    """The constructions that can be stacked, over numbers of gradient steps."""
    for entry in CATALOGUE:
        if entry.stacks:
            setting = Setting(n_responses=n_responses if entry.comes_with(n_responses) else 2, width=width)
            for k in n_steps:
                yield Request(entry=entry, setting=replace(setting, n_steps=k), n_draws=n_draws, seed=seed)


def smooth(*, n_responses: int = 8, width: int = 5, n_draws: int = 200, seed: int = 0) -> Iterator[Request]:
    """The constructions whose feed-forward networks may be smooth, with SiLU and GELU in place of ReLU."""
    for entry in CATALOGUE:
        if entry.smooth:
            for activation in ("silu", "gelu"):
                setting = Setting(n_responses=n_responses, width=width, activation=activation)
                yield Request(entry=entry, setting=setting, n_draws=n_draws, seed=seed)


def gaps(
    sizes: Sequence[float], *, n_responses: int = 8, width: int = 5, n_draws: int = 200, seed: int = 0
) -> Iterator[Request]:
    """The constructions that are built for a smallest gap of rewards, over the size of that gap."""
    for entry in CATALOGUE:
        if entry.lowest_sharpness is not None and entry.comes_with(n_responses):
            for gap in sizes:
                setting = Setting(n_responses=n_responses, width=width, gap=gap)
                yield Request(entry=entry, setting=setting, n_draws=n_draws, seed=seed)


def _largest(numbers: Floats) -> float:
    return float(np.abs(numbers).max())
