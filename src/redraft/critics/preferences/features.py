"""What can be seen in a text by code: lists, greetings, contractions and the like, each with its places.

Every pattern looks no further than a line or a few dozen characters, so that time grows linearly with the text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple


class Place(NamedTuple):
    """Characters of a text: the first, and one past the last."""

    start: int
    end: int


class Feature(NamedTuple):
    """Something that a text has or has not.

    Attributes:
        find: the places where a text has it.
        lacks: the places that show that a text should have had it and has not; None where its absence shows nowhere.
    """

    find: Callable[[str], Iterator[Place]]
    lacks: Callable[[str], Iterator[Place]] | None = None


def _of(pattern: str, flags: int = 0) -> Callable[[str], Iterator[Place]]:
    compiled = re.compile(pattern, flags)

    def find(text: str) -> Iterator[Place]:
        for match in compiled.finditer(text):
            # What is found is the first group, where a pattern has one; the rest leads to it.
            yield Place(*match.span(1 if compiled.groups else 0))

    return find


_CONTRACTION = _of(
    r"\b(?:[A-Za-z]{1,12}n['’]t|(?:I|you|he|she|it|we|they|that|there|what|who)['’](?:m|re|ve|ll|d|s))\b", re.IGNORECASE
)
_FULL_FORM = _of(
    r"\b(?:do|does|did|is|are|was|were|can|could|will|would|should|have|has|had) ?not\b"
    r"|\b(?:I am|you are|we are|they are|it is|that is|I have|we have|I will|we will|you will)\b",
    re.IGNORECASE,
)
_YOU_FORMAL = _of(
    r"您|\bIhre?[nmrs]?\b|\bSie\b(?= (?:haben|sind|können|werden|wollen|möchten|bitte|dies|das))|\bvous\b|\busted\b"
)
_YOU_PLAIN = _of(r"你|\b(?:du|dich|dir|deine?[nmrs]?)\b|\btu\b|\btoi\b|\btú\b")
# The first line, or one of the next two below a line such as "Here is the e-mail:".
_GREETING = (
    r"\A(?:[^\n]{0,160}\n{1,3}){0,2}?[ \t*_]{0,4}((?:dear|hi|hello|hey|greetings|good (?:morning|afternoon|evening)"
    r"|hallo|liebe[r]?|guten tag|bonjour|cher|chère|hola|estimad[oa])\b[^\n]{0,60}"
    r"|[^\n]{0,20}(?:您好|你好|敬啟者|尊敬的)[^\n]{0,20})"
)
_CLOSING = (
    r"^[ \t*_]{0,4}(?:best(?: regards| wishes)?|(?:kind|warm) regards|regards|sincerely"
    r"|yours (?:sincerely|truly|faithfully)|cheers|thanks(?: again)?|many thanks|mit freundlichen grüßen|viele grüße"
    r"|cordialement|saludos|此致|敬祝|祝好|謹上)"
    r"[ \t]{0,3}[,，!.]?[ \t]*$(?:\n[^\n]{0,60}){0,3}\Z"
)
_OPENER = (
    r"\A[ \t*_]{0,4}(?:(?:sure|certainly|of course|absolutely|great question|good question|happy to help"
    r"|i['’]d be happy|here(?: is|['’]s| are)|no problem)\b|當然|好的|沒問題|以下是)[^\n.!:，。！：]{0,80}[.!:，。！：]"
)
# Emoji and pictographs; digits and plain signs that some fonts paint are not among them.
_EMOJI = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]\ufe0f?"

_ITEM = _of(r"^[ \t]{0,8}(?:[-*•+][ \t]|[0-9]{1,3}[.)、][ \t]?)(?=\S)[^\n]{0,500}", re.MULTILINE)


def _items(text: str) -> Iterator[Place]:
    """The items of lists; a single one is no list."""
    items = _ITEM(text)
    first, second = next(items, None), next(items, None)
    if first is not None and second is not None:
        yield from (first, second)
        yield from items


FEATURES: Final[Mapping[str, Feature]] = {
    "lists": Feature(_items),
    "headings": Feature(_of(r"^#{1,6} [^\n]{1,200}", re.MULTILINE)),
    "bold": Feature(_of(r"\*\*[^*\n]{1,200}\*\*|__[^_\n]{1,200}__")),
    "emoji": Feature(_of(_EMOJI)),
    "exclamation_marks": Feature(_of("[!！]")),
    "greeting": Feature(_of(_GREETING, re.IGNORECASE)),
    "closing": Feature(_of(_CLOSING, re.IGNORECASE | re.MULTILINE)),
    "opener": Feature(_of(_OPENER, re.IGNORECASE)),
    "contractions": Feature(_CONTRACTION, _FULL_FORM),
    "formal_address": Feature(_YOU_FORMAL, _YOU_PLAIN),
    "thousands_commas": Feature(
        _of(r"(?<![\w.,])[0-9]{1,3}(?:,[0-9]{3})+(?![\w,])"), _of(r"(?<![\w.,:/#-])[0-9]{5,12}(?![\w.,:/-])")
    ),
    "questions": Feature(_of("[?？]")),
}
"""By name, as checks call them."""

_WORD = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+(?:['’-][^\W_]+)*")


def words_in(text: str) -> list[str]:
    """The words of a text; a Chinese or Japanese character is a word."""
    return _WORD.findall(text)


def word_places(text: str, word: str) -> Iterator[Place]:
    """Where a word stands by itself, in either case."""
    edges = (r"(?<!\w)", r"(?!\w)") if word.isascii() else ("", "")
    for match in re.finditer(f"{edges[0]}{re.escape(word)}{edges[1]}", text, re.IGNORECASE):
        yield Place(match.start(), match.end())
