"""What a plain translation of first-order programs to Z3 reached, to be shown beside ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from redraft.evals.logic.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A rate that was reached by others.

    Attributes:
        set: the set it belongs to.
        model: who wrote the programs.
        name: a figure of `Figures`.
        says: what it is, in words.
        rate: in [0, 1].
    """

    set: str
    model: str
    name: str
    says: str
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of ours beside a reference.

    Attributes:
        reference: what others reached.
        half: of the data, for ours.
        rate: ours.
        n: of how many.
        reached: whether ours is not lower by more than one standard error of ours.
    """

    reference: Reference
    half: str
    rate: float
    n: int
    reached: bool


# Measured on all programs and all rows, not on a half.
REFERENCES = (
    Reference(set="FOLIO", model="gpt-4", name="parsed", says="programs that parse", rate=0.95),
    Reference(set="FOLIO", model="gpt-4", name="right_of_parsed", says="right, of those that parse", rate=0.74),
    Reference(set="FOLIO", model="gold", name="right_of_all", says="right, of all", rate=0.92),
)


def compared(found: Iterable[Figures]) -> tuple[Compared, ...]:
    """Every figure that has a reference, beside it."""
    result = []
    for one in found:
        for reference in REFERENCES:
            estimate = getattr(one, reference.name)
            if (one.set, one.model) != (reference.set, reference.model) or estimate is None:
                continue
            # At a rate of 1 the binomial error is 0, and ours is above any reference.
            error = sqrt(estimate.value * (1 - estimate.value) / estimate.n)
            reached = estimate.value >= reference.rate - error
            result.append(
                Compared(reference=reference, half=one.half, rate=estimate.value, n=estimate.n, reached=reached)
            )
    return tuple(result)
