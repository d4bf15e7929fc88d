"""The table of the critic `judge`: another model judges."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeTable:
    """``[critics.NAME]`` with ``type = "judge"``: another model judges.

    Attributes:
        model: who judges: a name from ``[models]``, or a model string.
        rubric: what to judge by, in your words.
        compare: whether to compare each new answer with the best earlier one, in both orders.
        language: language of the judge's prompt; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "judge"
    short: ClassVar[str | None] = "model"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named
    rubric: str | None = None
    compare: bool = False
    language: Literal["en", "zh-Hant"] | None = None
    max_tokens: AtLeast1 | None = None
