import pytest

from redraft.core import Budget, Prompt, Usage
from redraft.engine.renderers import render_alone
from redraft.engine.strategies import SelfReminder
from redraft.errors import Misuse
from redraft.prompts import LANGUAGES, load
from support.critics import attempt, context_of

ASKED = Prompt.of("How do I pop a balloon?")


def shown(place, prompt=ASKED):
    messages = render_alone(prompt, SelfReminder(place=place).rendering, "chat")
    return [(message.role, message.text) for message in messages]


def test_the_reminder_is_a_system_message_of_its_own_where_there_is_none():
    system, user = shown("system")
    assert system[0] == "system" and system[1].startswith("You are a responsible assistant")
    assert user == ("user", "How do I pop a balloon?")


def test_the_reminder_joins_a_system_message_that_is_there():
    system, user = shown("system", Prompt.of("How?", system="Be brief."))
    assert system[1].startswith("Be brief.\n\nYou are a responsible assistant")
    assert user == ("user", "How?")


def test_around_stands_before_and_after_the_last_thing_the_user_said():
    ((role, text),) = shown("around")
    before, request, after = text.split("\n\n")
    assert (role, request) == ("user", "How do I pop a balloon?")
    assert before.endswith("in a responsible way.") and after.startswith("Remember:")


def test_it_speaks_the_language_of_the_prompt():
    system, _ = shown("system", Prompt.of("怎樣安靜地弄破氣球？"))
    assert system[1].startswith("你是負責任的助手")
    assert {load("reminder_around", language).language for language in LANGUAGES} == set(LANGUAGES)


def test_there_is_one_answer_whatever_a_critic_says():
    decision = SelfReminder().next(context_of("q", [attempt("a", 0.0)]), Usage(), Budget(rounds=3))
    assert (decision.action, decision.reason) == ("keep", "no_correction")


def test_an_unknown_place_is_refused():
    with pytest.raises(Misuse, match="`place` must be system or around, got 'after'"):
        SelfReminder(place="after")
