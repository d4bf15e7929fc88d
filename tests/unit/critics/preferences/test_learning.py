import asyncio
from pathlib import Path

import pytest

from redraft.critics.preferences import Learnt, Written, learn, read_profile
from redraft.errors import Misuse
from redraft.models.scripted import ScriptedModel

EDITS = [Written(context=f"c{n}", before=f"We don't know {n} 😀", after=f"We do not know {n}") for n in range(6)]


def learnt(path: Path, edits: list[Written], model: ScriptedModel | None = None) -> Learnt:
    return asyncio.run(learn(path, edits, model=model, date="2026-11-22"))


def test_each_edit_becomes_one_entry_once(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    same = Written(context="x", before="y", after=" y\n")
    done = learnt(path, [*EDITS[:2], EDITS[0], same])
    assert (len(done.added), done.n_unchanged) == (2, 2)
    again = learnt(path, EDITS[:3])
    assert ([one.written for one in again.added], again.n_known) == ([EDITS[2]], 2)
    assert [one.date for one in read_profile(path).preferences] == ["2026-11-22"] * 3


def test_a_model_is_asked_once_for_each_new_edit_and_doubts_are_told(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    model = ScriptedModel("Preference: Write formally.", "I do not know.")
    done = learnt(path, EDITS[:2], model)
    assert [one.by for one in done.added] == ["scripted/model", "code"]
    assert list(done.doubts) == [EDITS[1].id]
    assert done.usage.calls == 2
    learnt(path, EDITS[:2], ScriptedModel())


def test_what_was_learnt_before_a_stop_is_kept_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    stopping = ScriptedModel(*["Preference: Write formally."] * 4, RuntimeError("the machine went down"))
    with pytest.raises(RuntimeError, match="went down"):
        learnt(path, EDITS, stopping)
    assert len(read_profile(path).preferences) == 4
    rest = ScriptedModel(*["Preference: Write formally."] * 2)
    assert len(learnt(path, EDITS, rest).added) == 2
    assert rest.n_left == 0


def test_no_model_is_asked_for_words_that_would_have_no_place(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Title\n\nMy notes\n")
    with pytest.raises(Misuse, match="does not look like a profile"):
        learnt(path, EDITS, ScriptedModel())
    assert path.read_text() == "# Title\n\nMy notes\n"


def test_an_edit_without_words_is_not_kept_and_learnt_once_a_model_has_some(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    deleted, corrected = (
        Written(context="", before="Hi", after=""),
        Written(context="", before="It costs 3.", after="It costs 4."),
    )
    done = learnt(path, [deleted, EDITS[0], corrected])
    assert ([one.written for one in done.added], done.undescribed) == ([EDITS[0]], (deleted, corrected))
    assert (done.n_known, done.n_unchanged) == (0, 0)
    silent = learnt(path, [corrected], ScriptedModel("I do not know."))
    assert (silent.added, silent.undescribed, list(silent.doubts)) == ((), (corrected,), [corrected.id])
    told = learnt(path, [deleted, EDITS[0]], ScriptedModel("Preference: Do not greet."))
    assert ([one.says for one in told.added], told.n_known) == (["Do not greet."], 1)
