"""Answers and what a redraft changed in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from redraft.core.prompt import Part, text_of
from redraft.core.usage import NOTHING, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer that a model wrote, the first or a later one.

    Attributes:
        parts: the answer, in order: text, images, audio, tool calls.
        by: ``provider/model`` of the writer; never inferred later.
        round: 0 for the draft, k for the k-th redraft.
        parent: index in the context of the attempt it was written from; None when written from the prompt alone.
        finish_reason: why the model stopped, in the endpoint's word; None when it did not say.
        usage: what the call cost; of several answers to one call the first carries it all.
        extra: what else the endpoint sent with the answer (``logprobs``, ``reasoning_content``, ...).
    """

    parts: tuple[Part, ...]
    by: str
    round: int = 0
    parent: int | None = None
    finish_reason: str | None = None
    usage: Usage = NOTHING
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, *, by: str = "given", usage: Usage = NOTHING) -> "Draft":
        """A draft of one text part."""
        return cls(parts=(Part(text=text),), by=by, usage=usage)

    @property
    def text(self) -> str:
        """The words of the answer."""
        return text_of(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where in a draft something is.

    Attributes:
        kind: ``text`` counts characters of `Draft.text`, ``time`` seconds of an audio part, ``region`` pixels of
            an image.
        start: first character or second, at least 0.
        end: one past the last character, or the last second.
        box: left, top, right and bottom in pixels, for ``region``.
        part: index of the draft's part, for ``time`` and ``region``.
    """

    kind: Literal["text", "time", "region"] = "text"
    start: float = 0
    end: float = 0
    box: tuple[float, float, float, float] | None = None
    part: int = 0

    def __post_init__(self) -> None:
        """Take numbers of any library as plain ones, which records can be read back with."""
        for name in ("start", "end"):
            number = getattr(self, name)
            if type(number) not in (int, float):
                object.__setattr__(self, name, float(number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change from a draft to the next.

    Attributes:
        location: where `old` stood in the earlier draft.
        old: the text that went; empty for an insertion.
        new: the text that came; empty for a deletion.
        reason: why, in words: the writer's own where it gave one, else the finding's message; None if unknown.
        finding: what it answers, as ``critic#k``, the k-th finding of that critic; None if it answers none.
    """

    location: Location
    old: str
    new: str
    reason: str | None = None
    finding: str | None = None
