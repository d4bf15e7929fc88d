"""All of it together: what a record moves, what a case moves, and a state that can be written down."""

import math
import random
from dataclasses import replace

import msgspec
import pytest

from redraft.errors import Misuse
from redraft.trust.certificate.outcomes import Case
from redraft.trust.monitoring import Monitor, MonitorState, RecordSummary, Terms, audit, feed, interval, judge

TERMS = Terms(epsilon=0.02)
QUIET = RecordSummary(seconds=1.0, usd=0.01, score=0.9, accepted=True, changed=False, disagreement=0.1)


def size(state: MonitorState) -> int:
    return len(msgspec.json.encode(state))


def test_a_record_moves_the_means_and_nothing_that_needs_a_label() -> None:
    state, alarms = feed(MonitorState(terms=TERMS), QUIET)
    assert alarms == () and state.n_records == 1
    means = (state.seconds, state.usd, state.score, state.unscored, state.accepted, state.changed, state.disagreement)
    assert [mean.value for mean in means] == [1.0, 0.01, 0.9, 0.0, 1.0, 0.0, 0.1]
    assert (state.evidence, state.table, state.broken) == (
        MonitorState(terms=TERMS).evidence,
        MonitorState(terms=TERMS).table,
        MonitorState(terms=TERMS).broken,
    )


def test_what_is_not_known_moves_no_mean() -> None:
    unscored = RecordSummary(seconds=1.0)
    state, _ = feed(MonitorState(terms=TERMS), unscored)
    assert state.unscored.value == 1.0
    assert [m.value for m in (state.usd, state.score, state.accepted, state.disagreement)] == [None] * 4
    assert state.scores.n == 0


def test_a_change_of_the_scores_is_told_and_then_taken_for_granted() -> None:
    monitor, rng, told = Monitor(TERMS), random.Random(0), []
    for k in range(4000):
        told += monitor.feed(replace(QUIET, score=float(rng.random() < (0.9 if k < 1000 else 0.4))))
    assert 1 <= len(told) <= 2 and set(told) == {"drift"}  # the first cut may leave some of the old scores
    assert monitor.state.standing_alarms == ()


def test_answers_that_break_raise_both_alarms_once_each_and_they_stand() -> None:
    monitor, told = Monitor(TERMS), []
    for k in range(400):
        told += monitor.audit(draft_right=True, returned_right=k % 5 > 0)
    assert sorted(told) == ["certificate", "change"]
    assert set(monitor.state.standing_alarms) == {"certificate", "change"}
    for _ in range(2000):
        assert monitor.audit(draft_right=True, returned_right=True) == ()
    assert set(monitor.state.standing_alarms) == {"certificate", "change"}


def test_only_right_drafts_can_be_broken_and_only_wrong_ones_repaired() -> None:
    state = MonitorState(terms=TERMS)
    for draft_right, returned_right in ((True, True), (True, False), (False, True), (False, False)):
        state, _ = audit(state, draft_right=draft_right, returned_right=returned_right)
    assert (state.evidence.n, state.evidence.n_broken) == (4, 1)
    assert (state.broken.n_hits, state.repaired.n_hits) == (1, 1)


def test_a_state_written_down_goes_on_as_if_nothing_happened() -> None:
    rng, monitor = random.Random(1), Monitor(TERMS)
    for _ in range(300):
        monitor.feed(replace(QUIET, score=rng.random()))
        monitor.audit(draft_right=True, returned_right=rng.random() < 0.9)
    again = Monitor(msgspec.json.decode(msgspec.json.encode(monitor.state), type=MonitorState))
    assert again.state == monitor.state
    assert again.feed(QUIET) == monitor.feed(QUIET) and again.state == monitor.state


def test_a_state_does_not_grow() -> None:
    monitor = Monitor(TERMS)
    for k in range(600):
        monitor.feed(replace(QUIET, score=k / 1000))
    monitor.audit(draft_right=True, returned_right=True)
    before = size(monitor.state)
    for k in range(5000):
        monitor.feed(replace(QUIET, score=(k % 600) / 1000))
        monitor.audit(draft_right=True, returned_right=True)
    assert size(monitor.state) < 2 * before


def test_a_critics_verdicts_are_counted_beside_the_labels() -> None:
    state = MonitorState(terms=TERMS)
    for right, passed in ((True, True), (True, False), (False, True), (False, False), (False, False)):
        state = judge(state, right=right, passed=passed)
    seen = state.verdicts
    assert (seen.n_right, seen.n_right_passed, seen.n_wrong, seen.n_wrong_flagged) == (2, 1, 3, 2)


def test_the_ends_are_those_of_delta() -> None:
    state = MonitorState(terms=Terms(epsilon=0.02, delta=0.4))
    careful = MonitorState(terms=Terms(epsilon=0.02, delta=0.01))
    for _ in range(200):
        state, _ = audit(state, draft_right=True, returned_right=True)
        careful, _ = audit(careful, draft_right=True, returned_right=True)
    assert interval(state.broken).high < interval(careful.broken).high


@pytest.mark.parametrize(
    "record",
    [
        RecordSummary(seconds=math.nan),
        RecordSummary(seconds=1.0, usd=math.inf),
        RecordSummary(seconds=1.0, score=math.nan),
        RecordSummary(seconds=1.0, score=1.5),
        RecordSummary(seconds=1.0, disagreement=math.nan),
    ],
)
def test_figures_that_are_none_are_refused(record: RecordSummary) -> None:
    with pytest.raises(Misuse):
        feed(MonitorState(terms=TERMS), record)


@pytest.mark.parametrize(
    "wrong", [{"epsilon": 0.0}, {"epsilon": 0.02, "delta": 1.0}, {"epsilon": 0.02, "threshold": 1.0},
              {"epsilon": 0.02, "window": 0}],
)  # fmt: skip
def test_terms_that_cannot_be_kept_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Misuse):
        Terms(**wrong)  # type: ignore[arg-type] # the point is a wrong value


@pytest.mark.parametrize("draft_right", [True, False, None])
@pytest.mark.parametrize("returned_right", [True, False, None])
def test_what_nobody_can_tell_counts_as_a_certificate_counts_it(
    draft_right: bool | None, returned_right: bool | None
) -> None:
    state, _ = audit(MonitorState(terms=Terms(epsilon=0.05)), draft_right=draft_right, returned_right=returned_right)
    case = Case(score=1.0, draft_right=draft_right, result_right=returned_right)
    assert (state.evidence.n_broken, state.broken.n_hits) == (case.flips, case.flips)
    assert state.repaired.n_known == case.fixes
