"""Citations behind what was corrected: put there by code, from the provenance of the evidence, not by the writer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from redraft.core import Edit, Location
from redraft.critics.facts.citations import heading, inline, listed, reason, reference
from redraft.engine.limiting import Place

# A citation stands before what ends its sentence.
_CLOSING = " \t\n.!?。！？…\"'”’」』*_"


def cited(
    edits: Sequence[Edit], places: Sequence[Place], text: str, form: Literal["numbered", "inline"], language: str
) -> tuple[Edit, ...]:
    """The edits, with a citation behind every place that they change and leave words in.

    Args:
        edits: inside the places, in order, none overlapping another.
        places: what is called wrong, in order, with the findings and so the sources.
        text: what the edits change; it may end with a list of sources of an earlier redraft, which is gone on with.
        form: see `redraft.core.Rendering.cite`.
        language: of the words around a citation.
    """
    before = listed(text, language)
    references = list(before)
    made, why = list(edits), reason(language)
    for place in places:
        inside = [edit for edit in edits if place.start <= edit.location.start and edit.location.end <= place.end]
        sources = dict.fromkeys(source for finding in place.findings for source in finding.sources)
        if not inside or not sources or not _after(inside, place, text).strip():
            continue
        marks = []
        for source in sources:
            entry = reference(source, language)
            references += [] if entry in references else [entry]
            marks.append(inline(source, language) if form == "inline" else f"[{references.index(entry) + 1}]")
        gap = "" if marks[0].startswith("（") else " "
        between = gap if form == "inline" else ""
        _insert(made, _end_of_words(place, text), gap + between.join(dict.fromkeys(marks)), why)
    if form == "numbered" and len(references) > len(before):
        lines = [f"[{n}] {entry}" for n, entry in enumerate(references, 1) if n > len(before)]
        lead = "\n" if before else f"\n\n{heading(language)}\n"
        _insert(made, len(text), lead + "\n".join(lines), why)
    return tuple(sorted(made, key=lambda edit: edit.location.start))


def _after(inside: Sequence[Edit], place: Place, text: str) -> str:
    """What a place holds once its edits are carried out."""
    pieces, at = [], place.start
    for edit in sorted(inside, key=lambda edit: edit.location.start):
        pieces += [text[at : int(edit.location.start)], edit.new]
        at = int(edit.location.end)
    return "".join([*pieces, text[at : place.end]])


def _end_of_words(place: Place, text: str) -> int:
    words = text[place.start : place.end].rstrip(_CLOSING)
    return place.start + len(words) if words else place.end


def _insert(edits: list[Edit], at: int, words: str, why: str) -> None:
    """Put `words` into the text at `at`: into the edit that reaches there, or as an edit of their own for `why`."""
    for i, edit in enumerate(edits):
        start, end = int(edit.location.start), int(edit.location.end)
        if start < at < end or (end == at and edit.new):
            place = len(edit.new if end == at else edit.new.rstrip(_CLOSING))
            edits[i] = replace(edit, new=edit.new[:place] + words + edit.new[place:])
            return
    edits.append(Edit(location=Location(start=at, end=at), old="", new=words, reason=why))
