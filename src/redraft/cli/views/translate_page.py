"""What became of a file of segments, and what was found in it, as HTML pages."""

from collections.abc import Sequence

from redraft.batch.checking import CheckReport
from redraft.batch.forms.bilingual.writing import SegmentResult
from redraft.batch.translating import AgainstReferences, TranslationReport
from redraft.cli.views import translate_tables as tables
from redraft.core.version import VERSION
from redraft.engine.edits import edits_between
from redraft.report import page as html
from redraft.report.marks import marked
from redraft.report.markup import Html, element, joined
from redraft.report.tables import Column, Row, Table, for_page

_MOST_CHANGES = 2_000
"""Changed segments that a page shows side by side; browsers are slow with more, and the file itself has them all."""


def outcome_page(report: TranslationReport, compared: AgainstReferences | None, name: str) -> str:
    """The page of a file that was corrected."""
    changed = [segment for segment in report.segments if segment.what in ("corrected", "translated", "unsure")]
    failed = [segment for segment in report.segments if segment.what == "failed"]
    blocks = [html.section("What became of the segments", for_page(tables.outcome_table(report)))]
    if compared is not None:
        blocks.append(html.section("Against references", for_page(tables.reference_table(compared))))
    if report.refuted:
        blocks.append(html.section("What is still refuted", for_page(tables.refuted_table(report))))
    if changed:
        note = [html.aside(f"Only the first {_MOST_CHANGES:,} are shown.")] if len(changed) > _MOST_CHANGES else []
        blocks.append(html.section("What changed", *note, _changes(changed[:_MOST_CHANGES])))
    if failed:
        blocks.append(html.section("What failed", for_page(_failed(failed))))
    if report.left:
        blocks.append(html.section("What was left alone", for_page(tables.left_table(report.left))))
    return html.page(
        f"Translations of {name}",
        "Every translation in the file was examined. One that was there was replaced only where another won at the "
        "gate; everything else in the file is byte for byte as it was.",
        *blocks,
        html.section("With what", html.facts({"File": name, "Redraft": VERSION})),
    )


def check_page(report: CheckReport, name: str, critics: Sequence[str]) -> str:
    """The page of a file that was checked."""
    kinds, findings = tables.kinds_table(report), tables.findings_table(report)
    blocks = [html.section("Verdicts", for_page(tables.verdict_table(report)))]
    blocks += [] if kinds is None else [html.section("What was found", for_page(kinds))]
    blocks += [] if findings is None else [html.section("Where", for_page(findings))]
    if report.left:
        blocks.append(html.section("What was left alone", for_page(tables.left_table(report.left))))
    return html.page(
        f"Checks of {name}",
        "What critics find in the translations of the file. Nothing was written. That all which can be checked holds "
        "does not make a translation right.",
        *blocks,
        html.section("With what", html.facts({"File": name, "Critics": ", ".join(critics), "Redraft": VERSION})),
    )


def _changes(segments: Sequence[SegmentResult]) -> Html:
    return joined(*(_change(segment) for segment in segments))


def _change(segment: SegmentResult) -> Html:
    before, after = segment.before or "", segment.after or ""
    tags = {"same": "span", "old": "del", "new": "ins"}
    pieces = [element(tags[piece.kind], piece.text) for piece in marked(before, edits_between(before, after))]
    return element(
        "section",
        element("p", element("b", segment.what), f" · line {segment.line} · {segment.id}", class_="label"),
        element("p", element("code", segment.source or "")),
        element("p", *pieces),
        element("p", segment.why, class_="aside"),
    )


def _failed(segments: Sequence[SegmentResult]) -> Table:
    return Table(
        title="Failed segments",
        columns=(Column("line"), Column("segment", "left"), Column("why", "left")),
        rows=tuple(Row((str(segment.line), segment.id, segment.why)) for segment in segments),
    )
