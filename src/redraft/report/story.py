"""A record retold as steps: each attempt with what changed, what the critics said and what was decided."""

from dataclasses import dataclass

from redraft.core import Attempt, Critique, Decision, Draft, Finding, Record
from redraft.report.marks import Segment, marked
from redraft.report.text import shortened

_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One attempt of a record.

    Attributes:
        number: 1 for the first draft.
        attempt: the draft with its critiques.
        changes: the text with everything marked that changed against the attempt it was written from.
        written_from: number of that attempt; None when written from the prompt alone.
        admission: the gate's decision on it; None for the first draft and for attempts of an earlier record.
        decision: what the strategy decided once it and its siblings were judged; None when it went on with a sibling.
        returned: whether it is the answer that was returned.
        threshold: score from which it, or a single critic's judgement of it, passes.
    """

    number: int
    attempt: Attempt
    changes: tuple[Segment, ...]
    written_from: int | None
    admission: Decision | None
    decision: Decision | None
    returned: bool
    threshold: float = 0.5

    def passes(self, critique: Critique) -> bool:
        """Whether this judgement by itself is a pass; critics of one attempt need not agree."""
        return critique.score is not None and critique.score >= self.threshold

    @property
    def panel(self) -> Critique | None:
        """What the critics say together; None where it is what the only critic said."""
        verdict = self.attempt.verdict
        return None if verdict is None or verdict in self.attempt.critiques else verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A record as steps.

    Attributes:
        record: what is retold.
        steps: one for each attempt, first draft first.
        ending: why it ended; None for a record without decisions.
    """

    record: Record
    steps: tuple[Step, ...]
    ending: Decision | None


def story_of(record: Record) -> Story:
    """The steps of a record."""
    attempts, ending = record.context.attempts, record.decisions[-1] if record.decisions else None
    # Redraft, resample and consult are the strategy's words, and it has the last one; all others are the gate's.
    gate = [d for d in record.decisions[:-1] if d.action in ("accept", "keep")]
    strategy = [d for d in record.decisions[:-1] if d.action not in ("accept", "keep")]
    n_before = len(attempts) - len(gate)  # the first draft, and whatever an earlier record brought
    rounds = sorted({attempt.draft.round for attempt in attempts[max(0, n_before - 1) :]})
    after = dict(zip(rounds, [*strategy, *([ending] if ending else [])], strict=False))
    steps = []
    for i, attempt in enumerate(attempts):
        last_of_round = i + 1 == len(attempts) or attempts[i + 1].draft.round != attempt.draft.round
        judged_here = i >= n_before - 1
        steps.append(
            Step(
                number=i + 1,
                attempt=attempt,
                changes=_changes(record, i),
                written_from=None if attempt.draft.parent is None else attempt.draft.parent + 1,
                admission=gate[i - n_before] if i >= n_before else None,
                decision=after.get(attempt.draft.round) if last_of_round and judged_here else None,
                threshold=_threshold(record),
                returned=i == record.context.standing and (ending is None or ending.action != "abstain"),
            )
        )
    return Story(record=record, steps=tuple(steps), ending=ending)


def _threshold(record: Record) -> float:
    """The gate's; records of other programs may have none."""
    gate = record.settings.get("gate")
    threshold = gate.get("threshold") if isinstance(gate, dict) else None
    return float(threshold) if isinstance(threshold, int | float) else 0.5


def _changes(record: Record, i: int) -> tuple[Segment, ...]:
    attempt = record.context.attempts[i]
    parent = attempt.draft.parent
    if parent is None:
        return (Segment("same", attempt.draft.text),)
    return marked(record.context.attempts[parent].draft.text, attempt.edits)


def sources_in_words(finding: Finding) -> tuple[str, ...]:
    """The sources that a finding rests on, one line for each: the document, the place in it, and the words there."""
    quotes = (*finding.evidence, *[""] * len(finding.sources))
    lines = []
    for source, quote in zip(finding.sources, quotes, strict=False):
        dated = "" if source.date is None else f" ({source.date})"
        said = f": “{shortened(quote, _LONGEST_QUOTE)}”" if quote else ""
        lines.append(f"source: {source.document}, characters {source.start} to {source.end}{dated}{said}")
    return tuple(lines)


def refused_in_words(draft: Draft) -> tuple[str, ...]:
    """The edits of a draft that were not carried out, one line for each; see `redraft.engine.limiting`."""
    refused = draft.extra.get("refused_edits", ())
    rows = [row for row in refused if isinstance(row, dict)] if isinstance(refused, list | tuple) else []
    return tuple(
        f"edit refused: “{shortened(str(row.get('old')), 80)}” to “{shortened(str(row.get('new')), 80)}”: "
        f"{row.get('why')}"
        for row in rows
    )
