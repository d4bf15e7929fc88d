"""A streamed answer, put together from its chunks."""

from dataclasses import dataclass
from typing import Any, TypedDict

import msgspec

from redraft.core import Draft
from redraft.errors import ModelReplyError
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.wire import Choice, Reply, decoded, excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What has just arrived of a streamed answer.

    Attributes:
        text: new words of the answer.
        reasoning: new words of the thinking before it, where the endpoint shows it.
        draft: the finished draft, with the last piece; None with all others.
    """

    text: str = ""
    reasoning: str = ""
    draft: Draft | None = None


class CallDelta(TypedDict, total=False):
    """What a chunk may add to a tool call, as far as it is put together here."""

    index: int | None
    function: dict[str, str | None] | None


class ChunkChoice(msgspec.Struct):
    """What a chunk adds to one answer."""

    delta: dict[str, Any] | None = None
    finish_reason: str | None = None
    logprobs: Any = None
    index: int | None = None


class Chunk(msgspec.Struct):
    """One chunk of a stream; unknown fields are let be."""

    choices: list[ChunkChoice] | None = None
    usage: dict[str, Any] | None = None
    error: Any = None


_CHUNKS = msgspec.json.Decoder(Chunk)


def chunk_from(data: bytes, place: Place) -> Chunk:
    """A chunk from the data of its event.

    Raises:
        ModelReplyError: when it is not one.
    """
    try:
        chunk = decoded(data, _CHUNKS)
        for choice in chunk.choices or ():
            if choice.delta and "tool_calls" in choice.delta:
                msgspec.convert(choice.delta["tool_calls"], list[CallDelta] | None)
        return chunk
    except ValueError as error:
        shown = excerpt(data, place)
        raise ModelReplyError(f"{place}: a chunk of the stream is no chat completion ({error}): {shown!r}") from error


class Assembly:
    """Adds up the chunks of one stream."""

    def __init__(self) -> None:
        self._answers: dict[int, _Answer] = {}
        self._usage: dict[str, Any] | None = None
        self._whole: Reply | None = None

    def add(self, chunk: Chunk) -> list[Piece]:
        """Take in a chunk; what it adds that can be shown."""
        if chunk.usage is not None:
            self._usage = chunk.usage
        pieces = []
        for choice in chunk.choices or ():
            answer = self._answers.setdefault(choice.index or 0, _Answer())
            piece = answer.add(choice)
            if piece is not None:
                pieces.append(piece)
        return pieces

    @property
    def finished(self) -> bool:
        """Whether every answer that began has said why it ended."""
        return bool(self._answers) and all(answer.finish_reason is not None for answer in self._answers.values())

    def take(self, reply: Reply) -> None:
        """Take in a whole reply, from a server that does not stream."""
        self._whole = reply

    def reply(self) -> Reply:
        """The reply as it would have come without a stream."""
        if self._whole is not None:
            return self._whole
        return Reply(choices=[self._answers[i].choice(i) for i in sorted(self._answers)], usage=self._usage)


class _Answer:
    """One answer of a stream."""

    __slots__ = ("finish_reason", "logprobs", "other", "texts", "tool_calls")

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.tool_calls: dict[int, dict[str, Any]] = {}
        self.logprobs: dict[str, list[Any]] = {}
        self.other: dict[str, Any] = {}
        self.finish_reason: str | None = None

    def add(self, choice: ChunkChoice) -> Piece | None:
        """Take in what a chunk adds."""
        if choice.finish_reason is not None:
            self.finish_reason = choice.finish_reason
        if isinstance(choice.logprobs, dict):
            for name, tokens in choice.logprobs.items():
                self.logprobs.setdefault(name, []).extend(tokens if isinstance(tokens, list) else ())
        delta = choice.delta or {}
        for name, value in delta.items():
            if name == "tool_calls":
                for call in value or ():
                    index = call.get("index")
                    _merge(self.tool_calls.setdefault(len(self.tool_calls) if index is None else index, {}), call)
            elif name == "role" or value is None:
                continue
            elif isinstance(value, str):
                self.texts.setdefault(name, []).append(value)
            elif isinstance(value, list) and isinstance(self.other.get(name, []), list):
                self.other.setdefault(name, []).extend(value)
            else:
                self.other[name] = value
        text = delta.get("content") or ""
        reasoning = delta.get("reasoning_content") or delta.get("reasoning") or ""
        if isinstance(text, str) and isinstance(reasoning, str) and (text or reasoning):
            return Piece(text=text, reasoning=reasoning)
        return None

    def choice(self, index: int) -> Choice:
        """The answer as a whole."""
        message: dict[str, Any] = {**self.other, **{name: "".join(texts) for name, texts in self.texts.items()}}
        if self.tool_calls:
            message["tool_calls"] = [self.tool_calls[i] for i in sorted(self.tool_calls)]
        return Choice(message=message, finish_reason=self.finish_reason, logprobs=self.logprobs or None, index=index)


def _merge(call: dict[str, Any], delta: dict[str, Any]) -> None:
    """Add to a tool call what a chunk brings: its arguments come in pieces, everything else at once."""
    for name, value in delta.items():
        if name == "index" or value is None:
            continue
        if name == "function":
            function = call.setdefault("function", {"name": "", "arguments": ""})
            for key, piece in value.items():
                before = function.get(key, "")
                function[key] = before + (piece or "") if key == "arguments" else piece or before
        else:
            call[name] = value
