"""The same question is asked once, and only answers that would come out the same are kept."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from redraft.core import Draft, Message, Part, Request, Usage
from redraft.errors import Misuse, ModelUnavailable
from redraft.models import CachedModel, FolderShelf, MemoryShelf, ScriptedModel

REQUEST = Request(messages=(Message.of("user", "hello"),), temperature=0.0)


def ask(model: CachedModel, request: Request = REQUEST) -> tuple[Draft, ...]:
    return asyncio.run(model.generate(request))


@pytest.fixture(params=["memory", "folder"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryShelf | FolderShelf:
    return MemoryShelf() if request.param == "memory" else FolderShelf(tmp_path / "answers")


def test_the_second_time_the_answer_comes_from_the_shelf_and_costs_nothing(shelf: MemoryShelf | FolderShelf) -> None:
    model = CachedModel(ScriptedModel("good day"), shelf)
    first, second = ask(model)[0], ask(model)[0]
    assert first.usage.calls == 1
    assert second.usage == Usage()
    assert second == replace(first, usage=Usage(), extra={"from_cache": True})
    assert (model.n_hits, model.n_misses) == (1, 1)


def test_everything_in_a_draft_survives_the_shelf(shelf: MemoryShelf | FolderShelf) -> None:
    parts = (Part(text="見\u200b本"), Part(kind="tool_call", data={"function": {"name": "f", "arguments": "{}"}}))
    draft = Draft(parts=parts, by="a/b", finish_reason="stop", extra={"logprobs": {"content": [{"logprob": -0.25}]}})
    model = CachedModel(ScriptedModel(draft), shelf)
    ask(model)
    kept = ask(model)[0]
    assert (kept.parts, kept.by, kept.finish_reason) == (parts, "a/b", "stop")
    assert kept.extra["logprobs"] == {"content": [{"logprob": -0.25}]}


def test_sampled_answers_are_kept_only_with_a_seed(shelf: MemoryShelf | FolderShelf) -> None:
    model = CachedModel(ScriptedModel("a", "b", "c", "d", "e"), shelf)
    warm, unsaid = replace(REQUEST, temperature=0.7), replace(REQUEST, temperature=None)
    seeded = replace(warm, seed=1)
    texts = [ask(model, request)[0].text for request in (warm, warm, unsaid, unsaid, seeded, seeded)]
    assert texts == ["a", "b", "c", "d", "e", "e"]


def test_another_request_or_model_is_another_question(shelf: MemoryShelf | FolderShelf) -> None:
    ask(CachedModel(ScriptedModel("a", name="scripted/a"), shelf))
    other = CachedModel(ScriptedModel("b", "c", name="scripted/b"), shelf)
    assert ask(other)[0].text == "b"
    assert ask(other, replace(REQUEST, max_tokens=3))[0].text == "c"


def test_the_cache_key_of_a_correction_does_not_matter(shelf: MemoryShelf | FolderShelf) -> None:
    model = CachedModel(ScriptedModel("a"), shelf)
    ask(model, replace(REQUEST, cache_key="correction 1"))
    assert ask(model, replace(REQUEST, cache_key="correction 2"))[0].text == "a"


def test_a_failure_is_not_kept(shelf: MemoryShelf | FolderShelf) -> None:
    model = CachedModel(ScriptedModel(ModelUnavailable("down"), "a"), shelf)
    with pytest.raises(ModelUnavailable, match="down"):
        ask(model)
    assert ask(model)[0].text == "a"


def test_memory_forgets_what_was_not_used_for_longest() -> None:
    model = CachedModel(ScriptedModel("a", "b", "c", "b again"), MemoryShelf(max_entries=2))
    a, b, c = (replace(REQUEST, max_tokens=n) for n in (1, 2, 3))
    for request in (a, b, a, c):
        ask(model, request)
    assert ask(model, a)[0].text == "a"
    assert ask(model, b)[0].text == "b again"


def test_a_damaged_file_is_asked_for_again_and_replaced(tmp_path: Path) -> None:
    model = CachedModel(ScriptedModel("a", "a again"), FolderShelf(tmp_path))
    ask(model)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(b'[{"parts": [')
    assert ask(model)[0].text == "a again"
    assert ask(model)[0].text == "a again"


def test_another_process_finds_the_folder_as_it_was_left(tmp_path: Path) -> None:
    ask(CachedModel(ScriptedModel("a"), FolderShelf(tmp_path)))
    assert ask(CachedModel(ScriptedModel(), FolderShelf(str(tmp_path))))[0].text == "a"
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json"]


def test_a_folder_that_is_a_file_is_refused_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "answers"):
        with pytest.raises(Misuse, match=r"answers cannot be kept in '.*file.*'.*name a folder"):
            FolderShelf(folder)


def test_a_folder_is_not_made_before_there_is_an_answer(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "answers"
    model = CachedModel(ScriptedModel("a"), FolderShelf(folder))
    assert not folder.parent.exists()
    ask(model)
    assert folder.is_dir()


def test_an_answer_that_cannot_be_kept_is_still_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "answers"
    model = CachedModel(ScriptedModel("a", "a again"), FolderShelf(folder))
    folder.write_text("somebody put a file here")
    assert [ask(model)[0].text, ask(model)[0].text] == ["a", "a again"]
    assert f"an answer is not kept in {folder}" in caplog.text


def test_the_wrapper_is_known_by_the_model_inside() -> None:
    model = CachedModel(ScriptedModel(name="scripted/a", dialect="trace", window_tokens=9))
    assert (model.name, model.dialect, model.window_tokens) == ("scripted/a", "trace", 9)
