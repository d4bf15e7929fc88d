"""The table of the critic `private_data`: personal data and secrets in an answer."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateDataTable:
    """``[critics.NAME]`` with ``type = "private_data"``: personal data and secrets, by patterns and checksums.

    Attributes:
        allow: values that may stand in an answer.
        max_findings: most findings in one critique.
        language: language of the critic's prompt and findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "private_data"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    allow: tuple[Named, ...] = ()
    max_findings: AtLeast1 = 20
    language: Language | None = None
