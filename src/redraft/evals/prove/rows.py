"""What one critic and its redrafts did to one task, as plain truth values that rates are counted from."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.evals.playing import Played
from redraft.evals.prove.arms import WayArm
from redraft.evals.prove.play import PlayedTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An attempt as the truth and as its critic have it.

    Attributes:
        right: whether it is right.
        flagged: whether its critic failed it; None when it could not judge.
    """

    right: bool
    flagged: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task under one critic.

    Attributes:
        family: of the task.
        grade: of the task.
        half: 0 for the half that is estimated from, 1 for the half that is measured on.
        forced: the draft and the redrafts that were written whatever the verdict, as far as they came.
        open: the draft and its redrafts up to the first that was not flagged, as the loop writes them.
    """

    family: str
    grade: str
    half: int
    forced: tuple[Judged, ...]
    open: tuple[Judged, ...]

    @property
    def draft(self) -> Judged:
        """The draft."""
        return self.forced[0]

    @property
    def redraft(self) -> Judged | None:
        """The first redraft, whatever the verdict on the draft; None when the model gave none."""
        return self.forced[1] if len(self.forced) > 1 else None


def rows_of(played: Sequence[PlayedTask], arms: Sequence[WayArm], critic: str) -> tuple[TaskRow, ...]:
    """A row for each task whose draft came and could be scored."""
    place = {arm.way: number for number, arm in enumerate(arms) if arm.critic == critic}
    rows = []
    for task in played:
        forced = _judged(task.ways[place["forced"]])
        if not forced:
            continue
        written = _judged(task.ways[place["ungated"]])
        n_open = next((i + 1 for i, attempt in enumerate(written) if not attempt.flagged), len(written))
        row = TaskRow(
            family=task.sample.groups["family"],
            grade=task.sample.groups["grade"],
            half=task.half,
            forced=forced,
            open=written[:n_open],
        )
        rows.append(row)
    return tuple(rows)


def _judged(played: Played) -> tuple[Judged, ...]:
    found = []
    for attempt, score in zip(played.record.context.attempts, played.scores, strict=True):
        if score.right is None:
            break
        found.append(Judged(right=score.right, flagged=None if attempt.passed is None else not attempt.passed))
    return tuple(found)
