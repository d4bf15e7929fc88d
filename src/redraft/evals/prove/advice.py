"""Whether to correct: chosen on one half of the tasks, said of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.evals.prove.arms import Way, WayArm
from redraft.evals.prove.curves import Curve, Stage, curve_of, gain_between
from redraft.evals.prove.gains import Gain, standard_error, tasks_needed
from redraft.evals.prove.play import PlayedTask

Says = Literal["correct", "do_not_correct", "not_told_apart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The chosen correction beside another way that spends at least as many calls, on the tasks it was not chosen on.

    Attributes:
        way: the other way.
        critic: who judges there; None for nobody.
        rounds: further answers of the other way.
        calls: its mean calls for a task.
        ahead: accuracy of the correction less that of the other way, paired by task.
    """

    way: Way
    critic: str | None
    rounds: int
    calls: float
    ahead: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What this run advises.

    Attributes:
        says: *correct*, *do_not_correct*, or *not_told_apart*.
        critic: who would judge, in the best correction that was found.
        way: *gated* or *ungated*.
        rounds: redrafts at most.
        calls: mean calls for a task.
        choice: its gain on the half that it was chosen on.
        gain: its gain on the other half; what the advice rests on.
        n_more: tasks that would be needed further to tell it apart; None where it is.
        nothing_to_repair: whether no draft was wrong.
        beside: the other ways at equal calls.
    """

    says: Says
    critic: str
    way: Way
    rounds: int
    calls: float
    choice: Gain
    gain: Gain
    n_more: int | None
    nothing_to_repair: bool
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int
    curve: Curve
    stage: Stage


def advise(played: Sequence[PlayedTask], arms: Sequence[WayArm]) -> Advice | None:
    """The advice; None when one half has no task that could be scored.

    Among gated and ungated corrections by every critic after every number of rounds, the first half names the one with
    the fewest calls whose gain is within one standard error of the best (as regression trees are pruned). Its gain on
    the other half decides, where it was not chosen for its luck.

    Source: breiman1984classification
    """
    first, second = ([task for task in played if task.half == half] for half in (0, 1))
    candidates = _candidates(first, arms)
    if not candidates:
        return None
    chosen = _chosen(candidates, first)
    drafts, gain = _drafts(played), gain_between(second, (0, 0), (chosen.number, chosen.stage.rounds))
    curve = curve_of(second, arms, chosen.number)
    if gain is None or curve is None:
        return None
    says: Says = "not_told_apart"
    if gain.change.low > 0:
        says = "correct"
    elif gain.change.high < 0:
        says = "do_not_correct"
    n_more = None
    if says == "not_told_apart":
        pooled = _pooled(played, chosen)
        n_more = max(1, 2 * tasks_needed(pooled if pooled is not None else gain) - len(played))
    stage = curve.stages[chosen.stage.rounds]
    return Advice(
        says=says,
        critic=chosen.curve.critic or "",
        way=chosen.curve.way,
        rounds=chosen.stage.rounds,
        calls=stage.calls,
        choice=chosen.stage.gain,
        gain=gain,
        n_more=n_more,
        nothing_to_repair=all(drafts),
        beside=_beside(second, arms, chosen, stage.calls),
    )


def _candidates(first: Sequence[PlayedTask], arms: Sequence[WayArm]) -> list[_Candidate]:
    found = []
    for number, arm in enumerate(arms):
        curve = curve_of(first, arms, number) if arm.way in ("gated", "ungated") else None
        if curve is not None:
            found += [_Candidate(number, curve, stage) for stage in curve.stages[1:]]
    return found


def _chosen(candidates: Sequence[_Candidate], first: Sequence[PlayedTask]) -> _Candidate:
    """The cheapest of those that are within one standard error of the best; a gate before none at the same calls."""
    best = max(candidates, key=lambda one: (one.stage.gain.change.value, -one.stage.calls, one.curve.way == "gated"))

    def near(one: _Candidate) -> bool:
        lost = gain_between(first, (one.number, one.stage.rounds), (best.number, best.stage.rounds))
        return lost is not None and lost.change.value <= standard_error(lost)

    return min(
        filter(near, candidates),
        key=lambda one: (round(one.stage.calls, 6), -one.stage.gain.change.value, one.curve.way != "gated"),
    )


def _pooled(played: Sequence[PlayedTask], chosen: _Candidate) -> Gain | None:
    return gain_between(played, (0, 0), (chosen.number, chosen.stage.rounds))


def _drafts(played: Sequence[PlayedTask]) -> list[bool]:
    rights = [task.ways[0].outcome.right for task in played]
    return [right for right in rights if right is not None]


def _beside(
    second: Sequence[PlayedTask], arms: Sequence[WayArm], chosen: _Candidate, calls: float
) -> tuple[Beside, ...]:
    """The ways without redrafts, each after the fewest answers that cost no fewer calls; after its most if all do."""
    found = []
    for number, arm in enumerate(arms):
        same_critic = arm.way == "best_of_n" and arm.critic == chosen.curve.critic
        if not (same_critic or arm.way == "self_consistency"):
            continue
        curve = curve_of(second, arms, number)
        if curve is None:
            continue
        stage = next((stage for stage in curve.stages if stage.calls >= calls), curve.stages[-1])
        ahead = gain_between(second, (number, stage.rounds), (chosen.number, chosen.stage.rounds))
        if ahead is not None:
            beside = Beside(way=arm.way, critic=arm.critic, rounds=stage.rounds, calls=stage.calls, ahead=ahead)
            found.append(beside)
    return tuple(found)
