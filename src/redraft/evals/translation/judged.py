"""Translations that people judged: every error that any rater marked, with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redraft.critics.translation import Segment
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.labelled.forms.translation_errors import Marked, languages_of, unmarked
from redraft.evals.labelled.reading import read_rows
from redraft.evals.steps.halves import Half, half_of

NO_ERROR = "No-error"

_REFERENCES = ("ref", "refA", "refB", "refC", "refD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An error that a rater marked.

    Attributes:
        category: such as ``Accuracy/Mistranslation``.
        severity: ``Major``, ``Minor``, ``Critical`` or ``Neutral``.
        start: where it begins in the target; None when it is marked in the source, as omissions are.
        end: where it ends.
    """

    category: str
    severity: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One translation of one segment by one system, with every mark of every rater.

    Attributes:
        id: pair, system, document and segment.
        pair: such as ``ende``.
        system: who translated.
        is_reference: whether a person did, as the data's reference translation.
        segment: what was to be translated.
        target: the translation, without marks.
        half: the half that its source belongs to.
        raters: who judged it.
        marks: errors, in the order of the file.
    """

    id: str
    pair: str
    system: str
    is_reference: bool
    segment: Segment
    target: str
    half: Half
    raters: frozenset[str]
    marks: tuple[Mark, ...]

    def has(self, label: str) -> bool:
        """Whether any rater marked an error of a sort: ``any``, ``major``, or what a category begins with."""
        if label == "any":
            return bool(self.marks)
        if label == "major":
            return any(mark.severity in ("Major", "Critical") for mark in self.marks)
        return any(mark.category.casefold().startswith(label) for mark in self.marks)


def read_judged(path: Path, *, limit: int | None = None) -> tuple[Judged, ...]:
    """The translations of a file of marks, one row for each mark of each rater.

    Args:
        path: JSON lines with pair, system, doc, seg_id, rater, source, target, category, severity.
        limit: translations at most, from the beginning; None for all.

    Raises:
        Misuse: when the file or a row cannot be read, or rows about one translation show different texts; the message
            names file and line.
    """
    rows: dict[tuple[str, ...], list[tuple[Mapping[str, Any], Marked]]] = {}
    for number, row in read_rows(path):
        try:
            key = tuple(text_in(row, name) for name in ("pair", "system", "doc", "seg_id"))
            marked = unmarked(row)
            languages_of(key[0])
            text_in(row, "rater")
            text_in(row, "category")
            text_in(row, "severity")
        except Misuse as error:
            raise Misuse(f"{path}, line {number}: {error}") from error
        if key not in rows and limit is not None and len(rows) == limit:
            continue
        earlier = rows.setdefault(key, [])
        if earlier and (earlier[0][1].source, earlier[0][1].target) != (marked.source, marked.target):
            raise Misuse(
                f"{path}, line {number}: {' '.join(key)} has another text here than in an earlier row; "
                "rows about one translation show the same source and target, but for the marks"
            )
        earlier.append((row, marked))
    return tuple(_judged(key, found) for key, found in rows.items())


def _judged(key: tuple[str, ...], rows: Iterable[tuple[Mapping[str, Any], Marked]]) -> Judged:
    found = list(rows)
    marked = found[0][1]
    pair, system = key[:2]
    source_language, target_language = languages_of(pair)
    return Judged(
        id=" ".join(key),
        pair=pair,
        system=system,
        is_reference=system in _REFERENCES,
        segment=Segment(
            source=marked.source, source_language=source_language, target_language=target_language
        ),
        target=marked.target,
        half=half_of(marked.source),
        raters=frozenset(str(row["rater"]) for row, _ in found),
        marks=tuple(
            Mark(category=row["category"], severity=row["severity"], start=one.start, end=one.end)
            for row, one in found
            if row["category"] != NO_ERROR
        ),
    )  # fmt: skip
