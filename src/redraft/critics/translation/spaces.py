"""White space: at the ends as in the source, none doubled, none before a comma."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.languages import primary_of
from redraft.critics.translation.segment import Segment

_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE_SIGN = re.compile(r"(?<=\w)[ \u00a0]+(?=[,.;:!?](?:\s|\Z))")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    source = segment.source
    if not target.strip():
        return
    for says, theirs, ours, start, end in (
        ("space_before", source[: len(source) - len(source.lstrip())], target[: len(target) - len(target.lstrip())], 0,
         len(target) - len(target.lstrip())),
        ("space_after", source[len(source.rstrip()) :], target[len(target.rstrip()) :], len(target.rstrip()),
         len(target)),
    ):  # fmt: skip
        if theirs != ours:
            yield Flaw(says=says, severity="minor", start=start, end=end, evidence=(repr(theirs),))
    match = _DOUBLE.search(target)
    if match is not None and not _DOUBLE.search(source):
        yield Flaw(says="space_double", severity="minor", start=match.start(), end=match.end())
    # French sets a space before these signs.
    language = primary_of(segment.target_language) if segment.target_language else ""
    match = _BEFORE_SIGN.search(target)
    if match is not None and language != "fr" and not _BEFORE_SIGN.search(source):
        yield Flaw(says="space_before_sign", severity="minor", start=match.start(), end=match.end())


CHECK = Check(name="spaces", find=_find)
"""White space."""
