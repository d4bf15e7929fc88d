import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from redraft.batch import BatchConfig, Progress, run_batch
from redraft.batch.run import WINDOW, _run_id
from redraft.batch.worker import Worker
from redraft.core import Draft, Prompt, Record, Request
from redraft.errors import Misuse, ModelUnavailable, StoreError
from redraft.models import ScriptedModel
from redraft.profiles import Choices, assemble
from redraft.store import BadLine, Ledger, RecordStore
from support.batches import Answering, read_jsonl, run, write_jsonl
from unit.profiles.test_certificates import critic, file_for, plan


def echo(text: str) -> str:
    return f"answer to {text}"


def prompts(n: int) -> list[object]:
    return [{"id": f"p{k}", "prompt": f"q{k}"} for k in range(n)]


def records_in(store: Path) -> list[Record]:
    async def read() -> list[Record]:
        with RecordStore.open(str(store)) as opened:
            return [await opened.get(summary.id) for summary in await opened.list(limit=None)]

    return asyncio.run(read())


def test_results_come_in_the_order_of_the_prompts_with_one_record_each(tmp_path: Path) -> None:
    source, model = write_jsonl(tmp_path / "in.jsonl", prompts(60)), Answering(echo)
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", model, concurrency=16)
    rows = read_jsonl(tmp_path / "out.jsonl")
    assert [row["text"] for row in rows] == [f"answer to q{k}" for k in range(60)]
    assert [(row["id"], row["line"]) for row in rows] == [(f"p{k}", k + 1) for k in range(60)]
    records = {record.context.prompt.id: record.id for record in records_in(tmp_path / "s.db")}
    assert records == {row["id"]: row["record_id"] for row in rows}
    assert (report.progress.n_done, report.progress.n_total, report.progress.usage.calls) == (60, 60, 60)
    assert not (tmp_path / "out.jsonl.part").exists()


def test_exactly_as_many_corrections_as_allowed_run_side_by_side(tmp_path: Path) -> None:
    class Together(Answering):
        n_begun, five = 0, asyncio.Event()

        async def generate(self, request: Request) -> tuple[Draft, ...]:
            self.n_begun += 1
            if self.n_begun == 5:
                self.five.set()
            await self.five.wait()  # for ever, if fewer than five are let in
            return await super().generate(request)

    source, model = write_jsonl(tmp_path / "in.jsonl", prompts(40)), Together(echo)
    run(source, tmp_path / "out.jsonl", tmp_path / "s.db", model, concurrency=5)
    assert model.most_at_once <= 5


def test_a_slow_prompt_holds_up_the_results_but_not_the_memory(tmp_path: Path) -> None:
    class Slow(Answering):
        many = asyncio.Event()

        async def generate(self, request: Request) -> tuple[Draft, ...]:
            if len(self.asked) >= WINDOW:
                self.many.set()
            if request.messages[-1].text == "q0":
                await self.many.wait()
            return await super().generate(request)

    model, seen = Slow(echo), []
    config = BatchConfig(
        input=write_jsonl(tmp_path / "in.jsonl", prompts(3 * WINDOW)),
        output=tmp_path / "out.jsonl",
        choices=Choices(model=model, critics=[], store=str(tmp_path / "s.db")),
        concurrency=1 + 1,
    )
    asyncio.run(run_batch(config, lambda progress: seen.append((progress.n_done, len(model.asked)))))
    assert seen[0][1] >= WINDOW  # others went on while the first was slow
    assert max(asked - done for done, asked in seen) <= 2 * WINDOW + 2
    assert [row["id"] for row in read_jsonl(tmp_path / "out.jsonl")] == [f"p{k}" for k in range(3 * WINDOW)]


def test_a_finished_run_started_again_asks_nothing_and_writes_the_same(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(20)), tmp_path / "out.jsonl", tmp_path / "s.db"
    run(source, output, store, Answering(echo))
    before, model = output.read_bytes(), Answering(echo)
    report = run(source, output, store, model)
    assert (output.read_bytes(), model.asked) == (before, [])
    assert (report.progress.n_resumed, report.progress.usage.calls) == (20, 0)


def test_an_output_that_was_removed_is_written_again_from_the_records(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(5)), tmp_path / "out.jsonl", tmp_path / "s.db"
    run(source, output, store, Answering(echo))
    before = output.read_bytes()
    output.unlink()
    run(source, output, store, Answering(lambda text: "never asked"))
    assert output.read_bytes() == before


def test_prompts_that_were_added_are_all_that_is_asked(tmp_path: Path) -> None:
    output, store, model = tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo)
    run(write_jsonl(tmp_path / "in.jsonl", prompts(5)), output, store, Answering(echo))
    run(write_jsonl(tmp_path / "in.jsonl", [*prompts(7)[::-1]]), output, store, model)
    assert sorted(model.asked) == ["q5", "q6"]
    assert [row["id"] for row in read_jsonl(output)] == [f"p{k}" for k in reversed(range(7))]


def test_another_plan_or_another_text_under_the_same_id_is_other_work(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(2)), tmp_path / "out.jsonl", tmp_path / "s.db"
    run(source, output, store, Answering(echo))
    other_seed, other_text = Answering(echo), Answering(echo)
    run(source, output, store, other_seed, seed=1)
    write_jsonl(source, [{"id": "p0", "prompt": "q0"}, {"id": "p1", "prompt": "changed"}])
    run(source, output, store, other_text)
    assert (len(other_seed.asked), other_text.asked) == (2, ["changed"])


def test_a_fresh_run_forgets_and_replaces(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(3)), tmp_path / "out.jsonl", tmp_path / "s.db"
    output.write_text("not ours\n")
    with pytest.raises(
        Misuse, match=r"out.jsonl' is there and no run known here wrote it; remove it, or ask for a fresh"
    ):
        run(source, output, store, Answering(echo))
    assert output.read_text() == "not ours\n"
    assert not (tmp_path / "out.jsonl.part").exists()
    run(source, output, store, Answering(echo), fresh=True)
    model = Answering(echo)
    run(source, output, store, model, fresh=True)
    assert len(model.asked) == 3
    assert len(records_in(store)) == 6


def test_bad_lines_are_reported_with_their_numbers_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        {"prompt": "good"},
        "{broken",
        "",
        {"text": "no prompt"},
        {"prompt": "a", "messages": []},
        {"prompt": " "},
        7,
    ]
    source = write_jsonl(tmp_path / "in.jsonl", [*rows, {"id": [1], "prompt": "x"}, {"prompt": "last", "id": 8}])
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    assert [bad.line for bad in report.bad_lines] == [2, 4, 5, 6, 7, 8]
    assert report.bad_lines[1] == BadLine(
        line=4, problem="needs one of the fields 'prompt' and 'messages'; it has 'text'"
    )
    results = read_jsonl(tmp_path / "out.jsonl")
    assert [(row["line"], row["text"]) for row in results if row["text"]] == [
        (1, "answer to good"),
        (9, "answer to last"),
    ]
    assert [row["error"] for row in results if row["error"]] == [bad.problem for bad in report.bad_lines]
    assert (results[-1]["id"], report.progress.n_bad, report.progress.n_failed) == ("8", 6, 0)


def test_messages_of_the_wrong_shape_are_bad_lines_and_the_rest_goes_on(tmp_path: Path) -> None:
    turn = {"role": "assistant", "content": "x"}
    rows = [{"messages": [{**turn, "tool_calls": calls}]} for calls in (5, ["ab"], [None], "ab", {"id": "c"})]
    deep = ['{"prompt": "x", "more": ' + "[" * n + "]" * n + "}" for n in (101, 900, 3000)]
    source = write_jsonl(tmp_path / "in.jsonl", [*rows, *deep, {"prompt": "last"}])
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    assert [bad.line for bad in report.bad_lines] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert all("tool call" in bad.problem or "`tool_calls`" in bad.problem for bad in report.bad_lines[:5])
    assert all("nested" in bad.problem for bad in report.bad_lines[5:])
    assert read_jsonl(tmp_path / "out.jsonl")[-1]["text"] == "answer to last"


def test_an_id_with_half_a_surrogate_pair_is_an_id_like_any_other(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [{"id": "\ud800", "prompt": "a"}, {"id": "p", "prompt": "b"}])
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    assert (report.progress.n_done, report.progress.n_failed, report.progress.n_bad) == (2, 0, 0)
    assert [row["id"] for row in read_jsonl(tmp_path / "out.jsonl")] == ["\ud800", "p"]


def test_fields_of_the_input_keep_their_values_whatever_they_are_called(tmp_path: Path) -> None:
    row = {"prompt": "a", "text": "T", "input_text": "U", "input_input_text": "V"}
    run(write_jsonl(tmp_path / "in.jsonl", [row]), tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    (result,) = read_jsonl(tmp_path / "out.jsonl")
    assert (result["text"], result["input_text"], result["input_input_text"]) == ("answer to a", "U", "V")
    assert result["input_input_input_text"] == "T"


def test_a_killed_run_goes_on_at_once_under_another_name_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(1)), tmp_path / "out.jsonl", tmp_path / "s.db"

    class Killed(BaseException):
        """What a test raises where a process would be killed."""

    class Dying(Answering):
        async def generate(self, request: Request) -> tuple[Draft, ...]:
            raise Killed

    with pytest.raises(Killed):
        run(source, output, store, Dying(echo))
    monkeypatch.setattr("redraft.batch.run._HERE", "another name/")
    monkeypatch.setattr("redraft.batch.worker.POLL_S", 0.0)
    seen: list[Progress] = []
    config = BatchConfig(
        input=source, output=output, choices=Choices(model=Answering(echo), critics=[], store=str(store))
    )
    asyncio.run(asyncio.wait_for(run_batch(config, seen.append), timeout=20))
    assert [(told.n_done, told.n_elsewhere) for told in seen] == [(1, 0)]


def test_who_shares_a_database_waits_for_other_machines_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = write_jsonl(tmp_path / "in.jsonl", prompts(2)), tmp_path / "out.jsonl"
    monkeypatch.setattr("redraft.store.database.Database.is_file", False)
    monkeypatch.setattr("redraft.batch.worker.POLL_S", 0.001)
    seen: list[Progress] = []

    async def story(store: RecordStore) -> None:
        choices = Choices(model=Answering(echo), critics=[], store=store)
        elsewhere = Ledger(store.database, run=_run_id(output), owner="elsewhere/1")
        worker = Worker(plan=assemble(choices).plan, store=store, ledger=elsewhere)
        key = worker.key_of(Prompt.of("q0", id="p0"))
        await elsewhere.claim(key)

        def watch(progress: Progress) -> None:
            seen.append(progress)
            ending.append(asyncio.ensure_future(elsewhere.take_over("elsewhere/")))  # as if its lease had run out

        ending: list[asyncio.Future[int]] = []
        await run_batch(BatchConfig(input=source, output=output, choices=choices), watch)

    with RecordStore.open("sqlite://") as store:
        asyncio.run(story(store))
    assert [(told.n_done, told.n_elsewhere) for told in seen] == [(0, 1), (1, 1), (2, 1)]


def test_results_of_another_input_are_not_replaced_unless_asked(tmp_path: Path) -> None:
    one, output, store = write_jsonl(tmp_path / "a.jsonl", prompts(2)), tmp_path / "out.jsonl", tmp_path / "s.db"
    other = write_jsonl(tmp_path / "b.jsonl", [{"id": "x", "prompt": "x"}])
    run(one, output, store, Answering(echo))
    before = output.read_bytes()
    with pytest.raises(Misuse, match=r"out\.jsonl' holds the results of '.*a\.jsonl', not of '.*b\.jsonl'; choose"):
        run(other, output, store, Answering(echo))
    assert output.read_bytes() == before
    run(other, output, store, Answering(echo), fresh=True)
    assert [row["id"] for row in read_jsonl(output)] == ["x"]
    output.unlink()
    run(one, output, store, Answering(echo))
    assert [row["id"] for row in read_jsonl(output)] == ["p0", "p1"]


def test_a_prompt_that_stands_there_twice_is_corrected_once(tmp_path: Path) -> None:
    twice = [{"prompt": "q"}, {"prompt": "q"}, {"id": "a", "prompt": "x"}, {"id": "a", "prompt": "x"}]
    source, model = write_jsonl(tmp_path / "in.jsonl", [*twice, *prompts(20), {"prompt": "q"}]), Answering(echo)
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", model, concurrency=4)
    rows = read_jsonl(tmp_path / "out.jsonl")
    assert len(model.asked) == len(records_in(tmp_path / "s.db")) == report.progress.usage.calls == 22
    assert rows[0]["record_id"] == rows[1]["record_id"] == rows[-1]["record_id"]
    assert report.progress.n_resumed == 0


def test_an_id_used_for_two_prompts_is_a_bad_line(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", [{"id": "a", "prompt": "x"}, {"id": "a", "prompt": "y"}])
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    problem = "its id 'a' is that of line 1, which asks something else; give each its own"
    assert report.bad_lines == (BadLine(line=2, problem=problem),)


def test_one_crash_is_recorded_and_the_others_go_on(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", prompts(5))
    model = Answering(lambda text: ZeroDivisionError("a fault") if text == "q2" else echo(text))
    report = run(source, tmp_path / "out.jsonl", tmp_path / "s.db", model)
    row = read_jsonl(tmp_path / "out.jsonl")[2]
    assert row["error"].startswith("crashed: ZeroDivisionError: a fault (in generate, line ")
    assert (row["text"], report.progress.n_failed) == (None, 1)
    record = next(record for record in records_in(tmp_path / "s.db") if record.id == row["record_id"])
    assert (record.context.prompt.id, record.decisions[-1].reason) == ("p2", "crashed")


def test_failed_prompts_are_tried_again_when_asked_and_only_those(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(4)), tmp_path / "out.jsonl", tmp_path / "s.db"
    down = Answering(lambda text: ModelUnavailable("down") if text in ("q1", "q2") else echo(text))
    assert run(source, output, store, down).progress.n_failed == 2
    assert read_jsonl(output)[1]["error"].startswith("model_error: ModelUnavailable: down")
    patient, again = Answering(echo), Answering(echo)
    assert run(source, output, store, patient).progress.n_failed == 2
    assert run(source, output, store, again, retry_failed=True).progress.n_failed == 0
    assert (patient.asked, sorted(again.asked)) == ([], ["q1", "q2"])
    assert [row["text"] for row in read_jsonl(output)] == [f"answer to q{k}" for k in range(4)]


def test_who_wants_an_error_when_nothing_passes_gets_it_as_a_result(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", prompts(2))
    model, critics = Answering(echo), [lambda text: text.endswith("q1")]
    report = run(
        source, tmp_path / "o.jsonl", tmp_path / "s.db", model, critics=critics, rounds=0, on_exhausted="raise"
    )
    first, second = read_jsonl(tmp_path / "o.jsonl")
    assert (first["text"], first["error"].split(":")[0]) == (None, "rounds_spent")
    assert (second["text"], second["error"]) == ("answer to q1", None)
    assert (report.progress.n_failed, report.progress.n_accepted) == (1, 1)


def test_progress_is_told_after_every_result(tmp_path: Path) -> None:
    told: list[Progress] = []
    source = write_jsonl(tmp_path / "in.jsonl", [*prompts(3), "bad"])
    critics = [lambda text: "again" in text]
    model = Answering(lambda text: "again" if "again" in text.lower() else "first")
    choices = Choices(model=model, critics=critics, store=str(tmp_path / "s.db"))
    asyncio.run(run_batch(BatchConfig(input=source, output=tmp_path / "o.jsonl", choices=choices), told.append))
    assert [progress.n_done for progress in told] == [1, 2, 3, 4]
    assert [progress.n_bad for progress in told] == [0, 0, 0, 1]
    assert (told[-1].n_total, told[-1].n_accepted, told[-1].n_changed, told[-1].usage.calls) == (4, 3, 3, 6)


def test_a_store_that_fails_stops_the_batch(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", prompts(50))
    with RecordStore.open(str(tmp_path / "s.db")) as store:
        config = BatchConfig(
            input=source,
            output=tmp_path / "o.jsonl",
            choices=Choices(model=Answering(echo), critics=[], store=store),
        )
        with pytest.raises(StoreError, match="closed"):
            asyncio.run(run_batch(config, lambda progress: store.close()))
    assert not (tmp_path / "o.jsonl").exists()


def test_what_an_unfinished_run_wrote_is_completed(tmp_path: Path) -> None:
    source, output, store = write_jsonl(tmp_path / "in.jsonl", prompts(10)), tmp_path / "out.jsonl", tmp_path / "s.db"

    def stop(progress: Progress) -> None:
        if progress.n_done == 4:
            raise KeyboardInterrupt

    config = BatchConfig(
        input=source, output=output, choices=Choices(model=Answering(echo), critics=[], store=str(store)), concurrency=1
    )
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(run_batch(config, stop))
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(part.read_bytes()[:-20])  # a torn last line
    model = Answering(echo)
    report = run(source, output, store, model)
    assert 4 <= report.progress.n_resumed <= 5
    assert len(model.asked) == 10 - report.progress.n_resumed
    assert [row["id"] for row in read_jsonl(output)] == [f"p{k}" for k in range(10)]
    assert len(records_in(store)) == 10


def test_an_empty_file_has_empty_results(tmp_path: Path) -> None:
    report = run(write_jsonl(tmp_path / "in.jsonl", []), tmp_path / "out.jsonl", tmp_path / "s.db", Answering(echo))
    assert (report.progress, (tmp_path / "out.jsonl").read_text()) == (Progress(n_total=0), "")


def test_records_go_to_the_users_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", prompts(1))
    config = BatchConfig(input=source, output=tmp_path / "o.jsonl", choices=Choices(model=Answering(echo), critics=[]))
    asyncio.run(run_batch(config))
    assert (tmp_path / "home" / ".local" / "share" / "redraft" / "records.db").exists()


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"concurrency": 0}, "`concurrency` must be 1 or more, got 0"),
        ({"recorder": object()}, "say where with `store`, not `recorder`"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused_before_anything_is_asked(
    tmp_path: Path, settings: dict[str, object], problem: str
) -> None:
    model = Answering(echo)
    with pytest.raises(Misuse, match=problem):
        run(write_jsonl(tmp_path / "in.jsonl", prompts(1)), tmp_path / "o.jsonl", tmp_path / "s.db", model, **settings)
    assert model.asked == []


def test_a_batch_without_a_store_is_refused(tmp_path: Path) -> None:
    config = BatchConfig(
        input=write_jsonl(tmp_path / "in.jsonl", prompts(1)),
        output=tmp_path / "o.jsonl",
        choices=Choices(model=Answering(echo), critics=[], store=False),
    )
    with pytest.raises(Misuse, match="a batch needs a `store` for its records and its ledger, got False"):
        asyncio.run(run_batch(config))


@pytest.mark.parametrize(
    ("source", "output"), [("none.jsonl", "o.jsonl"), ("in.txt", "o.jsonl"), ("in.jsonl", "o.doc")]
)
def test_files_that_cannot_be_read_or_written_are_named(tmp_path: Path, source: str, output: str) -> None:
    for name in ("in.txt", "in.jsonl"):
        (tmp_path / name).write_text(json.dumps({"prompt": "x"}))
    with pytest.raises(Misuse, match=r"none\.jsonl|in\.txt|o\.doc"):
        run(tmp_path / source, tmp_path / output, tmp_path / "s.db", Answering(echo))


def test_a_row_says_which_certificate_was_in_force(tmp_path: Path) -> None:
    source, made_for = write_jsonl(tmp_path / "in.jsonl", ["{}", {"prompt": "q"}]), plan()
    file = file_for(made_for)

    def rows(name: str, **choices: Any) -> list[Any]:
        target = tmp_path / f"{name}.jsonl"
        given = {"critics": list(made_for.critics), "certificate": file, **choices}
        run(source, target, tmp_path / "s.db", ScriptedModel("first", "second", name="m"), **given)
        return [row["certificate"] for row in read_jsonl(target)]

    assert rows("in_force") == [None, file.calibration_id]
    assert rows("in_force") == [None, file.calibration_id]  # read back from the record
    assert rows("without", certificate=None) == rows("void", critics=[critic(version="2")]) == [None, None]
