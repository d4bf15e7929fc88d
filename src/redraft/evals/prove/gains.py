"""Differences between two ways of answering the same tasks, honest also where few answers changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from redraft.errors import Misuse
from redraft.trust.intervals import Estimate, proportion

_Z_BOTH = 1.96 + 0.8416
"""For an interval of 95 % that excludes 0 with probability .8."""
SMALLEST_GAIN = 0.02
"""The gain that more tasks would have to show where this run saw none: two points of accuracy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What changed from one way to another, over tasks that both answered.

    Attributes:
        change: accuracy of the second less that of the first, in [-1, 1], paired by task.
        repaired: share of the tasks that the first got wrong and the second right.
        broken: share of the tasks that the first got right and the second wrong.
    """

    change: Estimate
    repaired: Estimate
    broken: Estimate


def paired_gain(before: Sequence[bool], after: Sequence[bool]) -> Gain | None:
    """The gain with its 95 % interval; None without a task.

    The two discordant shares have Wilson's intervals, and their difference the one that is recovered from those two.
    Resampling would call a change certain that no task, or every one of four tasks, happened to show.

    Args:
        before: ``(n,)`` whether the first way was right.
        after: ``(n,)`` whether the second way was right on the same tasks.

    Raises:
        Misuse: when the lengths differ.

    Source: newcombe1998improved; zou2008construction
    """
    if len(before) != len(after):
        raise Misuse(f"a paired difference needs pairs, got {len(before)} and {len(after)} tasks")
    n = len(before)
    repaired = proportion(sum(b < a for b, a in zip(before, after, strict=True)), n)
    broken = proportion(sum(b > a for b, a in zip(before, after, strict=True)), n)
    if repaired is None or broken is None:
        return None
    value = repaired.value - broken.value
    low = value - sqrt((repaired.value - repaired.low) ** 2 + (broken.high - broken.value) ** 2)
    high = value + sqrt((repaired.high - repaired.value) ** 2 + (broken.value - broken.low) ** 2)
    change = Estimate(value=value, low=max(-1.0, low), high=min(1.0, high), n=n)
    return Gain(change=change, repaired=repaired, broken=broken)


def standard_error(gain: Gain) -> float:
    """The standard error of a paired gain; half a task's worth at least."""
    changed, n = gain.repaired.value + gain.broken.value, gain.change.n
    return max(sqrt(max(0.0, changed - gain.change.value**2) / n), 0.5 / n)


def tasks_needed(gain: Gain) -> int:
    """How many tasks would show a gain of this size, or of `SMALLEST_GAIN` if it is smaller, four times of five."""
    size = max(gain.change.value, SMALLEST_GAIN)
    # Where hardly anything changed, as much as may well have been missed.
    changed = max(gain.repaired.value + gain.broken.value, (gain.repaired.high + gain.broken.high) / 2, size)
    return ceil(_Z_BOTH**2 * (changed - size**2) / size**2)
