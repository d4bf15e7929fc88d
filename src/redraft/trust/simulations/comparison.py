"""What a simulation returns: what the law says, what was measured, and how sure the measurement is."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.trust.laws.checks import check_count

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A law beside a measurement of its mechanism.

    Attributes:
        law: what the law says.
        measured: the same quantity, measured, in the same unit.
        standard_error: of `measured`, or of its difference from `law` where both rest on the same draws.
        n: independent draws it rests on.
    """

    law: float
    measured: float
    standard_error: float
    n: int

    @property
    def difference(self) -> float:
        """Measured less law."""
        return self.measured - self.law

    def agrees(self, *, within: float = 0.0, n_errors: float = 4.0) -> bool:
        """Whether the two differ by no more than chance and a known inexactness of the law explain.

        Args:
            within: how far off the law itself may be; 0 for one that is exact.
            n_errors: standard errors left to chance; 4 are exceeded by chance in 1 case of 16,000.
        """
        # 1e-12: where nothing is random, rounding is all there is.
        return abs(self.difference) <= within + n_errors * self.standard_error + 1e-12


def generator(seed: int, n: int, *address: object) -> np.random.Generator:
    """The draws of one simulation, its own for every law and every setting.

    Raises:
        Misuse: with fewer than 2 draws, which have no standard error.
    """
    check_count("n", n, low=2)
    return np.random.default_rng(seed_for(seed, "simulations", *map(str, address)))


def of_shares(law: float, hits: npt.NDArray[np.bool_]) -> Comparison:
    """A law of a probability beside the share of ``(n,)`` independent draws in which it happened."""
    share, n = float(hits.mean()), len(hits)
    return Comparison(law=law, measured=share, standard_error=sqrt(share * (1 - share) / n), n=n)


def of_means(law: float, values: Floats) -> Comparison:
    """A law of a mean beside the mean of ``(n,)`` independent draws."""
    n = len(values)
    return Comparison(law=law, measured=float(values.mean()), standard_error=float(values.std(ddof=1)) / sqrt(n), n=n)


def of_pairs(laws: Floats, values: Floats) -> Comparison:
    """A law that differs from draw to draw beside what each ``(n,)`` draw gave; the error is that of the difference."""
    n = len(values)
    return Comparison(
        law=float(laws.mean()),
        measured=float(values.mean()),
        standard_error=float((values - laws).std(ddof=1)) / sqrt(n),
        n=n,
    )


def of_ratios(law: float, above: Floats, below: Floats) -> Comparison:
    """A law of a ratio of two means beside that of ``(n,)`` draws; the error is that of its linear part."""
    n = len(above)
    ratio = float(above.mean() / below.mean())
    scatter = (above - ratio * below).std(ddof=1) / abs(below.mean())
    return Comparison(law=law, measured=ratio, standard_error=float(scatter) / sqrt(n), n=n)
