"""Sentences: as many as the source has, for one that is missing or new may be one left out or made up."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.languages import primary_of
from redraft.critics.translation.segment import Segment

# The end of a sentence: followed by a blank, a closing quote, the end, or, in scripts without blanks, anything.
_END = re.compile(r"[.!?…](?=[\s\"”’“»)]|\Z)|[。！？｡]")
# Abbreviations and single letters end with a full stop that ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|bzw|usw|ca|Mio|Mrd|Nr|Jr|Sr|No|Inc|Co|approx))\Z"
)


# Languages that write an ordinal as "5." and with it a date as "5. März".
_DOTTED = frozenset("cs da de et fi hr hu lv nb pl sk sl sr tr".split())
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}\Z")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted = _n_sentences(segment.source, segment.source_language)
    found = _n_sentences(target, segment.target_language)
    if wanted != found:
        yield Flaw(
            says="sentences_differ", severity="minor", values={"n": str(found), "wanted": str(wanted)},
            evidence=(f"{wanted} in the source",),
        )  # fmt: skip


def _n_sentences(text: str, language: str | None) -> int:
    """Sentences of a text, one at least; several signs in a row end one."""
    dotted = language is not None and primary_of(language) in _DOTTED
    ends, before = 0, -2
    for match in _END.finditer(text.rstrip()):
        at = match.start()
        is_end = text[at] != "." or not _ABBREVIATED.search(text[max(0, at - 7) : at])
        if dotted and text[at] == "." and text[at + 2 : at + 3].isalpha():
            is_end = is_end and not _ORDINAL.search(text[max(0, at - 4) : at])
        ends += is_end and at != before + 1
        before = at
    bare = text.rstrip("\"'“”’»)]」』 \n\t")
    return max(1, ends + (bool(bare) and bare[-1] not in ".!?…。！？｡"))


CHECK = Check(name="sentences", find=_find, in_prose=True)
"""Number of sentences."""
