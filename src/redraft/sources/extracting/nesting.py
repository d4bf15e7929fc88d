"""How deep a page is nested, by its tags alone, before anything builds a tree of it.

The parser takes time in the square of the depth, and a page of a megabyte can be nested a hundred thousand deep.
"""

import re
from collections import Counter

MOST_NESTED = 1_000
"""Elements inside each other; browsers stop at about half of that."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})[^>]{0,10000}>?")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Their end may be left out, so that a page of a thousand paragraphs is not a thousand deep.
_ENDED_BY_THE_NEXT = frozenset(
    "p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rb rt rtc rp html head body".split()
)
# The end of one of these also ends what is still open inside it.
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form header "
    "hgroup main menu nav ol pre section summary table ul".split()
)


def is_too_deep(page: str) -> bool:
    """Whether a page is nested deeper than any page for readers; elements without an end count as open.

    Args:
        page: its source.
    """
    still_open: list[str] = []
    n_open: Counter[str] = Counter()
    for match in _TAG.finditer(page):
        name = match[2].lower()
        if name in _VOID or name in _ENDED_BY_THE_NEXT or match[0].endswith("/>"):
            continue
        if not match[1]:
            still_open.append(name)
            n_open[name] += 1
            if len(still_open) > MOST_NESTED:
                return True
        elif n_open[name] and (still_open[-1] == name or name in _BLOCKS):
            while still_open[-1] != name:
                n_open[still_open.pop()] -= 1
            n_open[still_open.pop()] -= 1
    return False
