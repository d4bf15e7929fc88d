"""JSONL of segments: one object per line with the fields ``source`` and ``target``; only the target's value changes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, final

from redraft.batch.forms.bilingual.languages import agreed
from redraft.batch.forms.bilingual.slots import BilingualOptions, CannotWrite, Slot, never
from redraft.batch.forms.bilingual.text import FileText, Splice, read_text
from redraft.errors import Misuse

_SOURCES, _TARGETS = ("source", "src"), ("target", "translation", "tgt")
_SPACE = " \t\r\n"
_decoder = json.JSONDecoder()


class _Value(NamedTuple):
    """A field's value and its characters in the line; `start` is its first one, `end` one past its last."""

    value: Any
    start: int
    end: int


@final
class SegmentsFile:
    """The segments of a JSONL file."""

    def __init__(self, path: Path, options: BilingualOptions) -> None:
        """Read from `path`.

        Raises:
            Misuse: when it cannot be read.
        """
        self.text: FileText = read_text(path, lambda _: None)
        self._options = options

    def slots(self) -> Iterator[Slot]:
        """See `BilingualFile`."""
        at = 0
        for number, raw in enumerate(self.text.utf8.split(b"\n"), 1):
            line = raw.decode()
            if line.strip():
                yield self._slot(line, number, at)
            at += len(raw) + 1

    def completing(self) -> tuple[Splice, ...]:
        """Nothing: each line stands for itself."""
        return ()

    def _slot(self, line: str, number: int, at: int) -> Slot:
        empty = Slot(
            id="", line=number, source="", target=None, source_language=None, target_language=None, write=never
        )
        try:
            fields = fields_of(line)
        except ValueError as error:
            return replace(empty, problem=f"is not a JSON object with fields of its own: {error}; got {line[:60]!r}")
        source = next((fields[name] for name in _SOURCES if name in fields), None)
        name = next((name for name in _TARGETS if name in fields), _TARGETS[0])
        target = fields.get(name)
        if source is None or not isinstance(source.value, str):
            return replace(
                empty, problem=f"needs a text in the field 'source', it has {', '.join(fields) or 'nothing'}"
            )
        if target is not None and not isinstance(target.value, str | None):
            return replace(empty, problem=f"the field {name!r} must be a text or null, got {target.value!r:.60}")
        try:
            languages = self._languages(fields, number)
        except Misuse as error:
            return replace(empty, problem=str(error))
        id = fields.get("id")
        notes = fields.get("note")
        said = "" if target is None or target.value is None else str(target.value)
        like = said if said.strip() else source.value
        before, after = like[: len(like) - len(like.lstrip())], like[len(like.rstrip()) :]
        given = said.strip() or None
        slot = replace(
            empty,
            id="" if id is None or id.value is None else str(id.value),
            source=source.value.strip(),
            target=given,
            source_language=languages[0],
            target_language=languages[1],
            notes=(notes.value,) if notes is not None and isinstance(notes.value, str) else (),
        )
        if not source.value.strip():
            return replace(slot, left="its source has no words")

        def write(translation: str, passed: bool) -> tuple[Splice, ...]:
            if given is None and not passed:
                raise CannotWrite("it did not pass, and a line has no mark for what needs review")
            said = f"{before}{translation.strip()}{after}"
            escaped = (line.isascii() and "\\u" in line) or not self.text.holds(said)
            value = json.dumps(said, ensure_ascii=escaped)
            if target is not None:
                start, end, new = target.start, target.end, value
            else:
                start = end = source.end
                new = f",{_gap(line, source)}{json.dumps(name)}:{_colon(line)}{value}"
            return (Splice(at + len(line[:start].encode()), at + len(line[:end].encode()), new),)

        return replace(slot, write=write)

    def _languages(self, fields: Mapping[str, _Value], number: int) -> tuple[str | None, str | None]:
        options, said = self._options, []
        for name in ("source_language", "target_language"):
            value = fields.get(name)
            if value is not None and not isinstance(value.value, str | None):
                raise Misuse(f"the field {name!r} must be a text, got {value.value!r:.60}")
            wanted = options.source_language if name == "source_language" else options.target_language
            said.append(agreed(None if value is None else value.value, wanted, self.text.path, number))
        return said[0], said[1]


def fields_of(line: str) -> dict[str, _Value]:
    """The fields of the object that a line holds, with the places of their values.

    Raises:
        ValueError: when the line holds something else, or a name twice.
    """
    at = _past_space(line, 0)
    if line[at : at + 1] != "{":
        raise ValueError("does not begin with {")
    fields: dict[str, _Value] = {}
    at = _past_space(line, at + 1)
    while line[at : at + 1] != "}":
        if line[at : at + 1] != '"':
            raise ValueError(f"a name is expected at character {at + 1}")
        name, at = _decoder.raw_decode(line, at)
        at = _past_space(line, at)
        if line[at : at + 1] != ":":
            raise ValueError(f"a colon is expected at character {at + 1}")
        start = _past_space(line, at + 1)
        try:
            value, at = _decoder.raw_decode(line, start)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error
        if name in fields:
            raise ValueError(f"the name {name!r} stands twice")
        fields[name] = _Value(value, start, at)
        at = _past_space(line, at)
        if line[at : at + 1] == ",":
            at = _past_space(line, at + 1)
        elif line[at : at + 1] != "}":
            raise ValueError(f"a comma or }} is expected at character {at + 1}")
    if line[at + 1 :].strip():
        raise ValueError(f"something stands behind the object, at character {at + 2}")
    return fields


def _past_space(line: str, at: int) -> int:
    while line[at : at + 1] and line[at] in _SPACE:
        at += 1
    return at


def _colon(line: str) -> str:
    return " " if '": ' in line else ""


def _gap(line: str, source: _Value) -> str:
    return " " if '": ' in line or line[source.end : source.end + 2] == ", " else ""
