"""What the engine is asked: messages and constraints, never a reference answer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of a message or a draft.

    Attributes:
        kind: what it is; ``other`` keeps kinds that this version does not know.
        text: the words, for ``text``; None for the rest.
        data: the piece as the wire carries it (an image URL, a tool call), for all but ``text``.
    """

    kind: Literal["text", "image", "audio", "tool_call", "other"] = "text"
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def text_of(parts: tuple[Part, ...]) -> str:
    """The words of all text parts, joined without a separator."""
    return "".join(part.text for part in parts if part.text is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a conversation.

    Attributes:
        role: ``system``, ``developer``, ``user``, ``assistant`` or ``tool``; others pass through.
        parts: the content, in order.
        extra: further fields of the wire message, such as ``tool_call_id``, passed through unread.
    """

    role: str
    parts: tuple[Part, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, role: str, text: str) -> "Message":
        """A message of one text part."""
        return cls(role=role, parts=(Part(text=text),))

    @property
    def text(self) -> str:
        """The words of the message."""
        return text_of(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A request for an answer.

    It carries no reference answer on purpose: an oracle could otherwise leak into a stop rule.

    Attributes:
        id: names the prompt in records and seeds its random draws; by default a hash of what is asked.
        messages: the conversation so far, at least one message.
        options: request fields the caller fixed (``tools``, ``response_format``, ``max_tokens``, ``stop``, ...);
            they go to the drafting model unchanged and win over the strategy's choices.
        metadata: the caller's own labels; kept in the record, never shown to a model.
    """

    id: str
    messages: tuple[Message, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an empty conversation and labels that are no texts."""
        if not self.messages:
            raise ValueError(f"a prompt needs at least one message, got {self.messages!r}; use Prompt.of('your text')")
        for name, label in self.metadata.items():
            if not isinstance(label, str):
                raise ValueError(f"metadata {name!r} must be a text, got {label!r}; write it as {str(label)!r}")

    @classmethod
    def of(cls, text: str, *, system: str | None = None, id: str | None = None) -> "Prompt":
        """A prompt of one user message, with an optional system message before it."""
        turns = [] if system is None else [Message.of("system", system)]
        return cls.from_messages((*turns, Message.of("user", text)), id=id)

    @classmethod
    def from_messages(
        cls,
        messages: tuple[Message, ...],
        *,
        id: str | None = None,
        options: Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> "Prompt":
        """A prompt of a whole conversation; without an `id` it gets the hash of messages and options."""
        chosen = _content_id(messages, options or {}) if id is None else id
        return cls(id=chosen, messages=messages, options=options or {}, metadata=metadata or {})

    @property
    def text(self) -> str:
        """The words of the last user message; of the last message when no user spoke."""
        asked = [message for message in self.messages if message.role == "user"] or self.messages
        return asked[-1].text


def _content_id(messages: tuple[Message, ...], options: Mapping[str, Any]) -> str:
    hashed = hashlib.sha256()
    for message in messages:
        for part in message.parts:
            text = (part.text or "").encode("utf-8", "surrogatepass")
            # Each piece says how long it is, so that no two conversations run together into the same bytes.
            hashed.update(f"{part.kind} {len(text)} ".encode())
            hashed.update(text)
            if part.data:
                hashed.update(_plain(part.data))
        hashed.update(f" {message.role} {len(message.parts)} ".encode("utf-8", "surrogatepass"))
        if message.extra:
            hashed.update(_plain(message.extra))
    if options:
        hashed.update(_plain(options))
    return hashed.hexdigest()[:16]


def _plain(fields: Mapping[str, Any]) -> bytes:
    content = json.dumps(dict(fields), sort_keys=True, default=str)
    return f"{len(content)} {content}".encode()
