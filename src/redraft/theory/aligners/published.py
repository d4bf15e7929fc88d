"""The numbers that the paper's authors published for critics that redraw rewards, as curves; no torch.

`published.json` holds them with where they come from. They stand beside ours in tables and figures, in no test of ours
as a thing to reach: one batch of 256 tasks leaves each an error of 0.01 to 0.04.

Source: wang2024incontext Fig. 1b, and the released code behind it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, NamedTuple, get_args

from redraft.errors import Misuse

Learner = Literal["transformer", "gradient descent"]
"""Whose curve it is."""


class PublishedPoint(NamedTuple):
    """A point of a published curve.

    Attributes:
        n_examples: in context.
        cosine: mean 1 - cosine between prediction and truth, in [0, 2].
        error: its standard error as `PublishedCurve.errors_from` says.
    """

    n_examples: int
    cosine: float
    error: float


class Gap(NamedTuple):
    """A published figure minus one of ours.

    Attributes:
        n_examples: in context.
        difference: of the cosine errors; above 0 where the published one is worse.
        error: its standard error, from both means; they are of different tasks.
    """

    n_examples: int
    difference: float
    error: float

    @property
    def is_worse(self) -> bool:
        """Whether the published figure is worse beyond doubt: by more than 1.96 standard errors."""
        return self.difference > 1.96 * self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCurve:
    """A published curve.

    Attributes:
        learner: whose.
        redraw_rate: of the critic at test time, in [0, 1]; the transformer was trained at 0.
        points: from 2 to 15 examples.
        n_tasks: behind each point.
        source: where the figures stand.
        errors_from: how the standard errors were estimated, because none was published.
    """

    learner: Learner
    redraw_rate: float
    points: tuple[PublishedPoint, ...]
    n_tasks: int
    source: str
    errors_from: str

    def at(self, n_examples: int) -> PublishedPoint:
        """The point of a number of examples.

        Raises:
            Misuse: for a number that was not published.
        """
        for point in self.points:
            if point.n_examples == n_examples:
                return point
        first, last = self.points[0].n_examples, self.points[-1].n_examples
        raise Misuse(f"published are {first} to {last} examples, got {n_examples!r}")

    def gaps(self, ours: Sequence[tuple[float, float]]) -> tuple[Gap, ...]:
        """This curve minus one of ours at every published number of examples.

        Args:
            ours: mean and standard error of 1 - cosine for n = 0, 1, .. examples, up to 15 at least.
        """
        if len(ours) <= self.points[-1].n_examples:
            raise Misuse(f"a curve from 0 to {self.points[-1].n_examples} examples is needed, got {len(ours)!r} points")
        return tuple(self.gap(point.n_examples, ours[point.n_examples]) for point in self.points)

    def gap(self, n_examples: int, ours: tuple[float, float]) -> Gap:
        """This curve minus a mean of ours with its standard error, at one published number of examples.

        Raises:
            Misuse: for a number that was not published.
        """
        point = self.at(n_examples)
        return Gap(n_examples, point.cosine - ours[0], (point.error**2 + ours[1] ** 2) ** 0.5)


def curves() -> tuple[PublishedCurve, ...]:
    """All published curves: the transformer's, then gradient descent's, by rising redraw rate."""
    read = json.loads(files(__package__).joinpath("published.json").read_text(encoding="utf-8"))
    return tuple(
        PublishedCurve(
            learner=learner,
            redraw_rate=float(rate),
            points=tuple(map(PublishedPoint, read["examples"], values, read["standard_errors"][rate])),
            n_tasks=read["tasks"],
            source=read["source"],
            errors_from=read["standard_errors_from"],
        )
        for learner in get_args(Learner)
        for rate, values in read["curves"][learner].items()
    )


def curve(learner: Learner, redraw_rate: float) -> PublishedCurve:
    """One published curve.

    Raises:
        Misuse: for a learner or a redraw rate that was not published.
    """
    known = curves()
    for one in known:
        if one.learner == learner and one.redraw_rate == redraw_rate:
            return one
    said = ", ".join(f"{rate:g}" for rate in sorted({one.redraw_rate for one in known}))
    raise Misuse(
        f"published are 'transformer' and 'gradient descent' at redraw rates {said}; got {learner!r} at {redraw_rate!r}"
    )
