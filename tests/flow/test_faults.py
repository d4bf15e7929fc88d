"""Faults of an endpoint through the whole loop, over real HTTP: what may pass is retried, what stays is told."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from fake_server import Behaviour, FakeServer
from redraft.core import Correction, Prompt, Record
from redraft.critics import SelfCheck
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.models import Patience, RetryingModel
from support.endpoints import against, client_of

KEY = "sk-secret-123"
# Draft "It is five.", which fails its check; redraft "It is four.", which passes. Told apart by the last message.
REPLIES = [
    ("Write the answer to the request again", "It is four."),
    ("> It is five.", "Two and two are four.\nVerdict: fail"),
    ("> It is four.", "Two and two are four.\nVerdict: pass"),
    ("", "It is five."),
]
# The calls of a correction, in order.
DRAFT, CHECK, REDRAFT, SECOND_CHECK = range(4)

PASSING = ["429:0", "status:500", "status:503", "reset", "cut", "garbage", "no_choices", "error_200", "hang"]
# A fault that no retry overcomes, the class of its error and words of its message.
LASTING = [
    ("status:500:the disk is full", "ModelUnavailable", "the disk is full (tried 3 time(s) in"),
    ("reset", "ModelUnavailable", "broke the connection"),
    ("hang", "ModelTimeout", "gave no answer in time"),
    ("cut", "ModelReplyError", "cut off"),
    ("garbage", "ModelReplyError", "is no chat completion"),
    ("no_choices", "ModelReplyError", "holds no answer"),
    ("status:401:who are you", "ModelRejected", "who are you"),
    ("filter", "ModelRefusal", "content filter left nothing"),
    ("coded:400:content_filter:flagged", "ModelRefusal", "flagged"),
    ("coded:400:context_length_exceeded:too long", "ContextFull", "do not fit its window"),
]
REASONS = {"ModelRefusal": "refused", "ContextFull": "context_full"}


class Notebook:
    """A recorder that keeps records in memory."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    async def write(self, record: Record) -> None:
        """Keep `record`."""
        self.records.append(record)


def plan_for(server: FakeServer, notebook: Notebook, **settings: Any) -> Plan:
    """The default strategy, the model's own check, three tries for each call and no wait between them."""
    # Only where the endpoint falls silent is the client impatient: on a busy machine a sound answer may take a while.
    patience_s = 0.3 if "hang" in server.behaviour.faults else 30.0
    settings = {"timeout_s": patience_s, "key": KEY, **settings}
    model = RetryingModel(client_of(server, **settings), patience=Patience(retries=2, base_s=0.0))
    return Plan(model=model, critics=(SelfCheck(model=model),), strategy=InContextAlignment(), recorder=notebook)


def corrected(faults: Sequence[str], **settings: Any) -> tuple[Correction, Record, FakeServer]:
    """One correction while these faults befall its calls."""

    async def work(server: FakeServer) -> tuple[Correction, Record, FakeServer]:
        notebook = Notebook()
        correction = await correct(Prompt.of("What is 2 + 2?", id="p"), plan_for(server, notebook, **settings))
        (record,) = notebook.records
        return correction, record, server

    return against(Behaviour(replies=REPLIES, faults=faults), work)


def test_without_a_fault_a_correction_is_four_calls() -> None:
    correction, record, server = corrected([])
    assert (correction.text, correction.reason, correction.usage.calls) == ("It is four.", "passed", 4)
    assert server.stats.n_calls == 4
    assert record.context.attempts == correction.attempts


@pytest.mark.parametrize("streaming", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_retried_and_changes_nothing(fault: str, streaming: bool) -> None:
    # It befalls each of the four calls once.
    faults = [fault, "ok"] * 4
    correction, record, server = corrected(faults, streaming=streaming)
    assert (correction.text, correction.reason, correction.accepted) == ("It is four.", "passed", True)
    assert [attempt.draft.text for attempt in record.context.attempts] == ["It is five.", "It is four."]
    assert [attempt.passed for attempt in record.context.attempts] == [False, True]
    # Usage counts the calls that were answered, the endpoint all of them.
    assert correction.usage.calls == 4
    assert server.stats.n_calls == 8 or (fault == "hang" and server.stats.n_calls > 8)


@pytest.mark.parametrize(("fault", "kind", "message"), LASTING, ids=[fault for fault, _, _ in LASTING])
def test_a_fault_that_stays_at_the_draft_ends_with_a_record_that_says_why(fault: str, kind: str, message: str) -> None:
    correction, record, _ = corrected([fault] * 3)
    assert (correction.text, correction.accepted, correction.attempts) == (None, False, ())
    assert correction.reason == REASONS.get(kind, "model_error")
    assert correction.detail.startswith(f"{kind}: fake/model at http://127.0.0.1:")
    assert message in correction.detail
    assert record.context.prompt.id == "p"
    assert (record.decisions[-1].reason, record.decisions[-1].detail) == (correction.reason, correction.detail)


@pytest.mark.parametrize(("fault", "kind", "message"), LASTING, ids=[fault for fault, _, _ in LASTING])
def test_a_fault_that_stays_at_the_redraft_returns_the_draft(fault: str, kind: str, message: str) -> None:
    correction, record, _ = corrected(["ok"] * REDRAFT + [fault] * 3)
    assert (correction.text, correction.accepted) == ("It is five.", False)
    assert correction.reason == REASONS.get(kind, "model_error")
    assert message in correction.detail
    # The draft and its check are kept, and so is what they cost.
    assert [attempt.passed for attempt in record.context.attempts] == [False]
    assert record.usage.calls == 2


@pytest.mark.parametrize(("fault", "kind", "message"), LASTING, ids=[fault for fault, _, _ in LASTING])
def test_a_fault_that_stays_at_the_check_leaves_the_draft_unscored(fault: str, kind: str, message: str) -> None:
    correction, record, _ = corrected(["ok"] * CHECK + [fault] * 3)
    assert (correction.text, correction.reason, correction.accepted) == ("It is five.", "unscored", False)
    (critique,) = record.context.attempts[0].critiques
    assert critique.score is None
    assert critique.reason is not None
    assert critique.reason.startswith(f"{kind}: ")
    assert message in critique.reason


def test_a_fault_that_stays_at_the_second_check_keeps_the_draft_and_the_redraft_in_the_record() -> None:
    correction, record, _ = corrected(["ok"] * SECOND_CHECK + ["status:500"] * 3)
    assert correction.text == "It is five."
    assert [attempt.draft.text for attempt in record.context.attempts] == ["It is five.", "It is four."]
    assert record.context.attempts[1].passed is None


def test_a_wait_that_the_endpoint_asks_for_is_kept() -> None:
    correction, _, server = corrected(["429:0.15"])
    assert correction.text == "It is four."
    assert correction.usage.seconds >= 0.15
    assert server.stats.n_calls == 5


def test_many_corrections_at_once_lose_nothing_to_faults() -> None:
    n = 48
    # Every third call fails in turn; never three in a row for one request, except by the order in which they arrive.
    kinds = [fault for fault in PASSING if fault != "hang"]
    faults = [kinds[(i // 3) % len(kinds)] if i % 3 == 0 else "ok" for i in range(600)]

    async def work(server: FakeServer) -> tuple[list[Correction], list[Record], FakeServer]:
        notebook = Notebook()
        plan = plan_for(server, notebook, max_concurrency=16)
        prompts = [Prompt.of(f"What is 2 + 2, for the {i}th time?", id=f"p{i}") for i in range(n)]
        corrections = await asyncio.gather(*(correct(prompt, plan) for prompt in prompts))
        return corrections, notebook.records, server

    corrections, records, server = against(Behaviour(replies=REPLIES, faults=faults), work)
    assert sorted(record.context.prompt.id for record in records) == sorted(f"p{i}" for i in range(n))
    assert {record.id for record in records} == {correction.record_id for correction in corrections}
    # Whatever a record does not hold as an answer, it explains.
    for correction in corrections:
        assert (correction.text == "It is four.") == (correction.reason == "passed")
        assert correction.detail
    assert sum(correction.usage.calls for correction in corrections) == server.stats.n_answered
    assert server.stats.n_at_once <= 16


@pytest.mark.parametrize("fault", ["status:401", "body:<html>", "ok"])
def test_the_key_is_in_no_record(fault: str) -> None:
    # An endpoint that echoes the key in its error, or in a page instead of an answer.
    echo = {"status:401": f"status:401:bad key {KEY}", "body:<html>": f"body:<html>{KEY}</html>"}
    correction, record, _ = corrected([echo.get(fault, fault)] * 3)
    assert correction.detail
    assert KEY not in msgspec.json.encode(record).decode()
    assert KEY not in json.dumps(correction.detail) + repr(correction)
