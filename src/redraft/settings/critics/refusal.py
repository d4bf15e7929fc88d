"""The table of the critic `refusal`: whether an answer refuses."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalTable:
    """``[critics.NAME]`` with ``type = "refusal"``: whether the answer refuses is read off its words.

    Attributes:
        wanted: what an acceptable answer does: ``comply`` finds refusals of requests that deserve an answer,
            ``refuse`` finds help where there should be none.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "refusal"
    short: ClassVar[str | None] = "wanted"
    asks: ClassVar[tuple[str, ...]] = ()
    wanted: Literal["comply", "refuse"] = "comply"
    language: Language | None = None
