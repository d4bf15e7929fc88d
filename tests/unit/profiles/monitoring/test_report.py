"""How a watched profile stands: figures, alarms, what waits, and the way there worked out again."""

import asyncio
import math
from pathlib import Path

from redraft.profiles.feedback import Verdict, give_feedback
from redraft.profiles.monitoring.report import ProfileReport, report_of
from redraft.settings import MonitorTable
from redraft.store import RecordStore
from redraft.store.monitoring import MonitorStore
from support.monitoring import changed, kept, settings

NOW = "2030-01-01T00:00:00+00:00"


def report(path: Path, *, with_curve: bool = True) -> ProfileReport | None:
    with RecordStore.open(str(path)) as store:
        work = report_of(
            MonitorStore(store.database), "default", table=MonitorTable(epsilon=0.02), now=NOW, with_curve=with_curve
        )
        return asyncio.run(work)


def test_a_profile_that_was_never_watched_has_no_report(tmp_path: Path) -> None:
    assert report(tmp_path / "records.db") is None


def test_a_report_tells_what_happened(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    for _ in range(3):
        kept(watched)
    for draft_right in (True, True, False):
        verdict = Verdict(draft_right=draft_right, returned_right=not draft_right)
        asyncio.run(give_feedback(changed(watched).record_id, verdict, config=watched))
    found = report(tmp_path / "records.db")
    assert found is not None
    assert (found.fallback, found.otherwise) == ("keep", "epsilon 0.02 instead of 0.05")
    assert (found.broken.n_hits, found.broken.n, found.repaired.n_hits) == (2, 6, 1)
    assert (found.n_drawn, found.n_counted, found.n_overdue, found.n_unclear) == (6, 6, 0, 0)
    assert found.broken.value == 1 / 3 and found.broken.low < 1 / 3 < found.broken.high and found.broken.n_before == 0
    assert [point.n for point in found.curve] == [1, 2, 3, 4, 5, 6]
    assert math.isclose(found.curve[-1].log10_e, found.log10_e)
    assert math.isclose(found.curve[-1].log10_detector, found.log10_detector)
    assert (found.means.n_records, found.means.changed, found.due) == (6, 0.5, ())
    (critic,) = found.critics
    assert (critic.critic, critic.means.n_records) == ("fixed", 6)
    assert critic.passed is not None and critic.passed.n == 3  # of drafts and answers that were labelled
    assert [point.record for point in found.scores] == [1, 2, 3, 4, 5, 6]


def test_an_alarm_is_told_with_whether_it_stands_and_what_waits_with_whether_it_is_late(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    for _ in range(2):
        verdict = Verdict(draft_right=True, returned_right=False)
        asyncio.run(give_feedback(changed(watched).record_id, verdict, config=watched))
    found = report(tmp_path / "records.db", with_curve=False)
    assert found is not None and [(alarm.kind, alarm.stands) for alarm in found.alarms] == [("certificate", True)]
    assert (found.curve, found.scores, found.untold) == ((), (), 0)
    watched = settings(tmp_path / "more.db")
    changed(watched)
    waiting = report(tmp_path / "more.db")
    assert waiting is not None and [audit.overdue for audit in waiting.due] == [True]


def test_what_nobody_can_tell_is_in_the_curve_and_what_came_before_its_turn_is_not(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    unclear = Verdict(unclear=True)
    asyncio.run(give_feedback(changed(watched).record_id, unclear, config=watched))
    changed(watched)
    early = changed(watched).record_id
    asyncio.run(give_feedback(early, Verdict(draft_right=False, returned_right=True), config=watched))
    found = report(tmp_path / "records.db")
    assert found is not None and (found.n_drawn, found.n_counted, found.n_unclear, len(found.due)) == (3, 1, 1, 1)
    assert (found.broken.n_hits, found.broken.n_unknown, found.repaired.n_hits) == (1, 1, 0)
    assert [point.n for point in found.curve] == [1] and math.isclose(found.curve[-1].log10_e, found.log10_e)
