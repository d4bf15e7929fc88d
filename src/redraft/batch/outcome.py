"""What became of one prompt, in the words of a result file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from redraft.batch.entries import Entry
from redraft.core import Draft, Finding, Record, Usage

COLUMNS: Mapping[str, type] = {
    "id": str,
    "line": int,
    "text": str,
    "accepted": bool,
    "reason": str,
    "detail": str,
    "changed": bool,
    "draft": str,
    "n_attempts": int,
    "calls": int,
    "tokens": int,
    "seconds": float,
    "usd": float,
    "certificate": str,
    "record_id": str,
    "error": str,
}
"""The columns that a result adds to its input row; any may be missing (None)."""

# Of records that do not say at which score their gate passed.
_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one prompt.

    Attributes:
        answer: the draft that is returned; None when there is none.
        first: the first draft; None when there is none.
        accepted: whether the answer passed.
        reason: why it ended, one word.
        detail: the reason in a sentence.
        n_attempts: drafts written.
        usage: what it cost.
        certificate: the calibration whose certificate was in force; None without one.
        record_id: its record.
        created_at: when it began, UTC, ISO 8601.
        resumed: whether an earlier run had finished it.
        refuted: whether the answer did not pass and a critic's score for it lies below the gate's threshold; False
            where critics could not tell.
        findings: what the critics that refuted it found.
    """

    answer: Draft | None
    first: Draft | None
    accepted: bool
    reason: str
    detail: str
    n_attempts: int
    usage: Usage
    certificate: str | None
    record_id: str
    created_at: str
    resumed: bool = False
    refuted: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is no answer."""
        return self.answer is None

    @property
    def changed(self) -> bool:
        """Whether the answer's text differs from the first draft's."""
        return self.answer is not None and self.first is not None and self.answer.text != self.first.text

    @property
    def created(self) -> int:
        """When it began, in seconds since the epoch."""
        return int(datetime.fromisoformat(self.created_at).timestamp())


def outcome_of(record: Record, *, resumed: bool = False) -> Outcome:
    """The outcome that a record tells of."""
    attempts, ending = record.context.attempts, record.decisions[-1]
    accepted = ending.action == "accept"
    # Who asked for an exception when nothing passes does not want such an answer.
    withheld = ending.action == "abstain" or (record.settings.get("on_exhausted") == "raise" and not accepted)
    best = record.context.best
    threshold = record.settings.get("gate", {}).get("threshold", _THRESHOLD)
    critiques = () if accepted or best is None else best.critiques
    refuting = [one for one in critiques if one.score is not None and one.score < threshold]
    return Outcome(
        answer=None if withheld or best is None else best.draft,
        first=attempts[0].draft if attempts else None,
        accepted=accepted,
        reason=ending.reason,
        detail=ending.detail,
        n_attempts=len(attempts),
        usage=record.usage,
        certificate=None if record.certificate is None else record.certificate.calibration_id,
        record_id=record.id,
        created_at=record.created_at,
        resumed=resumed,
        refuted=bool(refuting),
        findings=tuple(finding for one in refuting for finding in one.findings),
    )


def input_names(columns: Iterable[str]) -> dict[str, str]:
    """The names in the output of the input's columns, ``id`` aside; one of ours gets ``input_`` until it is free."""
    columns = list(columns)
    taken = {*COLUMNS, *columns}
    names = {name: name for name in columns if name != "id"}
    for name in names:
        if name in COLUMNS:
            while names[name] in taken:
                names[name] = f"input_{names[name]}"
            taken.add(names[name])
    return names


def result_row(entry: Entry, outcome: Outcome | None) -> dict[str, Any]:
    """The result as a flat row: the input's fields, then ours; an input's field of one of our names is renamed."""
    names = input_names(entry.row)
    row = {names[name]: value for name, value in entry.row.items() if name != "id"}
    row |= dict.fromkeys(COLUMNS)
    row["id"] = entry.row.get("id") if entry.prompt is None else entry.prompt.id
    row["line"] = entry.line
    if outcome is None:
        return row | {"error": entry.problem}
    answer, first = outcome.answer, outcome.first
    return row | {
        "text": None if answer is None else answer.text,
        "accepted": outcome.accepted,
        "reason": outcome.reason,
        "detail": outcome.detail,
        "changed": outcome.changed,
        "draft": None if first is None else first.text,
        "n_attempts": outcome.n_attempts,
        "calls": outcome.usage.calls,
        "tokens": outcome.usage.tokens,
        "seconds": outcome.usage.seconds,
        "usd": outcome.usage.usd,
        "certificate": outcome.certificate,
        "record_id": outcome.record_id,
        "error": f"{outcome.reason}: {outcome.detail}" if outcome.failed else None,
    }
