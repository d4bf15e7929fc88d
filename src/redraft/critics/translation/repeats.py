"""Words and phrases said twice in a row, as models do that got stuck; unless the source does so, too."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.segment import Segment

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HAN_TWICE = re.compile(r"([\u4e00-\u9fff]{2,12}[，、]?)\1{2,}|([\u4e00-\u9fff]{5,12})\2")
# What grammar doubles: "that that", "had had"; German relative clauses after an article ("die, die").
_DOUBLED = frozenset(
    "that had her his is in out very so no yes now die der das den dem des sie ihr sich wie was".split()
)
_LONGEST = 12
"""Words of the longest phrase that is looked for."""


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    in_source = any(_repeated(segment.source, doubled=frozenset())) or _HAN_TWICE.search(segment.source) is not None
    for start, end, words in _repeated(target, doubled=_DOUBLED):
        if not in_source:
            yield Flaw(says="repeated", severity="minor", start=start, end=end, values={"words": words[:80]})
            return
    match = _HAN_TWICE.search(target)
    if match is not None and not in_source:
        yield Flaw(says="repeated", severity="minor", start=match.start(), end=match.end(),
                   values={"words": match[1] or match[2]})  # fmt: skip


def _repeated(text: str, *, doubled: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Phrases that follow themselves: where the second one stands, and their words."""
    found = list(_WORD.finditer(text))
    words = [match[0].casefold() for match in found]
    at = 0
    while at < len(words):
        for n in range(1, min(_LONGEST, (len(words) - at) // 2) + 1):
            if words[at : at + n] == words[at + n : at + 2 * n]:
                between = text[found[at + n - 1].end() : found[at + n].start()]
                # A comma, a full stop, a quotation between them is rhetoric: "slowly, slowly".
                if n == 1 and (between.strip() or words[at] in doubled or words[at].isdigit() or len(words[at]) < 2):
                    continue
                if n > 1 and re.search(r"[.!?;:\"“”]", between):
                    continue
                yield found[at + n].start(), found[at + 2 * n - 1].end(), " ".join(words[at : at + n])
                at += 2 * n - 1
                break
        at += 1


CHECK = Check(name="repeats", find=_find, in_prose=True)
"""Repeated words and phrases."""
