"""The table of the critic `self_check`: the model checks itself."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from redraft.settings.kinds import AtLeast1


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckTable:
    """``[critics.NAME]`` with ``type = "self_check"``: the model that wrote the draft checks it.

    Attributes:
        language: language of the check's prompt; that of the prompt when left out.
        max_tokens: bound on the tokens of one check.
    """

    type: ClassVar[str] = "self_check"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    language: Literal["en", "zh-Hant"] | None = None
    max_tokens: AtLeast1 | None = None
