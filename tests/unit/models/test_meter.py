"""The meter counts everything that went through, also what failed."""

import asyncio

import pytest

from redraft.core import Draft, Message, Request, Usage
from redraft.errors import ModelUnavailable
from redraft.models import MeteredModel, ScriptedModel

REQUEST = Request(messages=(Message.of("user", "three words here"),))


def test_usage_of_all_answers_adds_up() -> None:
    paid = Draft.of("b", usage=Usage(calls=1, prompt_tokens=5, cached_tokens=2, completion_tokens=1, usd=0.5))
    model = MeteredModel(ScriptedModel("one answer", paid))

    async def ask_twice() -> None:
        await model.generate(REQUEST)
        await model.generate(REQUEST)

    asyncio.run(ask_twice())
    assert model.usage == Usage(calls=2, prompt_tokens=8, cached_tokens=2, completion_tokens=3, usd=0.5)
    assert (model.n_requests, model.n_failed) == (2, 0)


def test_a_failure_is_counted_and_passed_on() -> None:
    model = MeteredModel(ScriptedModel(ModelUnavailable("down")))
    with pytest.raises(ModelUnavailable, match="down"):
        asyncio.run(model.generate(REQUEST))
    assert (model.n_requests, model.n_failed, model.usage) == (1, 1, Usage())


def test_the_wrapper_is_known_by_the_model_inside() -> None:
    model = MeteredModel(ScriptedModel(name="scripted/a", dialect="trace", window_tokens=9))
    assert (model.name, model.dialect, model.window_tokens) == ("scripted/a", "trace", 9)
