"""Answers that are missing from a reply are asked for, and those that came are not asked for again."""

import asyncio
from dataclasses import dataclass, field

import pytest

from fake_server import Behaviour, FakeServer
from redraft.core import Dialect, Draft, Message, Model, Request, Usage
from redraft.errors import ModelRejected
from redraft.models import ModelSettings, ScriptedModel, SeveralAnswers, open_model
from support.endpoints import against, asked


@dataclass
class OneAtATime:
    """A model that gives one answer, whatever is asked, and fails at the calls that are named."""

    fails_at: tuple[int, ...] = ()
    asked: list[Request] = field(default_factory=list)
    name: str = "one/model"
    dialect: Dialect = "trace"
    window_tokens: int | None = 9

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        self.asked.append(request)
        number = len(self.asked) - 1
        await asyncio.sleep(0)
        if number in self.fails_at:
            raise ModelRejected(f"call {number} failed")
        return (Draft.of(f"answer {number}", by=self.name, usage=Usage(calls=1, completion_tokens=2)),)


def ask(model: SeveralAnswers, n: int, seed: int | None = None) -> tuple[Draft, ...]:
    return asyncio.run(model.generate(Request(messages=(Message.of("user", "x"),), n=n, seed=seed)))


def test_what_comes_whole_is_passed_on() -> None:
    inner = ScriptedModel("a", "b", "c")
    assert [draft.text for draft in ask(SeveralAnswers(inner), 3)] == ["a", "b", "c"]
    assert len(inner.asked) == 1


def test_missing_answers_are_asked_for_with_seeds_of_their_own() -> None:
    inner = OneAtATime()
    drafts = ask(SeveralAnswers(inner), 3, seed=10)
    assert [draft.text for draft in drafts] == ["answer 0", "answer 1", "answer 2"]
    assert [(request.n, request.seed) for request in inner.asked] == [(3, 10), (1, 11), (1, 12)]
    assert [draft.usage.completion_tokens for draft in drafts] == [6, 0, 0]


def test_where_one_answer_is_known_to_come_each_is_asked_for_at_once() -> None:
    inner = OneAtATime()
    model = SeveralAnswers(inner)
    ask(model, 2)
    ask(model, 1)
    inner.asked.clear()
    assert len(ask(model, 2, seed=5)) == 2
    assert [(request.n, request.seed) for request in inner.asked] == [(1, 5), (1, 6)]


def test_a_failure_is_raised_as_itself() -> None:
    with pytest.raises(ModelRejected, match="call 2 failed"):
        ask(SeveralAnswers(OneAtATime(fails_at=(2,))), 4)


def test_the_wrapper_is_known_by_the_model_inside() -> None:
    inner: Model = OneAtATime()
    model = SeveralAnswers(inner)
    assert (model.name, model.dialect, model.window_tokens, model.inner) == ("one/model", "trace", 9, inner)


def test_an_answer_that_came_is_not_paid_again_because_another_failed() -> None:
    # Of the four calls for the missing answers one fails, and is the only one that is tried again.
    behaviour = Behaviour(ignores_n=True, faults=["ok", "ok", "429:0", "ok", "ok"], replies=[("", "four")])

    async def work(server: FakeServer) -> tuple[tuple[Draft, ...], int]:
        model = open_model(ModelSettings(model=f"{server.url}#m"), environ={})
        return await model.generate(asked(n=5)), server.stats.n_answered

    drafts, n_answered = against(behaviour, work)
    assert [draft.text for draft in drafts] == ["four"] * 5
    assert n_answered == drafts[0].usage.calls == 5
