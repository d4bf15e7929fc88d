"""What a claim says and a passage says otherwise, in the same role."""

from collections.abc import Iterator

from redraft.critics.facts.checks.dates import overlap
from redraft.critics.facts.checks.names import Name, initials
from redraft.critics.facts.checks.opposing import opposing
from redraft.critics.facts.checks.quantities import Quantity, agree
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.result import Discrepancy, Kind
from redraft.critics.facts.checks.roles import (
    Item,
    Sentence,
    head_of,
    left_of,
    paired,
    right_of,
    sentences_of,
    speaks_of,
    subject_of,
)

# Tuned on the development half of labelled pairs of claims and passages (`redraft eval facts`).
_COUNTED, _MEASURED, _DATED, _NAMED = 0.6, 0.6, 0.6, 0.7
_LEADS = {
    "from": frozenset(("since", "from", "between")),
    "to": frozenset(("until", "till", "to", "-", "–", "and")),
    "by": frozenset(("by", "before")),
    "after": frozenset(("after",)),
}


def discrepancies_in(claim: Text, passage: Text) -> tuple[Discrepancy, ...]:
    """What differs, in the order of the claim, one for each of its parts."""
    found: dict[int, Discrepancy] = {}
    subject = subject_of(claim)
    given = frozenset() if subject is None else frozenset(w.stem for w in claim.words[subject.first : subject.end])
    for sentence in sentences_of(claim, passage):
        for one in (
            *_numbers(sentence, subject, given),
            *_dates(sentence, subject, given),
            *_names(sentence, subject),
            *opposing(sentence, subject, given),
        ):
            found.setdefault(one.claim_start, one)
    return tuple(found[start] for start in sorted(found))


def _numbers(sentence: Sentence, subject: Name | None, given: frozenset[str]) -> Iterator[Discrepancy]:
    claim, passage = sentence.claim, sentence.passage
    theirs = [quantity for quantity in passage.quantities if sentence.has(quantity)]
    for one, other, score in paired(claim, claim.quantities, passage, theirs):
        same = agree(one, other)
        if same or not speaks_of(sentence, subject, other.first):
            continue
        if sentence.is_nearly_the_claim:
            if same is False or one.sort == other.sort:
                yield _discrepancy(claim, one, passage, other, _kind(one, other))
            continue
        if same is None or score < 1 or any(agree(one, quantity) for quantity in passage.quantities):
            continue
        limit = _COUNTED if one.scale is None else _MEASURED
        if one.scale is None and one.sort != "share" and not head_of(claim, one) & head_of(passage, other):
            continue
        if sentence.context(one, given) >= limit and _same_time(sentence):
            yield _discrepancy(claim, one, passage, other, _kind(one, other))


def _kind(one: Quantity, other: Quantity) -> Kind:
    return "unit" if one.scale != other.scale and (one.low, one.high) == (other.low, other.high) else "number"


def _dates(sentence: Sentence, subject: Name | None, given: frozenset[str]) -> Iterator[Discrepancy]:
    claim, passage = sentence.claim, sentence.passage
    theirs = [date for date in passage.dates if sentence.has(date)]
    for one, other, _ in paired(claim, claim.dates, passage, theirs):
        if overlap(one, other) is not False or not speaks_of(sentence, subject, other.first):
            continue
        if sentence.is_nearly_the_claim:
            yield _discrepancy(claim, one, passage, other, "date")
            continue
        if any(overlap(one, date) for date in passage.dates):
            continue
        if (
            _lead(claim, one) == _lead(passage, other)
            and _event(claim, one) & _event(passage, other)
            and sentence.context(one, given) >= _DATED
        ):
            yield _discrepancy(claim, one, passage, other, "date")


def _same_time(sentence: Sentence) -> bool:
    """Whether the sentence has the dates that the claim names: what was four in 2021 may be thirty in 2022."""
    theirs = [date for date in sentence.passage.dates if sentence.has(date)]
    return all(any(overlap(one, other) for other in theirs) for one in sentence.claim.dates)


def _lead(text: Text, item: Item) -> str:
    """What a date is of an event: its time, its beginning, its end or a bound."""
    before = text.words[item.first - 1].lower if item.first else ""
    return next((name for name, words in _LEADS.items() if before in words), "at")


def _event(text: Text, item: Item) -> frozenset[str]:
    """The stems of the two nearest content words before a date, and of the one after it, that are no names."""
    near = (*left_of(text, item, 2), *right_of(text, item, 1))
    capital = {word.stem for word in text.words if word.is_capital}
    return frozenset(stem for stem in near if stem not in capital)


def _names(sentence: Sentence, subject: Name | None) -> Iterator[Discrepancy]:
    claim, passage = sentence.claim, sentence.passage
    everywhere = {word.lower for word in passage.words}
    own = {word.lower for word in claim.words}
    for one in claim.names:
        if not one.is_proper or {*one.parts} & everywhere or initials(one.parts) in everywhere:
            continue
        if subject is not None and one is not subject and not speaks_of(sentence, subject, sentence.end):
            continue
        if sentence.context(one) < _NAMED:
            continue
        for other in passage.names:
            if (
                sentence.has(other)
                and other.is_proper
                and not own & {*other.parts}
                and _same_place(claim, one, passage, other, sentence)
            ):
                yield _discrepancy(claim, one, passage, other, "name")
                break


def _same_place(claim: Text, one: Name, passage: Text, other: Name, sentence: Sentence) -> bool:
    """Whether two names stand after the same word and preposition: economics from Yale, directed by Leone."""
    if sentence.is_nearly_the_claim_without(one):
        return True
    lead, lead_there = (
        claim.words[one.first - 1].lower if one.first else "",
        passage.words[other.first - 1].lower if other.first else "",
    )
    if lead == "the":
        lead = claim.words[one.first - 2].lower if one.first >= 2 else ""
    if lead_there == "the":
        lead_there = passage.words[other.first - 2].lower if other.first >= 2 else ""
    left, left_there = left_of(claim, one, 1), left_of(passage, other, 1)
    return lead == lead_there and lead in ("by", "from") and left == left_there != ()


def _discrepancy(claim: Text, one: Item, passage: Text, other: Item, kind: Kind) -> Discrepancy:
    return Discrepancy(
        kind=kind,
        claimed=claim.shown(one),
        claim_start=claim.start(one),
        claim_end=claim.end(one),
        found=passage.shown(other),
        passage_start=passage.start(other),
        passage_end=passage.end(other),
    )
