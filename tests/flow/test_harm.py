"""The harm case: the draft scores .7, the redraft .2, the bar is .9 and the budget is spent: the draft comes back."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

import redraft
from fake_server import Behaviour, FakeServer
from redraft.batch import BatchConfig, run_batch
from redraft.engine.gates import CheckAfterFix
from redraft.models import ScriptedModel
from redraft.profiles import Choices
from redraft.store import RecordStore
from support.batches import read_jsonl, write_jsonl

BAR = {"threshold": 0.9, "rounds": 1}
DRAFT, REDRAFT = "answer ", "worse"


def score(text: str) -> float:
    return 0.7 if text.startswith(DRAFT) else 0.2


def is_harm_averted(correction: redraft.Correction) -> bool:
    scores = [attempt.score for attempt in correction.attempts]
    return (
        correction.text is not None
        and correction.text.startswith(DRAFT)
        and not correction.accepted
        and correction.reason == "nothing_better"
        and scores == [0.7, 0.2]
    )


def test_through_the_library_the_draft_is_returned_with_its_reason() -> None:
    model = ScriptedModel(f"{DRAFT}one", REDRAFT)
    correction = redraft.correct_sync("q", model=model, critics=[score], threshold=0.9, rounds=1)
    assert is_harm_averted(correction)
    assert len(model.asked) == 2


def test_a_budget_of_calls_that_is_spent_gives_the_draft_too() -> None:
    model = ScriptedModel(f"{DRAFT}one", REDRAFT)
    choices: Any = {"critics": [score], "threshold": 0.9, "rounds": 9}
    correction = redraft.correct_sync("q", model=model, budget=redraft.Budget(calls=2), **choices)
    assert (correction.text, correction.accepted, correction.reason) == (f"{DRAFT}one", False, "budget_calls")


@pytest.mark.parametrize("on_exhausted", ["best", "draft"])
def test_a_gate_given_as_an_object_does_the_same(on_exhausted: Any) -> None:
    gate = CheckAfterFix(threshold=0.9)
    model = ScriptedModel(f"{DRAFT}one", REDRAFT)
    choices: Any = {"critics": [score], "gate": gate, "rounds": 1, "on_exhausted": on_exhausted}
    assert is_harm_averted(redraft.correct_sync("q", model=model, **choices))


def test_through_a_batch_over_http_every_prompt_keeps_its_draft_and_its_reason(tmp_path: Path) -> None:
    (tmp_path / "harm_checks.py").write_text(
        f"def score(text):\n    return 0.7 if text.startswith({DRAFT!r}) else 0.2\n"
    )
    source = write_jsonl(tmp_path / "in.jsonl", [{"id": f"p{k}", "prompt": f"question {k}"} for k in range(5)])

    async def batch() -> None:
        # The endpoint gives its usual answer to a prompt and a worse one to the request for a redraft.
        async with FakeServer(Behaviour(replies=[("Write the answer to the request again", REDRAFT)])) as server:
            (tmp_path / "redraft.toml").write_text(
                f'[profiles.default]\nmodel = "{server.url}#m"\ncritics = ["harm_checks:score"]\n'
                'threshold = 0.9\nrounds = 1\n[store]\nurl = "records.db"\n'
            )
            choices = Choices(config=tmp_path / "redraft.toml")
            await run_batch(BatchConfig(input=source, output=tmp_path / "out.jsonl", choices=choices))
            assert server.stats.n_calls == 10

    asyncio.run(batch())
    rows = read_jsonl(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == [f"p{k}" for k in range(5)]
    for row in rows:
        assert row["text"] == row["draft"]
        assert row["text"].startswith(DRAFT)
        assert (row["accepted"], row["changed"], row["reason"]) == (False, False, "nothing_better")
        assert row["n_attempts"] == 2
    with RecordStore.open(str(tmp_path / "records.db")) as store:
        record = asyncio.run(store.get(rows[0]["record_id"]))
    assert [attempt.score for attempt in record.context.attempts] == [0.7, 0.2]
    assert record.context.standing == 0
    gate = json.loads(json.dumps(record.settings["gate"]))
    assert (gate["name"], gate["threshold"]) == ("check_after_fix", 0.9)
