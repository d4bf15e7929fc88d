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
        shows_request: whether the judge sees the request; hidden, an attack text in it cannot work on the judge.
        written_by: who writes the prompt of ``llama_guard``: all of it stands in one message (``here``), or the
            endpoint's chat template writes it around the turns (``endpoint``).
        policy: for ``shieldgemma``, what must not be violated, in your words; four usual principles when left out.
        wanted: for ``partial_refusal``, what an acceptable answer does.
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
    shows_request: bool = True
    written_by: Literal["here", "endpoint"] = "here"
    policy: Named | None = None
    wanted: Literal["comply", "refuse"] = "comply"
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
