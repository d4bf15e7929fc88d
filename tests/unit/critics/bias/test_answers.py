"""The model's answers to a request and its counterfactuals."""

import asyncio

import pytest

from redraft.core import Attempt, Context, Critique, Draft, Prompt
from redraft.critics.bias.answers import KEPT_AS, Answers, ask_all, kept_before, packed, with_texts
from redraft.critics.bias.exchange import Exchange, Pair
from redraft.errors import ModelError
from redraft.models.scripted import ScriptedModel

EXCHANGE = Exchange(kind="religion", first="Muslim", second="Hindu", pairs=(Pair("Muslim", "Hindu"),))
PROMPT = Prompt.of("Muslim or Hindu?\nA) Muslim\nB) Hindu")


def test_what_is_known_is_not_asked_again() -> None:
    model = ScriptedModel("swapped")
    asked = asyncio.run(ask_all(model, PROMPT, EXCHANGE, None, own="mine", max_tokens=7))
    assert asked.answers == Answers(own="mine", exchanged="swapped") and asked.usage.calls == 1
    assert model.asked[0].max_tokens == 7


def test_three_requests_go_out_where_nothing_is_known_and_options_name_the_groups() -> None:
    model = ScriptedModel("one", "two", "three")
    asked = asyncio.run(ask_all(model, PROMPT, EXCHANGE, ("A", "B"), own=None, max_tokens=None))
    assert {asked.answers.own, asked.answers.exchanged, asked.answers.reordered} == {"one", "two", "three"}
    assert {r.messages[-1].text for r in model.asked} == {
        "Muslim or Hindu?\nA) Muslim\nB) Hindu",
        "Hindu or Muslim?\nA) Hindu\nB) Muslim",
        "Hindu or Muslim?\nA) Muslim\nB) Hindu",
    }


def test_the_limit_of_the_prompt_holds_for_its_counterfactual() -> None:
    prompt = Prompt.from_messages(PROMPT.messages, options={"max_tokens": 5})
    model = ScriptedModel("x")
    asyncio.run(ask_all(model, prompt, EXCHANGE, None, own="y", max_tokens=None))
    assert model.asked[0].max_tokens == 5


def test_a_model_that_fails_is_told_as_itself() -> None:
    with pytest.raises(ModelError, match="down"):
        asyncio.run(ask_all(ScriptedModel(ModelError("down")), PROMPT, EXCHANGE, None, own="y", max_tokens=None))


def test_answers_are_found_again_in_a_critique_of_the_same_version() -> None:
    answers = Answers(own="a", exchanged="ä", reordered=None)
    critique = Critique(critic="c", version="1", kind="verified", score=1.0, details={KEPT_AS: packed(answers)})
    context = Context(prompt=PROMPT).with_attempt(Attempt(draft=Draft.of("x"), critiques=(critique,)))
    assert kept_before(context, "c", "1") == answers
    assert kept_before(context, "c", "2") is None and kept_before(context, "d", "1") is None


def test_only_the_message_that_is_meant_is_changed() -> None:
    messages = (*PROMPT.messages, *PROMPT.messages)
    changed = with_texts(messages, str.upper, only=1)
    assert changed[0] == messages[0] and changed[1].text == messages[1].text.upper()
