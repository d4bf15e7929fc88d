"""The table of the critic `preferences`: a person's preferences, learnt from edits."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast0, AtLeast1, FilePath, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesTable:
    """``[critics.NAME]`` with ``type = "preferences"``: preferences learnt from a person's edits.

    Attributes:
        profile: file of the preferences, as `redraft preferences learn` writes it.
        model: who judges what code cannot: a name from ``[models]``, or a model string; nobody when left out.
        n: preferences at most that are taken for a request, besides those that hold everywhere.
        instruct: whether the writer is told the preferences that hold for a request before it writes.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "preferences"
    short: ClassVar[str | None] = "profile"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    profile: FilePath
    model: Named | None = None
    n: AtLeast0 = 5
    instruct: bool = True
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
