"""Entries of a PO file with the exact places of their strings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from redraft.batch.forms.bilingual.text import FileText
from redraft.errors import Misuse

WIDTH = 79
"""Columns of a line that gettext's tools wrap at."""

_KEYWORD = re.compile(r"[ \t]*(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,3})\])?)[ \t]*(\".*)$")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"[ \t]*$")
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(.)", re.DOTALL)
_BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"} | {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v",
}  # fmt: skip
_CHARSET = re.compile(rb"Content-Type:[^\"\n]{0,80}?charset=([A-Za-z0-9._-]{1,40})")


@dataclass(slots=True, kw_only=True)
class Place:
    """A string of an entry.

    Attributes:
        text: its text, escapes resolved.
        start: byte of its first quotation mark.
        end: one past its last quotation mark, on whatever line that is.
        n_lines: lines that it is written on.
    """

    text: str
    start: int
    end: int
    n_lines: int = 1


@dataclass(slots=True, kw_only=True)
class PoEntry:
    """An entry that is not obsolete.

    Attributes:
        line: the line of its ``msgid``.
        context: its ``msgctxt``; None without one.
        source: its ``msgid``.
        plural: its ``msgid_plural``; None without one.
        targets: its ``msgstr`` by index, 0 for the only one.
        flags: what its ``#,`` lines say.
        flag_lines: first byte and one past the line end of each ``#,`` line.
        comments: what its ``#.`` lines say, in order.
    """

    line: int = 0
    context: Place | None = None
    source: Place | None = None
    plural: Place | None = None
    targets: dict[int, Place] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    flag_lines: list[tuple[int, int]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def declared_charset(beginning: bytes) -> str | None:
    """The encoding that the header declares; None for none, or for the placeholder of a template."""
    match = _CHARSET.search(beginning)
    name = None if match is None else match[1].decode("ascii")
    return None if name == "CHARSET" else name


def entries(text: FileText) -> Iterator[PoEntry]:
    """The entries of a file, the header among them; obsolete ones (``#~``) are left out.

    Raises:
        Misuse: when a line is none of a PO file; the message names file and line.
    """
    entry, current = PoEntry(), None
    at = 0
    for number, raw in enumerate(text.utf8.splitlines(keepends=True), 1):
        line = raw.decode().rstrip("\r\n")
        start, at = at, at + len(raw)
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            if entry.targets:
                yield _whole(entry, text, number)
                entry = PoEntry()
            current = None
            _comment(entry, stripped, start, at)
            continue
        keyword = _KEYWORD.match(line)
        if keyword is None and (current is None or not stripped.startswith('"')):
            raise Misuse(f"{text.path}, line {number}: is no line of a PO file: {line[:60]!r}")
        if keyword is not None and keyword[1] in ("msgid", "msgctxt") and entry.targets:
            yield _whole(entry, text, number)
            entry = PoEntry()
        said = keyword[3] if keyword is not None else stripped
        string = _STRING.match(said)
        if string is None:
            raise Misuse(f"{text.path}, line {number}: the string is not closed: {said[:60]!r}")
        first = start + len(line[: len(line) - len(line.lstrip())].encode())
        first = start + len(line[: keyword.start(3)].encode()) if keyword is not None else first
        end = first + len(said[: string.end(1) + 1].encode())
        if keyword is not None:
            current = Place(text=_unescaped(string[1], text.encoding), start=first, end=end)
            _put(entry, keyword, current, number, text)
        else:
            assert current is not None
            current.text += _unescaped(string[1], text.encoding)
            current.end, current.n_lines = end, current.n_lines + 1
    if entry.source is not None or entry.targets or entry.context is not None:
        yield _whole(entry, text, number)


def _comment(entry: PoEntry, line: str, start: int, end: int) -> None:
    if line.startswith("#~") and entry.source is None and entry.context is None:
        entry.flags, entry.flag_lines, entry.comments = [], [], []  # they were said of this obsolete entry
    elif line.startswith("#,"):
        entry.flags += [flag.strip() for flag in line[2:].split(",") if flag.strip()]
        entry.flag_lines.append((start, end))
    elif line.startswith("#."):
        entry.comments.append(line[2:].strip())


def _put(entry: PoEntry, keyword: re.Match[str], place: Place, number: int, text: FileText) -> None:
    name = keyword[1]
    if name.startswith("msgstr"):
        index = int(keyword[2] or 0)
        if entry.source is None or index in entry.targets:
            raise Misuse(f"{text.path}, line {number}: {name} has no msgid of its own; mend the entry")
        entry.targets[index] = place
        return
    slot = {"msgctxt": "context", "msgid": "source", "msgid_plural": "plural"}[name]
    if getattr(entry, slot) is not None:
        raise Misuse(f"{text.path}, line {number}: a second {name} in one entry; mend the entry")
    setattr(entry, slot, place)
    if name == "msgid":
        entry.line = number


def _whole(entry: PoEntry, text: FileText, number: int) -> PoEntry:
    if entry.source is None or not entry.targets:
        missing = "msgid" if entry.source is None else "msgstr"
        raise Misuse(f"{text.path}, line {entry.line or number}: an entry without {missing}; mend the entry")
    return entry


def _unescaped(text: str, encoding: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return _NAMED.get(match[2], match[2])
        # They write bytes of the file's encoding: \\303\\251 is one letter in UTF-8.
        numbers = [int(octal, 8) if octal else int(hex_, 16) for octal, hex_ in _BYTE.findall(match[1])]
        return bytes(number & 255 for number in numbers).decode(encoding, "replace")

    return _ESCAPE.sub(one, text)


def written(text: str, *, wraps: bool, keyword: str, line_end: str) -> str:
    """A string as gettext's tools write it: on one line where it fits, else a line for each of its lines, wrapped.

    Args:
        text: what it says.
        wraps: whether lines are wrapped at `WIDTH`, as they are unless a tool was told otherwise.
        keyword: what stands before it, such as ``msgstr[0]``.
        line_end: of the file.
    """
    lines = [line for line in re.split(r"(?<=\n)", text) if line] or [""]
    quoted = ["".join(_WRITTEN.get(character, character) for character in line) for line in lines]
    if len(quoted) == 1 and (not wraps or len(keyword) + 3 + len(quoted[0]) <= WIDTH):
        return f'"{quoted[0]}"'
    pieces = [piece for line in quoted for piece in (_wrapped(line) if wraps else [line])]
    return line_end.join(['""', *[f'"{piece}"' for piece in pieces]])


def _wrapped(line: str) -> list[str]:
    """Pieces of a line of at most `WIDTH` columns with their quotation marks, broken after spaces."""
    pieces, current = [], ""
    for word in re.findall(r"[^ ]* ?", line):
        if current and len(current) + len(word) > WIDTH - 2:
            pieces.append(current)
            current = ""
        current += word
    return [*pieces, current] if current or not pieces else pieces
