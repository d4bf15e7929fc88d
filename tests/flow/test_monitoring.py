"""A profile begins to break answers: people say so, the alarm rises, the draft is kept, and a reset begins anew."""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from redraft import correct_sync
from redraft.cli.views.monitor_status import reported
from redraft.core import Correction, Draft
from redraft.models import ScriptedModel
from redraft.profiles.assembly import assemble
from redraft.profiles.feedback import Verdict, give_feedback
from redraft.profiles.monitoring import Watch, watch_of, webhooks
from redraft.profiles.monitoring import watched as folds
from redraft.store import RecordStore
from redraft.store.monitoring import WHOLE, Folded, MonitorStore, Seen
from support.batches import Answering, read_jsonl, run, write_jsonl
from support.monitoring import changed, corrected, kept, settings, webhook
from unit.profiles.test_certificates import critic, file_for, plan

BROKEN = Verdict(draft_right=True, returned_right=False)
FINE = Verdict(draft_right=False, returned_right=True)


def test_from_the_first_broken_answer_to_the_reset(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with webhook() as hook:
        watched = settings(tmp_path / "records.db", webhook=hook.address)
        for _ in range(2):
            assert asyncio.run(give_feedback(changed(watched).record_id, FINE, config=watched)).counted
        before = changed(watched)
        assert before.text == "five" and before.reason == "passed"
        assert asyncio.run(give_feedback(before.record_id, FINE, config=watched)).counted

        alarms: tuple[str, ...] = ()
        n_broken = 0
        with caplog.at_level(logging.ERROR, logger="redraft.monitor"):
            while not alarms:
                n_broken += 1
                alarms = asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms
        assert n_broken == 3  # three of six where one in twenty is promised
        (alarm,) = alarms
        assert "3 of 6 audited corrections made a right draft wrong: more than the promised 5 % break" in alarm
        assert alarm in caplog.text

        after = changed(watched)
        assert (after.text, after.reason, after.detail) == ("four", "certificate_void", f"alarm: {alarm}")
        assert after.certificate is None
        assert [(told["profile"], told["alarm"], told["sentence"]) for told in hook.received] == [
            ("default", "certificate", alarm)
        ]

        with RecordStore.open(str(tmp_path / "records.db")) as store:
            watch = watch_of(assemble({"config": watched}).plan, watched, store.database)
            assert watch is not None
            assert asyncio.run(watch.reset("calibrated anew")) == 1
        assert changed(watched).text == "five"


def test_labels_that_come_in_one_go_at_the_end_amount_to_what_they_would_have_at_once(tmp_path: Path) -> None:
    def stands(name: str, *, late: bool) -> tuple[object, ...]:
        watched, waiting = settings(tmp_path / name, epsilon=0.2), []
        for k in range(48):
            if k % 8:
                kept(watched)
                continue
            waiting.append((changed(watched).record_id, BROKEN if k % 16 else FINE))
            for record_id, verdict in () if late else waiting[-1:]:
                asyncio.run(give_feedback(record_id, verdict, config=watched))
        for record_id, verdict in waiting[::-1] if late else ():
            asyncio.run(give_feedback(record_id, verdict, config=watched))
        (report,) = asyncio.run(reported(watched, None))
        assert report.n_counted == 48
        return report.broken, report.repaired, report.log10_e, report.log10_detector, report.alarms

    assert stands("late.db", late=True) == stands("at_once.db", late=False)


def test_an_alarm_is_only_told_where_the_settings_say_so(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db", fallback="none")
    while not asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms:
        pass
    assert changed(watched).text == "five"


def test_an_alarm_counts_for_corrections_that_keep_no_record(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    while not asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms:
        pass
    assert corrected(watched, ["four", "five"], [0.0, 1.0], store=False).reason == "certificate_void"


def test_a_webhook_that_fails_fails_no_correction_and_is_told_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with webhook() as hook:
        watched = settings(tmp_path / "records.db", webhook=hook.address)
        hook.status = 500
        with caplog.at_level(logging.WARNING, logger="redraft.monitor"):
            while not asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms:
                pass
        assert "was not told of 'alarm 0 certificate': it answered 500; later again" in caplog.text
        hook.status = 204
        assert kept(watched).text == "four" and hook.received == []  # a minute is not over
        with RecordStore.open(str(tmp_path / "records.db")) as store:
            later = Watch(MonitorStore(store.database), "default", address=hook.address, clock=lambda: time.time() + 61)
            asyncio.run(later.tell())
            asyncio.run(later.tell())
        assert [told["alarm"] for told in hook.received] == ["certificate"]


def test_an_address_that_never_answers_costs_the_time_of_one_alarm_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "TIMEOUT_S", 0.01)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        watched = settings(
            tmp_path / "records.db", webhook=f"http://127.0.0.1:{silent.getsockname()[1]}/", threshold=20.0
        )
        alarms: list[str] = []
        while len(alarms) < 2:
            alarms += asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms
        kept(watched)
        with RecordStore.open(str(tmp_path / "records.db")) as store:
            events = MonitorStore(store.database)
            assert len(asyncio.run(events.events("default", "tried"))) == 1
            for minutes in (2, 4):
                late = time.time() + 60 * minutes
                later = Watch(events, "default", address=watched.in_use.monitor.webhook, clock=lambda now=late: now)
                asyncio.run(later.tell())
                asyncio.run(later.tell())
            tried = [event.document for event in asyncio.run(events.events("default", "tried"))]
        assert len(tried) == 3 and len(set(tried)) == 2  # each in its turn


def test_a_batch_tells_the_webhook_of_what_was_not_told_yet(tmp_path: Path) -> None:
    with webhook() as hook:
        silent, watched = (settings(tmp_path / "records.db", webhook=address) for address in (None, hook.address))
        while not asyncio.run(give_feedback(changed(silent).record_id, BROKEN, config=silent)).alarms:
            pass
        with RecordStore.open(str(tmp_path / "records.db")) as store:
            asyncio.run(unsent(MonitorStore(store.database)))
        prompts = write_jsonl(tmp_path / "in.jsonl", [{"id": "p", "prompt": "Question"}])
        run(prompts, tmp_path / "out.jsonl", tmp_path / "records.db", Answering(str), config=watched, critics=[])
        assert [told["alarm"] for told in hook.received] == ["certificate"]


async def unsent(store: MonitorStore) -> None:
    """Has the webhook still to be told of the alarm, as where it could not be reached."""

    def fold(seen: Seen) -> Folded:
        states = folds.read(seen.states)
        waiting = (folds.Unsent(key="alarm 0 certificate"),)
        return Folded(folds.written({WHOLE: replace(states[WHOLE], unsent=waiting)}))

    await store.take_in("default", [], fold)


def test_a_batch_is_learnt_from_and_keeps_its_drafts_while_an_alarm_stands(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    rows = [{"id": f"p{k}", "prompt": f"Question {k}"} for k in range(3)]
    prompts = write_jsonl(tmp_path / "in.jsonl", rows)
    model = Answering(lambda text: "four" if text in {row["prompt"] for row in rows} else "five")

    def batch(name: str) -> set[str]:
        run(prompts, tmp_path / name, tmp_path / "records.db", model, config=watched, critics=[better])
        return {str(row["text"]) for row in read_jsonl(tmp_path / name)}

    before = batch("before.jsonl")
    (report,) = asyncio.run(reported(watched, None))
    assert report.means.n_records == 3
    for due in report.due:
        asyncio.run(give_feedback(due.record_id, FINE, config=watched))
    while not asyncio.run(give_feedback(changed(watched).record_id, BROKEN, config=watched)).alarms:
        pass
    after = batch("after.jsonl")
    assert (before, after) == ({"five"}, {"four"})


def better(_prompt: object, draft: Draft, _context: object) -> float:
    """Passes what is not the first answer."""
    return float(draft.text == "five")


CORRECTING = """
import sys
from pathlib import Path
from unit.profiles.test_certificates import critic, file_for, plan
from support.monitoring import changed, kept, settings

watched = settings(Path(sys.argv[1]))
for k in range(int(sys.argv[2])):
    (changed if k % 3 == 0 else kept)(watched)
"""


def test_processes_that_correct_at_once_lose_no_record_and_no_case(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CORRECTING, str(tmp_path / "records.db"), "12"]
    processes = [subprocess.Popen(command, env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))) for _ in "ab"]
    assert [process.wait(60) for process in processes] == [0, 0]
    (report,) = asyncio.run(reported(settings(tmp_path / "records.db"), None))
    assert (report.means.n_records, report.n_drawn, report.n_counted, len(report.due)) == (24, 24, 0, 8)
    (critic,) = report.critics
    assert critic.means.n_records == 24


def test_an_alarm_takes_a_certificate_out_of_force_and_the_reset_puts_it_back(tmp_path: Path) -> None:
    watched, certified = settings(tmp_path / "records.db", epsilon=None), file_for(plan())

    def answered() -> Correction:
        model = ScriptedModel("first", "second", name="m")
        return correct_sync("q", model=model, critics=[critic()], certificate=certified, config=watched)

    before = answered()
    assert (before.text, before.certificate) == ("second", certified.certificate)
    asyncio.run(give_feedback(before.record_id, FINE, config=watched))
    while not asyncio.run(give_feedback(answered().record_id, BROKEN, config=watched)).alarms:
        pass
    after = answered()
    assert (after.text, after.reason, after.certificate) == ("first", "certificate_void", None)
    (report,) = asyncio.run(reported(watched, None))
    assert (report.terms.epsilon, report.terms.delta) == (0.02, 0.05)  # of the certificate
    with RecordStore.open(str(tmp_path / "records.db")) as store:
        watch = Watch(MonitorStore(store.database), "default", terms=report.terms)
        asyncio.run(watch.reset("the endpoint is as it was"))
    assert answered().certificate == certified.certificate
