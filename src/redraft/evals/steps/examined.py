"""One labelled output with what the critic of steps said of it."""

import re
from dataclasses import dataclass
from typing import Literal

from redraft.core import Critique
from redraft.evals.labelled.output import LabelledOutput
from redraft.evals.measuring.located import first_finding_within
from redraft.evals.steps.halves import Half, half_of

Where = Literal["text", "note", "after a note", "answer"]
"""Where a wrong value stands: in the visible text, in a calculator's note, copied from a note, or as the answer."""

_NOTE = re.compile(r"<<[^<>\n]*>>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One output and the verdict on it.

    Attributes:
        id: of the output.
        half: the half of the data that it belongs to.
        group: what it is reported under: its task, else its model, else ``all``.
        problem: outputs with the same problem are not independent.
        acceptable: the label.
        flagged: whether the critic found something wrong; False also where it could not judge.
        scored: whether the critic gave a score.
        located: whether the first finding lies in the step that was marked; None where none was marked.
        first: the first finding in words; None when there is none.
        claim: the words of the draft that it concerns.
        where: where they stand; None when there is no finding.
        answer: whether the draft's answer is the data's, where the data says so: ``right`` or ``wrong``.
        reason: why there is no score; None if there is one.
        cpu_s: processor seconds of the examination.
    """

    id: str
    half: Half
    group: str
    problem: str
    acceptable: bool
    flagged: bool
    scored: bool
    located: bool | None
    first: str | None
    claim: str | None
    where: Where | None
    answer: str | None
    reason: str | None
    cpu_s: float


def examined(output: LabelledOutput, critique: Critique, cpu_s: float) -> Examined:
    """The output with what the critique says of it."""
    finding = critique.findings[0] if critique.findings else None
    place = None if finding is None else finding.location
    text = output.draft.text
    return Examined(
        id=output.id,
        half=half_of(output.problem),
        group=output.groups.get("task") or output.groups.get("model") or "all",
        problem=output.problem,
        acceptable=output.acceptable,
        flagged=critique.score is not None and critique.score < 0.5,
        scored=critique.score is not None,
        located=None if output.mistake is None else first_finding_within(critique, output.mistake),
        first=None if finding is None else finding.message,
        claim=None if place is None else text[int(place.start) : int(place.end)],
        where=None
        if finding is None or place is None
        else _where(text, int(place.start), int(place.end), finding.kind),
        answer=output.groups.get("answer"),
        reason=critique.reason,
        cpu_s=cpu_s,
    )


def _where(text: str, start: int, end: int, kind: str) -> Where:
    if kind in ("answer", "copy") and not _NOTE.search(text, max(0, start - 2), end):
        return "answer" if kind == "answer" else "text"
    for note in _NOTE.finditer(text):
        if note.start() <= start and end <= note.end():
            return "note"
        if note.start() <= start < note.end() < end:
            return "after a note"
    return "text"
