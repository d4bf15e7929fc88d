"""The critic of facts through the whole loop, over the protocol of a real endpoint and a real index."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fake_server import Behaviour, FakeServer, serving
from redraft import correct
from redraft.core import Budget, Correction, Record
from redraft.critics.facts import FactsCritic
from redraft.engine.strategies import RewriteRefuted
from redraft.prompts import load
from redraft.sources import Knowledge, open_knowledge
from redraft.store import RecordStore
from support.command_line import redraft
from support.endpoints import against, client_of
from support.facts import claims_reply, entry, verdict_reply

FALSE, TRUE, UNKNOWN = (
    "The Eiffel Tower was completed in 1887.",
    "It stands in Paris.",
    "Its lifts were painted by Claude Monet.",
)
DRAFT = f"{FALSE} {TRUE}\n\n{UNKNOWN}"
FILES = {
    "tower.txt": "The Eiffel Tower was completed in 1889. It stands in Paris, near the Seine.",
    "seine.txt": "The Seine flows through Paris. It is 777 km long.",
    "monet.txt": "Claude Monet painted water lilies in Giverny.",
}
CLAIMS = claims_reply(
    entry(FALSE, query="Eiffel Tower year of completion"),
    entry(TRUE, "The Eiffel Tower stands in Paris."),
    entry(UNKNOWN, "The Eiffel Tower's lifts were painted by Claude Monet."),
)
EDITS = json.dumps(
    [
        {"old": "1887", "new": "1889", "reason": "the source has 1889"},
        {"old": "Claude Monet", "new": "Gustave Eiffel", "reason": "more likely"},
    ]
)
NEW_CLAIM = claims_reply(entry("The Eiffel Tower was completed in 1889"))
# Told apart by words of the last message; the first pair that fits answers.
REPLIES = [
    ("Sources contradict some pieces", EDITS),
    ("Only these sentences of it are wanted", NEW_CLAIM),
    ("Reply with a JSON list of these objects", CLAIMS),
    ("> The Eiffel Tower was completed in 1887.", verdict_reply("refuted", "completed in 1889")),
    ("> The Eiffel Tower was completed in 1889\n", verdict_reply("supported", "was completed in 1889")),
    ("> The Eiffel Tower stands in Paris.", verdict_reply("supported", "It stands in Paris")),
    ("> The Eiffel Tower's lifts", verdict_reply("not enough")),
    ("", DRAFT),
]
CORRECTED = DRAFT.replace("1887", "1889 [1]") + "\n\nSources:\n[1] tower.txt, characters 0 to 39"


def knowledge() -> Knowledge:
    """A real index of three small files."""
    index = open_knowledge()
    index.add_texts(FILES)
    return index


class Notebook:
    """A recorder that keeps records in memory."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    async def write(self, record: Record) -> None:
        """Keep `record`."""
        self.records.append(record)


async def corrected(server: FakeServer, **choices: Any) -> tuple[Correction, Record]:
    """A correction by one endpoint that writes, splits and reads the evidence."""
    notebook = Notebook()
    client = client_of(server)
    with knowledge() as index:
        critic = FactsCritic(sources=(index,), model=client)
        choices = {"strategy": RewriteRefuted(), "critics": [critic], **choices}
        correction = await correct("Tell me about the tower.", model=client, recorder=notebook, **choices)
    return correction, notebook.records[0]


def kinds_of_calls(requests: Sequence[dict[str, Any]]) -> list[str]:
    """Which prompt each request was for, in order."""
    marks = {
        "redraft": load("redraft_facts").text[:40],
        "claims": "Reply with a JSON list of these objects",
        "evidence": "support one claim, refute it",
    }
    last = [request["messages"][-1]["content"] for request in requests]
    return [next((kind for kind, words in marks.items() if words in text), "draft") for text in last]


def test_what_is_false_is_rewritten_with_its_source_and_all_else_stays() -> None:
    async def work(server: FakeServer) -> tuple[Correction, Record, list[dict[str, Any]]]:
        return (*await corrected(server), server.requests)

    correction, record, requests = against(Behaviour(replies=REPLIES), work)
    assert correction.text == CORRECTED
    assert (correction.reason, correction.accepted) == ("nothing_refuted", False)
    kinds = kinds_of_calls(requests)
    assert kinds == ["draft", "claims", "evidence", "evidence", "evidence", "redraft", "claims", "evidence"]
    first, second = record.context.attempts
    refuted, unknown = first.critiques[0].findings
    assert (refuted.severity, unknown.severity) == ("major", "minor")
    assert [(source.document, source.start, source.end) for source in refuted.sources] == [("tower.txt", 0, 39)]
    first_edit = second.edits[0]
    assert (first_edit.old, first_edit.new, first_edit.finding) == ("1887", "1889 [1]", "facts#0")
    assert [edit["old"] for edit in second.draft.extra["refused_edits"]] == ["Claude Monet"]
    assert second.critiques[0].usage.calls == 2


def test_show_tells_the_edits_the_sources_and_what_was_refused(tmp_path: Path) -> None:
    async def work(server: FakeServer) -> Record:
        return (await corrected(server))[1]

    record = against(Behaviour(replies=REPLIES), work)
    Path("redraft.toml").write_text(f'[store]\nurl = "{tmp_path / "records.db"}"\n')

    async def keep() -> None:
        with RecordStore.open(str(tmp_path / "records.db")) as store:
            await store.write(record)

    asyncio.run(keep())
    shown = redraft("show", "last", "--no-color")
    assert shown.code == 0, shown.err
    words = " ".join(shown.out.split())
    assert "completed in [-1887-]{+1889 [1]+}." in words
    assert "source: tower.txt, characters 0 to 39: “The Eiffel Tower was completed in 1889.”" in words
    assert "edit refused: “Claude Monet” to “Gustave Eiffel”: it lies outside what is called wrong" in words
    assert redraft("show", "last", "--html", "page.html").code == 0
    page = Path("page.html").read_text()
    assert "source: tower.txt, characters 0 to 39" in page
    assert "edit refused" in page


def test_the_name_of_the_document_can_stand_in_the_sentence_instead() -> None:
    async def work(server: FakeServer) -> Correction:
        return (await corrected(server, strategy=RewriteRefuted(citation="inline")))[0]

    correction = against(Behaviour(replies=REPLIES), work)
    assert correction.text == DRAFT.replace("1887", "1889 (source: tower.txt)")


@pytest.mark.parametrize("reply", ["I would rather not.", "[", '[{"old": 7}]'])
def test_edits_that_cannot_be_read_leave_the_draft_as_it_was(reply: str) -> None:
    async def work(server: FakeServer) -> Correction:
        return (await corrected(server))[0]

    correction = against(Behaviour(replies=[("Sources contradict some pieces", reply), *REPLIES]), work)
    assert (correction.text, correction.reason) == (DRAFT, "model_error")


def test_edits_that_all_miss_are_tried_once_more_and_change_nothing() -> None:
    async def work(server: FakeServer) -> tuple[Correction, Record]:
        return await corrected(server)

    misses = json.dumps([{"old": "Paris", "new": "Rome"}])
    correction, record = against(Behaviour(replies=[("Sources contradict some pieces", misses), *REPLIES]), work)
    assert (correction.text, correction.reason, len(record.context.attempts)) == (DRAFT, "nothing_better", 3)
    assert [attempt.critiques[0].usage.calls for attempt in record.context.attempts] == [4, 0, 0]


def test_code_alone_finds_the_same_and_only_the_writer_is_asked() -> None:
    async def work(server: FakeServer) -> tuple[Correction, int]:
        with knowledge() as index:
            critics = [FactsCritic(sources=(index,))]
            correction, _ = await corrected(server, critics=critics)
        return correction, len(server.requests)

    correction, n_requests = against(Behaviour(replies=REPLIES), work)
    assert correction.text == DRAFT.replace("1887", "1889 [1]") + "\n\nSources:\n[1] tower.txt, characters 0 to 39"
    assert (correction.reason, n_requests) == ("nothing_refuted", 2)
    assert {attempt.critiques[0].kind for attempt in correction.attempts} == {"verified"}


def test_a_budget_of_calls_keeps_the_draft_and_says_so() -> None:
    async def work(server: FakeServer) -> Correction:
        return (await corrected(server, budget=Budget(calls=5)))[0]

    correction = against(Behaviour(replies=REPLIES), work)
    assert (correction.text, correction.reason) == (DRAFT, "budget_calls")


@pytest.fixture
def folder() -> Path:
    """The files in a folder of the working directory."""
    Path("files").mkdir()
    for name, text in FILES.items():
        (Path("files") / name).write_text(text)
    return Path("files")


def test_the_command_line_corrects_by_the_files_of_a_folder_with_code_alone(folder: Path) -> None:
    with serving(Behaviour(replies=REPLIES)) as server:
        chosen = ("--critic", f"facts:{folder}", "--strategy", "rewrite_refuted", "--model", f"{server.url}#writer")
        done = redraft("correct", "Tell me about the tower.", *chosen, "--json")
        assert done.code == 0, done.err
        correction = json.loads(done.out)
        assert len(server.requests) == 2
    assert correction["text"].startswith(DRAFT.replace("1887", "1889 [1]"))
    assert "tower.txt" in correction["text"].splitlines()[-1]
    critique = correction["attempts"][0]["critiques"][0]
    assert (critique["kind"], critique["score"]) == ("verified", 0.0)
    assert critique["findings"][0]["sources"][0]["document"].endswith("tower.txt")


def test_a_table_names_sources_and_who_reads_the_evidence(folder: Path) -> None:
    with serving(Behaviour(replies=REPLIES)) as server:
        Path("redraft.toml").write_text(
            f"""[models.writer]
model = "m"
base_url = "{server.url}"
[sources.mine]
type = "files"
paths = ["{folder}"]
[critics.lookup]
type = "facts"
sources = ["mine"]
model = "writer"
[profiles.default]
model = "writer"
critics = ["lookup"]
strategy = "rewrite_refuted"
strategy_options = {{ citation = "inline" }}
"""
        )
        done = redraft("correct", "Tell me about the tower.", "--json")
        assert done.code == 0, done.err
        assert len(server.requests) == 8
    correction = json.loads(done.out)
    assert "1889 (source: " in correction["text"]
    assert correction["attempts"][0]["critiques"][0]["critic"] == "lookup"


@pytest.mark.parametrize(
    ("critic", "message"),
    [
        ("facts", "no such critic"),
        ("facts:nowhere", "no such source, and no such path"),
        ("facts:empty", "there is nothing to read in empty"),
    ],
)
def test_a_source_that_is_not_there_is_named_before_anything_is_asked(critic: str, message: str) -> None:
    Path("empty").mkdir()
    done = redraft("correct", "q", "--critic", critic, "--model", "http://127.0.0.1:9/v1#m")
    assert done.code == 2
    assert message in " ".join(done.err.split())


def test_a_stored_answer_is_examined_with_its_sources(folder: Path) -> None:
    Path("answer.txt").write_text(DRAFT)
    done = redraft("critics", "examine", f"facts:{folder}", "answer.txt", "--prompt", "Tell me about the tower.")
    assert done.code == 1
    assert "1:1: major refuted" in done.out
    assert "tower.txt, characters 0 to 39" in done.out


def test_a_dry_run_counts_a_call_for_each_claim_it_may_look_up(folder: Path) -> None:
    Path("redraft.toml").write_text(
        f'[critics.lookup]\ntype = "facts"\nsources = ["{folder}"]\nn_claims = 3\nmodel = "http://127.0.0.1:9/v1#r"\n'
    )
    done = redraft("correct", "q", "--critic", "lookup", "--model", "http://127.0.0.1:9/v1#m", "--dry-run", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["most"]["calls"] == 2 * (1 + 1 + 3)
