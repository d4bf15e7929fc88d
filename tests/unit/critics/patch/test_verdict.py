"""What a run says of a patch: the share of tests that pass, and only all of them are enough."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redraft.critics.patch.command import SuiteCommand
from redraft.critics.patch.results import Case, Counts, SuiteRun
from redraft.critics.patch.verdict import SuiteVerdict, judged
from redraft.critics.patch.words import Words

PYTEST, UNITTEST, MAKE = map(SuiteCommand.of, ("pytest", "python -m unittest", "make check"))


def run(exit_code: int = 0, *, files: dict[str, Any] | None = None, **statuses: Any) -> SuiteRun:
    cases = {f"t.py::{name}": Case(id=f"t.py::{name}", file="t.py", status=status) for name, status in statuses.items()}
    cases |= {name: Case(id=name, file=name, status=status) for name, status in (files or {}).items()}
    return SuiteRun(level="bubblewrap", status="finished", exit_code=exit_code, cases=cases)


def judge(now: SuiteRun, before: SuiteRun) -> tuple[float, list[str]]:
    return summed_up(judged(now, before, PYTEST))


def summed_up(verdict: SuiteVerdict) -> tuple[float, list[str]]:
    """Score and kinds of problems, all of which can be said."""
    assert Words("en", "p").text(verdict.problems, 0, outcome="outcome", output="")
    return round(verdict.score, 6), [problem.kind for problem in verdict.problems]


BEFORE = run(1, a="passed", b="failed", s="skipped")


def test_all_is_well_when_every_test_that_ran_before_passes() -> None:
    assert judge(run(a="passed", b="passed", s="skipped"), BEFORE) == (1.0, [])


def test_a_partial_repair_scores_by_the_share_that_passes() -> None:
    assert judge(BEFORE, BEFORE) == (0.7, ["test_fails"])


def test_no_number_of_repaired_tests_makes_up_for_a_broken_one() -> None:
    before = run(1, a="passed", b="failed", c="failed", d="failed")
    repaired, kinds = judge(run(1, a="failed", b="passed", c="passed", d="passed"), before)
    assert (repaired, kinds) == (0.4, ["test_broken"])
    assert repaired < judge(before, before)[0]


@pytest.mark.parametrize(
    ("now", "score", "kind"),
    [
        (run(a="passed"), 0.7, "test_gone"),
        (run(b="passed"), 0.3, "test_gone"),
        (run(a="passed", b="skipped"), 0.7, "test_skipped"),
        (run(a="skipped", b="passed"), 0.3, "test_skipped"),
    ],
)
def test_a_green_run_does_not_win_with_a_test_gone_or_skipped(now: SuiteRun, score: float, kind: str) -> None:
    assert judge(now, BEFORE) == (score, [kind])


def test_a_file_that_could_not_be_collected_gives_way_to_its_tests() -> None:
    before = run(2, files={"t.py": "error"})
    assert judge(run(a="passed", b="passed"), before) == (1.0, [])
    assert judge(run(a="skipped"), before)[1] == ["test_gone"]
    assert judge(run(files={"t.py": "skipped"}), before)[1] == ["test_skipped"]


def test_a_file_that_cannot_be_collected_now_is_told_instead_of_its_tests() -> None:
    score, kinds = judge(run(2, files={"t.py": "error"}), BEFORE)
    assert (score, kinds) == (0.1, ["not_collected"])


def test_other_exit_codes_spoil_a_green_report() -> None:
    assert judge(run(3, a="passed", b="passed"), BEFORE) == (0.9, ["exit_code"])


def test_a_run_without_a_report_or_without_tests_is_never_well() -> None:
    without = SuiteRun(level="bubblewrap", status="finished", exit_code=0)
    assert judge(without, without) == (0.1, ["no_report"])
    assert judge(run(s="skipped"), run(s="skipped")) == (0.1, ["no_tests"])


def test_a_report_whose_closing_line_is_gone_is_not_believed() -> None:
    now, before = run(a="passed", b="passed"), replace(BEFORE, closes=True)
    assert judge(now, before) == (0.1, ["no_report"])
    assert judge(replace(now, closes=True), before) == (1.0, [])


@pytest.mark.parametrize(
    ("status", "kind"), [("timeout", "timeout"), ("memory", "memory"), ("output", "output"), ("raised", "killed")]
)
def test_a_run_that_was_stopped_is_told_with_its_reason(status: Any, kind: str) -> None:
    stopped = SuiteRun(level="bubblewrap", status=status, reason="why")
    for command in (PYTEST, UNITTEST, MAKE):
        verdict = judged(stopped, BEFORE, command)
        assert summed_up(verdict) == (0.1, [kind])
        assert verdict.problems[0].values == {"reason": "why"}


def counts(n_ran: int, n_skipped: int = 0, n_wrong: int = 0, exit_code: int = 0) -> SuiteRun:
    told = Counts(n_ran, n_skipped, n_wrong)
    return SuiteRun(level="bubblewrap", status="finished", exit_code=exit_code, counts=told)


def by_counts(now: SuiteRun, before: SuiteRun) -> tuple[float, list[str]]:
    return summed_up(judged(now, before, UNITTEST))


def test_unittest_is_judged_by_its_counts() -> None:
    before = counts(4, n_skipped=1, n_wrong=1, exit_code=1)
    assert by_counts(counts(4, n_skipped=1), before) == (1.0, [])
    assert by_counts(counts(3, n_skipped=1), before) == (0.766667, ["fewer_tests"])
    assert by_counts(counts(4, n_skipped=3), before) == (0.233333, ["fewer_tests"])
    assert by_counts(before, before) == (0.766667, ["exit_code"])


def test_any_other_command_is_judged_by_its_exit_code() -> None:
    def verdict(exit_code: int) -> SuiteVerdict:
        return judged(SuiteRun(level="bubblewrap", status="finished", exit_code=exit_code), BEFORE, MAKE)

    assert (verdict(0).score, verdict(2).score) == (1.0, 0.1)
    assert verdict(2).problems[0].values == {"code": "2"}


STATUSES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["passed", "failed", "error", "skipped"]))


@given(STATUSES, STATUSES, st.integers(0, 1))
def test_a_verdict_is_well_exactly_when_nothing_is_wrong(now, before, exit_code) -> None:
    verdict = judged(run(exit_code, **now), run(1, **before), PYTEST)
    ran = {name for name, status in before.items() if status != "skipped"}
    well = exit_code == 0 and all(now.get(name) == "passed" for name in ran)
    well = well and all(status in ("passed", "skipped") for status in now.values()) and "passed" in now.values()
    assert (verdict.score == 1.0) == (not verdict.problems)
    # What passes now but was skipped before is welcome, and not counted.
    if all(before.get(name) != "skipped" for name in now):
        assert (verdict.score == 1.0) == well
