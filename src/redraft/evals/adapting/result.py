"""What the comparison found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from redraft.evals.adapting.fixed import Kind, Stop
from redraft.trust.intervals import Estimate

MARGIN = 0.01
"""By how much the adaptive strategy may be worse and still count as not worse, in chance of a right answer."""


class Prices(NamedTuple):
    """What a call is worth to the adaptive strategy, such that a stream takes so many calls on average.

    Where all prompts look alike, one price is either low enough for all of them or for none; so a share of the prompts,
    drawn by their ids, has a lower one.

    Attributes:
        high: the price of most prompts.
        low: the lower price of the others.
        share: their share, in [0, 1].
    """

    high: float
    low: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPoint:
    """A fixed strategy on a stream.

    Attributes:
        kind: redrafts or resamples.
        stop: what ends it early.
        rounds: how many.
        right_rate: share of prompts answered rightly.
        calls: mean model calls for a prompt.
    """

    kind: Kind
    stop: Stop
    rounds: int
    right_rate: float
    calls: float

    @property
    def name(self) -> str:
        """In words."""
        return f"{self.rounds} x {self.kind}, until {self.stop}" if self.rounds else "the draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The adaptive strategy against the best fixed one of at most so many rounds.

    Attributes:
        rounds: rounds that fixed strategies may have here.
        rival: the best of them, chosen on these very prompts.
        prices: the adaptive strategy's, chosen on other prompts so that it takes no more calls.
        right_rate: share of prompts that the adaptive strategy answered rightly.
        calls: its mean model calls for a prompt.
        difference: its right answers less the rival's, paired by prompt, in chance of a right answer.
        over_lottery: the same against the best lottery: any two fixed strategies of however many rounds, drawn by lot
            for each prompt such that the calls are those of the adaptive one. What is left is not due to some prompts
            getting more calls than others, but to the right ones getting them. None where it was not asked.
    """

    rounds: int
    rival: FixedPoint
    prices: Prices
    right_rate: float
    calls: float
    difference: Estimate
    over_lottery: Estimate | None = None

    @property
    def at_no_more_calls(self) -> bool:
        """Whether it took no more calls than its rival."""
        return self.calls <= self.rival.calls

    @property
    def not_worse(self) -> bool:
        """At no more calls, less than `MARGIN` worse at the interval's lower end, and no interval below 0."""
        return self.at_no_more_calls and self.difference.low > -MARGIN and self.difference.high >= 0

    @property
    def better(self) -> bool:
        """At no more calls, and better with an interval that excludes 0."""
        return self.at_no_more_calls and self.difference.low > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamResult:
    """All levels of one stream.

    Attributes:
        stream: its name.
        is_mixture: whether its critics differ in quality.
        n_prompts: prompts, all seeds together.
        n_problems: distinct problems among them, which the intervals resample.
        levels: by rounds.
        fixed: every fixed strategy.
    """

    stream: str
    is_mixture: bool
    n_prompts: int
    n_problems: int
    levels: tuple[Level, ...]
    fixed: tuple[FixedPoint, ...]


def as_text(results: Sequence[StreamResult]) -> str:
    """The levels as a table in Markdown."""
    lines = [
        "| prompts | best fixed of at most n rounds | right % | calls | adaptive | calls | points | | to a lottery |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        for level in result.levels:
            verdict = "better" if level.better else "not worse" if level.not_worse else "missed"
            lines.append(
                f"| {result.stream} | {level.rounds}: {level.rival.name} | {100 * level.rival.right_rate:.1f}"
                f" | {level.rival.calls:.2f} | {100 * level.right_rate:.1f} | {level.calls:.2f}"
                f" | {_points(level.difference)} | {verdict} | {_points(level.over_lottery)} |"
            )
    return "\n".join(lines)


def _points(difference: Estimate | None) -> str:
    if difference is None:
        return ""
    return f"{100 * difference.value:+.1f} [{100 * difference.low:+.1f}, {100 * difference.high:+.1f}]"
