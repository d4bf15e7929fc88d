"""The demo's figures, each with its interval, all of them counted from what was played."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.core import NOTHING, Attempt, Record, Usage
from redraft.evals.demo.arms import Arm, World
from redraft.evals.demo.play import Played
from redraft.trust.intervals import Estimate, clustered_mean, proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What an arm would have reached had it ended after so many answers.

    Attributes:
        n_answers: answers to each problem at most.
        right: rate of right answers.
        repaired: of the problems whose draft was wrong, the rate that came out right; None when no draft was wrong.
        broken: of the problems whose draft was right, the rate that came out wrong; None when no draft was right.
        calls: answers and checks that the model wrote for one problem, mean; each counts as a call, although answers
            that are sampled together may travel in one request.
        tokens: tokens sent and written for one problem, mean.
    """

    n_answers: int
    right: Estimate
    repaired: Estimate | None
    broken: Estimate | None
    calls: float
    tokens: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """What one way of answering reached.

    Attributes:
        arm: the way.
        stages: after one answer, two, ... up to all.
        behind: the rate of right answers of the world's first arm minus this one's, paired by problem.
    """

    arm: Arm
    stages: tuple[Stage, ...]
    behind: Estimate

    @property
    def final(self) -> Stage:
        """The last stage."""
        return self.stages[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldResult:
    """All arms on the same problems.

    Attributes:
        world: which world.
        n: problems, all distinct.
        draft: the first answers of the first arm, at temperature 0.
        arms: the arms, the one the world is about first.
        check: how often the first arm's own check of a draft agrees with the truth; None where the verdicts come from
            elsewhere.
        example: a correction of the first arm to look at: of those that repaired their draft within five attempts the
            one with most different answers.
    """

    world: World
    n: int
    draft: Stage
    arms: tuple[ArmResult, ...]
    check: Estimate | None
    example: Record

    def arm(self, name: str) -> ArmResult:
        """The result of the arm of that name.

        Raises:
            KeyError: when there is none.
        """
        found = next((result for result in self.arms if result.arm.name == name), None)
        if found is None:
            raise KeyError(f"no arm {name!r}; there are {[result.arm.name for result in self.arms]}")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """Everything the demo shows.

    Attributes:
        model: ``provider/model`` that answered.
        seed: fixes the problems and every draw.
        worlds: one result for each world, in the order of showing.
        usage: all requests to the model; `seconds` is wall time.
        n_corrections: corrections in all.
    """

    model: str
    seed: int
    worlds: tuple[WorldResult, ...]
    usage: Usage
    n_corrections: int


def world_result(world: World, played: Sequence[tuple[Arm, Sequence[Played]]]) -> WorldResult:
    """The figures of a world; the first arm is the one that the others are held against.

    Args:
        world: which world.
        played: each arm with every problem, in the same order.
    """
    first_arm, first = played[0]
    drafts = [each.right[0] for each in first]
    ends = [each.right[-1] for each in first]
    check = None
    if first_arm.source == "own check":
        passed = [each.record.context.attempts[0].passed for each in first]
        judged = [(said, right) for said, right in zip(passed, drafts, strict=True) if said is not None]
        check = proportion(sum(said == right for said, right in judged), len(judged))
    return WorldResult(
        world=world,
        n=len(first),
        draft=_stage(1, first, drafts, judging=False),
        arms=tuple(
            ArmResult(
                arm=arm,
                stages=tuple(_stage(k + 1, each, drafts) for k in range(arm.n_answers)),
                behind=_behind(ends, each),
            )
            for arm, each in played
        ),
        check=check,
        example=_example(first),
    )


def _stage(n_answers: int, played: Sequence[Played], drafts: Sequence[bool], *, judging: bool = True) -> Stage:
    right = [each.right[n_answers - 1] for each in played]
    pairs = list(zip(drafts, right, strict=True))
    n_right_before = sum(drafts)
    calls, tokens = 0, 0
    for each in played:
        attempts = each.record.context.attempts[:n_answers]
        calls += sum(_calls(attempt, judging=judging) for attempt in attempts)
        usage = sum((attempt.usage if judging else attempt.draft.usage for attempt in attempts), NOTHING)
        tokens += usage.tokens
    rate = proportion(sum(right), len(right))
    assert rate is not None, "a demo has at least one problem"
    return Stage(
        n_answers=n_answers,
        right=rate,
        repaired=proportion(sum(after and not before for before, after in pairs), len(pairs) - n_right_before),
        broken=proportion(sum(before and not after for before, after in pairs), n_right_before),
        calls=calls / len(played),
        tokens=tokens / len(played),
    )


def _calls(attempt: Attempt, *, judging: bool) -> int:
    return 1 + (sum(critique.usage.calls for critique in attempt.critiques) if judging else 0)


def _behind(first_ends: Sequence[bool], played: Sequence[Played]) -> Estimate:
    differences = [float(first) - float(each.right[-1]) for first, each in zip(first_ends, played, strict=True)]
    behind = clustered_mean(differences, [each.sample.problem.key for each in played])
    assert behind is not None
    return behind


def _example(played: Sequence[Played]) -> Record:
    # Long enough to show something, short enough to read: many different answers, few repetitions.
    repairs = [each for each in played if each.right[-1] and not each.right[0]]
    readable = [each for each in repairs if len(each.record.context.attempts) <= 5]

    def variety(each: Played) -> tuple[int, int]:
        texts = [attempt.draft.text for attempt in each.record.context.attempts]
        return len(set(texts)), -len(texts)

    return max(readable or repairs or played, key=variety).record
