"""The table "paper v here": every printed number that is known, and what could not be compared."""

import csv
import io
from collections.abc import Sequence

from redraft.report.tables import Column, Row, Table
from redraft.theory.experiments.experiment import Result
from redraft.theory.experiments.measured import Compared

TITLE = "Paper v here"
COLUMNS = ("about", "metric", "published", "here", "standard_error", "n", "seeds", "comparable", "why")
"""Of the CSV."""

_PICTURE = "its numbers stand in a picture only and could not be recovered"


def _unknown(about: str, metric: str, why: str) -> Compared:
    return Compared(about=about, metric=metric, published=None, here=None, comparable=False, why=why)


NOT_COMPARED = (
    _unknown("Fig. 1a", "transformer and gradient descent", _PICTURE),
    _unknown("Fig. 1c to 1f", "depth, heads, softmax, feed-forward network", f"{_PICTURE}; measured here as ablations"),
    _unknown("Fig. 3, 4", "language models: critic accuracy and gain", f"{_PICTURE}; language models are not run here"),
    _unknown("Fig. 5, 6", "language models: form of the critique", f"{_PICTURE}; language models are not run here"),
    _unknown("Tables 1 to 3", "jailbreak attacks, natural performance", "could not be recovered; not run here"),
)
"""What the paper shows and no number is known of."""


def compared(results: Sequence[Result]) -> tuple[Compared, ...]:
    """Every row of the results, then what could not be compared."""
    return (*(row for result in results for row in result.findings.rows), *NOT_COMPARED)


def as_table(rows: Sequence[Compared]) -> Table:
    """The rows for a page or a terminal."""
    return Table(
        title=TITLE,
        columns=(
            Column("paper", "left"), Column("metric", "left"), Column("printed ± s.e."), Column("here ± s.e."),
            Column("n"), Column("seeds"), Column("comparable", "left"),
        ),
        rows=tuple(
            Row(
                (
                    row.about,
                    row.metric,
                    row.published or "not known",
                    row.here.in_words if row.here else "not measured",
                    f"{row.here.n:,}" if row.here else "",
                    ", ".join(map(str, row.here.seeds)) if row.here else "",
                    f"{'yes' if row.comparable else 'no'}: {row.why}",
                )
            )
            for row in rows
        ),
        note="s.e.: standard error, of trainings and tasks together. n: tasks or problems behind each figure.",
    )  # fmt: skip


def as_csv(rows: Sequence[Compared]) -> str:
    """The rows as comma-separated values; empty where a number is not known."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        here = ("", "", "", "")
        if row.here is not None:
            error = "" if row.here.standard_error is None else repr(row.here.standard_error)
            here = (repr(row.here.value), error, str(row.here.n), " ".join(map(str, row.here.seeds)))
        said = "yes" if row.comparable else "no"
        writer.writerow([row.about, row.metric, row.published or "", *here, said, row.why])
    return file.getvalue()
