from pathlib import Path

import pytest

from redraft.core import Context, Decision, Prompt, Record, Usage
from redraft.errors import Misuse
from redraft.evals.comparing.journal import Journal
from redraft.evals.comparing.outcome import Outcome, Verdict

OUTCOME = Outcome(
    arm="own",
    seed=1,
    id="s0",
    draft=False,
    after=(False, True, None),
    right=None,
    reason="no sandbox",
    verdicts=(Verdict(score=None, verified=False), Verdict(score=0.5, verified=True)),
    n_answers=3,
    calls=6,
    prompt_tokens=30,
    completion_tokens=20,
    seconds=0.5,
    usd=None,
    ending="rounds_spent",
)
RECORD = Record(
    id="r",
    created_at="2026-01-01T00:00:00+00:00",
    context=Context(prompt=Prompt.of("?")),
    decisions=(Decision(action="keep", reason="x"),),
    usage=Usage(),
    redraft_version="0",
)


def test_what_is_added_is_there_afterwards_and_a_cut_line_harms_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with Journal(folder, {"n": 3}) as journal:
        journal.add(OUTCOME, RECORD)
    with (folder / "outcomes.jsonl").open("a") as file:
        file.write('{"arm": "own", "se')  # a kill
    with Journal(folder, {"n": 3}) as journal:
        assert journal.outcomes() == {("own", 1, "s0"): OUTCOME}
        journal.add(OUTCOME, RECORD)
    assert Journal(folder, {"n": 3}).outcomes() == {("own", 1, "s0"): OUTCOME}
    assert len((folder / "records.jsonl").read_text().splitlines()) == 2


def test_a_folder_with_another_evaluation_is_refused_by_what_differs(tmp_path: Path) -> None:
    Journal(tmp_path, {"model": "a", "n": 3})
    with pytest.raises(Misuse, match=r"holds another evaluation: its model is 'a', here it is 'b'; give another --out"):
        Journal(tmp_path, {"model": "b", "n": 3})


def test_of_two_long_plans_the_parts_that_differ_are_named(tmp_path: Path) -> None:
    long = {"strategy_options": {f"option_{i}": 0.0 for i in range(40)}, "budget": {"rounds": 1}}
    Journal(tmp_path, {"n": 3, "plan": long})
    with pytest.raises(Misuse, match=r"evaluation: its plan\.budget\.rounds is 1, here it is 3; give another --out"):
        Journal(tmp_path, {"n": 3, "plan": long | {"budget": {"rounds": 3}}})
    many = {"strategy_options": {f"option_{i}": 1.0 for i in range(40)}, "budget": {"rounds": 1}}
    with pytest.raises(Misuse, match=r"option_2 is 0\.0, here it is 1\.0; 37 more parts differ; give another"):
        Journal(tmp_path, {"n": 3, "plan": many})


def test_a_folder_that_cannot_be_made_or_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misuse, match="cannot write into"):
        Journal(tmp_path / "file", {})
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(Misuse, match="give another --out, or delete the folder"):
        Journal(tmp_path, {})
