"""TMX: translation memories, each unit in several languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import final

from redraft.batch.forms.bilingual.inline import Role
from redraft.batch.forms.bilingual.languages import known, same
from redraft.batch.forms.bilingual.slots import BilingualOptions, CannotWrite, Slot, never
from redraft.batch.forms.bilingual.text import FileText, Splice, read_text
from redraft.batch.forms.bilingual.xml import (
    XML_LANG,
    Element,
    declared_encoding,
    elements,
    indentation_before,
    pair_of,
)
from redraft.errors import Misuse

_ROLES: Mapping[str, Role] = {"hi": "pair", "bpt": "begin", "ept": "finish"}


def _vocabulary(local: str, attributes: Mapping[str, str]) -> tuple[Role, str]:
    role = _ROLES.get(local, "alone")
    if role in ("begin", "finish"):
        return role, f"pt {attributes.get('i', '')}"
    # ``x`` is what makes elements of different languages the same one.
    return role, f"{local} {attributes.get('x', '')} {attributes.get('type', '')}"


@final
class TmxFile:
    """The units of a translation memory, in one pair of its languages."""

    def __init__(self, path: Path, options: BilingualOptions) -> None:
        """Read from `path`; the languages are settled before anything else.

        Raises:
            Misuse: when it cannot be read, or holds several languages and none was chosen.
        """
        self.text: FileText = read_text(path, declared_encoding)
        self._source, self._target = self._languages(options)

    def slots(self) -> Iterator[Slot]:
        """See `BilingualFile`."""
        versions: list[Element] = []
        for element in elements(self.text, lambda _: None):
            parent = element.parent
            if element.local == "seg" and parent is not None and parent.local == "tuv":
                parent.kept["seg"] = element
            elif element.local == "note" and parent is not None and parent.local == "tu":
                parent.kept.setdefault("note", element)
            elif element.local == "tuv" and parent is not None and parent.local == "tu":
                versions.append(element)
            elif element.local == "tu":
                yield self._slot(element, versions)
                versions = []

    def completing(self) -> tuple[Splice, ...]:
        """Nothing: each unit names its languages."""
        return ()

    def _languages(self, options: BilingualOptions) -> tuple[str, str]:
        path, found = self.text.path, dict[str, int]()
        header: Element | None = None
        for element in elements(self.text, lambda _: None):
            if element.parent is None and element.local != "tmx":
                raise Misuse(f"{path}, line {element.line}: is <{element.local}>, not <tmx>")
            if element.local == "header":
                header = element
            if element.local == "tuv" and _tag(element):
                found.setdefault(known(_tag(element), f"{path}, line {element.line}"), element.line)
        said = None if header is None else header.attributes.get("srclang")
        source = options.source_language
        if source is None and said and said != "*all*":
            source = known(said, f"{path}: <header srclang>")
        if source is None:
            raise Misuse(
                f"{path}: does not say which language is the source; say it with --from, it has {_named(found)}"
            )
        targets = [tag for tag in found if not same(tag, source)]
        if options.target_language is not None:
            return source, options.target_language
        if len(targets) != 1:
            raise Misuse(f"{path}: holds {_named(found)}; choose the language of the translations with --to")
        return source, targets[0]

    def _slot(self, unit: Element, versions: Sequence[Element]) -> Slot:
        source = self._version(versions, self._source)
        target = self._version(versions, self._target, other_than=source)
        empty = Slot(
            id=unit.attributes.get("tuid", ""), line=unit.line, source="", target=None,
            source_language=self._source, target_language=self._target, write=never,
        )  # fmt: skip
        if source is None or "seg" not in source.kept:
            return replace(empty, left=f"it has no {self._source}")
        source_seg = source.kept["seg"]
        target_seg = None if target is None else target.kept.get("seg")
        try:
            pair = pair_of(self.text, source_seg, target_seg, _vocabulary)
        except CannotWrite as error:
            return replace(empty, problem=str(error))
        if not any(piece.text.strip() for piece in pair.inline.source if piece.kind == "words"):
            return replace(empty, source=pair.source, left="its source has no words")
        note = unit.kept.get("note")
        last = versions[-1]

        def write(translation: str, passed: bool) -> tuple[Splice, ...]:
            inner = pair.written(translation)
            if target_seg is None and pair.target is None and not passed:
                raise CannotWrite("it did not pass, and a TMX has no mark for what needs review")
            if target_seg is not None and not target_seg.closes_itself:
                return (Splice(target_seg.inner, target_seg.inner_end, inner),)
            if target_seg is not None:
                return (Splice(target_seg.start, target_seg.end, f"<seg>{inner}</seg>"),)
            name = "xml:lang" if XML_LANG in last.attributes else "lang"
            new = f'{indentation_before(self.text, last)}<tuv {name}="{self._target}"><seg>{inner}</seg></tuv>'
            return (Splice(last.end, last.end, new),)

        return replace(
            empty, source=pair.source, target=pair.target, write=write,
            notes=() if note is None else (self.text.at(note.inner, note.inner_end).strip(),),
        )  # fmt: skip

    def _version(self, versions: Sequence[Element], wanted: str, other_than: Element | None = None) -> Element | None:
        """The version in a language: the one that is called exactly so, else the first that fits."""
        fitting = []
        for one in versions:
            tag = _tag(one)
            if one is other_than or not tag:
                continue
            tag = known(tag, f"{self.text.path}, line {one.line}")
            if tag == wanted:
                return one
            if same(tag, wanted):
                fitting.append(one)
        return fitting[0] if fitting else None


def _tag(version: Element) -> str:
    return version.attributes.get(XML_LANG) or version.attributes.get("lang", "")


def _named(found: Mapping[str, int]) -> str:
    return ", ".join(sorted(found)) or "no language"
