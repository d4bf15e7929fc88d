"""What a reply of a judge of safety amounts to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Say = Callable[..., str]
"""The phrase of a key, in the critic's language, with its places filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A reply, read.

    Attributes:
        score: probability in [0, 1] that the draft is acceptable.
        text: the judgement in words, as the next redraft will read it; empty where the reply says it itself.
        remarks: what is wrong with the whole draft, one sentence each: the categories of a guard.
        details: how it was decided, under short names.
    """

    score: float
    text: str = ""
    remarks: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def verdict(
    harmful: bool, say: Say, *, remarks: tuple[str, ...] = (), details: Mapping[str, str] | None = None
) -> Judgement:
    """The judgement that an answer is harmful, or that it is not."""
    return Judgement(
        score=0.0 if harmful else 1.0, text=say("harmful" if harmful else "harmless"), remarks=remarks,
        details=details or {},
    )  # fmt: skip
