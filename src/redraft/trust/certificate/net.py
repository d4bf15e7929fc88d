"""A stronger certificate: besides breaking few, correcting must repair more than it breaks.

The bound on the broken rate does not say that correcting pays: a critic can break few and repair fewer. Here one half
of the cases picks a threshold; on the other half, which had no say in the choice, both must hold at level delta: the
broken rate is at most epsilon, and fixes outnumber flips (McNemar's exact test). It takes many cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.errors import Misuse
from redraft.trust.certificate.document import Among
from redraft.trust.certificate.exact import binomial_tail, check_probability, mcnemar
from redraft.trust.certificate.grid import DEFAULT_GRID
from redraft.trust.certificate.outcomes import Case, tally
from redraft.trust.certificate.testing import Tested, certify


@dataclass(frozen=True, slots=True, kw_only=True)
class NetTested:
    """What the two halves found.

    Attributes:
        picked: the first half's search.
        n: cases of the second half that the broken rate is among.
        n_flips: of the second half at the threshold picked.
        n_fixes: of the second half at the threshold picked.
        p_flip: p-value of "the broken rate is epsilon or more"; None when the first half picked nothing.
        p_net: p-value of "correcting breaks as much as it repairs, or more"; None when the first half picked nothing.
        chosen: the threshold, when both tests reject at level delta; None otherwise.
    """

    picked: Tested
    n: int
    n_flips: int = 0
    n_fixes: int = 0
    p_flip: float | None = None
    p_net: float | None = None
    chosen: float | None = None


def certify_net(
    first: Sequence[Case],
    second: Sequence[Case],
    *,
    epsilon: float,
    delta: float,
    grid: Sequence[float] = DEFAULT_GRID,
    among: Among = "all",
) -> NetTested:
    """The threshold that the first half picks and the second half confirms, net of what it breaks.

    Args:
        first: cases that a threshold is picked on.
        second: other cases, independent of the first.
        epsilon: bound on the broken rate, in (0, 1).
        delta: probability in (0, 1) that a threshold is confirmed although one of the two statements is false.
        grid: thresholds, strictest first.
        among: as for `certify`.

    Raises:
        Misuse: when a half has no case, or a figure is out of range.

    Source: mcnemar1947note; angelopoulos2021learn
    """
    check_probability("delta", delta)
    picked = certify(first, epsilon=epsilon, delta=delta, grid=grid, among=among)
    threshold = grid[0] if picked.chosen is None else picked.chosen.threshold
    counts = tally(second, (threshold,), among=among)
    n = int(counts.n[0])
    if n == 0:
        raise Misuse(f"the second half has no case to test on among {len(second)} (`among` is {among!r})")
    if picked.chosen is None:
        return NetTested(picked=picked, n=n)
    n_flips, n_fixes = int(counts.n_flips[0]), int(counts.n_fixes[0])
    p_flip, p_net = float(binomial_tail(n_flips, n, epsilon)), float(mcnemar(n_flips, n_fixes))
    return NetTested(
        picked=picked,
        n=n,
        n_flips=n_flips,
        n_fixes=n_fixes,
        p_flip=p_flip,
        p_net=p_net,
        chosen=threshold if max(p_flip, p_net) <= delta else None,
    )
