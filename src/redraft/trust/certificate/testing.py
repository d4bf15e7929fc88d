"""Which thresholds are certified, and which of those is chosen.

Fixed-sequence Learn-then-Test: the hypotheses "the broken rate at this threshold is epsilon or more" are tested one
after another, from the strictest threshold on, each at the whole level delta; the first that cannot be rejected ends
it. With a probability of 1 - delta or more every threshold that was passed keeps the bound, so among them one may
choose freely, also by looking at the same cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.errors import Misuse
from redraft.trust.certificate.document import Among, Row
from redraft.trust.certificate.exact import binomial_tail, check_probability, upper_bound
from redraft.trust.certificate.grid import DEFAULT_GRID, check_grid
from redraft.trust.certificate.outcomes import Case, tally
from redraft.trust.certificate.sequence import fixed_sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What a calibration found.

    Attributes:
        n: cases that the rate is among, at the chosen threshold; at the strictest one where none is.
        rows: one for each threshold, strictest first; the certified ones come first.
        chosen: the certified threshold with the largest net gain, the strictest of equals; None where none gains.
    """

    n: int
    rows: tuple[Row, ...]
    chosen: Row | None

    @property
    def n_certified(self) -> int:
        """How many thresholds are certified."""
        return sum(row.certified for row in self.rows)


def certify(
    cases: Sequence[Case],
    *,
    epsilon: float,
    delta: float,
    grid: Sequence[float] = DEFAULT_GRID,
    among: Among = "all",
) -> Tested:
    """The thresholds whose broken rate is at most epsilon, all of them with probability 1 - delta, and the best one.

    Args:
        cases: independent draws of what will be asked.
        epsilon: bound on the broken rate, in (0, 1).
        delta: probability in (0, 1) that a certified threshold breaks more; divide it by the number of profiles or
            slices that shall keep the bound together (see `shared_delta`).
        grid: thresholds, strictest first, fixed without looking at these cases.
        among: whose broken rate: of all cases, or of those whose draft was right.

    Raises:
        Misuse: when there is no case to test on, or a figure is out of range.

    Source: angelopoulos2021learn
    """
    check_probability("epsilon", epsilon)
    check_probability("delta", delta)
    check_grid(grid)
    counts = tally(cases, grid, among=among)
    if counts.n[0] == 0:
        raise Misuse(f"there is no case to test on among {len(cases)} (`among` is {among!r}); give labelled cases")
    p_values = binomial_tail(counts.n_flips, counts.n, epsilon)
    bounds = upper_bound(counts.n_flips, counts.n, delta=delta)
    n_certified = fixed_sequence(p_values, delta=delta)
    rows = tuple(
        Row(
            threshold=float(threshold),
            n=int(counts.n[j]),
            n_replaced=int(counts.n_replaced[j]),
            n_flips=int(counts.n_flips[j]),
            n_fixes=int(counts.n_fixes[j]),
            p_value=float(p_values[j]),
            broken_at_most=float(bounds[j]),
            certified=j < n_certified,
        )
        for j, threshold in enumerate(grid)
    )
    best = max(rows[:n_certified], key=lambda row: row.net, default=None)  # the first of equals: the strictest
    chosen = best if best is not None and best.net > 0 else None
    return Tested(n=rows[0].n if chosen is None else chosen.n, rows=rows, chosen=chosen)


def shared_delta(delta: float, n_slices: int) -> float:
    """The level for each of several slices, or profiles, that shall keep their bounds all together.

    Raises:
        Misuse: when there is no slice or `delta` is no probability.
    """
    check_probability("delta", delta)
    if n_slices < 1:
        raise Misuse(f"there is one slice at least, got {n_slices!r}")
    return delta / n_slices
