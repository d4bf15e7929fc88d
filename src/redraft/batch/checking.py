"""A file of segments examined: what critics find in the translations that are there, and nothing written."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from redraft.batch.entries import Entry
from redraft.batch.forms.bilingual.reading import BilingualReader, Left
from redraft.core import Critic, Critique, Draft, Finding, Prompt
from redraft.evals.measuring.judging import critique_with

Verdict = Literal["passed", "refuted", "unrefuted", "unscored", "missing", "bad"]
"""``unrefuted``: everything that could be checked holds, which does not make it right; ``missing``: there is no
translation; ``bad``: the segment cannot be read."""

WINDOW = 64
"""Segments that are examined side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding and who made it.

    Attributes:
        critic: the critic's name.
        finding: what it found; its location counts characters of the translation as it travelled.
    """

    critic: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSegment:
    """What critics say about one segment.

    Attributes:
        line: the line it begins on.
        id: its name in the file.
        verdict: of all critics together: the worst.
        source: the text to be translated; empty for a bad segment.
        target: the translation; None where there is none.
        found: the findings of all critics.
        reasons: why critics gave no score, or why the segment is bad.
    """

    line: int
    id: str
    verdict: Verdict
    source: str
    target: str | None
    found: tuple[Found, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What critics say about a file.

    Attributes:
        segments: every segment that is worked on, in the order of the file.
        left: segments that nothing is done with, and why.
    """

    segments: tuple[CheckedSegment, ...]
    left: tuple[Left, ...]

    def n_of(self, verdict: Verdict) -> int:
        """Segments with that verdict."""
        return sum(segment.verdict == verdict for segment in self.segments)


async def check_segments(
    reader: BilingualReader,
    critics: Sequence[Critic],
    *,
    timeout_s: float,
    threshold: float = 0.5,
    on_checked: Callable[[int], object] = lambda n: None,
) -> CheckReport:
    """Examine every translation of a file.

    Args:
        reader: reads the file.
        critics: who judges; a critic that fails leaves the segment unscored, with the reason.
        timeout_s: seconds after which a judgement counts as not given.
        threshold: score in [0, 1] from which a translation passes.
        on_checked: told how many segments are done.
    """
    ask = [critique_with(critic, timeout_s=timeout_s) for critic in critics]

    async def one(entry: Entry) -> CheckedSegment:
        if entry.prompt is None or entry.draft is None:
            return _unexamined(entry)
        draft, prompt = Draft.of(entry.draft), entry.prompt
        return _checked(entry, prompt, [await asked(prompt, draft) for asked in ask], threshold)

    reader.count()
    checked: list[CheckedSegment] = []
    waiting: list[Entry] = []

    async def examine() -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(entry)) for entry in waiting]
        checked.extend(task.result() for task in tasks)
        waiting.clear()
        if checked:
            on_checked(len(checked))

    for entry in reader.entries():
        if entry.prompt is not None:
            reader.taken(entry.prompt.id)  # nothing will be written
        waiting.append(entry)
        if len(waiting) == WINDOW:
            await examine()
    await examine()
    return CheckReport(segments=tuple(checked), left=tuple(reader.left))


def _unexamined(entry: Entry) -> CheckedSegment:
    bad = entry.prompt is None
    return CheckedSegment(
        line=entry.line,
        id=str(entry.row["id"]),
        verdict="bad" if bad else "missing",
        source=str(entry.row["source"]),
        target=entry.draft,
        reasons=(str(entry.problem),) if bad else (),
    )


def _checked(entry: Entry, prompt: Prompt, critiques: Sequence[Critique], threshold: float) -> CheckedSegment:
    scores = [critique.score for critique in critiques if critique.score is not None]
    if any(score < threshold for score in scores):
        verdict: Verdict = "refuted"
    elif scores:
        verdict = "passed"
    else:
        verdict = "unrefuted" if any(critique.unrefuted for critique in critiques) else "unscored"
    reasons = [f"{one.critic}: {one.reason}" for one in critiques if one.reason is not None and not one.unrefuted]
    return CheckedSegment(
        line=entry.line,
        id=prompt.id,
        verdict=verdict,
        source=str(entry.row["source"]),
        target=entry.draft,
        found=tuple(Found(critic=one.critic, finding=finding) for one in critiques for finding in one.findings),
        reasons=tuple(reasons),
    )
