"""Placeholders that a program fills: `%s`, `%1$d`, `%(name)s`, `{name}`, `{{x}}`, `${x}`; each must survive."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from redraft.critics.translation.check import Check, Flaw
from redraft.critics.translation.icu import is_message
from redraft.critics.translation.segment import Segment

# No blank among the flags: "100 % der Fälle" is prose. A digit before the sign makes it a percentage, too.
_PRINTF = re.compile(
    r"(?<![\d%])%(?:(?P<position>\d{1,2})\$|\((?P<name>[\w.-]{1,60})\))?[-+#0]{0,4}(?:\d{1,3}|\*)?"
    r"(?:\.(?:\d{1,3}|\*))?(?:hh|ll|[hlLzjtq])?(?P<type>[diouxXeEfFgGaAcsrp@])"
)
_OTHERS = re.compile(
    r"\{\{[ ]?[#/&]?[\w.$-]{1,60}(?:[ ]?\|[ ]?[\w:.-]{1,40})?[ ]?\}\}"  # {{x}}, {{ x | filter }}
    r"|[$%#]\{[^{}\s]{1,80}\}"  # ${x}, %{x}, #{x}
    r"|(?<![\w{])\{[\w.\[\]-]{0,60}(?:![rsa])?(?::[^{}\s]{1,30})?\}(?!\})"  # {}, {0}, {name}, {x:.2f}
    r"|(?<![\w$])\$[A-Z_][A-Z0-9_]{2,40}\b|%[A-Z_]{3,40}%"  # $NAME, %NAME%
)


class _Place(NamedTuple):
    key: str
    text: str
    start: int
    end: int


def _placeholders(text: str, *, with_braces: bool) -> Iterator[_Place]:
    n_sequential = 0
    for match in _PRINTF.finditer(text):
        if match["name"] is not None:
            key = f"%({match['name']}){match['type']}"
        elif match["position"] is not None:
            key = f"%{match['position']}${match['type']}"
        else:
            # `%s of %d` may become `%2$d / %1$s`: what counts is which value is printed how.
            n_sequential += 1
            key = f"%{n_sequential}${match['type']}"
        yield _Place(key, match[0], match.start(), match.end())
    for match in _OTHERS.finditer(text):
        if with_braces or match[0][0] in "$%#":
            yield _Place("".join(match[0].split()), match[0], match.start(), match.end())


def _find(segment: Segment, target: str) -> Iterator[Flaw]:
    with_braces = not is_message(segment.source)
    wanted = list(_placeholders(segment.source, with_braces=with_braces))
    found = list(_placeholders(target, with_braces=with_braces))
    n_wanted, n_found = Counter(one.key for one in wanted), Counter(one.key for one in found)
    theirs, ours = _printed(wanted), _printed(found)
    if theirs != ours and sorted(theirs) == sorted(ours):
        yield Flaw(
            says="placeholder_order", severity="critical", start=found[0].start, end=found[-1].end,
            values={"wanted": " ".join(theirs), "found": " ".join(ours)}, evidence=theirs,
        )  # fmt: skip
        return
    said: set[str] = set()
    for one in wanted:
        if n_found[one.key] == 0 and one.key not in said:
            said.add(one.key)
            yield Flaw(
                says="placeholder_lost", severity="critical", values={"placeholder": one.text}, evidence=(one.text,)
            )
    for one in found:
        if n_wanted[one.key] == 0:
            yield Flaw(
                says="placeholder_invented", severity="critical", start=one.start, end=one.end,
                values={"placeholder": one.text}, evidence=tuple(dict.fromkeys(known.text for known in wanted)),
            )  # fmt: skip
    for one in {one.key: one for one in found}.values():
        # A language may have to name a value twice: worth a look, no more.
        if 0 < n_wanted[one.key] != n_found[one.key]:
            yield Flaw(
                says="placeholder_times", severity="minor", start=one.start, end=one.end,
                values={"placeholder": one.text, "n": str(n_found[one.key]), "wanted": str(n_wanted[one.key])},
            )  # fmt: skip


def _printed(places: list[_Place]) -> tuple[str, ...]:
    """What is filled in turn: `%s`, `%d`, whose order says which value is meant."""
    return tuple(one.text for one in places if one.text[0] == "%" and one.key != one.text and "$" not in one.text)


CHECK = Check(name="placeholders", find=_find)
"""Placeholders of printf, templates and shells."""
