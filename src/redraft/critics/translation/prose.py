"""The prose of a text: markup, placeholders, addresses and code blanked out, every place where it was."""

import re
from functools import lru_cache

from redraft.critics.translation.icu import Malformed, is_message, literal_places

_NOT_PROSE = re.compile(
    r"`[^`\n]{1,2000}`"  # code
    r"|(?:https?|ftp)://[^\s<>\"'「」（），。；！？、\u4e00-\u9fff]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
    r"|</?[A-Za-z][^<>]{0,2000}>"
    r"|&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});"
    r"|\{\{[^{}]{0,120}\}\}|[$%#]\{[^{}\s]{1,80}\}|\{[\w.:!\[\]-]{0,60}\}"
    r"|(?<![\d%])%(?:\d{1,2}\$|\([\w.-]{1,60}\))?[-+#0]{0,4}(?:\d{1,3})?(?:\.\d{1,3})?l{0,2}[diouxXeEfFgGcsrp@]"
    r"|\\[nrt]",
    re.ASCII,
)
# What a broken message still shows of its syntax.
_KEYWORDS = re.compile(
    r"\{\s{0,20}[\w.-]{1,60}\s{0,20},\s{0,20}\w{1,20}\s{0,20},?|(?:=\d{1,9}|\b(?:zero|one|two|few|many|other))\s{0,20}(?=\{)"
)


@lru_cache(maxsize=64)
def prose_of(text: str) -> str:
    """The text with blanks for all that is no prose; as long as it was, so that places stay true."""
    bare = _words_of_message(text) if is_message(text) else text
    return _NOT_PROSE.sub(_blank, bare)


def _words_of_message(text: str) -> str:
    try:
        literal = literal_places(text)
    except Malformed:
        return _KEYWORDS.sub(_blank, text)
    return "".join(sign if keep else " " for sign, keep in zip(text, literal, strict=True))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
