"""What is sent and what is read, piece by piece."""

import json
from typing import Any

import pytest

from redraft.core import Draft, Message, Part, Request, Usage
from redraft.errors import Misuse, ModelReplyError
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.wire import Choice, drafts_of, encoded, excerpt, payload_of, reply_from

PLACE = Place(name="a/b", base_url="http://h/v1", key="secret", key_env=None)
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def sent(*messages: Message) -> list[dict[str, Any]]:
    wire: list[dict[str, Any]] = payload_of(Request(messages=messages), model="m")["messages"]
    return wire


def draft_of(message: dict[str, Any], **choice: Any) -> Draft:
    (draft,) = drafts_of([Choice(message=message, **choice)], by="a/b", usage=Usage(), marks={})
    return draft


def test_text_parts_are_sent_as_one_string() -> None:
    parts = (Part(text="What is "), Part(text="2 + 2?"))
    assert sent(Message(role="user", parts=parts)) == [{"role": "user", "content": "What is 2 + 2?"}]
    assert sent(Message.of("developer", "")) == [{"role": "developer", "content": ""}]


def test_other_parts_are_sent_as_they_are_beside_the_text() -> None:
    message = Message(role="user", parts=(Part(text="look"), Part(kind="image", data=IMAGE)))
    assert sent(message) == [{"role": "user", "content": [{"type": "text", "text": "look"}, IMAGE]}]


def test_tool_calls_and_further_fields_are_sent_where_they_belong() -> None:
    call = Message(role="assistant", parts=(Part(kind="tool_call", data=CALL),))
    said = Message(role="assistant", parts=(Part(text="let me see"), Part(kind="tool_call", data=CALL)))
    result = Message(role="tool", parts=(Part(text="4"),), extra={"tool_call_id": "c1"})
    assert sent(call, said, result) == [
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "assistant", "content": "let me see", "tool_calls": [CALL]},
        {"role": "tool", "content": "4", "tool_call_id": "c1"},
    ]


def test_what_is_not_asked_for_is_not_sent() -> None:
    assert payload_of(Request(messages=(Message.of("user", "x"),)), model="m").keys() == {"model", "messages"}


def test_zero_is_a_value() -> None:
    payload = payload_of(Request(messages=(Message.of("user", "x"),), temperature=0, seed=0, logprobs=0), model="m")
    assert (payload["temperature"], payload["seed"], payload["logprobs"]) == (0, 0, True)
    assert "top_logprobs" not in payload


@pytest.mark.parametrize(
    ("wanted", "sent_fields"),
    [
        (None, {}),
        (False, {}),
        (True, {"logprobs": True}),
        (0, {"logprobs": True}),
        (3, {"logprobs": True, "top_logprobs": 3}),
    ],
)
def test_log_probabilities_are_asked_for_as_they_were_wanted(wanted: int | None, sent_fields: dict[str, Any]) -> None:
    payload = payload_of(Request(messages=(Message.of("user", "x"),), logprobs=wanted), model="m")
    assert {name: payload[name] for name in payload if "logprobs" in name} == sent_fields


@pytest.mark.parametrize(
    "message", [{"content": 5}, {"content": {"a": 1}}, {"tool_calls": 3}, {"tool_calls": ["f"]}], ids=str
)
def test_an_answer_that_is_none_is_named(message: dict[str, Any]) -> None:
    (name,) = message
    with pytest.raises(ModelReplyError, match=rf"a/b: the reply is no chat completion, its message holds {name} .*ask"):
        draft_of(message)


def test_odd_parts_and_refusals_of_an_answer_are_kept() -> None:
    draft = draft_of({"content": [{"type": "text", "text": None}, {"type": [1]}, 7], "refusal": 5})
    assert [part.kind for part in draft.parts] == ["text", "other", "other"]
    assert (draft.text, draft.extra) == ("", {"refusal": 5})


def test_what_an_endpoint_refuses_is_left_out_and_the_bound_changes_its_name() -> None:
    request = Request(messages=(Message.of("user", "x"),), temperature=1, max_tokens=5, logprobs=3, extra={"top_p": 1})
    payload = payload_of(request, model="m", without={"temperature", "max_tokens", "logprobs", "top_p"})
    assert payload.keys() == {"model", "messages", "max_completion_tokens"}
    payload = payload_of(request, model="m", without={"max_tokens", "max_completion_tokens"})
    assert not {"max_tokens", "max_completion_tokens"} & payload.keys()


def test_a_long_cache_key_is_shortened_to_what_endpoints_take() -> None:
    request = Request(messages=(Message.of("user", "x"),), cache_key="k" * 100)
    assert payload_of(request, model="m")["prompt_cache_key"] == "k" * 64


def test_the_body_is_json_and_half_characters_become_question_marks() -> None:
    assert json.loads(encoded({"a": "é見", "b": ("x",)})) == {"a": "é見", "b": ["x"]}
    assert json.loads(encoded({"a": "x\ud800y"})) == {"a": "x?y"}


def test_what_json_cannot_carry_is_refused_with_its_type() -> None:
    with pytest.raises(
        Misuse, match=r"holds what JSON cannot carry \(.*object.*\); check its tools, formats and extra"
    ):
        encoded({"a": object()})


def test_content_may_come_in_parts() -> None:
    audio = {"id": "a1", "data": "AAAA"}
    content = ["plain", {"type": "text", "text": " text"}, IMAGE, {"type": "thinking", "thinking": "hm"}, 7]
    draft = draft_of({"content": content, "audio": audio})
    assert draft.text == "plain text"
    assert [part.kind for part in draft.parts] == ["text", "text", "image", "other", "other", "audio"]
    assert draft.parts[2].data == IMAGE
    assert draft.parts[-1].data == {"type": "audio", "audio": audio}


def test_unknown_fields_of_an_answer_are_kept_and_empty_ones_are_not() -> None:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": "x",
        "annotations": [],
        "refusal": None,
        "reasoning": "because",
        "z": 0,
    }
    assert draft_of(message).extra == {"reasoning": "because", "z": 0}


def test_an_empty_answer_is_an_answer_without_parts() -> None:
    draft = draft_of({"content": ""}, finish_reason="length")
    assert (draft.parts, draft.text, draft.finish_reason) == ((), "", "length")


def test_answers_are_put_in_the_endpoints_order() -> None:
    choices = [Choice(message={"content": text}, index=index) for text, index in (("b", 1), ("a", 0))]
    drafts = drafts_of(choices, by="a/b", usage=Usage(calls=1), marks={"left_out": ["seed"]})
    assert [(d.text, d.usage.calls, d.extra) for d in drafts] == [
        ("a", 1, {"left_out": ["seed"]}),
        ("b", 0, {"left_out": ["seed"]}),
    ]


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1]", b'{"choices": 3}', b'{"choices": [{"message": "x"}]}', b"\xff"]
)
def test_what_is_no_chat_completion_is_shown_in_the_error(body: bytes) -> None:
    with pytest.raises(ModelReplyError, match=r"a/b at http://h/v1: the reply is no chat completion \("):
        reply_from(body, PLACE)


def test_invalid_characters_do_not_lose_a_sound_answer() -> None:
    reply = reply_from(b'{"choices": [{"message": {"content": "caf\xe9"}}]}', PLACE)
    assert reply.choices is not None
    assert reply.choices[0].message == {"content": "caf�"}


def test_a_reply_that_is_nested_too_deeply_is_none() -> None:
    with pytest.raises(ModelReplyError, match=r"no chat completion \(.*nested"):
        reply_from(b'{"usage": {"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}}", PLACE)


def test_an_excerpt_hides_the_key_before_it_cuts() -> None:
    # Hiding shortens: what stands far behind is shown.
    key = "sk-" + "0" * 96
    place = Place(name="a/b", base_url="http://h/v1", key=key, key_env=None)
    assert excerpt(key.encode() * 20, place) == "[key]" * 20
    assert excerpt(b"x" * 195 + key.encode(), place) == "x" * 195 + "[key]"


def test_an_excerpt_is_short_and_without_the_key() -> None:
    assert excerpt(b"my secret " * 100, PLACE, 20) == "my [key] my [key] my…"
    assert excerpt(b"all", PLACE) == "all"
