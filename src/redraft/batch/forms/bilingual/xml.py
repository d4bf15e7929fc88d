"""Elements of an XML file with their exact places, read as a stream; nothing outside the file is ever opened.

A document type with declarations of its own is refused: that is where entity bombs and external entities come from.
One that only names its type (every TMX 1.4 file has ``<!DOCTYPE tmx SYSTEM "tmx14.dtd">``) is let through, and what it
names is not read.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import final
from xml.parsers import expat

from redraft.batch.forms.bilingual.inline import TAG, Inline, Piece, Vocabulary, pieces_of
from redraft.batch.forms.bilingual.text import FileText
from redraft.errors import Misuse

XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
"""What the parser calls the attribute ``xml:lang``."""

DEEPEST = 200
"""Elements that may lie within one another."""

_CHUNK = 2**20
_TAG_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"\s+([^\s=/<>\"']+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
_TAG = re.compile(TAG.encode())
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));|([^&])")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def declared_encoding(beginning: bytes) -> str | None:
    """The encoding that an XML declaration names."""
    match = _DECLARED.search(beginning)
    return None if match is None else match[1].decode("ascii")


@final
@dataclass(slots=True, kw_only=True)
class Element:
    """An element, while the parser is in it and after.

    Attributes:
        space: its namespace; empty without one.
        local: its name within that.
        attributes: by name; those of a namespace as ``NAMESPACE NAME``.
        start: byte of its ``<``.
        inner: first byte of its content.
        inner_end: one past its content; equal to `inner` for ``<x/>``.
        end: one past its ``>``.
        line: the line it begins on.
        parent: the element it stands in; None for the root.
        kept: what a reader notes about it.
    """

    space: str
    local: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    line: int
    parent: "Element | None"
    inner_end: int = -1
    end: int = -1
    kept: dict[str, "Element"] = field(default_factory=dict)

    @property
    def closes_itself(self) -> bool:
        """Whether it is written ``<x/>``, without room for content."""
        return self.end == self.inner


def elements(text: FileText, began: Callable[[Element], None]) -> Iterator[Element]:
    """Every element, when it ends, inner ones first.

    Args:
        text: the file.
        began: told of every element when it begins.

    Raises:
        Misuse: when the file is no well-formed XML, declares entities, or is nested too deep; names file and line.
    """
    walk = _Walk(text, began)
    try:
        for at in range(0, len(text.utf8), _CHUNK):
            walk.parser.Parse(text.utf8[at : at + _CHUNK], False)
            yield from walk.ready
            walk.ready.clear()
        walk.parser.Parse(b"", True)
        yield from walk.ready
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise Misuse(f"{text.path}, line {error.lineno}: is not well-formed XML: {said}; mend it there") from error


class _Walk:
    """A parser on its way through a file, with the elements that it is in and those that have just ended."""

    def __init__(self, text: FileText, began: Callable[[Element], None]) -> None:
        self.ready: list[Element] = []
        self._text, self._began = text, began
        self._stack: list[Element] = []
        # The text is UTF-8 here, whatever its declaration says.
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _place(self) -> str:
        return f"{self._text.path}, line {self.parser.CurrentLineNumber}"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = _TAG.match(self._text.utf8, at)
        assert tag is not None, f"no tag at byte {at} of {self._text.path}"
        if len(self._stack) == DEEPEST:
            where = f"elements lie more than {DEEPEST} deep within one another; no translation does that"
            raise Misuse(f"{self._place()}: {where}")
        space, _, local = name.rpartition(" ")
        element = Element(
            space=space,
            local=local,
            attributes=attributes,
            start=at,
            inner=tag.end(),
            line=self.parser.CurrentLineNumber,
            parent=self._stack[-1] if self._stack else None,
        )
        self._stack.append(element)
        self._began(element)

    def _end(self, _name: str) -> None:
        element, data = self._stack.pop(), self._text.utf8
        at = self.parser.CurrentByteIndex
        if data[element.inner - 2 : element.inner] == b"/>":
            element.inner_end = element.end = element.inner
        else:
            element.inner_end, element.end = at, data.index(b">", at) + 1
        self.ready.append(element)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: bool | int) -> None:
        if has_internal_subset:
            raise Misuse(
                f"{self._place()}: declares a document type with entities of its own, which is refused; remove it"
            )


class Content:
    """How words are written into an element: with the references, line ends and CDATA that its file has there."""

    def __init__(self, like: str, pieces: tuple[Piece, ...], text: FileText) -> None:
        """Write as the content `like`, whose `pieces` are known, is written in the file `text`."""
        words = [piece.raw for piece in pieces if piece.kind == "words" and piece.raw.strip()]
        self._cdata = bool(words) and all(raw.startswith("<![CDATA[") for raw in words)
        self._line_end = "\r\n" if "\r\n" in like else "\n"
        self._file = text
        self._as_written = {">": "&gt;"}
        for raw in words if not self._cdata else ():
            for reference in _REFERENCE.finditer(raw):
                character = _character(reference)
                self._as_written[character] = reference[0]
        self._as_written |= {"&": self._reference("&", "&amp;"), "<": self._reference("<", "&lt;")}

    def _reference(self, character: str, otherwise: str) -> str:
        written = self._as_written.get(character, otherwise)
        return otherwise if written == character else written

    def write(self, words: str) -> str:
        """A run of words as it stands in the file."""
        # A carriage return that stands as it is would be read back as a line end.
        words = words.replace("\r\n", "\n").replace("\r", "\n")
        if not words:
            return ""
        if self._cdata and self._file.holds(words):
            inside = words.replace("]]>", "]]]]><![CDATA[>").replace("\n", self._line_end)
            return f"<![CDATA[{inside}]]>"
        # A ">" may stand as it is, but not behind "]]".
        written = "".join(self._as_written.get(character, character) for character in words)
        written = written.replace("]]>", "]]&gt;").replace("\n", self._line_end)
        if self._file.holds(written):
            return written
        return "".join(c if self._file.holds(c) else f"&#{ord(c)};" for c in written)


def _character(reference: re.Match[str]) -> str:
    if reference[4] is not None:
        return reference[4]
    if reference[3] is not None:
        return _NAMED[reference[3]]
    return chr(int(reference[1], 16) if reference[1] else int(reference[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Source and target elements of a segment as texts that travel.

    Attributes:
        source: the words to translate, without white space around them.
        target: the translation that is there; None when there is none.
        inline: their inline elements.
        around: white space that stands before and after the words of the target, or of the source without a target.
        content: how words are written there.
    """

    source: str
    target: str | None
    inline: Inline
    around: tuple[str, str]
    content: Content

    def written(self, translation: str) -> str:
        """The content of the target element for a translation that came back.

        Raises:
            CannotWrite: when it does not fit.
        """
        before, after = self.around
        return self.inline.back(f"{before}{translation.strip()}{after}", self.content.write)


def pair_of(text: FileText, source: Element, target: Element | None, vocabulary: Vocabulary) -> Pair:
    """The texts of two elements.

    Raises:
        CannotWrite: when their content cannot travel.
    """
    source_raw = text.at(source.inner, source.inner_end)
    target_raw = "" if target is None else text.at(target.inner, target.inner_end)
    source_pieces, target_pieces = pieces_of(source_raw, vocabulary), pieces_of(target_raw, vocabulary)
    inline = Inline.of(source_pieces, target_pieces)
    said, given = inline.travelling(source_pieces), inline.travelling(target_pieces)
    like = given if given.strip() else said
    has_target = bool(given.strip())
    return Pair(
        source=said.strip(),
        target=given.strip() if has_target else None,
        inline=inline,
        around=(like[: len(like) - len(like.lstrip())], like[len(like.rstrip()) :]),
        content=Content(target_raw if has_target else source_raw, target_pieces if has_target else source_pieces, text),
    )


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """A start tag in which an attribute has another value, is added, or with None is gone; the rest is as it was."""
    for match in _ATTRIBUTE.finditer(tag):
        # What looks like an attribute inside the value of another one is passed over with it.
        if match[1] != name:
            continue
        if value is None:
            return tag[: match.start()] + tag[match.end() :]
        quote = match[3][0]
        return f"{tag[: match.start(3)]}{quote}{value}{quote}{tag[match.end(3) :]}"
    if value is None:
        return tag
    called = _TAG_NAME.match(tag)
    assert called is not None, f"no tag: {tag!r}"
    return f'{called[0]} {name}="{value}"{tag[called.end() :]}'


def qualified_name(text: FileText, element: Element) -> str:
    """The element's name as it is written in the file, with its prefix."""
    match = _TAG_NAME.match(text.at(element.start, element.inner))
    assert match is not None
    return match[1]


def sibling_name(text: FileText, element: Element, local: str) -> str:
    """The name of another element of the same namespace, written with the same prefix."""
    prefix = qualified_name(text, element).rpartition(":")[0]
    return f"{prefix}:{local}" if prefix else local


def indentation_before(text: FileText, element: Element) -> str:
    """The white space between the element and what stands before it."""
    start = element.start
    while start > 0 and text.utf8[start - 1 : start].isspace():
        start -= 1
    return text.at(start, element.start)
