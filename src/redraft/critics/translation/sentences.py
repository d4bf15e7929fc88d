"""Sentences: as many as the source has, for one that is missing or new may be one left out or made up."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.segment import Segment

# The end of a sentence: followed by a blank, a closing quote, the end, or, in scripts without blanks, anything.
_END = re.compile(r"[.!?…](?=[\s\"”’“»)]|\Z)|[。！？｡]")
# Abbreviations and single letters end with a full stop that ends no sentence.
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|bzw|usw|ca|Nr|Jr|Sr|No|Inc|Co|approx))\Z")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted, found = _n_sentences(segment.source), _n_sentences(target)
    if wanted != found:
        yield Flaw(
            says="sentences_differ", severity="minor", values={"n": str(found), "wanted": str(wanted)},
            evidence=(f"{wanted} in the source",),
        )  # fmt: skip


def _n_sentences(text: str) -> int:
    """Sentences of a text, one at least; several signs in a row end one."""
    ends, before = 0, -2
    for match in _END.finditer(text.rstrip()):
        at = match.start()
        is_end = text[at] != "." or not _ABBREVIATED.search(text[max(0, at - 7) : at])
        ends += is_end and at != before + 1
        before = at
    bare = text.rstrip("\"'“”’»)]」』 \n\t")
    return max(1, ends + (bool(bare) and bare[-1] not in ".!?…。！？｡"))


CHECK = Check(name="sentences", find=_find, in_prose=True)
"""Number of sentences."""
