import csv
import io

from redraft.report.tables import for_markdown
from redraft.theory.experiments.comparing import COLUMNS, NOT_COMPARED, as_csv, as_table, compared
from redraft.theory.experiments.experiment import Findings, Result
from redraft.theory.experiments.measured import Compared, Measured

ROW = Compared(
    about="Fig. 1b",
    metric="1 - cosine, 15 examples",
    published="0.2966",
    here=Measured(value=0.29312345, standard_error=0.0021, n=8192, seeds=(1, 2, 3)),
    comparable=True,
    why="same tasks, and metric",
)


def test_what_is_known_comes_first_and_what_is_not_is_named() -> None:
    result = Result(
        name="curve",
        title="",
        answers="",
        findings=Findings(words=(), rows=(ROW,)),
        cpu_s=0,
        shared_cpu_s=0,
        version="",
    )
    rows = compared([result])
    assert rows == (ROW, *NOT_COMPARED)
    assert {"Tables 1 to 3", "Fig. 1a"} <= {row.about for row in rows if not row.comparable}
    shown = for_markdown(as_table(rows))
    assert "| 0.2966 | 0.2931 ± 0.0021 | 8,192 | 1, 2, 3 | yes: same tasks, and metric |" in shown
    assert "not known" in shown
    assert "not measured" in shown


def test_the_csv_rounds_nothing_and_leaves_empty_what_is_not_known() -> None:
    header, first, *others = csv.reader(io.StringIO(as_csv((ROW, *NOT_COMPARED))))
    assert tuple(header) == COLUMNS
    assert first[3:8] == ["0.29312345", "0.0021", "8192", "1 2 3", "yes"]
    assert {tuple(row[2:7]) for row in others} == {("",) * 5}
