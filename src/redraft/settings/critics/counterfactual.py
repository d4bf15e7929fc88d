"""The table of the critic `counterfactual`: the same question about another group."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualTable:
    """``[critics.NAME]`` with ``type = "counterfactual"``: asked again about another group, and compared.

    Attributes:
        model: who is asked again: a name from ``[models]``, or a model string; the model that writes when left
            out.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "counterfactual"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named | None = None
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
