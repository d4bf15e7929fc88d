"""Critics of one draft that err together: the votes that `redraft.trust.consensus` has to make the best of."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.errors import Misuse


class OpinionsRun(NamedTuple):
    """Votes of several critics on the same drafts.

    Attributes:
        passed: ``(n, k)`` 1 where a critic passes a draft, 0 where it flags it.
        acceptable: ``(n,)`` which drafts are.
    """

    passed: npt.NDArray[np.float64]
    acceptable: npt.NDArray[np.bool_]


def simulate_opinions(
    n: int,
    rates: Sequence[tuple[float, float]],
    families: Sequence[int],
    *,
    linkage: float,
    prior: float = 0.5,
    seed: int = 0,
) -> OpinionsRun:
    """Votes on `n` drafts: a critic passes a draft when its impression of it is above the critic's own mark.

    An impression is a standard Gaussian, in part the family's and in part the critic's own, so that critics of one
    family are fooled by the same drafts; the marks are where the rates come out.

    Args:
        n: drafts, at least 1.
        rates: ``(k,)`` sensitivity and specificity of each critic, strictly within (0, 1).
        families: ``(k,)`` the number of each critic's family, from 0.
        linkage: the family's share of an impression's variance, in [0, 1]: 0 for independent critics.
        prior: share of acceptable drafts, in [0, 1].
        seed: fixes the draws.

    Raises:
        Misuse: when a number lies outside its range, or not every critic has a family.
    """
    if n < 1 or not 0 <= linkage <= 1 or not 0 <= prior <= 1:
        raise Misuse(f"`n` is 1 or more, `linkage` and `prior` lie in [0, 1], got {n!r}, {linkage!r} and {prior!r}")
    if len(rates) != len(families) or not rates or min(families) < 0:
        raise Misuse(f"each critic has rates and a family from 0, got {list(rates)!r} and {list(families)!r}")
    if not all(0 < rate < 1 for pair in rates for rate in pair):
        raise Misuse(f"rates lie strictly between 0 and 1, got {list(rates)!r}")
    rng = np.random.default_rng(seed)
    acceptable = rng.random(n) < prior
    shared = rng.normal(size=(n, max(families) + 1))[:, list(families)]
    impressions = np.sqrt(linkage) * shared + np.sqrt(1 - linkage) * rng.normal(size=(n, len(rates)))
    normal = NormalDist()
    of_good = np.array([normal.inv_cdf(1 - specificity) for _, specificity in rates])
    of_bad = np.array([normal.inv_cdf(sensitivity) for sensitivity, _ in rates])
    marks = np.where(acceptable[:, None], of_good, of_bad)
    return OpinionsRun(passed=(impressions > marks).astype(float), acceptable=acceptable)
