"""People's verdicts: found by the record, kept, counted where they may be, refused where they cannot be."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from redraft.errors import Misuse, StoreError
from redraft.profiles.feedback import Feedback, Verdict, give_feedback
from redraft.settings import Settings
from redraft.store import RecordStore
from redraft.store.monitoring import MonitorStore
from support.monitoring import changed, kept, settings


@pytest.fixture
def watched(tmp_path: Path) -> Settings:
    return settings(tmp_path / "records.db")


def said(watched: Settings, record_id: str, profile: str | None = None, **verdict: Any) -> Feedback:
    return asyncio.run(give_feedback(record_id, Verdict(**verdict), profile=profile, config=watched))


def test_both_labels_of_a_drawn_record_are_counted(watched: Settings) -> None:
    record_id = changed(watched).record_id
    found = said(watched, record_id[:10], draft_right=False, returned_right=True)
    assert found == Feedback(record_id=record_id, profile="default", counted=True, why="", alarms=())


def test_one_label_says_both_where_the_draft_was_returned(watched: Settings) -> None:
    found = said(watched, kept(watched).record_id, returned_right=False)
    assert "its answer is its draft" in found.why


def test_a_thumb_and_a_comment_are_kept_and_not_counted(watched: Settings, tmp_path: Path) -> None:
    record_id = changed(watched).record_id
    found = said(watched, record_id, returned_right=False, comment="odd", corrected="six", by="ann")
    assert not found.counted and found.why == "whether the draft is right was not said"
    with RecordStore.open(str(tmp_path / "records.db")) as store:
        events = asyncio.run(MonitorStore(store.database).events("default", "commented"))
    assert [json.loads(event.document) for event in events] == [
        {"comment": "odd", "corrected": "six", "by": "ann"},
        {"draft_right": None, "returned_right": False, "by": "ann"},
    ]
    assert said(watched, record_id, draft_right=True, returned_right=False).counted  # a label may still come


def test_a_comment_alone_is_no_label(watched: Settings) -> None:
    assert said(watched, changed(watched).record_id, comment="fine").why == "it holds no label"


def test_a_record_that_is_not_there_is_told(watched: Settings) -> None:
    kept(watched)
    with pytest.raises(StoreError, match="no record 'nowhere'"):
        said(watched, "nowhere", returned_right=True)


def test_a_record_of_another_profile_is_refused(watched: Settings) -> None:
    with pytest.raises(Misuse, match="written by profile 'default', not 'other'"):
        said(watched, kept(watched).record_id, profile="other", returned_right=True)


def test_a_second_label_is_refused(watched: Settings) -> None:
    record_id = changed(watched).record_id
    said(watched, record_id, draft_right=True, returned_right=True, by="ann")
    with pytest.raises(Misuse, match="by 'ann'; a label is given once"):
        said(watched, record_id, draft_right=True, returned_right=True)


@pytest.mark.parametrize("wrong", [float("nan"), 1.0, "true"])
def test_a_label_that_is_neither_true_nor_false_is_refused(wrong: Any) -> None:
    with pytest.raises(Misuse, match="must be True or False"):
        Verdict(returned_right=wrong)


def test_a_verdict_that_says_nothing_is_refused() -> None:
    with pytest.raises(Misuse, match="nothing is said"):
        Verdict()


def test_an_opened_store_is_used_and_left_open(watched: Settings, tmp_path: Path) -> None:
    record_id = changed(watched).record_id
    with RecordStore.open(str(tmp_path / "records.db")) as store:
        verdict = Verdict(draft_right=True, returned_right=True)
        assert asyncio.run(give_feedback(record_id, verdict, store=store)).counted
        assert len(asyncio.run(store.list())) == 1
