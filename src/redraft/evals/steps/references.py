"""What a simpler critic reached, to be shown beside every figure of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from redraft.evals.steps.figures import Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A count that was reached by others.

    Attributes:
        group: the task it belongs to.
        name: what was counted.
        n_hits: how often.
        n: of how many.
        more_is_better: whether a higher share is the better one.
    """

    group: str
    name: str
    n_hits: int
    n: int
    more_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of ours beside a reference.

    Attributes:
        reference: what others reached.
        half: of the data, for ours.
        n_hits: ours.
        n: of how many.
        n_baseline: what the `baseline` reaches on the same outputs.
        reached: whether ours is not worse by more than one standard error of ours; None without any case.
    """

    reference: Reference
    half: str
    n_hits: int
    n: int
    n_baseline: int
    reached: bool | None


# An equality-chain critic of fifteen lines, on all 300 chains of the task.
REFERENCES = (
    Reference(group="multistep_arithmetic", name="wrong chains found", n_hits=216, n=238),
    Reference(group="multistep_arithmetic", name="false alarms", n_hits=14, n=62, more_is_better=False),
    Reference(group="multistep_arithmetic", name="first wrong step exact", n_hits=208, n=238),
)


def compared(figures: Iterable[Figures], baseline: Iterable[Figures]) -> tuple[Compared, ...]:
    """Every figure that has a reference, beside it and beside the baseline's on the same outputs."""
    found = []
    for one, simple in zip(figures, baseline, strict=True):
        for reference in REFERENCES:
            if reference.group != one.group:
                continue
            n_hits, n = _ours(reference.name, one)
            reached = _reached(reference, n_hits, n)
            n_baseline, _ = _ours(reference.name, simple)
            found.append(
                Compared(reference=reference, half=one.half, n_hits=n_hits, n=n, n_baseline=n_baseline, reached=reached)
            )
    return tuple(found)


def _ours(name: str, ours: Figures) -> tuple[int, int]:
    if name == "false alarms":
        return ours.n_false_alarms, ours.n - ours.n_wrong
    return (ours.n_found if name == "wrong chains found" else ours.n_exact), ours.n_wrong


def _reached(reference: Reference, n_hits: int, n: int) -> bool | None:
    if n == 0:
        return None
    wanted = reference.n_hits / reference.n
    # The error of a share of n cases when the reference's share is the true one; ours may be 0 or 1, where the error
    # that its own counts suggest vanishes.
    error = sqrt(wanted * (1 - wanted) / n)
    better = n_hits / n - wanted if reference.more_is_better else wanted - n_hits / n
    return better >= -error
