"""What a caller may call a prompt: a text, a conversation as OpenAI's clients write it, or a `Prompt`."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from redraft.core import Message, Part, Prompt
from redraft.errors import Misuse
from redraft.models.openai_compatible.wire import part_from

PromptLike = str | Prompt | Sequence[Mapping[str, Any]]
"""A text, a `Prompt`, or a list of messages such as ``{"role": "user", "content": "..."}``."""


def as_prompt(
    prompt: PromptLike,
    *,
    id: str | None = None,
    options: Mapping[str, Any] | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Prompt:
    """The prompt that is meant.

    Args:
        prompt: a text, a conversation, or a `Prompt`, which is taken as it is.
        id: its id; by default a hash of what is asked.
        options: request fields that the caller fixed.
        metadata: the caller's own labels.

    Raises:
        Misuse: when it is none of these, or empty.
    """
    given: object = prompt
    if isinstance(given, Prompt):
        return given
    if isinstance(given, str):
        if not given.strip():
            raise Misuse(f"a prompt must not be empty, got {given!r}; write what is asked")
        messages: tuple[Message, ...] = (Message.of("user", given),)
    elif isinstance(given, Sequence) and given:
        messages = tuple(_message(turn, number) for number, turn in enumerate(given))
    else:
        raise Misuse(f"a prompt is a text, a list of messages or a Prompt, got {given!r:.200}; pass one of them")
    return Prompt.from_messages(messages, id=id, options=options, metadata=metadata)


def _message(turn: object, number: int) -> Message:
    if not isinstance(turn, Mapping) or not isinstance(turn.get("role"), str):
        raise Misuse(f"message {number} must be an object with a `role`, got {turn!r:.200}; write role and content")
    content, calls = turn.get("content"), _calls(turn.get("tool_calls"), number)
    if content is None:
        parts = []
    elif isinstance(content, str):
        parts = [Part(text=content)]
    elif isinstance(content, Sequence):
        parts = [_part(piece, number) for piece in content]
    else:
        raise Misuse(f"the content of message {number} must be a text or a list of parts, got {content!r:.200}")
    parts += [Part(kind="tool_call", data=call) for call in calls]
    if not parts and content is None:
        raise Misuse(f"message {number} has neither content nor tool calls: {dict(turn)!r:.200}; add one of them")
    extra = {name: value for name, value in turn.items() if name not in ("role", "content", "tool_calls")}
    return Message(role=cast("str", turn["role"]), parts=tuple(parts), extra=extra)


def _calls(calls: object, number: int) -> Sequence[Mapping[str, Any]]:
    if calls is None:
        return ()
    if not isinstance(calls, Sequence) or isinstance(calls, str | bytes):
        raise Misuse(f"`tool_calls` of message {number} must be a list, got {calls!r:.200}; write a list of objects")
    for call in calls:
        if not isinstance(call, Mapping):
            raise Misuse(f"a tool call of message {number} must be an object, got {call!r:.200}")
    return calls


def _part(piece: object, number: int) -> Part:
    if not isinstance(piece, Mapping):
        raise Misuse(f"a part of message {number} must be an object with a `type`, got {piece!r:.200}")
    if piece.get("type") == "text" and not isinstance(piece.get("text"), str):
        raise Misuse(f"a text part of message {number} needs a `text`, got {dict(piece)!r:.200}; write what it says")
    return part_from(piece)
