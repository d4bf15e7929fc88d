"""The thresholds that are tested, strictest first, fixed before any label is seen."""

from collections.abc import Sequence
from itertools import pairwise

from redraft.errors import Misuse

DEFAULT_GRID: tuple[float, ...] = (
    *(1.0, 0.9999, 0.9995, 0.999, 0.998, 0.995),
    *(round(1 - k / 100, 2) for k in range(1, 51)),
    *(0.4, 0.3, 0.2, 0.1, 0.0),
)
"""61 thresholds. The first is the highest score there is, where hardly anything is replaced, so that the sequence does
not fail at its first step; the last, 0, is the profile as it is. They are fine near 1, where good critics have their
scores, and coarse below one half, where a gate has rejected most redrafts already. A failure ends the sequence, so the
thresholds behind it cost nothing, and neither does one where no score lies."""


def check_grid(grid: Sequence[float]) -> None:
    """Refuse a grid that could not be walked.

    Raises:
        Misuse: when it is empty, not strictly falling, or holds what is no score (NaN included).
    """
    if not grid:
        raise Misuse("a grid has one threshold at least, got none; leave it out for the default one")
    if not all(0 <= threshold <= 1 for threshold in grid):
        raise Misuse(f"thresholds lie in [0, 1], got {list(grid)!r}")
    if any(later >= earlier for earlier, later in pairwise(grid)):
        raise Misuse(f"a grid goes from the strictest threshold down, each one once, got {list(grid)!r}; sort it")
