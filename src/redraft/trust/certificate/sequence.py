"""The fixed sequence: hypotheses in an order fixed beforehand, each at the whole level, up to the first failure."""

import numpy as np

from redraft.errors import Misuse
from redraft.trust.certificate.exact import Figures, check_probability


def fixed_sequence(p_values: Figures, *, delta: float) -> int:
    """How many hypotheses are rejected: those before the first p-value above `delta`.

    Args:
        p_values: ``(n_hypotheses,)`` in the order fixed beforehand.
        delta: level in (0, 1); the probability that any true hypothesis is rejected is at most this.

    Raises:
        Misuse: when a p-value is out of range or NaN.

    Source: angelopoulos2021learn
    """
    check_probability("delta", delta)
    values = np.asarray(p_values, dtype=float)
    if values.ndim != 1 or not np.all((values >= 0) & (values <= 1)):
        raise Misuse(f"p-values are a list of numbers in [0, 1], got {p_values!r}")
    failed = np.flatnonzero(values > delta)
    return int(failed[0]) if len(failed) else len(values)
