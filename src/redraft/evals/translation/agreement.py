"""How far the marks agree with each other: systems write the same words, and different people judged them.

A check is held against what one rater marked. What a second rater of the very same words says of a mark of the first is
the most that any check, however good, could be expected to say of it.
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
        n: translations with a twin: the same words for the same source, judged apart.
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
    twins = [group for group in groups.values() if len(group) > 1]
    return tuple(made for label in labels if (made := _agreement(twins, label)) is not None)


def _agreement(twins: Sequence[Sequence[Judged]], label: str) -> Agreement | None:
    has = [(one.segment.source, one.has(label), group) for group in twins for one in group]
    base = clustered_proportion([marked for _, marked, _ in has], [source for source, _, _ in has])
    marked = [(source, group) for source, is_marked, group in has if is_marked]
    shares = [(sum(one.has(label) for one in group) - 1) / (len(group) - 1) for _, group in marked]
    again = clustered_mean(shares, [source for source, _ in marked])
    if base is None or again is None:
        return None
    return Agreement(label=label, n=len(has), base=base, again=again)
