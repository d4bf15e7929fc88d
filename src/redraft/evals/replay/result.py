"""What a replay accepted, rejected and kept, and, where labels are known, what that was worth."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from redraft.evals.replay.run import Replayed
from redraft.trust.intervals import Estimate, clustered_mean, clustered_proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way of choosing among the same stored answers.

    Attributes:
        name: ``first`` (no correction), ``corrected``, ``majority``, or ``best possible`` (chosen by the labels).
        right: share of problems whose chosen answer is acceptable.
        repaired: of the problems whose first answer is not acceptable, the share whose chosen one is; None without one.
        broken: of the problems whose first answer is acceptable, the share whose chosen one is not; None without one.
        gain: `right` less the share of acceptable first answers, paired by problem.
        n_answers: answers that it looked at, mean.
    """

    name: str
    right: Estimate
    repaired: Estimate | None
    broken: Estimate | None
    gain: Estimate
    n_answers: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the loop was worth on some labelled problems.

    Attributes:
        n: problems.
        ways: every way on these same problems.
        over_majority: right answers of the corrected way less those of the majority, paired by problem.
        accepted_right: of the answers that were accepted, the share that is acceptable; None when none was accepted.
        kept_right: of the answers that were kept without passing, the share that is acceptable; None when none was.
    """

    n: int
    ways: tuple[Way, ...]
    over_majority: Estimate
    accepted_right: Estimate | None
    kept_right: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """A whole replay.

    Attributes:
        critics: names of the critics with their versions.
        strategy: name of the strategy.
        n_problems: problems replayed.
        n_alone: those with one answer, which the loop can accept or keep but not repair.
        n_answers: stored answers in all.
        n_passed: answers that were handed out and passed their critics.
        n_rejected: answers that were handed out and did not.
        n_unscored: answers that were handed out and could not be judged.
        accepted: problems whose returned answer passed.
        kept: problems whose returned answer did not, the unscored ones included.
        changed: problems whose returned answer is not the first one.
        endings: why corrections ended, with how often.
        worth: where every answer has a label, what it was worth; None else.
        groups: the same for each value of each group.
    """

    critics: Mapping[str, str]
    strategy: str
    n_problems: int
    n_alone: int
    n_answers: int
    n_passed: int
    n_rejected: int
    n_unscored: int
    accepted: int
    kept: int
    changed: int
    endings: Mapping[str, int]
    worth: Worth | None
    groups: Mapping[str, Mapping[str, Worth]]


def result_of(replayed: Sequence[Replayed]) -> ReplayResult:
    """The result of a replay of one or more problems."""
    settings = replayed[0].record.settings
    passed = Counter(attempt.passed for one in replayed for attempt in one.record.context.attempts)
    n_accepted = sum(one.accepted for one in replayed)
    names = sorted({name for one in replayed for name in one.problem.groups})
    return ReplayResult(
        critics={critic["name"]: critic["version"] for critic in settings["critics"]},
        strategy=settings["strategy"],
        n_problems=len(replayed),
        n_alone=sum(len(one.problem.answers) == 1 for one in replayed),
        n_answers=sum(len(one.problem.answers) for one in replayed),
        n_passed=passed[True],
        n_rejected=passed[False],
        n_unscored=passed[None],
        accepted=n_accepted,
        kept=len(replayed) - n_accepted,
        changed=sum(one.final != 0 for one in replayed),
        endings=dict(Counter(one.record.decisions[-1].reason for one in replayed).most_common()),
        worth=worth_of(replayed),
        groups={name: _by_value(replayed, name) for name in names if worth_of(replayed) is not None},
    )


def worth_of(replayed: Sequence[Replayed]) -> Worth | None:
    """What the loop was worth on these problems; None unless every answer has a label."""
    if not replayed or not all(one.problem.is_labelled for one in replayed):
        return None
    clusters = [one.problem.cluster for one in replayed]
    corrected = [_right(one, one.final) for one in replayed]
    ahead = [float(ours) - _right(one, one.majority) for ours, one in zip(corrected, replayed, strict=True)]
    over_majority = clustered_mean(ahead, clusters)
    assert over_majority is not None
    return Worth(
        n=len(replayed),
        ways=(
            _way("first", replayed, lambda one: 0, lambda one: 1),
            _way("corrected", replayed, lambda one: one.final, lambda one: one.n_used),
            _way("majority", replayed, lambda one: one.majority, lambda one: len(one.problem.answers)),
            _way("best possible", replayed, _best, lambda one: len(one.problem.answers)),
        ),
        over_majority=over_majority,
        accepted_right=_share(corrected, replayed, [one.accepted for one in replayed]),
        kept_right=_share(corrected, replayed, [not one.accepted for one in replayed]),
    )


def _way(
    name: str, replayed: Sequence[Replayed], chosen: Callable[[Replayed], int], n_used: Callable[[Replayed], int]
) -> Way:
    before = [_right(one, 0) for one in replayed]
    after = [_right(one, chosen(one)) for one in replayed]
    clusters = [one.problem.cluster for one in replayed]
    right = clustered_proportion(after, clusters)
    gain = clustered_mean([float(a) - float(b) for a, b in zip(after, before, strict=True)], clusters)
    assert right is not None
    assert gain is not None
    return Way(
        name=name,
        right=right,
        repaired=_share(after, replayed, [not was for was in before]),
        broken=_share([not is_right for is_right in after], replayed, before),
        gain=gain,
        n_answers=sum(n_used(one) for one in replayed) / len(replayed),
    )


def _share(hits: Sequence[bool], replayed: Sequence[Replayed], among: Sequence[bool]) -> Estimate | None:
    chosen = [(hit, one.problem.cluster) for hit, one, counts in zip(hits, replayed, among, strict=True) if counts]
    return clustered_proportion([hit for hit, _ in chosen], [cluster for _, cluster in chosen])


def _best(one: Replayed) -> int:
    labels = [answer.acceptable for answer in one.problem.answers]
    return labels.index(True) if True in labels else 0


def _right(one: Replayed, index: int) -> bool:
    return bool(one.problem.answers[index].acceptable)


def _by_value(replayed: Sequence[Replayed], name: str) -> dict[str, Worth]:
    values = sorted({one.problem.groups[name] for one in replayed if name in one.problem.groups})
    found = {value: worth_of([one for one in replayed if one.problem.groups.get(name) == value]) for value in values}
    return {value: worth for value, worth in found.items() if worth is not None}
