"""A correction while it runs: every draft, verdict and decision as it comes."""

from dataclasses import replace
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status

from redraft.core import Critique, Draft, Event
from redraft.engine.edits import edits_between
from redraft.report.marks import Segment, marked
from redraft.report.terminal import add_critique, add_decision, add_draft, lines
from redraft.report.text import shortened

_BRIEF_WIDTH = 160


class CorrectionLive:
    """An observer that prints what happens; changes are marked against the draft that an attempt was written from.

    Args:
        console: where to print.
        colors: whether the console shows colours.
        threshold: score from which an attempt passes, as the gate has it.
        briefly: whether drafts and judgements are cut to a line.
    """

    def __init__(self, console: Console, *, colors: bool, threshold: float, briefly: bool = False) -> None:
        self._console, self._colors, self._threshold, self._briefly = console, colors, threshold, briefly
        self._drafts: list[Draft] = []
        self._status: Status | None = None

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._status = self._console.status("writing a draft")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def on_event(self, event: Event) -> None:
        """Print the event; see `redraft.core.Observer`."""
        grid = lines()
        if event.kind == "drafted" and event.draft is not None:
            parent = event.draft.parent
            self._drafts.append(event.draft)
            written_from = None if parent is None else parent + 1
            add_draft(grid, len(self._drafts), self._changes(event.draft), written_from, colors=self._colors)
            self._say("examining")
        elif event.kind == "examined" and event.critique is not None:
            score = event.critique.score
            said = event.critique if not self._briefly else _in_brief(event.critique)
            add_critique(grid, said, passed=score is not None and score >= self._threshold)
        elif event.kind == "admitted" and event.decision is not None:
            add_decision(grid, "gate", event.decision)
        elif event.kind == "decided" and event.decision is not None:
            goes_on = event.decision.action in ("redraft", "resample", "consult")
            add_decision(grid, "next" if goes_on else "end", event.decision)
            self._say("writing again" if goes_on else "keeping the record")
        if grid.row_count:
            self._console.print(grid)

    def _changes(self, draft: Draft) -> tuple[Segment, ...]:
        if self._briefly and len(draft.text) > _BRIEF_WIDTH:
            return (Segment("same", shortened(draft.text, _BRIEF_WIDTH)),)
        if draft.parent is None:
            return (Segment("same", draft.text),)
        old = self._drafts[draft.parent].text
        return marked(old, edits_between(old, draft.text))

    def _say(self, what: str) -> None:
        if self._status is not None:
            self._status.update(what)


def _in_brief(critique: Critique) -> Critique:
    return replace(critique, text=shortened(critique.text, _BRIEF_WIDTH), findings=critique.findings[:3])
