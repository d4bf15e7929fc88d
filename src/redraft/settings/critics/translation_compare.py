"""The table of the critic `translation_compare`: a translation against another one."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationCompareTable:
    """``[critics.NAME]`` with ``type = "translation_compare"``: the translation is compared with another.

    Attributes:
        model: who judges: a name from ``[models]``, or a model string; the model that writes when left out.
        source_language: language of the source; as the prompt says when left out.
        target_language: language of the translation; as the prompt says when left out.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "translation_compare"
    short: ClassVar[str | None] = "model"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named | None = None
    source_language: Named | None = None
    target_language: Named | None = None
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
