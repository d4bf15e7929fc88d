"""The table of the critic `mqm`: errors of a translation marked by a model."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class MqmTable:
    """``[critics.NAME]`` with ``type = "mqm"``: a model marks the errors of a translation, weighted by severity.

    Attributes:
        model: who judges: a name from ``[models]``, or a model string; the model that writes when left out.
        calls: ``one`` for a call that looks for everything, ``two`` for one that looks for errors of accuracy and one
            that sees the translation alone and looks for errors of its language.
        tolerance: points of minor errors that a segment of up to 25 words may have and still pass; a major one, which
            weighs 5, never does.
        source_language: language of the source; as the prompt says when left out.
        target_language: language of the translation; as the prompt says when left out.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "mqm"
    short: ClassVar[str | None] = "model"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    model: Named | None = None
    calls: Literal["one", "two"] = "one"
    tolerance: Annotated[float, Meta(gt=0, lt=5)] = 4.0
    source_language: Named | None = None
    target_language: Named | None = None
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
