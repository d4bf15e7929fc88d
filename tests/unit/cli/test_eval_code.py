import json
from pathlib import Path

from support.command_line import redraft

ROW = {
    "name": "double",
    "prompt": "def double(n):\n    '''Twice n.'''\n",
    "entry_point": "double",
    "test": "assert double(20) == 40",
    "solution": "    return 2 * n\n",
    "is_solved": True,
}


def test_tables_go_to_stdout_and_talk_to_stderr(tmp_path: Path) -> None:
    data = tmp_path / "rows.jsonl"
    data.write_text("\n".join(json.dumps({**ROW, "is_solved": solved}) for solved in (True, False)))
    done = redraft("eval", "code", str(data))
    assert done.code == 0
    assert "Every disagreement, with its cause" in done.out
    assert "1 of 2" in done.out
    assert "2 solutions: running their tests" in done.err
    limited = redraft("eval", "code", str(data), "--limit", "1", "--json")
    assert json.loads(limited.out)["disagreements"] == []


def test_data_that_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    done = redraft("eval", "code", str(tmp_path / "nowhere.jsonl"))
    assert done.code == 2
    assert "cannot read" in done.err
