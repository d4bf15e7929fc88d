"""Adding files is incremental, goes on after what cannot be read, and survives being killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.sources import Counts, Knowledge, is_knowledge, open_knowledge
from redraft.sources.adding import Progress, add_files
from rules.repository import ROOT
from support.documents import folder, pdf


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return folder(tmp_path / "files")


def opened(tmp_path: Path) -> Knowledge:
    return open_knowledge(tmp_path / "index.db", writing=True)


def found(knowledge: Knowledge, query: str) -> list[str]:
    return [Path(passage.provenance.document).name for passage in knowledge.find(query, 3)]


def test_a_folder_of_every_format_is_found(files: Path, tmp_path: Path) -> None:
    with opened(tmp_path) as knowledge:
        added = add_files(knowledge, [files])
        assert added.counts == Counts(new=6, passages=11)
        assert added.faults == ()
        assert found(knowledge, "first program") == ["plain.txt"]
        assert found(knowledge, "ciphers at Bletchley") == ["notes.md"]
        assert found(knowledge, "born in Warsaw")[0] == "page.html"
        assert set(found(knowledge, "moth")) == {"paper.pdf"}
        assert found(knowledge, "height of the Eiffel Tower")[0] == "towers.csv"
        assert found(knowledge, "length of the Rhine")[0] == "rivers.jsonl"
        (notes,) = knowledge.find("ciphers", 1)
        assert notes.title == "Notes on people > Alan Turing > Work"
        assert notes.provenance.date == "2020-05-06"
        text = (files / "notes.md").read_text()
        assert text[notes.provenance.start : notes.provenance.end] == notes.text


def test_what_is_unchanged_is_not_read_again(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as knowledge:
        add_files(knowledge, [files])
        (files / "plain.txt").write_text("Ada Lovelace wrote of engines.\n")
        os.utime(files / "notes.md", ns=(1, 1))  # another date, the same bytes
        (files / "page.html").unlink()
        (files / "new.txt").write_text("Something new.")
        read: list[str] = []
        read_bytes = Path.read_bytes

        def noted(path: Path) -> bytes:
            read.append(path.name)
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", noted)
        added = add_files(knowledge, [files])
        assert sorted(read) == ["new.txt", "notes.md", "plain.txt"]
        assert added.counts == Counts(new=1, changed=1, unchanged=4, removed=1, passages=2)
        assert added.removed == (str(files / "page.html"),)
        assert found(knowledge, "engines") == ["plain.txt"]
        assert found(knowledge, "program") == found(knowledge, "Warsaw") == []
        read.clear()
        assert add_files(knowledge, [files]).counts == Counts(unchanged=6)
        assert read == []
        assert add_files(knowledge, [files], rehash=True).counts == Counts(unchanged=6)
        assert len(read) == 6


def test_what_was_indexed_from_elsewhere_stays(files: Path, tmp_path: Path) -> None:
    other = tmp_path / "files-too"
    other.mkdir()
    (other / "a.txt").write_text("Elsewhere.")
    with opened(tmp_path) as knowledge:
        knowledge.add_texts({"a text": "From memory."})
        add_files(knowledge, [files, other])
        (other / "a.txt").unlink()
        assert add_files(knowledge, [files]).counts.removed == 0
        assert add_files(knowledge, [files, other]).counts.removed == 1
        assert found(knowledge, "memory") == ["a text"]


def test_faults_name_the_file_and_the_place_and_the_rest_goes_on(files: Path, tmp_path: Path) -> None:
    (files / "broken.pdf").write_bytes(pdf("x")[:150])
    (files / "empty.txt").write_bytes(b"")
    (files / "binary.txt").write_bytes(b"\x7fELF\0\0\0")
    (files / "rows.csv").write_text("a,b\n1\n2,3\n")
    (files / "program.exe").write_bytes(b"MZ")
    (files / ".hidden.txt").write_text("hidden")
    (files / "loop").symlink_to(files)
    (files / "self").symlink_to(files / "self")
    with opened(tmp_path) as knowledge:
        added = add_files(knowledge, [files])
        told = {str(fault).removeprefix(f"{files}/").partition(";")[0] for fault in added.faults}
        assert {one.partition(": ")[0] for one in told} == {
            "broken.pdf", "empty.txt", "binary.txt", "rows.csv, line 2", "loop", "self",
        }  # fmt: skip
        assert added.counts.new == 7
        assert added.passed_over == {".exe": 1}


def test_a_file_that_broke_since_keeps_what_was_indexed_and_says_so(files: Path, tmp_path: Path) -> None:
    with opened(tmp_path) as knowledge:
        add_files(knowledge, [files])
        (files / "paper.pdf").write_bytes(b"%PDF- no more")
        (fault,) = add_files(knowledge, [files]).faults
        assert fault.problem.endswith("what was indexed from it before stays")
        assert set(found(knowledge, "moth")) == {"paper.pdf"}


def test_what_a_locked_folder_hides_is_not_taken_for_gone(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = files / "inner"
    inner.mkdir()
    (inner / "deep.txt").write_text("Deep inside.")
    scandir = os.scandir

    def locked(path: Path):  # type: ignore[no-untyped-def]  # stands for os.scandir
        if Path(path) == inner:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with opened(tmp_path) as knowledge:
        add_files(knowledge, [files])
        monkeypatch.setattr(os, "scandir", locked)
        added = add_files(knowledge, [files])
        assert added.counts.removed == 0
        assert "Permission denied" in str(added.faults[0])
        assert found(knowledge, "deep inside") == ["deep.txt"]


def test_a_file_that_is_too_large_or_named_itself(files: Path, tmp_path: Path) -> None:
    (files / "strange.note").write_text("A strange ending.")
    with opened(tmp_path) as knowledge:
        added = add_files(knowledge, [files / "strange.note", files / "plain.txt"], max_file_bytes=30)
        assert "has 0.0 MB, more than 0" in str(added.faults[0])
        assert found(knowledge, "strange") == ["strange.note"]
        with pytest.raises(Misuse, match="is not there"):
            add_files(knowledge, [tmp_path / "nowhere"])


def test_a_pipe_that_is_named_is_told_and_not_waited_for(files: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with opened(tmp_path) as knowledge:
        added = add_files(knowledge, [tmp_path / "pipe.txt", files])
        assert [fault.problem[:33] for fault in added.faults] == ["is neither a file nor a folder; s"]
        assert added.counts.new == 6


def test_a_file_whose_name_is_no_utf_8_is_read_once(tmp_path: Path) -> None:
    for byte in (b"\xfe", b"\xff"):
        (tmp_path / "docs").mkdir(exist_ok=True)
        Path(os.fsdecode(os.fsencode(tmp_path / "docs" / "n") + byte + b".txt")).write_text(f"Notes {byte!r}.")
    with opened(tmp_path) as knowledge:
        assert add_files(knowledge, [tmp_path / "docs"]).counts == Counts(new=2, passages=2)
        again = add_files(knowledge, [tmp_path / "docs"])
        assert (again.counts, again.removed) == (Counts(unchanged=2), ())
        assert [Path(one.name).name for one in knowledge.documents()] == ["n\\xfe.txt", "n\\xff.txt"]


def test_progress_tells_each_file(files: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    with opened(tmp_path) as knowledge:
        add_files(knowledge, [files], on_progress=seen.append)
    assert [one.n_done for one in seen] == list(range(7))
    assert {one.n_files for one in seen} == {6}


SLOW = """
import sys, time
from redraft.sources import open_knowledge, writing
from redraft.sources.adding import add_files
writing.BATCH_PASSAGES = 10
with open_knowledge(sys.argv[1], backend=sys.argv[2], writing=True) as knowledge:
    for at in [0]:
        add_files(knowledge, [sys.argv[3]], on_progress=lambda one: (print(one.n_done, flush=True), time.sleep(0.002)))
"""


@pytest.mark.parametrize("backend", ["fts5", "tantivy"])
def test_a_killed_run_leaves_a_valid_index_and_the_next_one_does_the_rest(tmp_path: Path, backend: str) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(120):
        (many / f"{number:03}.txt").write_text(f"Document number{number} tells of topic{number % 7}.")
    index = tmp_path / "killed"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", SLOW, str(index), backend, str(many)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 55:
                process.send_signal(signal.SIGKILL)
                break
    assert is_knowledge(index)  # also while all but its first bytes lies in the file beside it
    with open_knowledge(index, backend=backend, writing=True) as knowledge:
        kept = len(knowledge.documents())
        assert 40 <= kept < 120
        added = add_files(knowledge, [many])
        assert (added.counts.unchanged, added.counts.new) == (kept, 120 - kept)
        assert [p.provenance.document for p in knowledge.find("number77", 5)] == [str(many / "077.txt")]
        assert len(knowledge.find("topic3", 50)) == 17


def test_two_processes_that_write_at_once_do_each_others_work_no_harm(tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(60):
        (many / f"{number:02}.txt").write_text(f"Document number{number}.")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", SLOW, str(tmp_path / "both.db"), "fts5", str(many)]
    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    with open_knowledge(tmp_path / "both.db", writing=True) as knowledge:
        assert (len(knowledge.documents()), knowledge.n_passages) == (60, 60)
        (check,) = knowledge.catalogue.connection.execute("PRAGMA integrity_check").fetchone()
        knowledge.catalogue.connection.execute("INSERT INTO fts (fts) VALUES ('integrity-check')")
        assert check == "ok"
        assert len(knowledge.find("number7", 5)) == 1
