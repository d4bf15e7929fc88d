"""The table of the critic `safety`: whether an answer does harm."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyTable:
    """``[critics.NAME]`` with ``type = "safety"``: a model judges whether the answer does harm.

    Attributes:
        model: who judges: a name from ``[models]``, or a model string; the model that writes when left out.
        form: how it is asked and how its reply is read; the guards' forms go with models that were trained for
            them.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "safety"
    short: ClassVar[str | None] = "model"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named | None = None
    form: Literal[
        "harmless",
        "partial_refusal",
        "strongreject",
        "harmbench",
        "jailbreakbench",
        "llama_guard",
        "shieldgemma",
        "wildguard",
    ] = "harmless"
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
