"""The table of the critic `facts`: claims held against sources."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsTable:
    """``[critics.NAME]`` with ``type = "facts"``: every claim of the answer is held against what sources say.

    Attributes:
        sources: where to look things up: names from ``[sources]``, or paths of indexes and files.
        model: who takes the answer apart and reads the evidence: a name from ``[models]``, or a model string; code
            alone when left out.
        writer: whether the model that writes reads the evidence; then leave `model` out.
        n_passages: passages of evidence for one claim, at most.
        n_claims: claims of one answer that are looked up, at most.
        n_queries: queries for one claim, at most.
        n_at_once: claims that are looked up side by side.
        language: language of the critic's prompt and findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one judgement.
    """

    type: ClassVar[str] = "facts"
    short: ClassVar[str | None] = "sources"
    asks: ClassVar[tuple[str, ...]] = ("model",)
    sources: tuple[Named, ...]
    model: Named | None = None
    writer: bool = False
    n_passages: AtLeast1 = 5
    n_claims: AtLeast1 = 20
    n_queries: AtLeast1 = 3
    n_at_once: AtLeast1 = 4
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
