from dataclasses import fields

import pytest

from redraft.core import Message, Part, Prompt


def test_a_prompt_has_no_place_for_a_reference_answer():
    assert {field.name for field in fields(Prompt)} == {"id", "messages", "options", "metadata"}


def test_the_same_question_gets_the_same_id_and_another_option_another_one():
    messages = (Message.of("user", "2+2?"),)
    plain = Prompt.from_messages(messages)
    assert plain.id == Prompt.of("2+2?").id
    assert plain.id != Prompt.from_messages(messages, options={"max_tokens": 5}).id
    assert plain.id != Prompt.of("2+3?").id


def test_a_lone_surrogate_in_a_prompt_still_gets_an_id():
    assert len(Prompt.of("broken \ud800 text").id) == 16


def test_the_text_is_the_last_user_turn():
    turns = (Message.of("user", "first"), Message.of("assistant", "yes?"), Message.of("user", "second"))
    assert Prompt.from_messages(turns).text == "second"
    assert Prompt.from_messages((Message.of("system", "only"),)).text == "only"


def test_pictures_add_no_words():
    message = Message(role="user", parts=(Part(text="see "), Part(kind="image", data={"url": "x"}), Part(text="this")))
    assert message.text == "see this"


def test_labels_are_texts():
    with pytest.raises(ValueError, match="metadata 'row' must be a text, got 3; write it as '3'"):
        Prompt(id="p", messages=(Message.of("user", "q"),), metadata={"row": 3})


def test_an_empty_conversation_is_refused():
    with pytest.raises(ValueError, match="needs at least one message"):
        Prompt(id="p", messages=())
