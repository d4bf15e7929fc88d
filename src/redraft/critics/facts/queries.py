"""What is searched for: the claim itself, its key terms, and the words that a model wrote."""

import re

from redraft.critics.facts.claims import Claim
from redraft.critics.facts.quotes import one_line

MAX_QUERY = 400
"""Characters of the longest query that is sent to a source."""

_TERM = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*%?")
_COMMON = frozenset(
    "a about after all also an and any are as at be became because become been before being between both but by can "
    "did do does during each first for from had has have he her him his how in into is it its made many more most much "
    "no not of on one only or other over she since so some such than that the their them then there these they this "
    "those through to under until up was were what when where which while who whom whose why will with would".split()
)


def queries_for(claim: Claim, *, n: int) -> tuple[str, ...]:
    """At most `n` different queries for a claim, the most telling first.

    Args:
        claim: what is to be looked up.
        n: how many, 1 or more.
    """
    names_and_numbers = [term for term in _terms(claim.text) if term[0].isupper() or term[0].isdigit()]
    wanted = (claim.text, claim.query, " ".join(_terms(claim.text)), " ".join(names_and_numbers))
    lines = (one_line(query, MAX_QUERY) for query in wanted)
    return tuple(dict.fromkeys(line for line in lines if line))[:n]


def _terms(text: str) -> list[str]:
    """The words that tell one claim from another, each once, in their order."""
    return list(dict.fromkeys(term for term in _TERM.findall(text) if term.lower() not in _COMMON))
