"""The table of the critic `bias`: an answer reviewed for social bias."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class BiasTable:
    """``[critics.NAME]`` with ``type = "bias"``: the answer is reviewed for social bias, by reasoning and a verdict.

    Attributes:
        model: who judges: a name from ``[models]``, or a model string; the model that writes when left out.
        variant: reviewed along the ``categories`` of bias; or by ``aspects``: what is asked, said and meant, then
            stereotype, unsupported inference, erased evidence and wording.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "bias"
    short: ClassVar[str | None] = "model"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named | None = None
    variant: Literal["categories", "aspects"] = "categories"
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
