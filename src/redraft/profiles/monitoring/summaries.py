"""What a record says about the profile and its critics without anybody's label."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from redraft.core import Attempt, Critique, Record, total
from redraft.trust.monitoring import RecordSummary


def summary_of(record: Record) -> RecordSummary:
    """The record as the monitor of its profile counts it."""
    first = _first(record)
    scores = [] if first is None else [critique.score for critique in first.critiques if critique.score is not None]
    ending = record.decisions[-1] if record.decisions else None
    return RecordSummary(
        seconds=record.usage.seconds,
        begun=_begun(record),
        usd=record.usage.usd,
        score=None if first is None else first.score,
        accepted=ending is not None and ending.action == "accept",
        changed=is_changed(record),
        disagreement=max(scores) - min(scores) if len(scores) > 1 else None,
    )


def summaries_of_critics(record: Record) -> dict[str, RecordSummary]:
    """For each critic that was asked: its score of the first draft, and what all its verdicts took and cost."""
    asked: dict[str, list[Critique]] = {}
    for attempt in record.context.attempts:
        for critique in attempt.critiques:
            asked.setdefault(critique.critic, []).append(critique)
    first = _first(record)
    scores: Mapping[str, float | None] = {c.critic: c.score for c in (first.critiques if first else ())}
    found = {}
    for name, critiques in asked.items():
        usage = total([critique.usage for critique in critiques])
        found[name] = RecordSummary(seconds=usage.seconds, begun=_begun(record), usd=usage.usd, score=scores.get(name))
    return found


def is_changed(record: Record) -> bool:
    """Whether an answer was returned that is another text than the draft."""
    best, abstained = record.context.best, record.decisions and record.decisions[-1].action == "abstain"
    return best is not None and not abstained and best.draft.text != record.context.attempts[0].draft.text


def falls_back(record: Record) -> bool:
    """Whether the draft was returned whatever the correction found, because an alarm or another change said so.

    Such a correction cannot break anything. It says nothing about what would be broken without the fallback.
    """
    guarantee = record.settings.get("guarantee") or {}
    return guarantee.get("void") is not None and guarantee.get("on_void") == "keep"


class Judged(NamedTuple):
    """A critic's verdict on a draft whose label is known."""

    critic: str
    right: bool
    passed: bool


def verdicts_beside(record: Record, *, draft_right: bool | None, returned_right: bool | None) -> list[Judged]:
    """Every critic's verdicts on the first draft and on the returned answer, beside their labels, where known."""
    threshold = record.settings.get("gate", {}).get("threshold", 0.5)
    labelled: list[tuple[Attempt, bool | None]] = [(record.context.attempts[0], draft_right)]
    if is_changed(record) and record.context.best is not None:
        labelled.append((record.context.best, returned_right))
    return [
        Judged(critique.critic, right, critique.score >= threshold)
        for attempt, right in labelled
        for critique in attempt.critiques
        if critique.score is not None and right is not None
    ]


def _begun(record: Record) -> float:
    """When it was begun, in seconds; what was begun within one millisecond is ordered by chance, from the id."""
    by_chance_s = crc32(record.id.encode("utf-8", "surrogatepass")) / 2**32 / 1000
    return datetime.fromisoformat(record.created_at).timestamp() + by_chance_s


def _first(record: Record) -> Attempt | None:
    return record.context.attempts[0] if record.context.attempts else None
