"""PO: the catalogues of gettext, in which most free software is translated."""

import gettext
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import final

from redraft.batch.forms.bilingual.languages import agreed
from redraft.batch.forms.bilingual.po_text import Place, PoEntry, declared_charset, entries, written
from redraft.batch.forms.bilingual.slots import BilingualOptions, CannotWrite, Slot, never
from redraft.batch.forms.bilingual.text import FileText, Splice, read_text
from redraft.errors import Misuse

_PLURAL = re.compile(r"nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;\n]{1,400})")
_COUNTS = range(1000)
_SHOWN_COUNTS = 5


@final
class PoFile:
    """The strings of a catalogue; of an entry with plural forms each form is a segment."""

    def __init__(self, path: Path, options: BilingualOptions) -> None:
        """Read from `path`.

        Raises:
            Misuse: when it cannot be read, or its header holds a rule for plural forms that is none.
        """
        self.text: FileText = read_text(path, declared_charset)
        self._options = options
        self._header: dict[str, str] = {}
        self._wraps = False
        header_line = 1
        for entry in entries(self.text):
            if _is_header(entry):
                self._header, header_line = dict(_fields(entry.targets[0].text)), entry.line
            self._wraps = self._wraps or any(_is_wrapped(place) for place in entry.targets.values())
        self._line_end = "\r\n" if b"\r\n" in self.text.utf8 else "\n"
        self._target = agreed(_tag(self._header.get("language", "")), options.target_language, path, header_line)
        self._form_of = self._plural_rule()
        self._counts_of: dict[int, tuple[int, ...]] = {}

    def slots(self) -> Iterator[Slot]:
        """See `BilingualFile`."""
        for entry in entries(self.text):
            if not _is_header(entry):
                for index, place in entry.targets.items():
                    yield self._slot(entry, index, place)

    def completing(self) -> tuple[Splice, ...]:
        """Nothing: the header stays as it is."""
        return ()

    def _plural_rule(self) -> Callable[[int], int] | None:
        match = _PLURAL.search(self._header.get("plural-forms", ""))
        if match is None:
            return None
        try:
            rule: Callable[[int], int] = gettext.c2py(match[2].strip())
            for n in _COUNTS:
                rule(n)
        except (ValueError, OverflowError, ZeroDivisionError) as error:
            raise Misuse(f"{self.text.path}: the header's Plural-Forms cannot be read: {error}; mend them") from error
        return rule

    def _slot(self, entry: PoEntry, index: int, place: Place) -> Slot:
        assert entry.source is not None
        line, options = entry.line, self._options
        counts = self._counts(index) if entry.plural is not None else ()
        singular = entry.plural is None or counts == (1,) or (not counts and index == 0)
        source = entry.source.text if singular or entry.plural is None else entry.plural.text
        fuzzy = "fuzzy" in entry.flags
        before, after = _around(source)
        slot = Slot(
            id=_id(entry, index), line=line, source=source.strip(), target=place.text.strip() or None,
            source_language=options.source_language or "en",
            target_language=self._target, notes=_notes(entry, index, counts), write=never,
        )  # fmt: skip
        if not slot.source:
            return replace(slot, left="its source has no words")
        if fuzzy and options.fuzzy == "skip":
            return replace(slot, left="it is marked fuzzy")

        def write(translation: str, passed: bool) -> tuple[Splice, ...]:
            text = f"{before}{translation.strip()}{after}"
            if "\0" in text:
                raise CannotWrite("the translation holds the character U+0000, which ends a string in a catalogue")
            if not self.text.holds(text):
                raise CannotWrite(f"{self.text.encoding} has no form for a character of it; save the file as UTF-8")
            keyword = f"msgstr[{index}]" if entry.plural is not None else "msgstr"
            string = written(text, wraps=self._wraps, keyword=keyword, line_end=self._line_end)
            return (Splice(place.start, place.end, string), *self._flags(entry, slot.target is None, passed))

        return replace(slot, write=write)

    def _flags(self, entry: PoEntry, was_missing: bool, passed: bool) -> tuple[Splice, ...]:
        """What becomes of the mark ``fuzzy``, which plural forms have in common: of theirs none speaks for all."""
        fuzzy = "fuzzy" in entry.flags
        if fuzzy and passed and self._options.fuzzy == "clear" and entry.plural is None:
            return tuple(self._without_fuzzy(start, end) for start, end in entry.flag_lines)
        if fuzzy or passed or not was_missing or entry.source is None:
            return ()
        if entry.flag_lines:
            start, end = entry.flag_lines[0]
            return (Splice(start, end, self.text.at(start, end).replace("#,", "#, fuzzy,", 1)),)
        at = self._first_line_of_message(entry)
        return (Splice(at, at, f"#, fuzzy{self._line_end}"),)

    def _first_line_of_message(self, entry: PoEntry) -> int:
        assert entry.source is not None
        first = entry.context or entry.source
        return self.text.utf8.rfind(b"\n", 0, first.start) + 1

    def _without_fuzzy(self, start: int, end: int) -> Splice:
        line = self.text.at(start, end)
        flags = [flag.strip() for flag in line[2:].split(",") if flag.strip() not in ("", "fuzzy")]
        ending = line[len(line.rstrip("\r\n")) :]
        return Splice(start, end, f"#, {', '.join(flags)}{ending}" if flags else "")

    def _counts(self, index: int) -> tuple[int, ...]:
        """The first counts that a plural form is for; empty when the header does not say."""
        if self._form_of is None:
            return ()
        if index not in self._counts_of:
            fitting = (n for n in _COUNTS if self._form_of(n) == index)
            self._counts_of[index] = tuple(islice(fitting, _SHOWN_COUNTS))
        return self._counts_of[index]


def _is_header(entry: PoEntry) -> bool:
    return entry.source is not None and not entry.source.text and entry.context is None


def _is_wrapped(place: Place) -> bool:
    """Whether a string stands on more lines than its line ends ask for."""
    return place.n_lines > 1 + max(1, len(place.text.splitlines()))


def _fields(header: str) -> Iterator[tuple[str, str]]:
    for line in header.splitlines():
        name, _, value = line.partition(":")
        yield name.strip().casefold(), value.strip()


def _tag(said: str) -> str:
    """The tag of a language that gettext calls ``sr@latin`` or ``ca@valencia``."""
    name, _, variant = said.partition("@")
    script = {"latin": "Latn", "cyrillic": "Cyrl"}.get(variant.casefold())
    return name if script is None else "_".join([name.partition("_")[0], script, *name.split("_")[1:2]])


def _around(text: str) -> tuple[str, str]:
    """White space around the words of a source; gettext wants it in the translation, too."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _id(entry: PoEntry, index: int) -> str:
    assert entry.source is not None
    context = "" if entry.context is None else f"{entry.context.text}\x04"
    hashed = hashlib.sha256(f"{context}{entry.source.text}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{hashed}[{index}]" if entry.plural is not None else hashed


def _notes(entry: PoEntry, index: int, counts: tuple[int, ...]) -> tuple[str, ...]:
    notes = [*entry.comments]
    notes += [] if entry.context is None else [f"Context: {entry.context.text}"]
    if counts:
        notes.append(f"Plural form {index}, for counts such as {', '.join(map(str, counts))}.")
    return tuple(notes)
