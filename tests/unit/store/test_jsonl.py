import asyncio
from pathlib import Path

import pytest

from redraft.errors import StoreError
from redraft.store import BadLine, Imported, RecordStore, encode_record, records
from redraft.store.jsonl import read_lines, written_atomically
from unit.store.examples import full_record, record


def store_with(n: int) -> RecordStore:
    async def fill() -> None:
        await asyncio.gather(*(store.write(record(f"r{i:04}", text=f"answer {i} \u2028 \ud83d")) for i in range(n)))
        await store.write(full_record())

    store = RecordStore.open("sqlite://")
    asyncio.run(fill())
    return store


def test_export_and_import_give_the_same_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "PAGE", 3)
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    with store_with(10) as store:
        assert asyncio.run(store.export_jsonl(first)) == 11
    with RecordStore.open("sqlite://") as copy:
        assert asyncio.run(copy.import_jsonl(first)) == Imported(n_written=11, n_present=0, bad=())
        assert asyncio.run(copy.export_jsonl(second)) == 11
        assert asyncio.run(copy.get("0123")) == full_record()
    assert first.read_bytes() == second.read_bytes()


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with store_with(4) as store:
        asyncio.run(store.export_jsonl(path))
        assert asyncio.run(store.import_jsonl(path)) == Imported(n_written=0, n_present=5, bad=())


def test_bad_lines_are_reported_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good, other = encode_record(record("a")), encode_record(record("a", text="another answer"))
    later = encode_record(record("c")).replace('"schema_version":1', '"schema_version":7')
    lines = [good, "{broken", "", '{"id": 3}', later, other, encode_record(record("b"))]
    path.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n" + good.encode())
    with RecordStore.open("sqlite://") as store:
        done = asyncio.run(store.import_jsonl(path))
        assert {s.id for s in asyncio.run(store.list())} == {"a", "b"}
    assert (done.n_written, done.n_present) == (2, 1)
    assert [bad.line for bad in done.bad] == [2, 4, 5, 6, 8]
    assert "upgrade redraft" in done.bad[2].problem
    assert done.bad[3] == BadLine(line=6, problem="another record has the id 'a'; the one in the store stays")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (encode_record(record("a")).encode().replace(b"an answer", b"\xed\xa0\x80"), "not JSON"),
        (encode_record(record("a")).replace('"standing":0', '"standing":7').encode(), "attempt 7 stands, but it has 1"),
        (encode_record(record("a")).replace('"standing":0', '"standing":-1').encode(), "attempt -1 stands"),
        (b"[" * 5000, "nested too deeply"),
    ],
)
def test_a_line_that_only_looks_like_a_record_is_a_bad_line(tmp_path: Path, line: bytes, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line + b"\n" + encode_record(record("b")).encode())
    with RecordStore.open("sqlite://") as store:
        done = asyncio.run(store.import_jsonl(path))
    assert (done.n_written, [bad.line for bad in done.bad]) == (1, [1])
    assert problem in done.bad[0].problem


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf{}\r\n\r\n[]\r\n")
    assert list(read_lines(path)) == [(1, b"{}"), (3, b"[]")]


def test_a_file_that_is_not_there_is_an_error_of_the_store(tmp_path: Path) -> None:
    with (
        RecordStore.open("sqlite://") as store,
        pytest.raises(StoreError, match=r"cannot read .*none.jsonl.*check the path"),
    ):
        asyncio.run(store.import_jsonl(tmp_path / "none.jsonl"))
    with RecordStore.open("sqlite://") as store, pytest.raises(StoreError, match=r"cannot write .*check the folder"):
        asyncio.run(store.export_jsonl(tmp_path / "no" / "folder" / "a.jsonl"))


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path = folder / "a.jsonl"
    path.write_text("before")

    def fail_halfway() -> None:
        with written_atomically(path) as file:
            file.write("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert path.read_text() == "before"
    assert list(folder.iterdir()) == [path]
