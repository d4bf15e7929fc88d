"""A correction while it runs: every draft, verdict and decision as it comes."""

from rich.console import Console

from redraft.core import Draft, Event
from redraft.engine.edits import edits_between
from redraft.report.marks import Segment, marked
from redraft.report.terminal import add_critique, add_decision, add_draft, lines


class CorrectionLive:
    """An observer that prints what happens; changes are marked against the draft that an attempt was written from.

    Args:
        console: where to print.
        colors: whether the console shows colours.
        threshold: score from which an attempt passes, as the gate has it.
    """

    def __init__(self, console: Console, *, colors: bool, threshold: float) -> None:
        self._console, self._colors, self._threshold = console, colors, threshold
        self._drafts: list[Draft] = []

    def on_event(self, event: Event) -> None:
        """Print the event; see `redraft.core.Observer`."""
        grid = lines()
        if event.kind == "drafted" and event.draft is not None:
            parent = event.draft.parent
            changes: tuple[Segment, ...] = (Segment("same", event.draft.text),)
            if parent is not None:
                old = self._drafts[parent].text
                changes = marked(old, edits_between(old, event.draft.text))
            self._drafts.append(event.draft)
            written_from = None if parent is None else parent + 1
            add_draft(grid, len(self._drafts), changes, written_from, colors=self._colors)
        elif event.kind == "examined" and event.critique is not None:
            score = event.critique.score
            add_critique(grid, event.critique, passed=score is not None and score >= self._threshold)
        elif event.kind == "admitted" and event.decision is not None:
            add_decision(grid, "gate", event.decision)
        elif event.kind == "decided" and event.decision is not None:
            add_decision(grid, "next" if event.decision.action in ("redraft", "resample") else "end", event.decision)
        if grid.row_count:
            self._console.print(grid)
