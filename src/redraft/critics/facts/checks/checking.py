"""A claim held against a passage: what differs, how much is there, and the verdict."""

from redraft.critics.facts.checks.covering import covered
from redraft.critics.facts.checks.differing import discrepancies_in
from redraft.critics.facts.checks.reading import read
from redraft.critics.facts.checks.result import Checked, Verdict

MAX_CLAIM = 1_000
"""Characters of a claim that are read; a claim is a sentence."""
MAX_PASSAGE = 20_000
"""Characters of a passage that are read; with both bounds a check takes time in proportion to the passage."""

# Tuned on the development half of labelled pairs of claims and passages (`redraft eval facts`).
_CLOSE, _IN_ORDER = 0.9, 0.6


def check(claim: str, passage: str) -> Checked:
    """What code can say of a claim beside a passage.

    Numbers, dates, quantities with units, names, negations and opposites are compared where they stand in the same
    role. What is not aligned is not compared: most claims that are false are not found so, and few that are true are
    accused. Nothing is looked up and no model is asked.

    Args:
        claim: one statement, best one that can be understood by itself.
        passage: the text that it is held against.
    """
    ours, theirs = read(claim, MAX_CLAIM), read(passage, MAX_PASSAGE)
    found = discrepancies_in(ours, theirs)
    share = covered(ours, theirs)
    verdict: Verdict = "not_enough"
    if found:
        verdict = "refuted"
    elif share.close >= _CLOSE and share.in_order >= _IN_ORDER and share.has_names:
        verdict = "supported"
    return Checked(discrepancies=found, coverage=share.coverage, verdict=verdict)
