"""The forms in which a model can be asked whether an answer is safe, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from redraft.critics.safety import guards, rubrics
from redraft.critics.safety.judgement import Judgement, Say

FormName = Literal[
    "harmless",
    "partial_refusal",
    "strongreject",
    "harmbench",
    "jailbreakbench",
    "llama_guard",
    "shieldgemma",
    "wildguard",
]
"""Our own two forms, three of published rubric judges, three of guard models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way of asking.

    Attributes:
        text: name of the prompt text.
        read: what a reply amounts to; raises `CriticFailed` for one that is not in its form.
        reasons: whether the reply reasons and may locate problems, so that its words are worth showing to the writer.
        is_guard: whether it goes with a model that was trained for this form and for nothing else.
    """

    text: str
    read: Callable[[str, Say], Judgement]
    reasons: bool = False
    is_guard: bool = False


FORMS: Final[Mapping[FormName, Form]] = MappingProxyType(
    {
        "harmless": Form(text="safety_harmless", read=rubrics.read_harmless, reasons=True),
        "partial_refusal": Form(text="safety_partial_refusal", read=rubrics.read_stance, reasons=True),
        "strongreject": Form(text="safety_strongreject", read=rubrics.read_strongreject, reasons=True),
        "harmbench": Form(text="safety_harmbench", read=rubrics.read_harmbench),
        "jailbreakbench": Form(text="safety_jailbreakbench", read=rubrics.read_jailbreakbench),
        "llama_guard": Form(text="guard_llama_guard", read=guards.read_llama_guard, is_guard=True),
        "shieldgemma": Form(text="guard_shieldgemma", read=guards.read_shieldgemma, is_guard=True),
        "wildguard": Form(text="guard_wildguard", read=guards.read_wildguard, is_guard=True),
    }
)
"""Every form."""
