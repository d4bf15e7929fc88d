"""How far the marks agree with each other: systems write the same words, and different people judged them.

A check is held against what one rater marked. What a second rater of the very same words says of a mark of the first is
the scale to read the check's lift by; no ceiling, for both raters err. Twins that the same person judged are left out:
people agree with themselves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.evals.translation.judged import Judged
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Marks of one sort on translations whose words another system wrote, too.

    Attributes:
        label: the sort of error.
        n: translations with a twin: the same words for the same source, judged by somebody else.
        base: share of those with such an error.
        again: where one has it, the share of its twins that have it, mean over translations.
    """

    label: str
    n: int
    base: Estimate
    again: Estimate

    @property
    def lift(self) -> float | None:
        """How much likelier the mark is where a twin has it; None without any."""
        return self.again.value / self.base.value if self.base.value else None


def agreement_of(ones: Sequence[Judged], labels: Sequence[str]) -> tuple[Agreement, ...]:
    """The agreement of marks of each sort; none where no two translations are the same."""
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in ones:
        groups[one.pair, one.segment.source, one.target].append(one)
    twins = [
        (one, others)
        for group in groups.values()
        for one in group
        if (others := [other for other in group if not one.raters & other.raters])
    ]
    return tuple(made for label in labels if (made := _agreement(twins, label)) is not None)


def _agreement(twins: Sequence[tuple[Judged, Sequence[Judged]]], label: str) -> Agreement | None:
    base = clustered_proportion([one.has(label) for one, _ in twins], [one.segment.source for one, _ in twins])
    marked = [(one, others) for one, others in twins if one.has(label)]
    shares = [sum(other.has(label) for other in others) / len(others) for _, others in marked]
    again = clustered_mean(shares, [one.segment.source for one, _ in marked])
    if base is None or again is None:
        return None
    return Agreement(label=label, n=len(twins), base=base, again=again)
