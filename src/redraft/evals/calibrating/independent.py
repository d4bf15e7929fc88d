"""Which cases a certificate may count: its test takes each for an independent draw of what will be asked.

Rows of a file that share a problem are not independent: who breaks one, breaks its sisters. So one row of each problem
counts, drawn by a hash that knows nothing of how it was answered. The promise is then about a problem, and one of its
rows. In a world every problem is a draw by itself; where chance draws one twice these are two draws, and both count.
"""

import hashlib
from collections.abc import Sequence

from redraft.evals.calibrating.rows import CalibrationRow
from redraft.evals.samples import SampleData


def are_draws(data: SampleData) -> bool:
    """Whether the samples are independent draws, also those with the same problem: in a world they are."""
    return data.form == "world"


def n_independent(data: SampleData) -> int:
    """How many cases of `data` a certificate can count."""
    return len(data.samples) if are_draws(data) else len({sample.problem for sample in data.samples})


def one_of_each(rows: Sequence[CalibrationRow]) -> tuple[CalibrationRow, ...]:
    """One row of each problem, in the order of the rows; which one depends on ids alone, not on what came of it."""
    drawn: dict[str, CalibrationRow] = {}
    for row in rows:
        before = drawn.get(row.problem)
        if before is None or _rank(row) < _rank(before):
            drawn[row.problem] = row
    return tuple(row for row in rows if drawn[row.problem] is row)


def _rank(row: CalibrationRow) -> bytes:
    return hashlib.sha256(row.id.encode("utf-8", "surrogatepass")).digest()
