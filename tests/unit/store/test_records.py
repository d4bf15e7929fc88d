import asyncio
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from redraft.core import Context, Prompt, Record, Usage
from redraft.errors import MissingExtra, StoreError
from redraft.store import RecordStore, Summary
from unit.store.examples import full_record, record


def written(store: RecordStore, *records: Record) -> None:
    async def write_all() -> None:
        await asyncio.gather(*(store.write(r) for r in records))

    asyncio.run(write_all())


def test_a_record_is_found_by_its_id_and_by_its_beginning(tmp_path: Path) -> None:
    with RecordStore.open(str(tmp_path / "r.db")) as store:
        written(store, full_record(), record("abc1"), record("abc2"))
        assert asyncio.run(store.get(full_record().id)) == full_record()
        assert asyncio.run(store.get("0123")) == full_record()
        assert asyncio.run(store.get("abc1")).id == "abc1"


def test_an_id_that_is_also_a_beginning_is_found(tmp_path: Path) -> None:
    with RecordStore.open("sqlite://") as store:
        written(store, record("abc"), record("abcd"))
        assert asyncio.run(store.get("abc")).id == "abc"


def test_a_beginning_of_several_ids_is_refused_with_the_ids() -> None:
    with RecordStore.open("sqlite://") as store:
        written(store, record("abc1"), record("abc2"))
        with pytest.raises(StoreError, match=r"'abc' begins more than one.*abc1, abc2.*more characters"):
            asyncio.run(store.get("abc"))


@pytest.mark.parametrize("id", ["nothing", "%", "_", ""])
def test_an_id_that_is_not_there_is_said_to_be_missing(id: str) -> None:
    with RecordStore.open("sqlite://") as store:
        written(store, record("abc"))
        with pytest.raises(StoreError, match=f"no record '{id}'"):
            asyncio.run(store.get(id))


def test_records_outlive_the_process_that_wrote_them(tmp_path: Path) -> None:
    path = str(tmp_path / "new" / "folder" / "r.db")
    with RecordStore.open(path) as store:
        written(store, full_record())
    with RecordStore.open(f"sqlite:///{path}") as store:
        assert asyncio.run(store.get("0123")) == full_record()


def test_an_id_is_taken_once_and_the_other_records_of_the_moment_are_kept(tmp_path: Path) -> None:
    async def write(store: RecordStore) -> list[BaseException | None]:
        ids = ["a", "b", "a", "c"]
        return await asyncio.gather(*(store.write(record(id)) for id in ids), return_exceptions=True)

    with RecordStore.open(str(tmp_path / "r.db")) as store:
        first, second, third, fourth = asyncio.run(write(store))
        assert (first, second, fourth) == (None, None, None)
        assert isinstance(third, StoreError)
        assert "a record is written once" in str(third)
        assert {s.id for s in asyncio.run(store.list())} == {"a", "b", "c"}


def test_a_summary_repeats_what_people_search_by() -> None:
    with RecordStore.open("sqlite://") as store:
        written(store, full_record())
        (summary,) = asyncio.run(store.list())
    assert replace(summary, usd=None) == Summary(
        id="0123456789abcdef0123456789abcdef",
        created_at="2026-11-22T12:00:00.000+00:00",
        prompt_id="sum",
        profile="sums",
        model="openai/m",
        strategy="in_context_alignment",
        reason="passed",
        accepted=True,
        changed=True,
        n_attempts=2,
        calls=3,
        tokens=42,
        seconds=1.5,
        usd=None,
        resumes="fedcba9876543210fedcba9876543210",
    )
    assert summary.usd == pytest.approx(0.003)


def test_a_list_is_filtered_newest_first_and_bounded() -> None:
    days = [record(f"r{day}", created_at=f"2026-11-0{day}T00:00:00.000+00:00") for day in range(1, 6)]

    def ids(store: RecordStore, **conditions: object) -> list[str]:
        return [s.id for s in asyncio.run(store.list(**conditions))]  # type: ignore[arg-type] # conditions by name

    with RecordStore.open("sqlite://") as store:
        written(store, *days, full_record())
        assert ids(store, limit=2) == [full_record().id, "r5"]
        assert ids(store, accepted=True) == [full_record().id]
        assert ids(store, accepted=False, since="2026-11-02", until="2026-11-04") == ["r3", "r2"]
        assert (
            ids(store, profile="sums")
            == ids(store, reason="passed")
            == ids(store, prompt_id="sum")
            == [full_record().id]
        )
        assert len(ids(store, model="scripted/model", limit=None)) == 5
        assert ids(store, model="other") == []


def test_the_log_is_written_ahead(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with RecordStore.open(str(path)) as store:
        written(store, record("a"))
        with sqlite3.connect(path) as other:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        other.close()


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from redraft.store import RecordStore
from unit.store.examples import record

async def write(store):
    for i in range(20):
        await store.write(record(f"{sys.argv[2]}-{i}"))

with RecordStore.open(sys.argv[1]) as store:
    asyncio.run(write(store))
"""
    path = str(tmp_path / "r.db")
    env = {"PYTHONPATH": ":".join(sys.path)}
    running = [subprocess.Popen([sys.executable, "-c", program, path, str(k)], env=env) for k in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    with RecordStore.open(path) as store:
        assert len(asyncio.run(store.list(limit=None))) == 80


def test_a_closed_store_says_so() -> None:
    store = RecordStore.open("sqlite://")
    store.close()
    store.close()
    with pytest.raises(StoreError, match=r"closed; open it again"):
        asyncio.run(store.write(record("a")))


def test_what_was_asked_before_closing_is_finished(tmp_path: Path) -> None:
    async def write_and_close(store: RecordStore) -> None:
        writing = [asyncio.ensure_future(store.write(record(f"r{i}"))) for i in range(50)]
        await asyncio.sleep(0)
        store.close()
        await asyncio.gather(*writing)

    path = str(tmp_path / "r.db")
    asyncio.run(write_and_close(RecordStore.open(path)))
    with RecordStore.open(path) as store:
        assert len(asyncio.run(store.list())) == 50


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes, " * 50)
    with pytest.raises(StoreError, match=r"notes.txt' refused.*not a database.*check that it is a Redraft store"):
        RecordStore.open(str(path))


def test_a_store_of_a_later_layout_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "r.db")
    RecordStore.open(path).close()
    with sqlite3.connect(path) as later:
        later.execute("UPDATE meta SET value = '2' WHERE name = 'layout'")
    later.close()
    with pytest.raises(StoreError, match=r"layout 2.*knows up to 1.*upgrade redraft"):
        RecordStore.open(path)


@pytest.mark.parametrize(
    ("url", "problem"), [("nosuch://x", "no such kind of database: 'nosuch'"), ("://", "not an address")]
)
def test_an_address_that_cannot_work_is_refused(url: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem):
        RecordStore.open(url)


def test_a_missing_driver_is_named() -> None:
    pytest.importorskip("sqlalchemy.dialects.postgresql")
    with pytest.raises(MissingExtra, match=r"psycopg is needed.*pip install psycopg"):
        RecordStore.open("postgresql+psycopg://localhost/redraft")


def test_a_fault_in_our_own_code_reaches_who_waits_and_closes_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    loud: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: loud.append(args.exc_type))

    def faulty(_connection: object) -> None:
        raise ZeroDivisionError("a fault")

    async def ask_both(store: RecordStore) -> None:
        writing = asyncio.ensure_future(store.write(record("a")))
        with pytest.raises(ZeroDivisionError):
            await store.database.run(faulty)
        await asyncio.gather(writing, return_exceptions=True)

    store = RecordStore.open("sqlite://")
    asyncio.run(ask_both(store))
    with pytest.raises(StoreError, match="closed"):
        asyncio.run(store.write(record("a")))
    store.close()
    assert loud == [ZeroDivisionError]


@pytest.mark.parametrize("odd", ["\udcff", "a\ud800b", "nul\0"])
def test_a_text_that_no_database_has_a_form_for_is_kept_and_found(odd: str) -> None:
    kept = replace(record(f"r{odd}"), context=Context(prompt=Prompt.of("x", id=odd)))
    with RecordStore.open("sqlite://") as store:
        written(store, kept, record("other"))
        assert asyncio.run(store.get(f"r{odd}")) == kept
        assert [found.id for found in asyncio.run(store.list(prompt_id=odd))] == [
            f"r{odd}".encode(errors="backslashreplace").decode().replace("\0", "\\x00")
        ]
        with pytest.raises(StoreError, match="no record"):
            asyncio.run(store.get(f"none{odd}"))


def test_numbers_and_labels_of_no_sense_are_kept_in_the_document() -> None:
    absurd = replace(record("a"), usage=Usage(calls=2**70), settings={"model": ["not", "a", "name"]})
    with RecordStore.open("sqlite://") as store:
        written(store, absurd)
        assert asyncio.run(store.get("a")) == absurd
        (summary,) = asyncio.run(store.list())
    assert (summary.calls, summary.model) == (2**31 - 1, "['not', 'a', 'name']")


def test_a_value_without_a_form_fails_the_work_that_has_it_and_no_other() -> None:
    def odd(connection: Connection) -> None:
        connection.execute(text("SELECT :number"), {"number": 2**64})

    async def ask_both(store: RecordStore) -> list[object]:
        return await asyncio.gather(store.database.run(odd), store.write(record("a")), return_exceptions=True)

    with RecordStore.open("sqlite://") as store:
        failed, done = asyncio.run(ask_both(store))
        assert isinstance(failed, StoreError)
        assert "cannot hold a value: OverflowError" in str(failed)
        assert done is None
        assert asyncio.run(store.get("a")) == record("a")


def test_sqlalchemy_is_imported_when_a_store_is_opened_and_not_before() -> None:
    probe = "print('sqlalchemy' in sys.modules)"
    program = f"import sys, redraft.store; {probe}; redraft.store.RecordStore; {probe}"
    env = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_what_is_kept_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "r.db"
    with RecordStore.open(str(path)) as store:
        written(store, full_record())
        assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    path.chmod(0o640)
    with RecordStore.open(str(path)) as store:
        written(store, record("abc1"))
    assert path.stat().st_mode & 0o777 == 0o640  # what its owner decided stays
