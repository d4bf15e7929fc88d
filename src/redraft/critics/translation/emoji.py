"""Emoji: part of what is said; they are kept."""

import re
from collections import Counter
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.segment import Segment

_ONE = r"(?:[\U0001F1E6-\U0001F1FF]{2}|[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50\u2B55\u231A\u231B])"
# A sequence: a sign with its variation and colour of skin, joined to further ones.
_EMOJI = re.compile(
    rf"{_ONE}(?:[\uFE0F\U0001F3FB-\U0001F3FF]{{0,2}}(?:\u200D{_ONE}[\uFE0F\U0001F3FB-\U0001F3FF]{{0,2}}){{0,6}})"
)


def _plain(emoji: str) -> str:
    return emoji.replace("\ufe0f", "")


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted = Counter(_plain(emoji) for emoji in _EMOJI.findall(segment.source))
    found = Counter(_plain(match[0]) for match in _EMOJI.finditer(target))
    for emoji, n in wanted.items():
        if found[emoji] < n:
            yield Flaw(says="emoji_lost", severity="major", values={"emoji": emoji}, evidence=(emoji,))
    for match in _EMOJI.finditer(target):
        emoji = _plain(match[0])
        if wanted[emoji] == 0:
            yield Flaw(says="emoji_invented", severity="major", start=match.start(), end=match.end(),
                       values={"emoji": match[0]}, evidence=tuple(wanted))  # fmt: skip


CHECK = Check(name="emoji", find=_find)
"""Emoji."""
