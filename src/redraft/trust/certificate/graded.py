"""P-values for losses that are not all or nothing: how much was spoilt, between 0 and 1."""

import numpy as np

from redraft.errors import Misuse
from redraft.trust.certificate.exact import Figures, binomial_tail, check_probability
from redraft.trust.certificate.sequence import fixed_sequence


def hoeffding_bentkus(mean_loss: float | Figures, n: int, *, epsilon: float) -> Figures:
    """A valid p-value of "the mean loss is epsilon or more", for independent losses in [0, 1].

    The smaller of Hoeffding's and Bentkus' bounds on the tail. For losses that are 0 or 1 it is never smaller than the
    exact binomial one, which `redraft.trust.certificate.exact` has.

    Args:
        mean_loss: observed mean loss, in [0, 1]; any shape.
        n: cases, at least 1.
        epsilon: the mean loss under test, in (0, 1).

    Returns:
        In [0, 1], of the shape of `mean_loss`.

    Raises:
        Misuse: when a figure is out of range or NaN.

    Source: bates2021distribution; angelopoulos2021learn
    """
    check_probability("epsilon", epsilon)
    means = np.asarray(mean_loss, dtype=float)
    if n < 1 or not np.all((means >= 0) & (means <= 1)):
        raise Misuse(f"mean losses lie in [0, 1] and n is 1 or more, got {mean_loss!r} and n={n!r}")
    below = np.minimum(means, epsilon)
    hoeffding = np.exp(-n * (_relative_entropy(below, epsilon)))
    # Rounded before it is rounded up: 3/300 * 300 is 3.0000000000000004.
    bentkus = np.e * binomial_tail(np.ceil(np.round(n * means, 9)).astype(np.int64), n, epsilon)
    return np.minimum(1.0, np.minimum(hoeffding, bentkus))


def certified_losses(losses: Figures, *, epsilon: float, delta: float) -> int:
    """How many thresholds are certified when what is broken is a matter of degree: the first so many of the grid.

    Args:
        losses: ``(n_cases, n_thresholds)`` how much of a right answer is lost at each threshold, in [0, 1], thresholds
            from the strictest on; 0 where the draft is returned.
        epsilon: bound on the mean loss, in (0, 1).
        delta: probability in (0, 1) that a certified threshold loses more.

    Raises:
        Misuse: when the losses are no such table, or a figure is out of range or NaN.

    Source: angelopoulos2021learn
    """
    table = np.asarray(losses, dtype=float)
    if table.ndim != 2 or not table.size or not np.all((table >= 0) & (table <= 1)):
        raise Misuse(f"losses are a table (cases, thresholds) of numbers in [0, 1], got shape {table.shape}")
    return fixed_sequence(hoeffding_bentkus(table.mean(axis=0), len(table), epsilon=epsilon), delta=delta)


def _relative_entropy(a: Figures, b: float) -> Figures:
    """The relative entropy a ln(a/b) + (1-a) ln((1-a)/(1-b)) in nats, with 0 ln 0 = 0."""
    one = np.where(a > 0, a * np.log(np.where(a > 0, a, 1.0) / b), 0.0)
    rest = 1 - a
    other = np.where(rest > 0, rest * np.log(np.where(rest > 0, rest, 1.0) / (1 - b)), 0.0)
    return np.asarray(one + other, dtype=float)
