"""A plan under watch: where its terms come from, and what it needs."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import redraft
from redraft.cli.views.monitor_status import reported
from redraft.core import Certificate
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.errors import SettingsError
from redraft.profiles.assembly import assemble
from redraft.profiles.monitoring import terms_of
from redraft.settings import MonitorTable, ProfileTable, Settings, read_settings
from redraft.store import RecordStore
from support.monitoring import changed, corrected, kept, settings
from support.records import Keeper

CERTIFIED = Certificate(epsilon=0.01, delta=0.1, n=300, threshold=0.9, calibration_id="c")


def plan_of(watched: Settings, certificate: Certificate | None = None) -> Plan:
    plan = assemble({"config": watched}).plan
    return plan if certificate is None else replace(plan, guarantee=Guarantee(certificate=certificate))


def of(**monitor: Any) -> Settings:
    return Settings(profiles={"default": ProfileTable(monitor=MonitorTable(**monitor))})


def test_what_is_promised_is_in_the_settings_or_else_in_the_certificate() -> None:
    terms = terms_of(plan_of(of(), CERTIFIED), of())
    assert (terms.epsilon, terms.delta) == (0.01, 0.1)
    watched = of(epsilon=0.03, delta=0.2, threshold=500.0, window=9)
    terms = terms_of(plan_of(watched, CERTIFIED), watched)
    assert (terms.epsilon, terms.delta, terms.threshold, terms.window) == (0.03, 0.2, 500.0, 9)
    assert terms_of(plan_of(of(epsilon=0.03)), of(epsilon=0.03)).delta == 0.05


def test_a_watch_over_no_promise_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"\[profiles.default.monitor\] epsilon is missing and there is no certif"):
        terms_of(plan_of(of()), of())
    with pytest.raises(SettingsError, match="`epsilon` must lie above 0"):
        terms_of(plan_of(of(epsilon=0.7)), of(epsilon=0.7))


def test_a_promise_among_right_drafts_is_not_watched_as_one_among_all() -> None:
    among_right = replace(CERTIFIED, among="right")
    with pytest.raises(SettingsError, match="bounds the rate among right drafts, which cannot be watched"):
        terms_of(plan_of(of(), among_right), of())
    assert terms_of(plan_of(of(epsilon=0.004), among_right), of(epsilon=0.004)).epsilon == 0.004


def test_a_watch_needs_a_store() -> None:
    with pytest.raises(SettingsError, match=r"\[profiles.default\] monitor needs a store"):
        corrected(of(epsilon=0.05), ["four"], [1.0])


def test_a_recorder_of_ones_own_gets_the_records_and_the_watch_learns_from_them(tmp_path: Path) -> None:
    watched, keeper = settings(tmp_path / "records.db"), Keeper()
    corrected(watched, ["four"], [1.0], recorder=keeper)
    assert len(keeper.records) == 1
    (report,) = _reported(watched)
    assert report.means.n_records == 1


def test_a_store_that_is_opened_already_is_used(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    with RecordStore.open(str(tmp_path / "records.db")) as store:
        corrected(watched, ["four"], [1.0], store=store)
        corrected(watched, ["four"], [1.0], store=store)
    assert _reported(watched)[0].means.n_records == 2


def test_a_correction_that_keeps_no_record_is_not_learnt_from(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    corrected(watched, ["four"], [1.0], store=False)
    assert _reported(watched) == ()


def test_a_watched_record_can_be_gone_on_from_by_its_id(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    first = corrected(watched, ["four", "five"], [0.0, 0.0], rounds=1)
    critique = redraft.Critique(critic="person", kind="external", score=1.0)

    gone_on = asyncio.run(redraft.resume(first.record_id, critique, config=watched))
    assert gone_on.accepted


def test_the_table_is_read_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "redraft.toml").write_text(
        '[profiles.default.monitor]\nepsilon = 0.02\naudit_rate = 0.1\nfallback = "none"\n[store]\nurl = "r.db"\n'
    )
    table = read_settings(tmp_path / "redraft.toml").in_use.monitor
    assert table == MonitorTable(epsilon=0.02, audit_rate=0.1, fallback="none")
    (tmp_path / "bad.toml").write_text("[profiles.default.monitor]\naudit_rate = nan\n")
    with pytest.raises(SettingsError, match=r"\[profiles.default.monitor\] audit_rate = nan: must be a number from 0"):
        read_settings(tmp_path / "bad.toml")


def test_changed_and_kept_answers_are_both_learnt_from(tmp_path: Path) -> None:
    watched = settings(tmp_path / "records.db")
    assert (changed(watched).changed, kept(watched).changed) == (True, False)
    (report,) = _reported(watched)
    assert report.means.changed == 0.5 and len(report.due) == 1


def _reported(watched: Settings) -> Any:

    return asyncio.run(reported(watched, None))
