from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.core import Critique
from redraft.errors import Misuse
from redraft.evals.measuring.journal import Journal, Judgement


def judgement(id: str, *, version: str = "1", data: str = "d", text: str = "") -> Judgement:
    critique = Critique(critic="c", version=version, kind="verified", score=0.5, text=text)
    return Judgement(data=data, id=id, critique=critique, wall_s=0.25, cpu_s=0.125)


def judged(path: Path, *, data: str = "d", version: str = "1") -> dict[str, Judgement]:
    return Journal(path).judged(data=data, critic="c", version=version)


def test_what_was_added_is_read_back(tmp_path: Path) -> None:
    path, odd = tmp_path / "j.jsonl", judgement("b", text="half a pair \ud83d, and\na line")
    with Journal(path) as journal:
        journal.add(judgement("a"))
        assert list(judged(path)) == ["a"]  # on disk at once
        journal.add(odd)
    assert judged(path) == {"a": judgement("a"), "b": odd}


def test_a_missing_file_holds_nothing_and_is_not_made_by_looking(tmp_path: Path) -> None:
    assert judged(tmp_path / "j.jsonl") == {} and not (tmp_path / "j.jsonl").exists()


def test_judgements_of_other_data_or_of_another_version_do_not_count_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    with Journal(path) as journal:
        for one in (judgement("a"), judgement("b", version="2"), judgement("c", data="other")):
            journal.add(one)
    assert list(judged(path)) == ["a"]
    assert list(judged(path, version="2")) == ["b"]
    assert list(judged(path, data="other")) == ["c"]


def test_a_line_that_a_kill_cut_off_costs_that_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    with Journal(path) as journal:
        journal.add(judgement("a"))
        journal.add(judgement("b"))
    path.write_bytes(path.read_bytes()[:-20])
    with Journal(path) as journal:
        journal.add(judgement("c"))
    assert list(judged(path)) == ["a", "c"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No such file or directory; give another folder"), Journal(tmp_path / "a" / "b"):
        raise AssertionError("must not be reached")


@given(st.binary(max_size=120))
def test_whatever_a_journal_holds_new_judgements_are_kept(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        path.write_bytes(content)
        with Journal(path) as journal:
            journal.add(judgement("a"))
        assert judged(path) == {"a": judgement("a")}
        assert path.read_bytes().startswith(content)
