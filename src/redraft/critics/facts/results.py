"""What became of each claim."""

from dataclasses import dataclass
from typing import Literal

from redraft.core import NOTHING, Provenance, Usage
from redraft.critics.facts.checks import Discrepancy
from redraft.critics.facts.claims import Claim

Verdict = Literal["supported", "refuted", "not_enough"]
"""Not enough evidence is a verdict of its own: it is shown, and never called false."""

Why = Literal[
    "",
    "nothing_found",
    "unsaid",
    "no_quote",
    "quote_not_found",
    "code_doubts",
    "code_agrees",
    "sources_disagree",
    "unclear",
    "unreadable",
    "no_reply",
    "no_source",
]
"""Why there is not enough evidence, as the key of a phrase; empty for the other verdicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The verdict on one claim and what it rests on.

    Attributes:
        claim: what was looked up.
        verdict: what the evidence says.
        by: who says it; ``code`` where no model was asked.
        why: why the evidence is not enough.
        quote: the words of a passage that decide, verified to stand there; None without any.
        source: where the quotation stands; None without one.
        discrepancies: what code found to differ between the claim and the quoted passage.
        queries: what was searched for.
        reasoning: what the model said before its verdict; empty without a model.
        faults: what went wrong on the way: sources and models that failed.
        failed: whether the verdict is missing because something failed, and not because evidence is.
        usage: what it cost.
    """

    claim: Claim
    verdict: Verdict
    by: Literal["model", "code"]
    why: Why = ""
    quote: str | None = None
    source: Provenance | None = None
    discrepancies: tuple[Discrepancy, ...] = ()
    queries: tuple[str, ...] = ()
    reasoning: str = ""
    faults: tuple[str, ...] = ()
    failed: bool = False
    usage: Usage = NOTHING
