"""The results of a batch written back into a file of segments."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from redraft.batch.entries import Entry
from redraft.batch.forms.bilingual.reading import BilingualReader
from redraft.batch.forms.bilingual.slots import CannotWrite, Slot
from redraft.batch.forms.bilingual.text import Splice
from redraft.batch.outcome import Outcome
from redraft.core import Finding
from redraft.prompts import revealed

What = Literal["kept", "corrected", "translated", "unsure", "failed"]
"""``kept``: the translation that was there stays; ``corrected``: a better one replaced it; ``translated``: there was
none, and a new one passed; ``unsure``: there was none, and the new one, which did not pass, is marked for review;
``failed``: nothing was written, for the reason given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentResult:
    """What became of one segment.

    Attributes:
        line: the line it begins on.
        id: its name.
        what: what became of it.
        passed: whether the text that stands there now passed its critics.
        source: the text to be translated; None for a segment that cannot be read.
        before: the translation that was there; None for none.
        after: the translation that stands there now; None for none.
        why: the reason, in a sentence.
        record_id: where the store tells more; None without a record.
        refuted: whether a critic fails the text that stands there now, because nothing that passes was found.
        findings: what the critics that refuted that text found.
    """

    line: int
    id: str
    what: What
    passed: bool
    source: str | None
    before: str | None
    after: str | None
    why: str
    record_id: str | None
    refuted: bool = False
    findings: tuple[Finding, ...] = ()


class BilingualWriter:
    """Writes a copy of the file in which only translations differ, and these only where a better one was found."""

    def __init__(self, path: Path, reader: BilingualReader) -> None:
        """Write to `path`, made anew, what `reader` reads."""
        self._path, self._reader = path, reader
        self._splices: set[Splice] = set()
        self._taken: set[tuple[int, int]] = set()
        self.results: list[SegmentResult] = []

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """See `Writer`."""
        row = entry.row
        if entry.prompt is None or outcome is None:
            self._result(entry, "failed", str(entry.problem), None)
            return
        slot = self._reader.taken(str(row["id"]))
        text = None if outcome.answer is None else outcome.answer.text.strip()
        if text is not None and text != slot.target:
            text = revealed(text, slot.source)
        if not text:
            why = f"{outcome.reason}: {outcome.detail}" if text is None else "the model's answer is empty"
            self._result(entry, "failed", why, outcome)
        elif slot.target is not None and text == slot.target:
            self._result(entry, "kept", outcome.detail or outcome.reason, outcome, after=slot.target)
        elif slot.target is None and not outcome.accepted and self._reader.options.unsure == "leave":
            self._result(entry, "failed", f"no translation passed ({outcome.reason})", outcome)
        else:
            self._put(entry, slot, text, outcome)

    def _put(self, entry: Entry, slot: Slot, text: str, outcome: Outcome) -> None:
        try:
            splices = slot.write(text, outcome.accepted)
        except CannotWrite as error:
            self._result(entry, "failed", str(error), outcome, after=slot.target)
            return
        for splice in splices:
            # Segments may share a place, such as the flags of plural forms: the first to change it has it.
            place = (splice.start, splice.end)
            if splice.start == splice.end or place not in self._taken:
                self._splices.add(splice)
                self._taken.add(place)
        what: What = "corrected" if slot.target is not None else "translated" if outcome.accepted else "unsure"
        self._result(entry, what, outcome.detail or outcome.reason, outcome, after=text)

    def _result(self, entry: Entry, what: What, why: str, outcome: Outcome | None, *, after: str | None = None) -> None:
        refuted = outcome is not None and outcome.refuted and what != "failed"
        self.results.append(
            SegmentResult(
                line=entry.line,
                id=str(entry.row["id"]),
                what=what,
                passed=outcome is not None and outcome.accepted and what != "failed",
                source=entry.row["source"] or None,
                before=entry.row["target"],
                after=after,
                why=why,
                record_id=None if outcome is None else outcome.record_id,
                refuted=refuted,
                findings=outcome.findings if refuted and outcome is not None else (),
            )
        )

    def flush(self) -> None:
        """Nothing to show: the file is written when all is known."""

    def close(self) -> None:
        """See `Writer`."""
        splices = {*self._splices, *self._reader.file.completing()}
        with self._path.open("wb") as file:
            file.write(self._reader.file.text.with_splices(splices))
            file.flush()
            os.fsync(file.fileno())
