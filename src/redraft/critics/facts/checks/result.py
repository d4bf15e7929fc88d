"""What code can say of a claim beside a passage."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "date", "name", "unit", "negation"]
"""What differs: ``negation`` also stands for opposites and for two things that changed places."""

Verdict = Literal["supported", "refuted", "not_enough"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One thing that the claim says and the passage says otherwise, in the same role.

    Attributes:
        kind: what differs.
        claimed: the words of the claim, ``claim[claim_start:claim_end]``.
        claim_start: first character of these words in the claim.
        claim_end: one past their last character.
        found: the words of the passage, ``passage[passage_start:passage_end]``.
        passage_start: first character of these words in the passage.
        passage_end: one past their last character.
    """

    kind: Kind
    claimed: str
    claim_start: int
    claim_end: int
    found: str
    passage_start: int
    passage_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim held against a passage, by code alone.

    Attributes:
        discrepancies: what differs, in the order of the claim.
        coverage: share of the claim's content that the passage has too, in [0, 1]; figures and names count more than
            other words.
        verdict: ``refuted`` only with a discrepancy; ``supported`` only where the passage has nearly all of the claim
            close together and everything that can be checked agrees; else ``not_enough``.
    """

    discrepancies: tuple[Discrepancy, ...]
    coverage: float
    verdict: Verdict
