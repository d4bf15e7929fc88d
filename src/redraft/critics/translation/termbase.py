"""Termbases in XML: TBX and what looks like it, read with the line of every entry."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from redraft.errors import Misuse

_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"term"})
_LANGUAGE_KEYS = ("xml:lang", "lang")


class Entry(NamedTuple):
    """An entry of a termbase.

    Attributes:
        line: where it begins, from 1.
        start: its first character in the text.
        end: one past its last.
        source: the first term of its first language.
        target: the terms of its second language, separated by ``|``.
    """

    line: int
    start: int
    end: int
    source: str
    target: str


class _Reader:
    """Collects entries while expat walks through the file."""

    def __init__(self, text: str) -> None:
        self.entries: list[tuple[int, int, int, dict[str, list[str]]]] = []
        self._text, self._parser = text, expat.ParserCreate()
        self._terms: dict[str, list[str]] | None = None
        self._language, self._words = "", None
        self._line, self._start = 0, 0

    _words: list[str] | None

    def read(self) -> None:
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.CharacterDataHandler = self._said
        # Entities can be nested until a small file fills all memory; a termbase needs none of its own.
        parser.EntityDeclHandler = self._refused
        parser.Parse(self._text.encode("utf-8", "replace"), True)

    def _at(self) -> int:
        """Where the parser is, in characters of the text."""
        return len(self._text.encode("utf-8", "replace")[: self._parser.CurrentByteIndex].decode("utf-8", "ignore"))

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        bare = name.rpartition(":")[2]
        if bare in _ENTRIES:
            self._terms, self._line, self._start = {}, self._parser.CurrentLineNumber, self._at()
        elif bare in _LANGUAGES:
            self._language = next((attributes[key] for key in _LANGUAGE_KEYS if key in attributes), "")
        elif bare in _TERMS:
            self._words = []

    def _closed(self, name: str) -> None:
        bare = name.rpartition(":")[2]
        if bare in _TERMS and self._words is not None:
            if self._terms is not None:
                self._terms.setdefault(self._language, []).append(" ".join("".join(self._words).split()))
            self._words = None
        elif bare in _ENTRIES and self._terms is not None:
            self.entries.append((self._line, self._start, self._at(), self._terms))
            self._terms = None

    def _said(self, words: str) -> None:
        if self._words is not None:
            self._words.append(words)

    def _refused(self, name: str, *others: object) -> None:
        raise Misuse(f"it declares the entity {name!r}, which a termbase does not need; take the declaration out")


def terms_of_termbase(text: str, name: str, faults: list[str]) -> Iterator[Entry]:
    """The entries of a termbase; its first language is the source. An entry that lacks a language becomes a fault.

    Args:
        text: the XML.
        name: of the file, for messages.
        faults: gets a line for each entry that cannot be used.

    Raises:
        Misuse: when it is no XML, or declares entities; the message names file and line.
    """
    reader = _Reader(text)
    try:
        reader.read()
    except expat.ExpatError as error:
        raise Misuse(
            f"the glossary {name}, line {error.lineno}, is not XML: {expat.ErrorString(error.code)}; "
            "write well-formed TBX, or a CSV file"
        ) from error
    except Misuse as error:
        raise Misuse(f"the glossary {name} cannot be used: {error}") from error
    for line, start, end, terms in reader.entries:
        languages = list(terms)
        if len(languages) < 2:
            faults.append(f"{name}, line {line}: an entry with {len(languages)} language(s); write a term in two")
            continue
        source, target = (terms[language] for language in languages[:2])
        yield Entry(line, start, end, source[0], "|".join(target))
