import gzip
import json
import os
from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.code.result import CodeEvalResult
from redraft.evals.code.run import CodeEvalConfig, evaluate_code, in_test_half
from redraft.evals.code.tables import as_tables

PROMPT = "def double(n):\n    '''Twice n.\n    >>> double(1)\n    2\n    '''\n"
CHECK = "def check(candidate):\n    assert candidate(20) == 40\n"


def row(name: str, body: str, solved: bool, *, prompt: str = PROMPT, test: str = CHECK) -> dict[str, object]:
    entry = prompt.partition("(")[0].removeprefix("def ")
    return {
        "name": name, "prompt": prompt, "entry_point": entry, "test": test, "solution": body, "is_solved": solved,
    }  # fmt: skip


ROWS = [
    row("right", "    return 2 * n\n", True),
    row("right", "    return n + n\n", True),
    row("wrong", "    return n\n", False),
    row("wrong where no doctest looks", "    return n * n if n > 1 else 2\n", False),
    row("undefined", "    return twice(n)\n", False, prompt="def double(n):\n    '''Twice n.'''\n"),
    row("mislabelled", "    return 2 * n\n", False),
]


def evaluated(folder: Path, rows: list[dict[str, object]]) -> CodeEvalResult:
    data = folder / "rows.jsonl.gz"
    data.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return evaluate_code(CodeEvalConfig(data=data), on_progress=lambda line: None)


def test_verdicts_are_compared_and_the_critic_is_measured_without_the_tests(tmp_path: Path) -> None:
    result = evaluated(tmp_path, ROWS)
    whole = result.shares[-1]
    assert (whole.name, whole.n, whole.n_problems, whole.n_wrong, whole.n_agreeing) == ("all", 6, 5, 4, 5)
    assert sum(share.n for share in result.shares[:2]) == 6
    assert [(one.id, one.stored, one.found, one.cause) for one in result.disagreements] == [
        ("mislabelled #6", False, True, "label")
    ]
    assert result.disagreements[0].evidence[0].endswith("every test passes (1 given)")
    assert result.disagreements[0].evidence[1] == "again, 2 times: passes, passes"
    counts = whole.alone.counts
    assert (counts.flagged_bad, counts.passed_bad, counts.flagged_good, counts.passed_good) == (2, 2, 0, 2)
    by_name = {one.check: one for one in whole.checks}
    assert by_name["doctests"].found is not None
    assert by_name["doctests"].found.value == 0.25
    assert by_name["ruff, fails"].found is not None
    assert by_name["ruff, fails"].found.value == 0.25
    assert by_name["doctests"].n_said == 5
    titles = [table.title for table in as_tables(result)]
    assert titles[0] == "Running the tests: agreement with the stored verdicts"


def test_halves_are_fixed_by_the_problem() -> None:
    halves = [in_test_half(f"problem {n}") for n in range(400)]
    assert 150 < sum(halves) < 250
    assert halves == [in_test_half(f"problem {n}") for n in range(400)]


def test_settings_and_data_that_cannot_work_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="`concurrency` must be 1 or more, got 0"):
        CodeEvalConfig(data=tmp_path, concurrency=0)
    with pytest.raises(Misuse, match="no tests in its metadata"):
        evaluated(tmp_path, [{"prompt": "x", "answer": "y", "acceptable": True}])


@pytest.mark.skipif("REDRAFT_DATA" not in os.environ, reason="REDRAFT_DATA does not say where the public data lies")
def test_the_first_public_solutions_agree() -> None:
    data = Path(os.environ["REDRAFT_DATA"]) / "code_solutions.jsonl.gz"
    result = evaluate_code(CodeEvalConfig(data=data, limit=12), on_progress=lambda line: None)
    assert result.shares[-1].n_agreeing == 12
