"""How a watched profile stands, as plain figures for whoever shows them."""

import math
from dataclasses import dataclass

from redraft.profiles.monitoring.cases import DRAWN, ENDED, counted, drawn_of
from redraft.profiles.monitoring.curves import MOST_RECORDS, CurvePoint, ScorePoint, curve_of, log10, scores_of
from redraft.profiles.monitoring.watch import Watch
from redraft.profiles.monitoring.watched import Watched
from redraft.settings import MonitorTable
from redraft.store.codec import decode
from redraft.store.monitoring import WHOLE, KeptEvent, MonitorStore
from redraft.trust.intervals import Estimate, proportion
from redraft.trust.monitoring import MonitorState, Terms, interval
from redraft.trust.monitoring.rate import RateBets


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate among the audited cases, with ends that hold at all times at once.

    Attributes:
        value: the share of the cases since it was last seen to change; None before the first.
        low: lower end, wrong at any time ever with the chance delta at most.
        high: upper end, likewise.
        n_hits: hits among those cases: of answers made wrong what nobody can tell included, of those made right not.
        n_unknown: those of them, or of the others, of which nobody can tell.
        n: those cases.
        n_before: cases before it was last seen to change; 0 when it never was.
    """

    value: float | None
    low: float
    high: float
    n_hits: int
    n_unknown: int
    n: int
    n_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Running means over the last records; None where nothing is known.

    Attributes:
        n_records: records since the last reset.
        accepted: share of answers that passed.
        changed: share of answers that are not the draft.
        score: mean score of first drafts.
        disagreement: mean of highest less lowest score of a first draft.
        unscored: share of first drafts without a score.
        usd: US dollars for a correction; for all verdicts of a critic on it.
        seconds: seconds, likewise.
    """

    n_records: int
    accepted: float | None
    changed: float | None
    score: float | None
    disagreement: float | None
    unscored: float | None
    usd: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticReport:
    """How a critic of the profile stands.

    Attributes:
        critic: its name.
        means: of its verdicts.
        found: share of wrong drafts that it did not pass, among the labelled; None without any.
        passed: share of right drafts that it passed, likewise.
        drifts: records at which its scores were seen to drift.
    """

    critic: str
    means: Means
    found: Estimate | None
    passed: Estimate | None
    drifts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm since the last reset.

    Attributes:
        kind: ``certificate``, ``change`` or ``drift``.
        critic: whose scores drifted; empty for the profile as a whole.
        at: when, in UTC, ISO 8601.
        sentence: what it says.
        stands: whether it makes the profile keep its drafts, or would where the fallback is ``none``.
    """

    kind: str
    critic: str
    at: str
    sentence: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAudit:
    """A record that waits for its label.

    Attributes:
        record_id: its id.
        at: when it was written, in UTC, ISO 8601.
        due_at: until when it is to be labelled.
        overdue: whether that is over.
    """

    record_id: str
    at: str
    due_at: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileReport:
    """How a watched profile stands.

    Attributes:
        profile: its name.
        since: the last reset, or when the watch began; UTC, ISO 8601.
        resets: resets so far.
        terms: what is promised.
        fallback: what an alarm does; None when the settings at hand do not have the profile.
        otherwise: what those settings promise by now otherwise, in words; empty when nothing.
        means: of its corrections.
        broken: right drafts that were made wrong, among all audited.
        repaired: wrong drafts that were made right, among all audited.
        log10_e: evidence against the promise now, as a power of ten.
        log10_detector: the same of the detector of later changes.
        alarms: since the last reset, the oldest first.
        n_drawn: audits that were drawn.
        n_counted: those of them whose turn has come; what the rates and the evidence rest on.
        n_overdue: counted audits whose label did not come in time; they count as broken.
        n_unclear: counted audits of which somebody said that nobody can tell whether they broke; likewise.
        due: audits that wait for a label, the oldest first.
        untold: alarms that the webhook was not told of yet.
        critics: in alphabetical order.
        drifts: records at which the scores of first drafts were seen to drift.
        curve: how the evidence came about; empty where it was not asked for.
        scores: mean score of first drafts along the last records, likewise.
    """

    profile: str
    since: str
    resets: int
    terms: Terms
    fallback: str | None
    otherwise: str
    means: Means
    broken: Rate
    repaired: Rate
    log10_e: float
    log10_detector: float
    alarms: tuple[Alarm, ...]
    n_drawn: int
    n_counted: int
    n_overdue: int
    n_unclear: int
    due: tuple[DueAudit, ...]
    untold: int
    critics: tuple[CriticReport, ...]
    drifts: tuple[int, ...]
    curve: tuple[CurvePoint, ...] = ()
    scores: tuple[ScorePoint, ...] = ()


async def report_of(
    store: MonitorStore, profile: str, *, table: MonitorTable | None, now: str, with_curve: bool = False
) -> ProfileReport | None:
    """How a profile stands; None when it was never watched.

    Args:
        store: where it is watched.
        profile: its name.
        table: its settings; None when they are not known.
        now: in UTC, ISO 8601.
        with_curve: whether to work out how the evidence came about, which takes a fifth of a millisecond for each case.
    """
    watch = Watch(store, profile)
    states = await watch.states()
    if WHOLE not in states:
        return None
    whole = states[WHOLE]
    resets = await store.events(profile, "reset")
    after = resets[-1].number if resets else 0
    alarms = await store.events(profile, "alarm", after=after)
    drawn = map(drawn_of, await store.pairs(profile, DRAWN, ENDED, after=after) if with_curve else ())
    seen = await store.events(profile, "observed", after=after, newest=MOST_RECORDS) if with_curve else ()
    monitor = whole.monitor
    return ProfileReport(
        profile=profile,
        since=whole.since,
        resets=whole.epoch,
        terms=monitor.terms,
        fallback=None if table is None else table.fallback,
        otherwise=_otherwise(monitor.terms, table),
        means=_means(monitor),
        broken=_rate(monitor.broken),
        repaired=_rate(monitor.repaired, known=True),
        log10_e=monitor.evidence.log_e / math.log(10),
        log10_detector=log10(monitor.table.value),
        alarms=tuple(_alarm(event, monitor) for event in alarms),
        n_drawn=whole.n_drawn,
        n_counted=monitor.evidence.n,
        n_overdue=whole.n_overdue,
        n_unclear=whole.n_unclear,
        due=tuple(_due(event, now) for event in await watch.due()),
        untold=len(whole.unsent),
        critics=tuple(_critic(name, watched) for name, watched in sorted(states.items()) if name != WHOLE),
        drifts=monitor.scores.marks,
        curve=curve_of(monitor.terms, counted(drawn, up_to=whole.counted_to, since=whole.reset_at)),
        scores=scores_of(seen, monitor.n_records),
    )


def _otherwise(terms: Terms, table: MonitorTable | None) -> str:
    """What the settings promise otherwise than the watch began with."""
    now = {} if table is None else {"epsilon": table.epsilon, "delta": table.delta}
    changed = {name: value for name, value in now.items() if value not in (None, getattr(terms, name))}
    return ", ".join(f"{name} {value:g} instead of {getattr(terms, name):g}" for name, value in changed.items())


def _means(monitor: MonitorState) -> Means:
    return Means(
        n_records=monitor.n_records,
        accepted=monitor.accepted.value,
        changed=monitor.changed.value,
        score=monitor.score.value,
        disagreement=monitor.disagreement.value,
        unscored=monitor.unscored.value,
        usd=monitor.usd.value,
        seconds=monitor.seconds.value,
    )


def _rate(bets: RateBets, *, known: bool = False) -> Rate:
    """The rate; of what is `known` to be a hit, or of what may be one."""
    ends, n_hits = interval(bets), bets.n_known if known else bets.n_hits
    return Rate(
        value=n_hits / bets.n if bets.n else None,
        low=ends.low,
        high=ends.high,
        n_hits=n_hits,
        n_unknown=bets.n_hits - bets.n_known,
        n=bets.n,
        n_before=bets.n_before,
    )


def _critic(name: str, watched: Watched) -> CriticReport:
    seen = watched.monitor.verdicts
    return CriticReport(
        critic=name,
        means=_means(watched.monitor),
        found=proportion(seen.n_wrong_flagged, seen.n_wrong),
        passed=proportion(seen.n_right_passed, seen.n_right),
        drifts=watched.monitor.scores.marks,
    )


def _alarm(event: KeptEvent, monitor: MonitorState) -> Alarm:
    told = decode(event.document)
    return Alarm(
        kind=told["alarm"],
        critic=told["critic"],
        at=event.at,
        sentence=told["sentence"],
        stands=told["alarm"] in monitor.standing_alarms,
    )


def _due(event: KeptEvent, now: str) -> DueAudit:
    assert event.record_id is not None
    due_at = str(decode(event.document)["due_at"])
    return DueAudit(record_id=event.record_id, at=event.at, due_at=due_at, overdue=due_at < now)
