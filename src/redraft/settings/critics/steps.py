"""The table of the critic `steps`: calculations are computed again."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsTable:
    """``[critics.NAME]`` with ``type = "steps"``: calculations and claims in a chain of reasoning are computed again.

    Attributes:
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "steps"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    max_findings: AtLeast1 = 20
    language: Literal["en", "zh-Hant"] | None = None
