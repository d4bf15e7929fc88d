"""The answer that a text states: what stands after its last mark.

Every pattern looks a bounded way ahead, and only the end of a very long text is read: an answer may be hostile.
"""

import re

_LONGEST_READ = 40_000  # characters from the end
_LONGEST_ANSWER = 2_000

_MARK = re.compile(
    r"####[ \t]*|^[ \t*_]{0,8}A:[ \t]*"
    r"|\b(?:final[ \t]{1,4})?answer[ \t*_]{0,8}(?:is|:|=)[ \t*_:]{0,8}|答案[是為为:：]{1,2}[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_BOXED = "\\boxed{"


def stated_in(text: str) -> str | None:
    r"""What stands after the last mark of an answer, to the end of its line; None when there is no mark.

    Marks are ``#### ...``, ``A: ...`` at the start of a line, ``answer is ...``, ``answer: ...`` and ``\boxed{...}``,
    whose end is the brace that closes it.
    """
    text = text[-_LONGEST_READ:]
    boxed = text.rfind(_BOXED)
    found: str | None = None
    place = -1
    for mark in _MARK.finditer(text):
        said = text[mark.end() : mark.end() + _LONGEST_ANSWER].split("\n", 1)[0].strip()
        if said.strip("$*_\\[( "):
            found, place = said, mark.start()
    if boxed >= 0 and (boxed > place or (found is not None and _BOXED in found)):
        inside = _closed(text, boxed + len(_BOXED))
        if inside is not None:
            return inside
    return found


def plain(text: str) -> str:
    """A text in one form for comparing: case, white space, emphasis and closing full stops do not count."""
    return " ".join(text.split()).strip("*_`\"'$. ").casefold()


def _closed(text: str, start: int) -> str | None:
    """What stands from `start` to the brace that closes it; None when none does soon enough."""
    depth = 1
    for at in range(start, min(len(text), start + _LONGEST_ANSWER)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return text[start:at].strip()
    return None
