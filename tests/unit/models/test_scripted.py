"""The scripted model gives what was prepared and is loud when that runs out."""

import asyncio

import pytest

from redraft.core import Draft, Message, Request, Usage
from redraft.errors import ModelUnavailable, RedraftError, ScriptExhausted
from redraft.models import ScriptedModel


def ask(model: ScriptedModel, text: str = "two and two", n: int = 1) -> tuple[Draft, ...]:
    return asyncio.run(model.generate(Request(messages=(Message.of("user", text),), n=n)))


def test_answers_come_in_the_order_they_were_prepared_and_requests_are_remembered() -> None:
    model = ScriptedModel("first", "second")
    assert [ask(model, "a")[0].text, ask(model, "b")[0].text] == ["first", "second"]
    assert [request.messages[0].text for request in model.asked] == ["a", "b"]
    assert model.n_left == 0


def test_it_runs_out_loudly_and_says_how_often_it_was_asked() -> None:
    model = ScriptedModel("only one")
    ask(model)
    with pytest.raises(ScriptExhausted, match=r"asked 2 time\(s\).* 1 were prepared.*'two and two'") as caught:
        ask(model)
    assert isinstance(caught.value, RedraftError)
    assert isinstance(caught.value, AssertionError)
    assert len(model.asked) == 2


def test_a_call_for_several_answers_takes_as_many() -> None:
    model = ScriptedModel("a", "b", "c")
    assert [draft.text for draft in ask(model, n=2)] == ["a", "b"]
    with pytest.raises(ScriptExhausted, match=r"the last time for 2 answer\(s\)"):
        ask(model, n=2)


def test_a_prepared_exception_is_raised_in_its_turn() -> None:
    model = ScriptedModel("a", ModelUnavailable("down"), "b")
    ask(model)
    with pytest.raises(ModelUnavailable, match="down"):
        ask(model)
    assert ask(model)[0].text == "b"
    assert len(model.asked) == 3


def test_a_prepared_draft_is_given_as_it_is() -> None:
    draft = Draft.of("a", by="someone/else", usage=Usage(calls=1, prompt_tokens=7))
    assert ask(ScriptedModel(draft)) == (draft,)


def test_usage_counts_words_and_stands_on_the_first_draft_alone() -> None:
    first, second = ask(ScriptedModel("it is four", "four"), n=2)
    assert first.usage == Usage(calls=1, prompt_tokens=3, completion_tokens=4)
    assert second.usage == Usage()


def test_name_dialect_and_window_are_the_callers_choice() -> None:
    model = ScriptedModel("a", name="scripted/judge", dialect="trace", window_tokens=64)
    assert (model.name, model.dialect, model.window_tokens) == ("scripted/judge", "trace", 64)
    assert ask(model)[0].by == "scripted/judge"
