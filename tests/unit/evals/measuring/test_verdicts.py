from pathlib import Path

import pytest

from redraft.errors import Misuse
from redraft.evals.measuring.verdicts import passed, read_verdicts, write_verdicts
from redraft.trust.figures import Judged


def test_verdicts_are_read_back_and_those_without_a_score_pass_nothing(tmp_path: Path) -> None:
    judged = [
        Judged(id="1", problem="p", score=0.7, acceptable=True),
        Judged(id="2", problem="p", score=None, reason="no idea", acceptable=False),
    ]
    write_verdicts(tmp_path, judged, ["aa", "bb"])
    found = read_verdicts(tmp_path)
    assert [(one.output, one.id, one.problem, one.score, one.acceptable) for one in found] == [
        ("aa", "1", "p", 0.7, True),
        ("bb", "2", "p", None, False),
    ]
    assert passed(found, 0.5) == {"aa": True} and passed(found, 0.8) == {"aa": False}


def test_a_folder_without_verdicts_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"holds no verdicts: .*; measure the critic again"):
        read_verdicts(tmp_path)
