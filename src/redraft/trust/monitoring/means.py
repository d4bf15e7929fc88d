"""Means that follow: the plain mean at first, later one that forgets."""

import math
from dataclasses import dataclass

from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningMean:
    """A mean over a window without edges.

    Attributes:
        n: values so far.
        mean: of the last values, in their own unit; 0 and without meaning before the first.
    """

    n: int = 0
    mean: float = 0.0

    @property
    def value(self) -> float | None:
        """The mean; None before the first value."""
        return self.mean if self.n else None


def add_value(running: RunningMean, x: float, *, window: int) -> RunningMean:
    """The mean with one more value: the plain mean of the first `window` values, then exponentially weighted.

    Each new value then has the weight 1/window, and one that came k values ago (1 - 1/window)^k of that.

    Args:
        running: before the value.
        x: the value, finite.
        window: values that it looks back over, about; at least 1.

    Raises:
        Misuse: when `x` is not finite or `window` below 1.

    Source: roberts1959control
    """
    if not math.isfinite(x):
        raise Misuse(f"a value to be averaged must be finite, got {x!r}; leave out what is not known")
    if window < 1:
        raise Misuse(f"`window` must be 1 or more, got {window!r}")
    n = running.n + 1
    return RunningMean(n=n, mean=running.mean + (x - running.mean) / min(n, window))
