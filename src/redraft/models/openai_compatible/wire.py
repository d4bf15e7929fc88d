"""The wire format of chat completions: requests out, replies in."""

import json
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

import msgspec

from redraft.core import NOTHING, Draft, Message, Part, Request, Usage
from redraft.errors import Misuse, ModelReplyError
from redraft.models.openai_compatible.place import Place

# Fields of the body that the client alone decides; `Request.extra` cannot change them.
_OWN_FIELDS = frozenset({"model", "messages", "n", "stream", "stream_options"})

# OpenAI takes no longer ones. Two keys that agree so far would share a cache, which is harmless.
_CACHE_KEY_CHARACTERS = 64

T = TypeVar("T")

_WIRE_KINDS = {"text": "text", "image_url": "image", "input_image": "image", "input_audio": "audio", "audio": "audio"}


class Choice(msgspec.Struct):
    """One of the answers in a reply, as it came."""

    message: dict[str, Any] | None = None
    finish_reason: str | None = None
    logprobs: Any = None
    index: int | None = None


class Reply(msgspec.Struct):
    """The parts of a chat completion that are read; unknown ones are let be."""

    choices: list[Choice] | None = None
    usage: dict[str, Any] | None = None
    error: Any = None


_ENCODER = msgspec.json.Encoder()
_REPLIES = msgspec.json.Decoder(Reply)


def payload_of(
    request: Request, *, model: str, without: Collection[str] = (), streaming: bool = False
) -> dict[str, Any]:
    """The body that asks for `request`, as plain values.

    Args:
        request: what is asked.
        model: the endpoint's name of the model.
        without: fields that the endpoint refuses. Without ``max_tokens`` the bound goes as ``max_completion_tokens``,
            unless that is refused too.
        streaming: ask for a stream.
    """
    payload: dict[str, Any] = {"model": model, "messages": [_message(message) for message in request.messages]}
    if request.extra:
        payload.update((name, value) for name, value in request.extra.items() if name not in _OWN_FIELDS)
    if request.n != 1:
        payload["n"] = request.n
    if request.temperature is not None:
        payload["temperature"] = request.temperature
    if request.max_tokens is not None:
        payload["max_completion_tokens" if "max_tokens" in without else "max_tokens"] = request.max_tokens
    if request.seed is not None:
        payload["seed"] = request.seed
    if request.stop:
        payload["stop"] = request.stop
    if request.tools:
        payload["tools"] = request.tools
    if request.response_format is not None:
        payload["response_format"] = request.response_format
    # As an option of a prompt it may also be what OpenAI's own field holds: true or false.
    wanted = request.logprobs
    if wanted is not None and wanted is not False and "logprobs" not in without:
        payload["logprobs"] = True
        if wanted and wanted is not True:
            payload.setdefault("top_logprobs", int(wanted))
    if request.cache_key is not None:
        payload["prompt_cache_key"] = request.cache_key[:_CACHE_KEY_CHARACTERS]
    if streaming:
        payload["stream"] = True
        payload["stream_options"] = {"include_usage": True}
    for name in without:
        payload.pop(name, None)
    return payload


def encoded(payload: Mapping[str, Any]) -> bytes:
    """The body as bytes.

    Raises:
        Misuse: when a field holds what JSON cannot.
    """
    try:
        return _ENCODER.encode(payload)
    except UnicodeEncodeError:
        # A lone surrogate (half a character, from a broken source) is no UTF-8: it is sent as a question mark.
        return json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    except TypeError as error:
        raise Misuse(f"a request holds what JSON cannot carry ({error}); check its tools, formats and extra") from error


def reply_from(body: bytes, place: Place) -> Reply:
    """A reply from its bytes.

    Raises:
        ModelReplyError: when they are not a chat completion.
    """
    try:
        return decoded(body, _REPLIES)
    except ValueError as error:
        shown = excerpt(body, place)
        raise ModelReplyError(f"{place}: the reply is no chat completion ({error}): {shown!r}") from error


def decoded(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """What `decoder` makes of a body, or of what is sound in it.

    Invalid UTF-8, lone surrogates and NaN are seen in the wild, and the answer around them is sound.

    Raises:
        ValueError: when nothing can be made of it.
    """
    try:
        return decoder.decode(body)
    except ValueError as error:
        try:
            lenient = json.loads(body.decode("utf-8", "replace"), parse_constant=lambda _: None)
            return decoder.decode(json.dumps(lenient, ensure_ascii=False).encode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise error from None
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def excerpt(body: bytes, place: Place, limit: int = 200) -> str:
    """The first `limit` characters of a body from `place`, for messages."""
    # The key is hidden before anything is cut: half a key is still too much of it.
    text = place.hide(body.decode("utf-8", "replace"))
    return text if len(text) <= limit else text[:limit] + "…"


def drafts_of(choices: list[Choice], *, by: str, usage: Usage, marks: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The drafts of a reply, in the endpoint's order; the first carries the call's usage.

    Args:
        choices: at least one, each with a message.
        by: name of the model.
        usage: what the call cost.
        marks: goes into every `Draft.extra`.

    Raises:
        ModelReplyError: when a message is not what the protocol promises.
    """
    if len(choices) == 1:
        return (_draft(choices[0], by, usage, marks),)
    choices.sort(key=lambda choice: choice.index or 0)
    return tuple(_draft(choice, by, NOTHING if i else usage, marks) for i, choice in enumerate(choices))


def _draft(choice: Choice, by: str, usage: Usage, marks: Mapping[str, Any]) -> Draft:
    message = choice.message or {}
    content = message.get("content")
    if isinstance(content, str):
        parts = [Part(text=content)] if content else []
    else:
        parts = [part_from(piece) for piece in _list_in(message, "content", by)]
    extra = dict(marks)
    for name, value in message.items():
        if name == "content" or name == "role" or value is None or value == []:
            continue
        if name == "tool_calls":
            parts += [Part(kind="tool_call", data=call) for call in _list_in(message, name, by)]
        elif name == "audio":
            parts.append(Part(kind="audio", data={"type": "audio", "audio": value}))
        elif name == "refusal" and isinstance(value, str) and not parts:
            # The model's own no is its answer; `extra` tells it from the others.
            parts.append(Part(text=value))
            extra["refusal"] = True
        else:
            extra[name] = value
    if choice.logprobs is not None:
        extra["logprobs"] = choice.logprobs
    return Draft(parts=tuple(parts), by=by, finish_reason=choice.finish_reason, usage=usage, extra=extra)


def _list_in(message: Mapping[str, Any], name: str, by: str) -> list[Any]:
    """The list in a field of an answer; empty when it is missing.

    Raises:
        ModelReplyError: when the field holds something else, or a tool call in it is none.
    """
    found = message.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or (name == "tool_calls" and not all(isinstance(call, dict) for call in found)):
        raise ModelReplyError(
            f"{by}: the reply is no chat completion, its message holds {name} {found!r:.200}; ask again"
        )
    return found


def part_from(piece: Any) -> Part:
    """A part of a wire message's content."""
    if isinstance(piece, str):
        return Part(text=piece)
    if not isinstance(piece, Mapping):
        return Part(kind="other", data={"value": piece})
    kind = _WIRE_KINDS.get(str(piece.get("type")), "other")
    if kind == "text":
        text = piece.get("text")
        return Part(text="" if text is None else str(text))
    return Part(kind=kind, data=piece)  # type: ignore[arg-type]  # the values of _WIRE_KINDS are Part's kinds


def _message(message: Message) -> dict[str, Any]:
    parts = message.parts
    wire: dict[str, Any] = {"role": message.role}
    if len(parts) == 1 and parts[0].kind == "text":
        wire["content"] = parts[0].text
    else:
        calls = [part.data for part in parts if part.kind == "tool_call"]
        shown = [part for part in parts if part.kind != "tool_call"]
        if all(part.kind == "text" for part in shown):
            # One string is understood by every server; only a turn that is nothing but tool calls has no content.
            wire["content"] = None if calls and not shown else "".join(part.text or "" for part in shown)
        else:
            wire["content"] = [{"type": "text", "text": p.text} if p.kind == "text" else p.data for p in shown]
        if calls:
            wire["tool_calls"] = calls
    if message.extra:
        wire.update(message.extra)
    return wire
