"""Inline elements of a segment (bold, links, variables) as placeholders that travel with its words and come back.

A segment ``Press <g id="7">OK</g><x id="8"/>`` travels as ``Press <g1>OK</g1><x2/>``: short tags without attributes,
which a model can copy and the checks of markup can count. Coming back, each placeholder becomes exactly the element
that it stood for: the target's own where the target had it, else the source's.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from redraft.batch.forms.bilingual.slots import CannotWrite

Role = Literal["pair", "begin", "finish", "alone"]
"""``pair``: words between its tags travel; ``begin`` and ``finish``: two elements that belong together and may overlap
others; ``alone``: it travels as one placeholder, its content with it."""

Vocabulary = Callable[[str, Mapping[str, str]], tuple[Role, str]]
"""Role and identity of an element, from its local name and attributes; equal identities are the same element in source
and target."""

_KINDS: Mapping[Role, Literal["open", "close", "alone"]] = {
    "pair": "open", "begin": "open", "finish": "close", "alone": "alone",
}  # fmt: skip
_LETTERS = (("g", "x"), ("t", "s"), ("tag", "void"), ("pair", "lone"))
_ATTRIBUTE = re.compile(r"([^\s=/<>\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NAME = re.compile(r"</?([^\s/>]+)")
TAG = r"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>"
_TAG = re.compile(TAG)
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([A-Za-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
# What XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Piece(NamedTuple):
    """A run of words, or one tag.

    Attributes:
        kind: ``words``, or ``open``, ``close`` and ``alone`` for tags.
        raw: as it stands in the file.
        text: the words, references resolved; empty for a tag.
        identity: what the tag is, the same in source and target; empty for words.
        nests: whether it has to be closed before what it stands in is.
    """

    kind: Literal["words", "open", "close", "alone"]
    raw: str
    text: str = ""
    identity: str = ""
    nests: bool = False


def pieces_of(raw: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """The pieces of an element's content, which a parser has found well-formed.

    Raises:
        CannotWrite: when it refers to an entity that XML itself does not define.
    """
    found: list[Piece] = []
    seen: Counter[str] = Counter()
    opened: list[str] = []
    for token, role in _tokens(raw, vocabulary):
        if role is None:
            found.append(token)
            continue
        if token.kind == "close":
            found.append(token._replace(identity=opened.pop(), nests=True))
            continue
        kind: Literal["open", "close", "alone"] = _KINDS[role]
        # Elements without a name of their own, and such as repeat one, are told apart by their order.
        seen[f"{kind} {token.identity}"] += 1
        n = seen[f"{kind} {token.identity}"]
        identity = token.identity if n == 1 else f"{token.identity} #{n}"
        if role == "pair" and not token.raw.endswith("/>"):
            opened.append(identity)
            found.append(token._replace(kind="open", identity=identity, nests=True))
        elif role == "pair":
            found.append(token._replace(kind="alone", identity=f"{identity} empty"))
        else:
            found.append(token._replace(kind=kind, identity=identity))
    return tuple(_paired(found))


def _paired(found: list[Piece]) -> Iterator[Piece]:
    """Pieces in which a beginning without its end, or an end without its beginning, stands alone."""
    kinds = {(piece.kind, piece.identity) for piece in found}
    begun: set[str] = set()
    lonely = {
        piece.identity
        for piece in found
        if not piece.nests
        and (
            (piece.kind == "open" and ("close", piece.identity) not in kinds)
            or (piece.kind == "close" and ("open", piece.identity) not in kinds)
        )
    }
    for piece in found:
        if piece.kind == "close" and not piece.nests and piece.identity not in begun:
            lonely.add(piece.identity)
        if piece.kind == "open":
            begun.add(piece.identity)
    for piece in found:
        if piece.kind != "words" and not piece.nests and piece.identity in lonely:
            yield piece._replace(kind="alone", identity=f"{piece.identity} {piece.kind}")
        else:
            yield piece


def _tokens(raw: str, vocabulary: Vocabulary) -> Iterator[tuple[Piece, Role | None]]:
    """Words without a role, and elements with theirs: of a pair each tag, of any other the whole with its content."""
    at = 0
    while at < len(raw):
        if raw.startswith("<![CDATA[", at):
            end = raw.index("]]>", at) + 3
            yield Piece("words", raw[at:end], text=_lines(raw[at + 9 : end - 3])), None
        elif raw.startswith(("<!--", "<?"), at):
            closing = "-->" if raw.startswith("<!--", at) else "?>"
            end = raw.index(closing, at) + len(closing)
            yield Piece("alone", raw[at:end], identity=raw[at:end]), None
        elif raw.startswith("</", at):
            # What stands alone is taken whole below: the end of a pair is all that is met here.
            end = raw.index(">", at) + 1
            yield Piece("close", raw[at:end]), "pair"
        elif raw.startswith("<", at):
            tag = _TAG.match(raw, at)
            assert tag is not None, f"no tag at {raw[at : at + 40]!r} of a well-formed text"
            name = _name(tag[0])
            attributes = {key: one or other for key, one, other in _ATTRIBUTE.findall(tag[0])}
            role, identity = vocabulary(name.rpartition(":")[2], attributes)
            end = tag.end() if role == "pair" or tag[0].endswith("/>") else _end_of(raw, at, name)
            yield Piece("alone", raw[at:end], identity=identity), role
        else:
            end = raw.find("<", at)
            end = len(raw) if end < 0 else end
            yield Piece("words", raw[at:end], text=_unescaped(_lines(raw[at:end]))), None
        at = end


def _end_of(raw: str, at: int, name: str) -> int:
    """Where the element that begins at `at` ends, others of its name inside it."""
    depth = 0
    for tag in _TAG.finditer(raw, at):
        if _name(tag[0]) != name:
            continue
        if tag[0].startswith("</"):
            depth -= 1
        elif not tag[0].endswith("/>"):
            depth += 1
        if depth == 0:
            return tag.end()
    raise AssertionError(f"<{name}> of a well-formed text is not closed")


def _name(tag: str) -> str:
    match = _NAME.match(tag)
    return "" if match is None else match[1]


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match[3] is None:
            return chr(int(match[1], 16) if match[1] else int(match[2]))
        if match[3] not in _NAMED:
            raise CannotWrite(f"the entity {match[0]} is not defined in the file; write the character itself")
        return _NAMED[match[3]]

    return _REFERENCE.sub(one, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """How the elements of one segment travel.

    Attributes:
        source: pieces of the source.
        target: pieces of the target; empty when there is none.
        letters: names of the placeholders, for pairs and for what stands alone.
        numbers: the number of each element, by its identity.
    """

    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    letters: tuple[str, str]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, source: tuple[Piece, ...], target: tuple[Piece, ...]) -> "Inline":
        """With placeholders that nothing in the words can be taken for."""
        said = "".join(piece.text for piece in (*source, *target))
        letters = next((pair for pair in _LETTERS if not _marks(pair).search(said)), None)
        if letters is None:
            raise CannotWrite("its words hold everything that could stand for an inline element; translate it by hand")
        tags = [piece.identity for piece in (*source, *target) if piece.kind != "words"]
        return cls(
            source=source,
            target=target,
            letters=letters,
            numbers={identity: number for number, identity in enumerate(dict.fromkeys(tags), 1)},
        )

    def travelling(self, pieces: tuple[Piece, ...]) -> str:
        """The words of source or target with placeholders, white space around them included."""
        return "".join(piece.text if piece.kind == "words" else self._placeholder(piece) for piece in pieces)

    def back(self, text: str, write_words: Callable[[str], str]) -> str:
        """The content of a target element for a translation that came back.

        Args:
            text: the translation with its placeholders.
            write_words: how a run of words is written in the file.

        Raises:
            CannotWrite: when a placeholder is missing, unknown, doubled or crossed, or a character cannot stand in XML.
        """
        illegal = _ILLEGAL.search(text)
        if illegal is not None:
            raise CannotWrite(f"the translation holds the character U+{ord(illegal[0]):04X}, which XML cannot hold")
        written, at = [], 0
        order: list[str] = []
        raws = self._raws()
        for mark in _marks(self.letters).finditer(text):
            shown = mark[0].replace(" ", "")
            if shown not in raws:
                raise CannotWrite(f"the translation holds {mark[0]}, which stands for nothing in the source")
            written += [write_words(text[at : mark.start()]), raws[shown].raw]
            order.append(shown)
            at = mark.end()
        written.append(write_words(text[at:]))
        self._check(order, raws)
        return "".join(written)

    def _check(self, order: list[str], raws: Mapping[str, Piece]) -> None:
        wanted = [Counter(self._shown(self.source))]
        wanted += [Counter(self._shown(self.target))] if self.target else []
        got = Counter(order)
        if got not in wanted:
            lost, extra = sorted((wanted[0] - got).elements()), sorted((got - wanted[0]).elements())
            said = [f"it lost {', '.join(lost)}"] if lost else []
            said += [f"it has {', '.join(extra)} too often"] if extra else []
            raise CannotWrite(f"the inline elements do not fit: {'; '.join(said)}")
        opened: list[str] = []
        begun: set[str] = set()
        for shown in order:
            piece = raws[shown]
            if piece.kind == "open":
                begun.add(piece.identity)
            if piece.kind == "close" and piece.identity not in begun:
                raise CannotWrite(f"the inline elements do not fit: {shown} comes before its beginning")
            if piece.nests and piece.kind == "open":
                opened.append(piece.identity)
            elif piece.nests and opened.pop() != piece.identity:
                raise CannotWrite(f"the inline elements do not fit: {shown} closes across another")

    def _shown(self, pieces: tuple[Piece, ...]) -> list[str]:
        return [self._placeholder(piece) for piece in pieces if piece.kind != "words"]

    def _raws(self) -> dict[str, Piece]:
        """The element behind each placeholder, the target's own where it has one."""
        return {self._placeholder(piece): piece for piece in (*self.source, *self.target) if piece.kind != "words"}

    def _placeholder(self, piece: Piece) -> str:
        number, (pair, alone) = self.numbers[piece.identity], self.letters
        if piece.kind == "alone":
            return f"<{alone}{number}/>"
        return f"<{pair}{number}>" if piece.kind == "open" else f"</{pair}{number}>"


def _marks(letters: tuple[str, str]) -> re.Pattern[str]:
    pair, alone = letters
    return re.compile(rf"</?{pair}\d{{1,4}} ?>|<{alone}\d{{1,4}} ?/>")
