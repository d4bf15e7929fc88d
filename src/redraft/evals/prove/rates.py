"""How often drafts are right, the critic notices, and redrafts repair and break: counted, with intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redraft.evals.prove.rows import TaskRow
from redraft.trust.intervals import Estimate, proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """The rates that the law of rounds needs, of one critic on some tasks; None where there was no case.

    Attributes:
        n: tasks.
        accuracy: of the drafts, a.
        sensitivity: of the wrong drafts that were judged, the share that failed, s.
        specificity: of the right drafts that were judged, the share that passed, t.
        unscored: share of the drafts that could not be judged.
        repair: of the wrong drafts that failed, the share whose redraft is right, f.
        breakage: of the right drafts that failed, the share whose redraft is wrong, b.
        repair_passed: the same as `repair` of wrong drafts that passed, redrafted all the same.
        breakage_passed: the same as `breakage` of right drafts that passed, redrafted all the same.
        admitted_good: of the right redrafts of drafts that failed, the share that passed.
        admitted_bad: of the wrong redrafts of drafts that failed, the share that passed.
    """

    n: int
    accuracy: Estimate | None
    sensitivity: Estimate | None
    specificity: Estimate | None
    unscored: Estimate | None
    repair: Estimate | None
    breakage: Estimate | None
    repair_passed: Estimate | None
    breakage_passed: Estimate | None
    admitted_good: Estimate | None
    admitted_bad: Estimate | None


def rates_of(rows: Sequence[TaskRow]) -> Rates:
    """The rates over some tasks; every interval is Wilson's, for tasks are independent of each other."""
    drafts = [row.draft for row in rows]
    # A redraft with what it was written from.
    pairs = [(row.draft, row.redraft) for row in rows if row.redraft is not None]
    after_flag = [(before, after) for before, after in pairs if before.flagged]
    after_pass = [(before, after) for before, after in pairs if before.flagged is False]
    return Rates(
        n=len(rows),
        accuracy=_share(draft.right for draft in drafts),
        sensitivity=_share(draft.flagged for draft in drafts if not draft.right and draft.flagged is not None),
        specificity=_share(not draft.flagged for draft in drafts if draft.right and draft.flagged is not None),
        unscored=_share(draft.flagged is None for draft in drafts),
        repair=_share(after.right for before, after in after_flag if not before.right),
        breakage=_share(not after.right for before, after in after_flag if before.right),
        repair_passed=_share(after.right for before, after in after_pass if not before.right),
        breakage_passed=_share(not after.right for before, after in after_pass if before.right),
        admitted_good=_share(after.flagged is False for _, after in after_flag if after.right),
        admitted_bad=_share(after.flagged is False for _, after in after_flag if not after.right),
    )


def _share(hits: Iterable[bool | None]) -> Estimate | None:
    counted = [bool(hit) for hit in hits]
    return proportion(sum(counted), len(counted))
