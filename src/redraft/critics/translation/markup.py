"""Tags of HTML and XML: the same ones, closed in order, with the attributes that are not for readers unchanged."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from redraft.critics.translation.addresses import without_language
from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.segment import Segment

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})((?:\s(?:\"[^\"<>]*\"|'[^'<>]*'|[^<>\"'])*)?)(/?)>")
_ATTRIBUTE = re.compile(r"([\w:.-]{1,60})\s{0,5}=\s{0,5}(\"[^\"]*\"|'[^']*'|[^\s\"'>/]+)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10}[0-9]{0,2});")
# What these say is shown to readers and belongs translated.
_TRANSLATABLE = frozenset({"title", "alt", "placeholder", "label", "summary", "aria-label", "aria-description", "lang"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "meta", "link", "area", "col", "source", "embed", "track"})


class _Tag(NamedTuple):
    key: str
    name: str
    closes: bool
    stands_alone: bool
    text: str
    start: int
    end: int


def _tags(text: str) -> list[_Tag]:
    found = []
    for match in _TAG.finditer(text):
        closes, name, rest = bool(match[1]), match[2].lower(), match[3]
        alone = rest.rstrip().endswith("/") or bool(match[4]) or name in _VOID
        fixed = sorted(
            f"{key.lower()}={value.strip(chr(34) + chr(39))}"
            for key, value in _ATTRIBUTE.findall(rest)
            if key.lower() not in _TRANSLATABLE
        )
        key = f"{'/' if closes else ''}{name} {' '.join(fixed)}".rstrip()
        found.append(_Tag(key, name, closes, alone, match[0], match.start(), match.end()))
    return found


def _unbalanced(tags: list[_Tag]) -> _Tag | None:
    """The first tag that closes nothing or is never closed."""
    opened: list[_Tag] = []
    for tag in tags:
        if tag.closes:
            if not opened or opened[-1].name != tag.name:
                return tag
            opened.pop()
        elif not tag.stands_alone:
            opened.append(tag)
    return opened[0] if opened else None


def _as_in_source(found: list[_Tag], wanted: list[_Tag], segment: Segment) -> list[_Tag]:
    """The tags of a target; one whose address differs only in the language that it names goes by the source's key."""
    missing = Counter(one.key for one in wanted) - Counter(one.key for one in found)
    theirs = {without_language(key, segment): key for key in missing if "=" in key}
    known = {one.key for one in wanted}
    return [
        one if one.key in known else one._replace(key=theirs.get(without_language(one.key, segment), one.key))
        for one in found
    ]


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    wanted, found = _tags(segment.source), _tags(target)
    found = _as_in_source(found, wanted, segment)
    n_wanted, n_found = Counter(one.key for one in wanted), Counter(one.key for one in found)
    for one in {one.key: one for one in wanted}.values():
        if n_found[one.key] < n_wanted[one.key]:
            yield Flaw(says="tag_lost", severity="critical", values={"tag": one.text}, evidence=(one.text,))
    for one in {one.key: one for one in found}.values():
        if n_found[one.key] > n_wanted[one.key]:
            yield Flaw(
                says="tag_invented", severity="critical", start=one.start, end=one.end, values={"tag": one.text},
                evidence=tuple(dict.fromkeys(known.text for known in wanted)),
            )  # fmt: skip
    broken = _unbalanced(found)
    if broken is not None and n_wanted == n_found and _unbalanced(wanted) is None:
        yield Flaw(says="tag_unbalanced", severity="critical", start=broken.start, end=broken.end,
                   values={"tag": broken.text}, evidence=tuple(one.text for one in wanted))  # fmt: skip
    escaped = Counter(_ENTITY.findall(segment.source))
    for entity in escaped.keys() & {"&lt;", "&gt;", "&amp;"}:
        # Turned back into its sign it would be read as markup.
        if entity not in target and {"&lt;": "<", "&gt;": ">", "&amp;": "&"}[entity] in _TAG.sub("", target):
            yield Flaw(says="entity_lost", severity="major", values={"entity": entity}, evidence=(entity,))


CHECK = Check(name="markup", find=_find)
"""HTML and XML."""
