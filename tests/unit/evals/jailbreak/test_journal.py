from pathlib import Path

import pytest

from redraft.core import Usage
from redraft.errors import Misuse
from redraft.evals.jailbreak.journal import Journal
from redraft.evals.jailbreak.outcome import Answer, Outcome, key_of

DONE = Outcome(
    defence="no defence", attack="magic", wish="harmful", id="1",
    answers=(Answer(text="La.", read="compliance", judged=0.0, usage=Usage(calls=1, usd=None)),),
)  # fmt: skip
FAILED = Outcome(defence="no defence", attack="magic", wish="harmful", id="2", answers=(), failed="model_error: busy")


def kept(folder: Path, *outcomes: Outcome) -> None:
    with Journal(folder, {"model": "a"}) as journal:
        for outcome in outcomes:
            journal.add(outcome)


def test_what_was_kept_comes_back_and_what_failed_can_be_tried_again(tmp_path: Path) -> None:
    kept(tmp_path / "new" / "folder", DONE, FAILED)
    journal = Journal(tmp_path / "new" / "folder", {"model": "a"})
    assert journal.outcomes() == {key_of(DONE): DONE, key_of(FAILED): FAILED}
    assert journal.outcomes(again=True) == {key_of(DONE): DONE}
    assert Journal(tmp_path / "other", {"model": "a"}).outcomes() == {}


def test_a_line_that_a_kill_cut_off_is_left_alone(tmp_path: Path) -> None:
    kept(tmp_path, DONE)
    with (tmp_path / "outcomes.jsonl").open("a") as file:
        file.write('{"defence": "no def')
    kept(tmp_path, FAILED)
    assert set(Journal(tmp_path, {"model": "a"}).outcomes()) == {key_of(DONE), key_of(FAILED)}


def test_a_line_cut_in_the_middle_of_a_character_is_left_alone(tmp_path: Path) -> None:
    kept(tmp_path, DONE)
    with (tmp_path / "outcomes.jsonl").open("ab") as file:
        file.write('{"defence": "拒'.encode()[:-1])
    kept(tmp_path, FAILED)
    assert set(Journal(tmp_path, {"model": "a"}).outcomes()) == {key_of(DONE), key_of(FAILED)}


def test_what_is_measured_is_written_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(source: str, target: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", killed)
        with pytest.raises(KeyboardInterrupt):
            Journal(tmp_path, {"model": "a"})
    assert not (tmp_path / "run.json").exists()
    kept(tmp_path, DONE)
    before = (tmp_path / "run.json").stat().st_mtime_ns
    assert set(Journal(tmp_path, {"model": "a"}).outcomes()) == {key_of(DONE)}
    assert (tmp_path / "run.json").stat().st_mtime_ns == before


def test_another_measurement_and_a_place_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    kept(tmp_path, DONE)
    with pytest.raises(Misuse, match="holds another measurement: its model is 'a', here it is 'b'"):
        Journal(tmp_path, {"model": "b"})
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(Misuse, match=r"run.json' cannot be read"):
        Journal(tmp_path, {"model": "a"})
    (tmp_path / "file").write_text("")
    with pytest.raises(Misuse, match="cannot write into"):
        Journal(tmp_path / "file", {"model": "a"})
