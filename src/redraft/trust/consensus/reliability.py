"""What a critic's verdict is worth: the two rates of a critic, and how many labelled drafts they rest on."""

from dataclasses import dataclass
from math import isfinite, sqrt

from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How often a critic is right, and how sure that is.

    Rates from few drafts are not taken as they stand: a critic that was right on 5 of 5 is not certain. What enters a
    vote is the mean of a rate's posterior under a uniform prior, (k + 1) / (n + 2). That is the exact answer to the
    question a vote asks, the probability of this one verdict given what was seen (Laplace's rule of succession), while
    the lower end of an interval would make a flag and a pass both weigh less than they should on average.

    Attributes:
        sensitivity: share of flagged drafts among those that are not acceptable, in [0, 1].
        specificity: share of passing drafts among the acceptable ones, in [0, 1].
        n_bad: labelled drafts that are not acceptable, which `sensitivity` rests on; may be a fraction where they were
            inferred. None for a rate that is simply known; it must then lie strictly between 0 and 1.
        n_good: the same for the acceptable drafts and `specificity`.
        threshold: score in [0, 1] from which the critic's score counts as a pass.
        base_rate: for a critic whose scores are calibrated probabilities, the share of acceptable drafts, strictly
            between 0 and 1, in the data they were calibrated on: its score then weighs by itself, more than a bare pass
            or flag. None for a critic of which the verdict alone counts.

    Raises:
        Misuse: when a number lies outside its range.
    """

    sensitivity: float
    specificity: float
    n_bad: float | None = None
    n_good: float | None = None
    threshold: float = 0.5
    base_rate: float | None = None

    def __post_init__(self) -> None:
        """Refuse rates that are none, and certainty that rests on nothing."""
        for name in ("sensitivity", "specificity", "threshold"):
            _check(name, getattr(self, name))
        for name, rate, n in (
            ("n_bad", self.sensitivity, self.n_bad),
            ("n_good", self.specificity, self.n_good),
        ):
            if n is not None and not (isfinite(n) and n >= 0):
                raise Misuse(f"`{name}` must be 0 or more, got {n!r}; give the number of labelled drafts")
            if n is None and rate in (0, 1):
                raise Misuse(
                    f"a rate of {rate!r} would make a critic certain; give `{name}`, the number of labelled drafts "
                    "that it rests on"
                )
        if self.base_rate is not None and not 0 < self.base_rate < 1:
            raise Misuse(f"`base_rate` must lie strictly between 0 and 1, got {self.base_rate!r}; leave it out")

    @property
    def found(self) -> float:
        """Probability, strictly between 0 and 1, that a draft that is not acceptable is flagged."""
        return _succession(self.sensitivity, self.n_bad)

    @property
    def cleared(self) -> float:
        """Probability, strictly between 0 and 1, that an acceptable draft passes."""
        return _succession(self.specificity, self.n_good)

    @property
    def separation(self) -> float:
        """How far verdicts on acceptable and other drafts lie apart, in standard deviations; 0 for a coin.

        The difference of the two shares that pass over the standard deviation of a verdict when the truth is known.
        """
        found, cleared = self.found, self.cleared
        spread = sqrt((found * (1 - found) + cleared * (1 - cleared)) / 2)
        return (cleared + found - 1) / spread


def _succession(rate: float, n: float | None) -> float:
    return rate if n is None else (rate * n + 1) / (n + 2)


def _check(name: str, rate: float) -> None:
    if not 0 <= rate <= 1:
        raise Misuse(f"`{name}` must lie in [0, 1], got {rate!r}; give it as a share, not in percent")
