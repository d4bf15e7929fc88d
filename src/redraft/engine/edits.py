"""What a redraft changed: edits read off two texts, or written by the model and applied here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from redraft.core import Attempt, Context, Draft, Edit, Finding, Location, Part, Rendering
from redraft.engine.limiting import REFUSED, Place, refusal, starts_of, wrong_places
from redraft.errors import ModelReplyError
from redraft.prompts import language_of

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_FENCE = re.compile(r"^```(?:json)?\s*\n(.*?)\n```\s*$", re.DOTALL)
_PLAIN_EDITS = Rendering(form="edits")
_NO_EDIT = "an edit needs `new` and an `old` that stands in the draft exactly once, got {!r}"
_WRITTEN = "redraft:edits"
"""Key in `Draft.extra` under which the edits stand that a model wrote itself."""


def with_edits(context: Context) -> Context:
    """The context with `Attempt.edits` filled in for every attempt that was written from an earlier one."""
    return replace(context, attempts=tuple(_with_edits(attempt, context) for attempt in context.attempts))


def edits_between(old: str, new: str, findings: tuple[tuple[str, Finding], ...] = ()) -> tuple[Edit, ...]:
    """The edits that turn `old` into `new`, word by word; neighbours with only white space between are one edit.

    Args:
        old: the earlier text.
        new: the later text.
        findings: named findings about `old`; an edit answers the one whose span it touches, or the only one there is.
    """
    from rapidfuzz.distance import Indel  # imported here: `import redraft` stays light

    same = _same_words_before(old, new)
    tail = _same_words_after(old, new, same)
    before, after = _TOKEN.findall(old, same, len(old) - tail), _TOKEN.findall(new, same, len(new) - tail)
    spans: list[tuple[int, int, int, int]] = []
    at_old = at_new = 0
    for block in Indel.editops(before, after).as_matching_blocks():
        if block.a > at_old or block.b > at_new:
            if spans and all(token.isspace() for token in before[spans[-1][1] : at_old]):
                spans[-1] = (spans[-1][0], block.a, spans[-1][2], block.b)
            else:
                spans.append((at_old, block.a, at_new, block.b))
        at_old, at_new = block.a + block.size, block.b + block.size
    starts = list(accumulate(map(len, before), initial=same))
    return tuple(
        _edit(starts[a], starts[b], "".join(before[a:b]), "".join(after[c:d]), None, findings) for a, b, c, d in spans
    )


def applied(draft: Draft, context: Context, rendering: Rendering = _PLAIN_EDITS) -> Draft:
    """A draft that came as a list of edits, turned into the whole text by applying them to the standing draft.

    Where `rendering` keeps edits `within` findings, those elsewhere are refused and stand in `Draft.extra`; where it
    says how to `cite`, what an edit leaves in a place that a source contradicts is followed by a citation.

    Raises:
        ModelReplyError: when the reply is no JSON list of edits, or an `old` text does not stand in the draft exactly
            once; nothing is guessed.
    """
    assert context.best is not None
    text = context.best.draft.text
    places = wrong_places(context.best)
    anywhere = rendering.within == "anywhere"
    parsed = _parsed(draft.text, text, (Place(0, len(text), ()),) if anywhere else places, strict=anywhere)
    edits, extra = parsed.edits, {REFUSED: list(parsed.refused)} if parsed.refused else {}
    if rendering.cite != "none":
        from redraft.engine.citing import cited  # imported here: most redrafts cite nothing

        edits = cited(edits, places, text, rendering.cite, language_of(context.prompt.text))
    for edit in sorted(edits, key=lambda edit: edit.location.start, reverse=True):
        text = text[: int(edit.location.start)] + edit.new + text[int(edit.location.end) :]
    return replace(draft, parts=(Part(text=text),), extra={**draft.extra, **extra, _WRITTEN: edits})


class _Parsed(NamedTuple):
    edits: tuple[Edit, ...]
    refused: tuple[Mapping[str, str], ...]


def _parsed(reply: str, text: str, places: Sequence[Place], *, strict: bool) -> _Parsed:
    """The edits of a reply that lie inside the places; the others are an error where that is `strict`, else refused."""
    edits, refused = [], []
    for row in _rows(reply):
        old, new, reason = row.get("old"), row.get("new"), row.get("reason")
        if not (isinstance(old, str) and isinstance(new, str) and old):
            raise ModelReplyError(_NO_EDIT.format(row))
        starts = starts_of(old, text, places)
        if len(starts) != 1:
            if strict:
                raise ModelReplyError(_NO_EDIT.format(row))
            refused.append(refusal(old, new, text, len(starts)))
            continue
        location = Location(start=starts[0], end=starts[0] + len(old))
        edits.append(Edit(location=location, old=old, new=new, reason=reason if isinstance(reason, str) else None))
    ordered = sorted(edits, key=lambda edit: edit.location.start)
    for first, second in pairwise(ordered):
        if first.location.end > second.location.start:
            raise ModelReplyError(f"two edits overlap: {first.old!r} and {second.old!r}")
    return _Parsed(tuple(edits), tuple(refused))


def _rows(reply: str) -> list[dict[str, Any]]:
    fenced = _FENCE.match(reply.strip())
    try:
        rows = json.loads(fenced[1] if fenced else reply)
    except ValueError as error:
        raise ModelReplyError(f"a list of edits was asked for, got {reply[:80]!r}: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ModelReplyError(f"a JSON list of edits was asked for, got {reply[:80]!r}")
    return rows


def _with_edits(attempt: Attempt, context: Context) -> Attempt:
    parent = attempt.draft.parent
    if parent is None or attempt.edits:
        return attempt
    earlier = context.attempts[parent]
    findings = tuple(
        (f"{critique.critic}#{k}", finding)
        for critique in earlier.critiques
        for k, finding in enumerate(critique.findings)
    )
    written: tuple[Edit, ...] | None = attempt.draft.extra.get(_WRITTEN)
    if written is None:
        return replace(attempt, edits=edits_between(earlier.draft.text, attempt.draft.text, findings))
    extra = {name: value for name, value in attempt.draft.extra.items() if name != _WRITTEN}
    # Models cannot write insertions: those are citations, which say their reason and answer no finding.
    edits = tuple(
        edit
        if not edit.old
        else _edit(edit.location.start, edit.location.end, edit.old, edit.new, edit.reason, findings)
        for edit in written
    )
    return replace(attempt, draft=replace(attempt.draft, extra=extra), edits=edits)


def _same_words_before(old: str, new: str) -> int:
    """Characters at the start that are the same, up to the last white space; most of a redraft is often unchanged."""
    same, too_many = 0, min(len(old), len(new)) + 1
    while too_many - same > 1:  # halving with slices compares at the speed of memory, character by character does not
        middle = (same + too_many) // 2
        same, too_many = (middle, too_many) if old[same:middle] == new[same:middle] else (same, middle)
    while same and not (old[same - 1].isspace() and old[same:] and new[same:]):
        same -= 1
    return same


def _same_words_after(old: str, new: str, before: int) -> int:
    """Characters at the end that are the same, from white space on; those counted `before` are not counted again."""
    most = min(len(old), len(new)) - before
    same, too_many = 0, most + 1
    while too_many - same > 1:
        middle = (same + too_many) // 2
        alike = old[len(old) - middle : len(old) - same] == new[len(new) - middle : len(new) - same]
        same, too_many = (middle, too_many) if alike else (same, middle)
    while same and not old[len(old) - same].isspace():
        same -= 1
    return same


def _edit(
    start: float, end: float, old: str, new: str, reason: str | None, findings: tuple[tuple[str, Finding], ...]
) -> Edit:
    """An edit with the finding that it answers: the first one whose span it touches, or the only one there is."""
    answered: tuple[str, Finding] | None = findings[0] if len(findings) == 1 else None
    for name, finding in findings:
        place = finding.location
        if place is not None and place.kind == "text" and place.start <= end and start <= place.end:
            answered = (name, finding)
            break
    location = Location(start=start, end=end)
    if answered is None:
        return Edit(location=location, old=old, new=new, reason=reason)
    name, finding = answered
    explained = finding.message if reason is None else reason
    return Edit(location=location, old=old, new=new, reason=explained, finding=name)
