"""What each way of answering came to after every round: accuracy, gain over the draft, and calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.evals.playing import Played
from redraft.evals.prove.arms import Way, WayArm
from redraft.evals.prove.gains import Gain, paired_gain
from redraft.evals.prove.play import PlayedTask
from redraft.trust.intervals import Estimate, proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One way, ended after so many rounds.

    Attributes:
        rounds: redrafts or further answers at most.
        right: share of the tasks answered right; tasks without an answer are left out.
        gain: against the draft of the same tasks.
        calls: mean calls for a task: answers and checks written.
    """

    rounds: int
    right: Estimate
    gain: Gain
    calls: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One way on some tasks, after each number of rounds.

    Attributes:
        way: which way.
        critic: who judged; None for nobody.
        is_upper_bound: whether it knew the answers.
        n_unscored: tasks that it gave no answer to.
        stages: after 0 rounds, 1 round, and so on.
    """

    way: Way
    critic: str | None
    is_upper_bound: bool
    n_unscored: int
    stages: tuple[Stage, ...]


def curve_of(played: Sequence[PlayedTask], arms: Sequence[WayArm], number: int) -> Curve | None:
    """The curve of arm `number` over these tasks; None when no task has an answer of it and a draft."""
    arm = arms[number]
    n_stages = 1 if arm.way == "none" else (arm.arm.plan.budget.rounds or 0) + 1
    if arm.way == "forced":
        n_stages = max((len(task.ways[number].scores) for task in played), default=0)
    drafts = [task.ways[0].outcome.right for task in played]
    stages = []
    n_unscored = 0
    for rounds in range(n_stages):
        outcomes = [task.ways[number].after(rounds + 1).right for task in played]
        pairs = [(d, o, task) for d, o, task in zip(drafts, outcomes, played, strict=True) if None not in (d, o)]
        gain = paired_gain([bool(draft) for draft, _, _ in pairs], [bool(outcome) for _, outcome, _ in pairs])
        right = proportion(sum(bool(outcome) for _, outcome, _ in pairs), len(pairs))
        if gain is None or right is None:
            return None
        calls = sum(calls_after(task.ways[number], rounds) for _, _, task in pairs) / len(pairs)
        stages.append(Stage(rounds=rounds, right=right, gain=gain, calls=calls))
        n_unscored = len(played) - len(pairs)
    return Curve(
        way=arm.way, critic=arm.critic, is_upper_bound=arm.arm.is_upper_bound, n_unscored=n_unscored,
        stages=tuple(stages),
    )  # fmt: skip


def calls_after(played: Played, rounds: int) -> int:
    """Answers and checks that were written up to so many rounds; checks of critics that ask no model cost none."""
    attempts = played.record.context.attempts[: rounds + 1]
    return len(attempts) + sum(critique.usage.calls for attempt in attempts for critique in attempt.critiques)


def gain_between(played: Sequence[PlayedTask], one: tuple[int, int], other: tuple[int, int]) -> Gain | None:
    """The gain from one way to another, each given by its arm's number and its rounds; None without a common task."""
    found = []
    for task in played:
        before = task.ways[one[0]].after(one[1] + 1).right
        after = task.ways[other[0]].after(other[1] + 1).right
        if before is not None and after is not None:
            found.append((before, after))
    return paired_gain([before for before, _ in found], [after for _, after in found])
