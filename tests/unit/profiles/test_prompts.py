import pytest

from redraft.core import Message, Part, Prompt
from redraft.errors import Misuse
from redraft.profiles import as_prompt


def test_a_text_is_one_user_message() -> None:
    assert as_prompt("2 + 2?") == Prompt.of("2 + 2?")
    assert as_prompt("2 + 2?", id="sum").id == "sum"


def test_a_prompt_is_taken_as_it_is() -> None:
    prompt = Prompt.of("x", id="p")
    assert as_prompt(prompt) is prompt


def test_every_part_of_a_conversation_is_kept() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:,"}}
    sound = {"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    prompt = as_prompt(
        [
            {
                "role": "user",
                "name": "ann",
                "content": [{"type": "text", "text": "look"}, image, sound, {"type": "file"}],
            },
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": ""},
        ]
    )
    first = (Part(text="look"), Part(kind="image", data=image), Part(kind="audio", data=sound))
    assert prompt.messages == (
        Message(role="user", parts=(*first, Part(kind="other", data={"type": "file"})), extra={"name": "ann"}),
        Message(role="assistant", parts=(Part(kind="tool_call", data=call),)),
        Message(role="tool", parts=(Part(text=""),), extra={"tool_call_id": "c1"}),
    )


@pytest.mark.parametrize(
    ("prompt", "problem"),
    [
        ("", "must not be empty, got ''"),
        (" \n", "must not be empty"),
        ([], r"a text, a list of messages or a Prompt, got \[\]"),
        (7, "a text, a list of messages or a Prompt, got 7"),
        (b"bytes", "message 0 must be an object"),
        (["hello"], "message 0 must be an object with a `role`, got 'hello'"),
        ([{"content": "x"}], "message 0 must be an object with a `role`"),
        ([{"role": "user", "content": "x"}, {"role": "user"}], "message 1 has neither content nor tool calls"),
        ([{"role": "user", "content": 3}], "the content of message 0 must be a text or a list of parts, got 3"),
        ([{"role": "user", "content": [{"type": "text", "text": None}]}], "a text part of message 0 needs a `text`"),
        ([{"role": "assistant", "tool_calls": 5}], "`tool_calls` of message 0 must be a list, got 5"),
        ([{"role": "assistant", "tool_calls": "ab"}], "`tool_calls` of message 0 must be a list, got 'ab'"),
        ([{"role": "assistant", "tool_calls": ["ab"]}], "a tool call of message 0 must be an object, got 'ab'"),
        ([{"role": "user", "content": [3]}], "a part of message 0 must be an object with a `type`, got 3"),
    ],
)
def test_what_is_no_prompt_is_refused(prompt: object, problem: str) -> None:
    with pytest.raises(Misuse, match=problem):
        as_prompt(prompt)  # type: ignore[arg-type] # what is tested
