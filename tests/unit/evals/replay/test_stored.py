import asyncio

import pytest

from redraft.core import Draft, Message, Request
from redraft.engine.stops import BudgetSpent
from redraft.evals.replay.stored import StoredModel


def texts(model: StoredModel, n: int = 1) -> list[str]:
    request = Request(messages=(Message.of("user", "?"),), n=n)
    return [draft.text for draft in asyncio.run(model.generate(request))]


def test_answers_are_handed_out_in_their_order_as_many_as_are_asked_for() -> None:
    model = StoredModel([Draft.of(text) for text in "abcd"])
    assert texts(model) == ["a"] and texts(model, 2) == ["b", "c"] and texts(model) == ["d"]


def test_when_fewer_are_left_than_asked_for_the_answers_are_spent() -> None:
    model = StoredModel([Draft.of("a"), Draft.of("b")])
    texts(model)
    with pytest.raises(BudgetSpent) as spent:
        texts(model, 2)
    assert spent.value.decision.reason == "answers_spent"
    assert spent.value.decision.detail == "another draft was wanted, and the 2 stored answers had been handed out"
    with pytest.raises(BudgetSpent):
        texts(model)


def test_a_draft_keeps_who_wrote_it() -> None:
    model = StoredModel([Draft.of("a", by="openai/m")])
    (draft,) = asyncio.run(model.generate(Request(messages=(Message.of("user", "?"),))))
    assert draft.by == "openai/m" and model.name == "stored"
