"""XLIFF 1.2 and 2.x: translation units of a localisation project."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import final

from redraft.batch.forms.bilingual.inline import Role
from redraft.batch.forms.bilingual.languages import agreed
from redraft.batch.forms.bilingual.slots import BilingualOptions, CannotWrite, Slot, never
from redraft.batch.forms.bilingual.text import FileText, Splice, read_text
from redraft.batch.forms.bilingual.xml import (
    Element,
    Pair,
    declared_encoding,
    elements,
    indentation_before,
    pair_of,
    sibling_name,
    with_attribute,
)
from redraft.errors import Misuse

_UNTRANSLATED = ("new", "needs-translation", "initial")
_SETTLED = ("final", "signed-off")
_ROLES_12: Mapping[str, Role] = {
    "g": "pair", "mrk": "pair", "bpt": "begin", "bx": "begin", "ept": "finish", "ex": "finish",
}  # fmt: skip
_ROLES_2: Mapping[str, Role] = {
    "pc": "pair", "mrk": "pair", "sc": "begin", "sm": "begin", "ec": "finish", "em": "finish",
}  # fmt: skip
_FAMILY = {"bpt": "pt", "ept": "pt", "bx": "x", "ex": "x", "sc": "c", "ec": "c", "sm": "m", "em": "m"}


def _vocabulary_12(local: str, attributes: Mapping[str, str]) -> tuple[Role, str]:
    role: Role = "alone" if attributes.get("mtype") == "protected" else _ROLES_12.get(local, "alone")
    name = attributes.get("rid") or attributes.get("id") or attributes.get("mid") or ""
    if role in ("begin", "finish"):
        return role, f"{_FAMILY[local]} {name}"
    return role, f"{local} {attributes.get('id') or attributes.get('mid') or attributes.get('mtype', '')}"


def _vocabulary_2(local: str, attributes: Mapping[str, str]) -> tuple[Role, str]:
    role: Role = "alone" if attributes.get("translate") == "no" else _ROLES_2.get(local, "alone")
    if role in ("begin", "finish"):
        return role, f"{_FAMILY[local]} {attributes.get('startRef') or attributes.get('id', '')}"
    return role, f"{local} {attributes.get('id', '')}"


@final
class XliffFile:
    """The segments of an XLIFF file: units of version 1.2, segments of version 2."""

    def __init__(self, path: Path, options: BilingualOptions) -> None:
        """Read from `path`.

        Raises:
            Misuse: when it cannot be read.
        """
        self.text: FileText = read_text(path, declared_encoding)
        self._options = options
        self._roots: dict[int, Element] = {}
        self._filled: set[int] = set()

    def slots(self) -> Iterator[Slot]:
        """See `BilingualFile`."""
        ended = elements(self.text, self._began)
        for element in ended:
            version_2 = "xliff:document:2" in element.space
            parent = element.parent
            if parent is None:
                if element.local != "xliff":
                    raise Misuse(f"{self.text.path}, line {element.line}: is <{element.local}>, not <xliff>")
                continue
            holder = "segment" if version_2 else "trans-unit"
            if element.local in ("source", "seg-source", "target") and parent.local == holder:
                parent.kept.setdefault(element.local, element)
            elif element.local == "note":
                # Those of version 2 stand in <notes> of the unit, before its segments.
                owner = parent.parent if version_2 else parent
                if owner is not None and owner.local == ("unit" if version_2 else holder):
                    owner.kept.setdefault("note", element)
            elif element.local == holder:
                yield self._slot(element, version_2=version_2)

    def completing(self) -> tuple[Splice, ...]:
        """The target language, for a file that holds translations now and did not say into what."""
        splices = []
        for start in sorted(self._filled):
            root = self._roots[start]
            name = "trgLang" if root.local == "xliff" else "target-language"
            if name not in root.attributes and self._options.target_language is not None:
                at = root.inner - 1
                splices.append(Splice(at, at, f' {name}="{self._options.target_language}"'))
        return tuple(splices)

    def _began(self, element: Element) -> None:
        if element.local in ("xliff", "file"):
            self._roots[element.start] = element

    def _slot(self, unit: Element, *, version_2: bool) -> Slot:
        text = self.text
        root = _above(unit, "xliff" if version_2 else "file")
        names = ("srcLang", "trgLang") if version_2 else ("source-language", "target-language")
        said = (None, None) if root is None else (root.attributes.get(names[0]), root.attributes.get(names[1]))
        owner = _above(unit, "unit") if version_2 else unit
        id = _id(unit, owner, version_2=version_2)
        source = unit.kept.get("seg-source") or unit.kept.get("source")
        target = unit.kept.get("target")
        empty = Slot(
            id=id, line=unit.line, source="", target=None,
            source_language=agreed(said[0], self._options.source_language, text.path, unit.line),
            target_language=agreed(said[1], self._options.target_language, text.path, unit.line), write=never,
        )  # fmt: skip
        if source is None:
            return replace(empty, problem="has no <source>")
        try:
            pair = pair_of(text, source, target, _vocabulary_2 if version_2 else _vocabulary_12)
        except CannotWrite as error:
            return replace(empty, problem=str(error))
        state = (
            unit.attributes.get("state") if version_2 else None if target is None else target.attributes.get("state")
        )
        given = pair.target
        if state in _UNTRANSLATED and given == pair.source:
            given = None  # tools copy the source there until somebody translates it
        left = self._left(unit, pair, state)
        note = None if owner is None else owner.kept.get("note")

        def write(translation: str, passed: bool) -> tuple[Splice, ...]:
            return self._written(unit, source, target, pair, (translation, passed, given), version_2=version_2)

        return replace(
            empty, source=pair.source, target=given, left=left, write=never if left else write,
            notes=() if note is None else (text.at(note.inner, note.inner_end).strip(),),
        )  # fmt: skip

    def _left(self, unit: Element, pair: Pair, state: str | None) -> str | None:
        if not any(piece.text.strip() for piece in pair.inline.source if piece.kind == "words"):
            return "its source has no words"
        if _locked(unit):
            return 'it is locked by translate="no"'
        if not self._options.approved and (unit.attributes.get("approved") == "yes" or state in _SETTLED):
            return f"it is {'approved' if unit.attributes.get('approved') == 'yes' else state}"
        return None

    def _written(
        self,
        unit: Element,
        source: Element,
        target: Element | None,
        pair: Pair,
        answer: tuple[str, bool, str | None],
        *,
        version_2: bool,
    ) -> tuple[Splice, ...]:
        translation, passed, given = answer
        inner = pair.written(translation)
        if given is None:
            root = _above(unit, "xliff" if version_2 else "file")
            self._filled |= set() if root is None else {root.start}
        if version_2:
            told = self._stated(unit, "translated" if passed else "initial") if given is None else ()
            return (*told, self._target(source, target, inner, None))
        state = "translated" if passed else "needs-review-translation"
        return (self._target(source, target, inner, state if given is None else None),)

    def _stated(self, segment: Element, state: str) -> tuple[Splice, ...]:
        """The tag of a segment of version 2 in another state; what its sub-state said is no longer so."""
        if segment.attributes.get("state", "initial") == state:
            return ()
        tag = with_attribute(self.text.at(segment.start, segment.inner), "state", state)
        return (Splice(segment.start, segment.inner, with_attribute(tag, "subState", None)),)

    def _target(self, source: Element, target: Element | None, inner: str, state: str | None) -> Splice:
        """The target element with new content, and with a new state where version 1.2 keeps one."""
        if target is None:
            name = sibling_name(self.text, source, "target")
            attribute = "" if state is None else f' state="{state}"'
            new = f"{indentation_before(self.text, source)}<{name}{attribute}>{inner}</{name}>"
            return Splice(source.end, source.end, new)
        tag = self.text.at(target.start, target.inner)
        changed = tag if state is None else with_attribute(tag, "state", state)
        if not target.closes_itself:
            if changed == tag:
                return Splice(target.inner, target.inner_end, inner)
            return Splice(target.start, target.inner_end, f"{changed}{inner}")
        name = sibling_name(self.text, source, "target")
        return Splice(target.start, target.end, f"{changed[:-2].rstrip()}>{inner}</{name}>")


def _above(element: Element, local: str) -> Element | None:
    above: Element | None = element
    while above is not None and above.local != local:
        above = above.parent
    return above


def _id(unit: Element, owner: Element | None, *, version_2: bool) -> str:
    file = _above(unit, "file")
    name = "" if owner is None else owner.attributes.get("id", "")
    if version_2 and unit.attributes.get("id"):
        name = f"{name}/{unit.attributes['id']}"
    prefix = "" if file is None else file.attributes.get("id") or file.attributes.get("original", "")
    return f"{prefix}#{name}" if prefix else name


def _locked(unit: Element) -> bool:
    above: Element | None = unit
    while above is not None:
        said = above.attributes.get("translate")
        if said is not None:
            return said == "no"
        above = above.parent
    return False
