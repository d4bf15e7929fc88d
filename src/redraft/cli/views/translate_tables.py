"""What became of segments, and what was found in them, as tables."""

from collections import Counter
from collections.abc import Mapping, Sequence

from redraft.batch.checking import CheckReport
from redraft.batch.forms.bilingual.reading import Left
from redraft.batch.forms.bilingual.writing import SegmentResult, What
from redraft.batch.translating import AgainstReferences, TranslationReport
from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, shortened

MEANINGS: Mapping[What, str] = {
    "kept": "the translation that was there stays",
    "corrected": "a better translation replaced the one that was there",
    "translated": "there was none; a new one passed",
    "unsure": "there was none; the new one is marked for review",
    "failed": "nothing was written; the reason is told",
}
_VERDICTS = {
    "refuted": "a critic failed it",
    "passed": "its critics passed it",
    "unrefuted": "all that code can check holds",
    "unscored": "no critic could judge it",
    "missing": "no translation",
    "bad": "cannot be read",
}
_RANKS = ("critical", "major", "minor")
_WIDEST = 36


def outcome_table(report: TranslationReport) -> Table:
    """How many segments were kept, corrected, translated and failed, and how many are still refuted."""
    counts = report.counts
    rows = [Row((what, f"{counts.get(what, 0):,}", meaning)) for what, meaning in MEANINGS.items()]
    rows.append(Row(("still refuted", f"{len(report.refuted):,}", "of the kept and corrected: a critic fails it")))
    return Table(
        title=counted(len(report.segments), "segment"),
        columns=(Column("outcome", "left"), Column("segments"), Column("meaning", "left")),
        rows=tuple(rows),
    )


def refuted_table(report: TranslationReport) -> Table:
    """Translations that stand although they were refuted, with their places and what speaks against them."""
    rows = [Row((f"{one.line:,}", one.id, one.what, one.after or "", against(one))) for one in report.refuted]
    return Table(
        title=f"{len(rows):,} still refuted",
        columns=(
            Column("line"), Column("segment", "left"), Column("outcome", "left"), Column("translation", "left"),
            Column("against it", "left"),
        ),
        rows=tuple(rows),
    )  # fmt: skip


def against(segment: SegmentResult) -> str:
    """What speaks against a translation that was refuted: the findings, else why it stands."""
    return "; ".join(f"{one.kind}: {one.message}" for one in segment.findings) or segment.why


def left_table(left: Sequence[Left]) -> Table:
    """Segments that nothing was done with, by reason."""
    rows = [Row((why, f"{n:,}")) for why, n in Counter(one.why for one in left).most_common()]
    return Table(
        title=f"{len(left):,} left as they are",
        columns=(Column("because", "left"), Column("segments")),
        rows=tuple(rows),
    )


def reference_table(compared: AgainstReferences) -> Table:
    """The chrF and BLEU of the translations before and after."""
    pairs = zip(compared.before or (), compared.after or (), strict=True)
    rows = [
        Row((before.name, f"{before.value:.1f}", f"{after.value:.1f}", before.signature)) for before, after in pairs
    ]
    return Table(
        title=f"Against {counted(compared.n, 'reference translation')}",
        columns=(Column("metric", "left"), Column("before"), Column("after"), Column("signature", "left")),
        rows=tuple(rows),
        note=f"segments with a reference: {compared.n_references:,}; compared: those that had a translation before",
    )


def verdict_table(report: CheckReport) -> Table:
    """How many segments were refuted, passed, and so on."""
    rows = [
        Row((verdict, f"{report.n_of(verdict):,}", meaning))  # type: ignore[arg-type] # keys are verdicts
        for verdict, meaning in _VERDICTS.items()
    ]
    return Table(
        title=counted(len(report.segments), "segment"),
        columns=(Column("verdict", "left"), Column("segments"), Column("meaning", "left")),
        rows=tuple(rows),
    )


def kinds_table(report: CheckReport) -> Table | None:
    """Findings by kind; None when there are none."""
    findings: Counter[tuple[str, str, str]] = Counter()
    segments: Counter[tuple[str, str, str]] = Counter()
    for segment in report.segments:
        kinds = [(found.critic, found.finding.kind, found.finding.severity) for found in segment.found]
        findings.update(kinds)
        segments.update(set(kinds))
    if not findings:
        return None
    ordered = sorted(findings, key=lambda kind: (_RANKS.index(kind[2]), -findings[kind], kind))
    return Table(
        title="Findings by kind",
        columns=(
            Column("severity", "left"), Column("kind", "left"), Column("critic", "left"), Column("findings"),
            Column("segments"),
        ),
        rows=tuple(Row((kind[2], kind[1], kind[0], str(findings[kind]), str(segments[kind]))) for kind in ordered),
    )  # fmt: skip


def findings_table(report: CheckReport, *, most: int | None = None) -> Table | None:
    """Every finding with its place, the worst first within a segment; None when there are none."""
    rows = []
    for segment in report.segments:
        texts = (segment.source or segment.id, segment.target or "")
        about = (str(segment.line), *(shortened(text, _WIDEST) for text in texts))
        for found in sorted(segment.found, key=lambda one: _RANKS.index(one.finding.severity)):
            finding = found.finding
            said = finding.message if finding.suggestion is None else f"{finding.message} → {finding.suggestion}"
            rows.append(Row((*about, finding.severity, finding.kind, said)))
        rows += [Row((*about, "", segment.verdict, reason)) for reason in segment.reasons]
    if not rows:
        return None
    shown = rows if most is None else rows[:most]
    return Table(
        title="Findings",
        columns=(
            Column("line"), Column("source", "left"), Column("translation", "left"), Column("severity", "left"),
            Column("kind", "left"), Column("finding", "left"),
        ),
        rows=tuple(shown),
        note="" if len(shown) == len(rows) else f"{len(rows) - len(shown):,} more are in --json and --html",
    )  # fmt: skip
