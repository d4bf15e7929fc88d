"""The public questions of BBQ, where somebody has them: every group is told, every exchange can be undone."""

import os
from pathlib import Path

import pytest

from redraft.evals.bbq import evaluate_labels, read_bbq

DATA = Path(os.environ.get("REDRAFT_DATA", "")) / "bbq.jsonl.gz"
pytestmark = pytest.mark.skipif(not DATA.is_file(), reason="REDRAFT_DATA names no folder with bbq.jsonl.gz")


def test_every_row_is_told_and_nine_of_ten_questions_are_exchanged_rightly() -> None:
    data = read_bbq(DATA)
    assert data.faults == () and len(data.cases) == data.n_rows
    (both,) = [one for one in evaluate_labels(data).coverage if one.category == "all" and one.half is None]
    assert both.found is not None and both.found.value > 0.85
    assert both.exact is not None and both.exact.value == 1.0
    # Who is exchanged is who the labels name, in every question that is exchanged at all.
    assert both.right is not None and both.right.value == both.found.value
    assert both.known is not None and both.known.value > 0.4
