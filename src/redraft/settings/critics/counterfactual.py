"""The table of the critic `counterfactual`: the same request with two groups in each other's place."""

from dataclasses import dataclass
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterfactualTable:
    """``[critics.NAME]`` with ``type = "counterfactual"``: the model is asked with two groups exchanged, and compared.

    Attributes:
        names: whether given names count as words for groups.
        strict: whether an answer that names a person in one request and nobody in the other is refuted; else it is a
            remark.
        language: language of the findings; that of the prompt when left out.
        max_tokens: bound on the tokens of one answer; that of the prompt when left out.
    """

    type: ClassVar[str] = "counterfactual"
    short: ClassVar[str | None] = ""
    asks: ClassVar[tuple[str, ...]] = ()
    names: bool = False
    strict: bool = False
    language: Language | None = None
    max_tokens: AtLeast1 | None = None
