"""A calibrator as plain numbers: what a fitted map from scores to probabilities is once it is fitted.

Fitting needs scikit-learn (`calibrators`); applying needs the standard library alone, so that a correction that uses a
card loads nothing heavy.
"""

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Literal

from redraft.errors import Misuse

Method = Literal["table", "logistic", "isotonic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrator:
    """A map from a critic's scores to probabilities that a draft is acceptable, straight between its knots.

    Higher scores never mean lower probabilities, so a calibrator changes what scores say and not how they rank. Below
    the first knot and above the last one the map is constant.

    Attributes:
        method: how it was fitted: a smoothed share for each of few distinct scores (*table*), a logistic curve on the
            score's logit (*logistic*), or the best monotone steps (*isotonic*).
        scores: where the knots are, in [0, 1], increasing, at least one.
        chances: the probability at each knot, in [0, 1], never decreasing.
        n: labelled outputs that it was fitted to.

    Raises:
        Misuse: when the knots are none of that.
    """

    method: Method
    scores: tuple[float, ...]
    chances: tuple[float, ...]
    n: int

    def __post_init__(self) -> None:
        """Refuse knots that are no monotone map of [0, 1]."""
        if not self.scores or len(self.scores) != len(self.chances):
            raise Misuse(
                "a calibrator has one knot at least and a chance for each of its scores, got "
                f"{len(self.scores)} scores and {len(self.chances)} chances; fit it again"
            )
        for name, values in (("scores", self.scores), ("chances", self.chances)):
            odd = next((value for value in values if not (isfinite(value) and 0 <= value <= 1)), None)
            if odd is not None:
                raise Misuse(f"the {name} of a calibrator must lie in [0, 1], got {odd!r}; fit it again")
        tied = next((pair for pair in pairwise(self.scores) if pair[0] >= pair[1]), None)
        if tied is not None:
            raise Misuse(f"the scores of a calibrator must increase, got {tied[0]!r} before {tied[1]!r}; fit it again")
        falling = next((pair for pair in pairwise(self.chances) if pair[0] > pair[1]), None)
        if falling is not None:
            raise Misuse(
                "the chances of a calibrator must not decrease, or better drafts would get worse scores, "
                f"got {falling[0]!r} before {falling[1]!r}; fit it again"
            )

    def chance(self, score: float) -> float:
        """The probability in [0, 1] that a draft with this score is acceptable.

        Args:
            score: the critic's own, in [0, 1].

        Raises:
            Misuse: when it is no score.
        """
        if not (isfinite(score) and 0 <= score <= 1):
            raise Misuse(f"a score must lie in [0, 1], got {score!r}; an unscored critique has no chance either")
        right = bisect_left(self.scores, score)
        if right == len(self.scores):
            return self.chances[-1]
        if right == 0 or self.scores[right] == score:
            return self.chances[right]
        low, high = self.chances[right - 1], self.chances[right]
        part = (score - self.scores[right - 1]) / (self.scores[right] - self.scores[right - 1])
        # Rounding must not carry it past a knot, or two scores could change places.
        return min(high, max(low, low + part * (high - low)))

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with any knot; the version of a calibrated critic carries them."""
        numbers = " ".join(value.hex() for value in (*self.scores, *self.chances))
        return hashlib.sha256(numbers.encode("ascii")).hexdigest()[:8]
