"""A prompt with the means to score answers to it; what it is scored by never reaches the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from redraft.core import Draft, Prompt
from redraft.errors import Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What an answer is worth against the reference: right or wrong, or unscored with a reason.

    Attributes:
        right: whether the answer is right; None if it could not be scored.
        reason: why it could not be; None if it could.
        value: share of the work that is done, in [0, 1]; 1 and 0 for right and wrong where nothing lies between.
        text: the score in words that a model could correct by; only the oracle critic shows it to one.

    Raises:
        Misuse: unless exactly one of `right` and `reason` is given, or a value outside [0, 1] is.
    """

    right: bool | None
    reason: str | None = None
    value: float | None = None
    text: str = ""

    def __post_init__(self) -> None:
        """Refuse a score that is both, neither, or out of range."""
        if (self.right is None) == (self.reason is None):
            raise Misuse(f"a score has `right` or a reason, got {self.right!r} and {self.reason!r}; give exactly one")
        if self.right is not None and self.value is None:
            object.__setattr__(self, "value", float(self.right))
        if self.value is not None and (self.right is None or not 0 <= self.value <= 1):
            raise Misuse(f"a value lies in [0, 1] and goes with `right`, got {self.value!r}; leave it out")


class Scorer(Protocol):
    """Judges answers to one prompt against its reference.

    Attributes:
        name: how tables call it; the same for all samples that are scored in the same way.
        version: changes whenever its scores could.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    async def score(self, draft: Draft) -> Score:
        """What `draft` is worth; unscored when it cannot be told, never an exception for what the draft holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A prompt and its scorer.

    Attributes:
        prompt: what the engine gets; its id names the sample within its data.
        scorer: holds the reference.
        problem: samples with the same problem are not independent of each other; intervals respect that.
        groups: what to report apart, such as ``{"family": "arithmetic", "grade": "2"}``.
    """

    prompt: Prompt
    scorer: Scorer
    problem: str
    groups: Mapping[str, str] = field(default_factory=dict)
