"""Kept calls: asked once, also by a run that comes later, and what a kill cut off spoils nothing."""

import asyncio
from pathlib import Path

import pytest

from redraft.core import Message, Request
from redraft.errors import Misuse, ModelUnavailable
from redraft.evals.prove.calls import Calls
from redraft.models import ScriptedModel


def asked(text: str) -> Request:
    return Request(messages=(Message.of("user", text),), temperature=0.7)


def test_the_same_question_is_asked_once_and_says_what_it_cost() -> None:
    calls = Calls()
    model = calls.around(ScriptedModel("one", "two"))
    assert calls.around(model) is model
    first, again, other = (asyncio.run(model.generate(asked(text))) for text in ("a", "a", "b"))
    assert first == again and first[0].usage.calls == 1 and other[0].text == "two"
    assert calls.n_sent == 2 and calls.usage().calls == 2


def test_a_later_run_goes_on_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    for answers in (("one",), ("two",)):
        calls = Calls(path)
        with calls.opened():
            model = calls.around(ScriptedModel(*answers))
            texts = [asyncio.run(model.generate(asked(text)))[0].text for text in ("a", "b")[: calls.n_before + 1]]
    assert texts == ["one", "two"] and calls.n_before == 1 and calls.n_sent == 1


def test_a_line_that_was_cut_off_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    calls = Calls(path)
    with calls.opened():
        asyncio.run(calls.around(ScriptedModel("one")).generate(asked("a")))
    path.write_bytes(path.read_bytes() + b'{"address": "12')
    with Calls(path).opened() as later:
        assert later.n_before == 1
        asyncio.run(later.around(ScriptedModel("two")).generate(asked("b")))
    assert Calls(path).n_before == 2


class Refusing(ScriptedModel):
    async def generate(self, request: Request) -> tuple[()]:  # type: ignore[override]
        raise ModelUnavailable("not today")


def test_a_failure_is_counted_and_not_kept() -> None:
    calls = Calls()
    with pytest.raises(ModelUnavailable):
        asyncio.run(calls.around(Refusing()).generate(asked("a")))
    assert calls.n_failed == 1 and isinstance(calls.last_failure, ModelUnavailable) and calls.usage().calls == 0


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot write"), Calls(tmp_path / "no" / "calls.jsonl").opened():
        pass
    with pytest.raises(Misuse, match="cannot read"):
        Calls(tmp_path)
