"""The words that passages are found by: the same for every index, for documents and for queries.

A word is folded (case, accents, width) and lightly stemmed where it is English. Scripts without blanks between words
(Chinese, Japanese, Korean, Thai and their neighbours) are cut into pairs of characters that overlap, so that any two
characters that stand together are found; the last character of a run is a word of its own, so that with `PREFIX` a
single character is found wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

VERSION = "words-1"
"""Changes whenever the words of a text could; an index made with other words is not added to."""

PREFIX = "*"
"""Ends a word of a query that stands for all words which begin so; no word has such a character in it."""

MAX_QUERY_WORDS = 64
"""Different words of a query that are looked for; a claim has some twenty, and a pasted page must cost no more."""

# Thai to Myanmar, Khmer, kana and Han with its extensions, Hangul: written without blanks, or (Hangul) with endings
# that hide the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
    "\U00020000-\U0003ffff"
)
# Vowel signs of Indic scripts, points of Hebrew and Arabic and combining accents stand inside a word; Python's \w does
# not hold them.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0dff"
# A number with thousands marked is one word; so is a word with what an apostrophe ties to it.
_SPACED = (
    r"\d{1,3}(?:,\d{3})+(?!\d)"
    rf"|[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[{_MARKS}])*(?:['\u2019][a-zA-Z]{{1,3}}(?![a-zA-Z]))?"
)
_PLAIN = re.compile(_SPACED)
_WORD = re.compile(rf"(?P<run>[{_UNSPACED}]+)|{_SPACED}")
_RUN = re.compile(f"[{_UNSPACED}]")
# The same for a text of ASCII alone, in half the time.
_ASCII = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[a-zA-Z0-9]+(?:'[a-zA-Z]{1,3}(?![a-zA-Z]))?")
_VOWEL = re.compile("[aeiouy]")
# Longer than any word of a language: an encoded file is data, and would make an index large for nothing.
_MAX_WORD_CHARACTERS = 64


class Word(NamedTuple):
    """A word as an index holds it, with where it stands in the text."""

    word: str
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words of a document's text, in order."""
    if text.isascii():
        return list(map(_known, _ASCII.findall(text)))
    if _RUN.search(text):
        return [found.word for found in spans_of(text)]
    return list(map(_known, _PLAIN.findall(text)))


def spans_of(text: str) -> Iterator[Word]:
    """The words of a document's text with their places."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match["run"] is None:
            yield Word(_known(match[0]), start, end)
            continue
        for place in range(start, end - 1):
            yield Word(_known(text[place : place + 2]), place, place + 2)
        yield Word(_known(text[end - 1 : end]), end - 1, end)


def query_words(query: str) -> list[str]:
    """The different words to look for, at most `MAX_QUERY_WORDS`; a word with `PREFIX` stands for all that begin so."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(query):
        if len(found) >= MAX_QUERY_WORDS:
            break
        if match["run"] is None:
            found[_known(match[0])] = None
        elif len(match[0]) == 1:
            found[_known(match[0]) + PREFIX] = None
        else:
            found |= {_known(match[0][i : i + 2]): None for i in range(min(len(match[0]) - 1, MAX_QUERY_WORDS))}
    return [word for word in found if word not in ("", PREFIX)][:MAX_QUERY_WORDS]


def is_among(word: str, wanted: set[str]) -> bool:
    """Whether a word of a document is one of a query's words."""
    return word in wanted or (word[:1] + PREFIX) in wanted


def _folded(written: str) -> str:
    """A word as written, folded and stemmed."""
    word = written.casefold()
    if not word.isascii():
        parts = unicodedata.normalize("NFKD", word)
        # Marks of Latin, Greek and Cyrillic letters are dropped; a vowel sign of another script is part of the word.
        word = unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))
        word = word.casefold().replace("\u2019", "'")
    word = word.partition("'")[0] if word.endswith(("'s", "'")) else word.replace("'", "")
    # What normalising may have brought in (a ligature of two words, a fraction) would be cut by the index.
    word = "".join(c for c in word if c.isalnum() or not c.isascii())[:_MAX_WORD_CHARACTERS]
    return _stem(word)


class _Cache(dict[str, str]):
    """Words as written and as they are known: a look-up is three times as quick as that of `functools.lru_cache`."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = self[written] = _folded(written)
        return word


_REMEMBERED = 2**18
_known = _Cache().__getitem__


def _stem(word: str) -> str:
    """The word without the endings of English inflection: plural, past and -ing forms, final e.

    Follows the first step of porter1980algorithm, simplified: what is left need not be a word, only the same for all
    forms of one.

    Source: porter1980algorithm.
    """
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= 3 and _VOWEL.search(left):
            word = left[:-1] if left[-1] == left[-2] and left[-1] not in "lsz" else left
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
