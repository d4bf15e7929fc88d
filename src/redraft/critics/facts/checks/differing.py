"""What a claim says and a passage says otherwise, in the same role."""

from collections.abc import Iterator, Sequence

from redraft.critics.facts.checks.dates import Date, overlap
from redraft.critics.facts.checks.lives import is_of_a_life, lives_differ
from redraft.critics.facts.checks.names import Name, initials, own_parts
from redraft.critics.facts.checks.opposing import is_turned, opposing
from redraft.critics.facts.checks.polarity import cue_before
from redraft.critics.facts.checks.qualifying import adds_a_time, begins_its_sentence, narrows
from redraft.critics.facts.checks.quantities import Quantity, agree
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.result import Discrepancy, Kind
from redraft.critics.facts.checks.roles import (
    Item,
    Sentence,
    given_by,
    head_of,
    left_of,
    paired,
    right_of,
    sentences_of,
    speaks_of,
    subject_of,
)
from redraft.critics.facts.checks.words import stem_of

# Tuned on the development half of labelled pairs of claims and passages (`redraft eval facts`).
_COUNTED, _MEASURED, _DATED, _NAMED, _RANGED = 0.6, 0.6, 0.6, 0.7, 0.5
_ALIKE, _NAMELESS = 0.5, 0.9
# What is in one place; others may be approved or sold in several.
_ONE_PLACE = tuple((stem_of(verb),) for verb in "born died located situated based buried headquartered lies".split())
# What has one maker; others may win, see or like the same.
_ONE_MAKER = tuple((stem_of(verb),) for verb in "wrote invented discovered founded directed composed painted".split())
_LEADS = {
    "from": frozenset(("since", "from", "between")),
    "to": frozenset(("until", "till", "to", "-", "–", "and")),
    "by": frozenset(("by", "before")),
    "after": frozenset(("after",)),
}


_TO = frozenset(("to", "until", "till", "through", "-", "–", "—", "and"))
_FAR = 6  # content words before a date among which its event is looked for
_MAX_BETWEEN = 5  # words between the ends of a range: until his retirement in


def discrepancies_in(claim: Text, passage: Text) -> tuple[Discrepancy, ...]:
    """What differs, in the order of the claim, one for each of its parts."""
    found: dict[int, Discrepancy] = {}
    subject = subject_of(claim, passage)
    given = given_by(claim, subject)
    for date, other in lives_differ(claim, passage, subject):
        found[claim.start(date)] = _discrepancy(claim, date, passage, other, "date")
    for sentence in sentences_of(claim, passage):
        if sentence.asks:
            continue
        dates, numbers = [*_dates(sentence, subject)], [*_numbers(sentence, subject)]
        if dates and numbers:
            continue  # what was 300 in one year and 500 in another is two events, and neither is wrong
        for one in (*dates, *numbers, *_names(sentence, subject, given), *opposing(sentence, subject, given)):
            found.setdefault(one.claim_start, one)
    return tuple(found[start] for start in sorted(found))


def _numbers(sentence: Sentence, subject: Name | None) -> Iterator[Discrepancy]:
    claim, passage, given = sentence.claim, sentence.passage, given_by(sentence.claim, subject)
    theirs = [quantity for quantity in passage.quantities if sentence.has(quantity)]
    for one, other, score in paired(claim, claim.quantities, passage, theirs):
        same = agree(one, other)
        if same or not speaks_of(sentence, subject, other.first) or _is_denied(claim, one, passage, other):
            continue
        elsewhen = one.sort == "count" and one.scale is None and adds_a_time(sentence)
        if sentence.is_nearly_the_claim:
            names_it = one.sort == "ordinal" and begins_its_sentence(claim, one)
            if not names_it and not elsewhen and (same is False or one.sort == other.sort):
                yield _discrepancy(claim, one, passage, other, _kind(one, other))
            continue
        if same is None or score < _ALIKE or any(agree(one, quantity) for quantity in passage.quantities):
            continue
        limit = _COUNTED if one.scale is None else _MEASURED
        if one.sort == "share" and not _names_subject(sentence, subject):
            continue  # shares of one whole stand beside each other
        if narrows(sentence, one, other, given) or elsewhen:
            continue
        if one.scale is None and one.sort != "share" and not head_of(claim, one) & head_of(passage, other):
            continue
        if _says(sentence, one, subject, limit) and _same_time(sentence):
            yield _discrepancy(claim, one, passage, other, _kind(one, other))


def _says(sentence: Sentence, item: Item, subject: Name | None, limit: float) -> bool:
    """Whether a sentence says so much of the claim besides an item that it speaks of the same.

    Where no name tells what the claim is about, all the words of the sentence itself must.
    """
    if subject is None:
        return sentence.context(item, elsewhere=0.0) >= _NAMELESS
    return sentence.context(item, given_by(sentence.claim, subject)) >= limit


def _kind(one: Quantity, other: Quantity) -> Kind:
    return "unit" if one.scale != other.scale and (one.low, one.high) == (other.low, other.high) else "number"


def _dates(sentence: Sentence, subject: Name | None) -> Iterator[Discrepancy]:
    claim, passage = sentence.claim, sentence.passage
    theirs = [date for date in passage.dates if sentence.has(date)]
    for one, other, _ in paired(claim, claim.dates, passage, theirs):
        if overlap(one, other) is not False or _is_within(claim, one, passage, other):
            continue
        if is_of_a_life(_event(claim, one)) and is_of_a_life(_event(passage, other)):
            continue  # whose it is, `lives` tells better
        if not speaks_of(sentence, subject, other.first) or _is_denied(claim, one, passage, other):
            continue
        if sentence.is_nearly_the_claim:
            if _lead(claim, one) == _lead(passage, other):
                yield _discrepancy(claim, one, passage, other, "date")
            continue
        if any(overlap(one, date) for date in passage.dates):
            continue
        end = _other_end(claim, one, passage, other)
        if end is not None:
            is_same = end and _says(sentence, one, subject, _RANGED)
        else:
            is_same = _lead(claim, one) == _lead(passage, other) and bool(_event(claim, one) & _event(passage, other))
            is_same = is_same and _says(sentence, one, subject, _DATED)
            is_same = is_same and not narrows(sentence, one, other, given_by(claim, subject))
        if is_same:
            yield _discrepancy(claim, one, passage, other, "date")


def _is_denied(claim: Text, one: Item, passage: Text, other: Item) -> bool:
    """Whether one of the two is what something is said not to be: finished in 1566, not finished in 1666."""
    return _has_cue_before(claim, one) != _has_cue_before(passage, other)


def _has_cue_before(text: Text, item: Item) -> bool:
    cue = cue_before(text.words, item.first)
    return cue is not None and text.words[cue].lower != "non"  # a non-renewable term of five years is one of five years


def _names_subject(sentence: Sentence, subject: Name | None) -> bool:
    return subject is None or any(part in sentence.stems for part in given_by(sentence.claim, subject))


def _same_time(sentence: Sentence) -> bool:
    """Whether the sentence has the dates that the claim names: what was four in 2021 may be thirty in 2022."""
    theirs = [date for date in sentence.passage.dates if sentence.has(date)]
    return all(any(overlap(one, other) for other in theirs) for one in sentence.claim.dates)


def _other_end(claim: Text, one: Date, passage: Text, other: Date) -> bool | None:
    """Whether two dates end ranges whose other ends agree: 1939 to 1975, 1939 until 1985; None unless both do."""
    ours, theirs = _range_of(claim, one), _range_of(passage, other)
    if ours is None or theirs is None:
        return None
    place = ours.index(one)
    return theirs.index(other) == place and bool(overlap(ours[1 - place], theirs[1 - place]))


def _is_within(claim: Text, one: Date, passage: Text, other: Date) -> bool:
    """Whether a date lies in the range that another is an end of: in 1995, from 1990 to 1998."""
    theirs = _range_of(passage, other)
    if theirs is None or _range_of(claim, one) is not None:
        return False
    return theirs[0].low <= one.high and one.low <= theirs[1].high


def _range_of(text: Text, date: Date) -> tuple[Date, Date] | None:
    """The two dates of the range that a date is an end of."""
    at = text.dates.index(date)
    for first, second in zip(
        text.dates[max(0, at - 1) : at + 1], text.dates[max(0, at - 1) + 1 : at + 2], strict=False
    ):
        between = [word.lower for word in text.words[first.end : second.first]]
        if len(between) <= _MAX_BETWEEN and between and between[0] in _TO:
            return first, second
    return None


def _lead(text: Text, item: Item) -> str:
    """What a date is of an event: its time, its beginning, its end or a bound."""
    before = text.words[item.first - 1].lower if item.first else ""
    return next((name for name, words in _LEADS.items() if before in words), "at")


def _event(text: Text, item: Item) -> frozenset[str]:
    """The stems of the two nearest content words before a date, and of the one after it, that are no names.

    Names right before it, as in "described by Watson and Crick in 1953", hide none of them.
    """
    capital = {word.stem for word in text.words if word.is_capital}
    left = [stem for stem in left_of(text, item, _FAR) if stem not in capital]
    return frozenset((*left[:2], *(stem for stem in right_of(text, item, 1) if stem not in capital)))


def _names(sentence: Sentence, subject: Name | None, given: frozenset[str]) -> Iterator[Discrepancy]:
    claim, passage = sentence.claim, sentence.passage
    everywhere, own = {word.lower for word in passage.words}, {word.lower for word in claim.words}
    for one in claim.names:
        if own_parts(one) & everywhere or initials(one.parts) in everywhere or sentence.context(one, given) < _NAMED:
            continue
        others = (n for n in passage.names if sentence.has(n) and not own & own_parts(n))
        found = next((other for other in others if _same_place(sentence, one, other, subject)), None)
        if found is not None and not _is_denied(claim, one, passage, found):
            yield _discrepancy(claim, one, passage, found, "name")


def _same_place(sentence: Sentence, one: Name, other: Name, subject: Name | None) -> bool:
    """Whether two names stand in the same place, of which there is one: economics from Yale, Paris is the capital."""
    claim, passage = sentence.claim, sentence.passage
    if sentence.is_nearly_the_claim_but(one, other):
        ours, theirs = _after(claim, one), _after(passage, other)
        is_same = _leads(claim, one) == _leads(passage, other)
        if is_turned(sentence) or not is_same:
            return False
        left = left_of(claim, one, 1)
        if _leads(claim, one) in ("by", "from") or (_leads(claim, one) in ("in", "at") and left[:1] in _ONE_PLACE):
            return left == left_of(passage, other, 1)
        return ours == theirs and _is_unique(ours) and _same_time(sentence)
    if not (one.is_proper and other.is_proper) or one is subject or not speaks_of(sentence, subject, other.first):
        return False
    left, left_there = left_of(claim, one, 1), left_of(passage, other, 1)
    lead = _leads(claim, one)
    return lead == _leads(passage, other) and lead in ("by", "from") and left == left_there != ()


def _leads(text: Text, name: Name) -> str:
    """The small word before a name, the article aside."""
    place = name.first - 1
    place -= place >= 0 and text.words[place].lower in ("the", "a", "an")
    return (
        text.words[place].lower if place >= 0 and text.words[place].sentence == text.words[name.first].sentence else ""
    )


def _after(text: Text, name: Name) -> tuple[str, ...]:
    return tuple(word.stem for word in text.words[name.end : name.end + 2])


def _is_unique(after: Sequence[str]) -> bool:
    """Whether what is said of a subject can be true of one only: it is the capital, it wrote the book."""
    return (after[1:] == ("the",) and after[0] in ("i", "is", "wa", "was", "becam", "becom")) or after[:1] in _ONE_MAKER


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
