import asyncio
from pathlib import Path
from typing import Any

import pytest

from redraft.batch.checking import CheckReport, check_segments
from redraft.batch.translating import TranslationConfig, reader_of
from redraft.core import Critique
from redraft.critics import as_critic
from support.bilingual import GERMAN

ROWS = """{"source": "a", "target": "good"}
{"source": "b", "target": "bad"}
{"source": "c", "target": "holds"}
{"source": "d", "target": "crash"}
{"source": "e"}
{"source": 7}
{"source": " "}
"""


def said(prompt: Any, draft: Any, context: Any) -> float | Critique:
    """Scores a translation by its name."""
    if draft.text == "crash":
        raise ValueError("broken critic")
    if draft.text == "holds":
        return Critique(critic="named", kind="verified", reason="nothing more can be told", unrefuted=True)
    return {"good": 1.0, "bad": 0.0}[draft.text]


@pytest.fixture
def report(tmp_path: Path) -> CheckReport:
    path = tmp_path / "e.jsonl"
    path.write_text(ROWS)
    reader = reader_of(TranslationConfig(input=path, options=GERMAN), None)
    critics = [as_critic(said)]
    return asyncio.run(check_segments(reader, critics, timeout_s=5))


def test_each_segment_has_the_verdict_of_its_critics(report: CheckReport) -> None:
    assert [segment.verdict for segment in report.segments] == [
        "passed", "refuted", "unrefuted", "unscored", "missing", "bad",
    ]  # fmt: skip
    assert [left.why for left in report.left] == ["its source has no words"]


def test_a_critic_that_crashes_leaves_one_segment_unscored_with_the_reason(report: CheckReport) -> None:
    crashed = report.segments[3]
    assert "broken critic" in crashed.reasons[0] and crashed.line == 4
    assert report.n_of("unscored") == 1


def test_a_bad_segment_says_what_is_wrong(report: CheckReport) -> None:
    assert "needs a text in the field 'source'" in report.segments[5].reasons[0]


def test_the_worst_verdict_of_several_critics_counts(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"source": "a", "target": "good"}\n')
    reader = reader_of(TranslationConfig(input=path, options=GERMAN), None)

    def strict(prompt: Any, draft: Any, context: Any) -> float:
        return 0.0

    critics = [as_critic(said), as_critic(strict)]
    (segment,) = asyncio.run(check_segments(reader, critics, timeout_s=5)).segments
    assert segment.verdict == "refuted"


def test_progress_is_told_in_the_windows_that_are_examined(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text('{"source": "a", "target": "good"}\n' * 130)
    reader = reader_of(TranslationConfig(input=path, options=GERMAN), None)
    told: list[int] = []
    report = asyncio.run(check_segments(reader, [as_critic(said)], timeout_s=5, on_checked=told.append))
    assert told == [64, 128, 130] and report.n_of("passed") == 130
