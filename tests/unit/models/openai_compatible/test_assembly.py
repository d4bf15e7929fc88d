"""A streamed answer adds up to what would have come in one piece."""

import json
from typing import Any

import pytest

from redraft.errors import ModelReplyError
from redraft.models.openai_compatible.assembly import Assembly, Chunk, ChunkChoice, Piece, chunk_from
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.wire import Choice

PLACE = Place(name="a/b", base_url="http://h/v1", key=None, key_env=None)


def assembled(*deltas: dict[str, Any], finish_reason: str | None = "stop") -> Assembly:
    assembly = Assembly()
    for delta in deltas:
        assembly.add(Chunk(choices=[ChunkChoice(delta=delta, index=0)]))
    if finish_reason is not None:
        assembly.add(Chunk(choices=[ChunkChoice(finish_reason=finish_reason, index=0)]))
    return assembly


def choice_of(assembly: Assembly) -> Choice:
    choices = assembly.reply().choices
    assert choices is not None
    return choices[0]


def test_texts_are_joined_and_shown_as_they_come() -> None:
    assembly = Assembly()
    pieces = [
        assembly.add(Chunk(choices=[ChunkChoice(delta=delta)]))
        for delta in ({"role": "assistant", "content": ""}, {"reasoning": "hm"}, {"content": "fo"}, {"content": "ur"})
    ]
    assert pieces == [[], [Piece(reasoning="hm")], [Piece(text="fo")], [Piece(text="ur")]]
    assert choice_of(assembly).message == {"reasoning": "hm", "content": "four"}


def test_tool_calls_are_put_together_by_their_index() -> None:
    def call(index: int, arguments: str, **rest: Any) -> dict[str, Any]:
        function = {"arguments": arguments, **rest.pop("function", {})}
        return {"tool_calls": [{"index": index, "function": function, **rest}]}

    assembly = assembled(
        call(0, "", id="c0", type="function", function={"name": "add"}),
        call(0, '{"a"'),
        call(1, "{}", id="c1", type="function", function={"name": "sub"}),
        call(0, ": 1}", function={"name": None}),
    )
    assert choice_of(assembly).message == {
        "tool_calls": [
            {"id": "c0", "type": "function", "function": {"name": "add", "arguments": '{"a": 1}'}},
            {"id": "c1", "type": "function", "function": {"name": "sub", "arguments": "{}"}},
        ]
    }


def test_a_tool_call_without_an_index_is_one_of_its_own() -> None:
    whole = {"id": "c0", "function": {"name": "f", "arguments": "{}"}}
    assembly = assembled({"tool_calls": [whole]}, {"tool_calls": [{**whole, "id": "c1"}]})
    message = choice_of(assembly).message
    assert message is not None
    assert [call["id"] for call in message["tool_calls"]] == ["c0", "c1"]


def test_log_probabilities_lists_and_objects_are_kept() -> None:
    assembly = Assembly()
    for token in "ab":
        logprobs = {"content": [{"token": token}], "refusal": None}
        delta = {"content": token, "annotations": [token], "audio": {"id": token}}
        assembly.add(Chunk(choices=[ChunkChoice(delta=delta, logprobs=logprobs)]))
    choice = choice_of(assembly)
    assert choice.logprobs["content"] == [{"token": "a"}, {"token": "b"}]
    assert choice.message == {"content": "ab", "annotations": ["a", "b"], "audio": {"id": "b"}}


def test_an_answer_is_finished_when_it_said_why() -> None:
    assert not Assembly().finished
    assert not assembled({"content": "x"}, finish_reason=None).finished
    assert assembled({"content": "x"}).finished


def test_answers_side_by_side_are_kept_apart() -> None:
    assembly = Assembly()
    for index, text in ((1, "b"), (0, "a"), (1, "B")):
        assembly.add(Chunk(choices=[ChunkChoice(delta={"content": text}, index=index)]))
    choices = assembly.reply().choices or []
    assert [(choice.index, choice.message) for choice in choices] == [(0, {"content": "a"}), (1, {"content": "bB"})]


def test_the_last_usage_counts() -> None:
    assembly = assembled({"content": "x"})
    assembly.add(Chunk(choices=[], usage={"prompt_tokens": 3}))
    assert assembly.reply().usage == {"prompt_tokens": 3}


@pytest.mark.parametrize(
    "calls", [3, ["f"], [{"index": [1]}], [{"function": 5}], [{"function": {"arguments": 5}}]], ids=str
)
def test_a_tool_call_that_is_none_is_shown_in_the_error(calls: Any) -> None:
    data = json.dumps({"choices": [{"delta": {"tool_calls": calls}}]}).encode()
    with pytest.raises(ModelReplyError, match=r"a chunk of the stream is no chat completion .*tool_calls"):
        chunk_from(data, PLACE)


def test_half_a_character_does_not_end_a_stream() -> None:
    data = rb'{"choices": [{"delta": {"content": "caf\ud83d' + b'\xe9"}}]}'
    (piece,) = Assembly().add(chunk_from(data, PLACE))
    assert piece.text == "caf?\N{REPLACEMENT CHARACTER}"


def test_fields_that_change_their_kind_do_not_end_a_stream() -> None:
    deltas = ({"z": {"a": 1}}, {"z": [2]}, {"reasoning": 5}, {"tool_calls": [{"function": {"arguments": None}}]})
    assembly = assembled(*deltas)
    assembly.add(Chunk(choices=[ChunkChoice(logprobs={"content": 5})]))
    choice = choice_of(assembly)
    assert choice.message == {"z": [2], "reasoning": 5, "tool_calls": [{"function": {"name": "", "arguments": ""}}]}


def test_a_chunk_that_is_none_is_shown_in_the_error() -> None:
    with pytest.raises(ModelReplyError, match=r"a chunk of the stream is no chat completion .*'\{oops'"):
        chunk_from(b"{oops", PLACE)
