"""Web and mail addresses: copied, not translated."""

import re
from collections.abc import Iterator

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.languages import primary_of
from redraft.critics.translation.segment import Segment

# Everything up to white space or a quote; Chinese text may follow an address without a blank.
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"'「」『』（），。；！？、\u4e00-\u9fff]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}",
    re.ASCII,
)
_TRAILING = ".,;:!?)]}*_'\""


def _addresses(text: str) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_TRAILING)
        if "(" in address and match[0][len(address) :].startswith(")"):
            address += ")"  # an address of an encyclopaedia may end in a bracket of its own
        found.setdefault(address, (match.start(), match.start() + len(address)))
    return found


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted, found = _addresses(segment.source), _addresses(target)
    lost = [one for one in wanted if one not in found]
    invented = [one for one in found if one not in wanted]
    places = {without_language(one, segment): one for one in invented}
    for one in list(lost):
        moved = places.pop(without_language(one, segment), None)
        if moved is not None:
            lost.remove(one)
            invented.remove(moved)
            start, end = found[moved]
            yield Flaw(says="address_moved", severity="minor", start=start, end=end, values={"address": one},
                       evidence=(one,))  # fmt: skip
    for one in lost:
        yield Flaw(says="address_lost", severity="major", values={"address": one}, evidence=(one,))
    for one in invented:
        start, end = found[one]
        yield Flaw(
            says="address_invented", severity="major", start=start, end=end, values={"address": one},
            evidence=tuple(wanted),
        )  # fmt: skip


def without_language(address: str, segment: Segment) -> str:
    """An address without the languages of source and target that it names.

    ``en.example.org`` and ``de.example.org/`` may be the same place for readers of English and of German.
    """
    tags = {primary_of(one) for one in (segment.source_language or "en", segment.target_language) if one is not None}
    named = "|".join(map(re.escape, sorted(tags)))
    return re.sub(rf"(?<![A-Za-z])(?:{named})(?:[-_][A-Za-z]{{2,4}})?(?![A-Za-z])", "\0", address)


CHECK = Check(name="addresses", find=_find)
"""URLs and e-mail addresses."""
