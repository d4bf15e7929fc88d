"""All that is watched of one profile, or of one of its critics, in one state of plain numbers.

The state has the same size after a million records as after one. Work goes in two ways: every record is fed, which
costs some microseconds; of a random few somebody says whether draft and answer were right, which are the cases that
the promise is about.
"""

from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from redraft.errors import Misuse
from redraft.trust.monitoring import detector, drift, eprocess, rate
from redraft.trust.monitoring.bets import Bet, bets, check_chance, check_epsilon
from redraft.trust.monitoring.means import RunningMean, add_value

AlarmKind = Literal["certificate", "change", "drift"]
"""*certificate*: the promised bound does not hold; *change*: answers began to break; *drift*: the scores come from
somewhere else than before, which breaks no promise by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is promised and how it is watched; fixed until the next reset.

    Attributes:
        epsilon: the promised bound on the broken rate, above 0 and below 0.5.
        delta: chance of a false alarm of kind *certificate*, ever, strictly between 0 and 1.
        threshold: cases between two false alarms of kind *change*, on average; above 1.
        window: records that the running means look back over, at least 1.

    Raises:
        Misuse: when a value lies outside its range.
    """

    epsilon: float
    delta: float = 0.05
    threshold: float = detector.THRESHOLD
    window: int = 500

    def __post_init__(self) -> None:
        """Refuse what cannot be watched."""
        check_epsilon(self.epsilon)
        check_chance("delta", self.delta)
        if not self.threshold > 1:
            raise Misuse(f"`threshold` must be above 1, got {self.threshold!r}; 20000 is usual")
        if self.window < 1:
            raise Misuse(f"`window` must be 1 or more, got {self.window!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSummary:
    """What one record says without anybody's label.

    Attributes:
        seconds: what it took, in seconds.
        begun: when it was begun, in seconds since any fixed moment; None for one record after the other.
        usd: what it cost, in US dollars; None when a price is not known.
        score: of the first draft, in [0, 1]; None if unscored.
        accepted: whether the returned answer passed; None where it is about one critic.
        changed: whether it is another text than the draft; None where it is about one critic.
        disagreement: highest less lowest score that critics gave the first draft; None with fewer than two scores.
    """

    seconds: float
    begun: float | None = None
    usd: float | None = None
    score: float | None = None
    accepted: bool | None = None
    changed: bool | None = None
    disagreement: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """A critic's verdicts on drafts whose labels are known.

    Attributes:
        n_right: right drafts that it judged.
        n_right_passed: those of them that it passed.
        n_wrong: wrong drafts that it judged.
        n_wrong_flagged: those of them that it did not pass.
    """

    n_right: int = 0
    n_right_passed: int = 0
    n_wrong: int = 0
    n_wrong_flagged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorState:
    """What is known of one profile, or of one critic, since the last reset.

    Attributes:
        terms: what is promised.
        n_records: records that were fed.
        seconds: running mean of what a record took, in seconds.
        usd: running mean of what a record cost, in US dollars, where known.
        score: running mean of the first drafts' scores.
        unscored: running share of records whose first draft has no score.
        accepted: running share of accepted answers.
        changed: running share of answers that are not the draft.
        disagreement: running mean of the critics' disagreement.
        scores: the last scores and where they drifted.
        evidence: whether the promise holds.
        table: whether answers began to break.
        broken: bets about the rate of right drafts made wrong, begun anew where it changed.
        repaired: bets about the rate of wrong drafts made right, likewise.
        verdicts: a critic's verdicts beside the labels.
    """

    terms: Terms
    n_records: int = 0
    seconds: RunningMean = field(default_factory=RunningMean)
    usd: RunningMean = field(default_factory=RunningMean)
    score: RunningMean = field(default_factory=RunningMean)
    unscored: RunningMean = field(default_factory=RunningMean)
    accepted: RunningMean = field(default_factory=RunningMean)
    changed: RunningMean = field(default_factory=RunningMean)
    disagreement: RunningMean = field(default_factory=RunningMean)
    scores: drift.ScoreWindow = field(default_factory=drift.ScoreWindow)
    evidence: eprocess.Evidence = field(default_factory=eprocess.Evidence)
    table: detector.Table = field(default_factory=detector.Table)
    broken: rate.RateBets = field(default_factory=rate.RateBets)
    repaired: rate.RateBets = field(default_factory=rate.RateBets)
    verdicts: Verdicts = field(default_factory=Verdicts)

    @property
    def standing_alarms(self) -> tuple[AlarmKind, ...]:
        """The alarms that say that the promise does not hold; they stand until the next reset."""
        found: list[AlarmKind] = []
        if eprocess.has_alarm(self.evidence, self.terms.delta):
            found.append("certificate")
        if detector.has_alarm(self.table, self.terms.threshold):
            found.append("change")
        return tuple(found)


class Step(NamedTuple):
    """The state after something happened, and the alarms that it raised and that did not stand before."""

    state: MonitorState
    alarms: tuple[AlarmKind, ...]


def feed(state: MonitorState, record: RecordSummary) -> Step:
    """The state with one more record; only an alarm of kind *drift* can come of it.

    Raises:
        Misuse: when a figure is no finite number, or a score or disagreement lies outside [0, 1].
        MissingExtra: without river, when a check for drift is due.
    """
    window = state.terms.window
    scored = record.score is not None
    scores = state.scores if record.score is None else drift.add_score(state.scores, record.score, begun=record.begun)
    if record.disagreement is not None and not 0 <= record.disagreement <= 1:
        raise Misuse(f"a disagreement lies in [0, 1], got {record.disagreement!r}")
    after = MonitorState(
        terms=state.terms,
        n_records=state.n_records + 1,
        seconds=add_value(state.seconds, record.seconds, window=window),
        usd=_followed(state.usd, record.usd, window),
        score=_followed(state.score, record.score, window),
        unscored=add_value(state.unscored, 0.0 if scored else 1.0, window=window),
        accepted=_followed(state.accepted, record.accepted, window),
        changed=_followed(state.changed, record.changed, window),
        disagreement=_followed(state.disagreement, record.disagreement, window),
        scores=scores,
        evidence=state.evidence,
        table=state.table,
        broken=state.broken,
        repaired=state.repaired,
        verdicts=state.verdicts,
    )
    return Step(after, ("drift",) if scores.marks != state.scores.marks else ())


def audit(state: MonitorState, *, draft_right: bool | None, returned_right: bool | None) -> Step:
    """The state with one more case whose labels are known.

    The cases must be a random sample of the corrections: whoever chose them by how they came out, or asked only where
    something looked wrong, chose the rate as well, and no promise holds. For the same reason they come in an order that
    does not depend on how they came out, such as that in which they were drawn.

    What nobody can tell counts as broken against the promise, as a certificate counts it, and in the rates widens the
    ends.

    Args:
        state: before the case.
        draft_right: whether the first draft was right; None where nobody can tell.
        returned_right: whether the returned answer is; likewise.
    """
    is_broken = _both(draft_right, _opposite(returned_right))
    is_repaired = _both(_opposite(draft_right), returned_right)
    broken = is_broken is not False
    against: tuple[Bet, ...] = bets(state.terms.epsilon)
    after = replace(
        state,
        evidence=eprocess.add_case(state.evidence, against, broken=broken),
        table=detector.add_case(state.table, against, broken=broken),
        broken=rate.current(rate.add_case(state.broken, hit=is_broken, alpha=state.terms.delta)),
        repaired=rate.current(rate.add_case(state.repaired, hit=is_repaired, alpha=state.terms.delta)),
    )
    before = state.standing_alarms
    return Step(after, tuple(kind for kind in after.standing_alarms if kind not in before))


def judge(state: MonitorState, *, right: bool, passed: bool) -> MonitorState:
    """The state of a critic with one more of its verdicts beside the label of the draft that it judged."""
    seen = state.verdicts
    return replace(
        state,
        verdicts=Verdicts(
            n_right=seen.n_right + right,
            n_right_passed=seen.n_right_passed + (right and passed),
            n_wrong=seen.n_wrong + (not right),
            n_wrong_flagged=seen.n_wrong_flagged + (not right and not passed),
        ),
    )


class Monitor:
    """A state that is carried along, for who watches in one process; `redraft.store` keeps it for many."""

    def __init__(self, terms: Terms | MonitorState) -> None:
        """Begin anew on these terms, or go on from a state."""
        self.state = terms if isinstance(terms, MonitorState) else MonitorState(terms=terms)

    def feed(self, record: RecordSummary) -> tuple[AlarmKind, ...]:
        """Take in one record; see the function `feed`."""
        self.state, alarms = feed(self.state, record)
        return alarms

    def audit(self, *, draft_right: bool | None, returned_right: bool | None) -> tuple[AlarmKind, ...]:
        """Take in one case whose labels are known; see the function `audit`."""
        self.state, alarms = audit(self.state, draft_right=draft_right, returned_right=returned_right)
        return alarms


def _opposite(label: bool | None) -> bool | None:
    return None if label is None else not label


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Whether both hold; None where what is not known would decide it."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _followed(running: RunningMean, x: float | None, window: int) -> RunningMean:
    return running if x is None else add_value(running, x, window=window)
