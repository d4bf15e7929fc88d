"""Where a passage denies what a claim says, says the opposite, or has two things the other way round."""

from collections.abc import Iterator

from redraft.critics.facts.checks.dates import overlap
from redraft.critics.facts.checks.names import Name
from redraft.critics.facts.checks.polarity import cue_before, opposite
from redraft.critics.facts.checks.qualifying import hedges
from redraft.critics.facts.checks.quantities import agree
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.result import Discrepancy
from redraft.critics.facts.checks.roles import Sentence, speaks_of
from redraft.critics.facts.checks.words import stem_of

# Tuned on the development half of labelled pairs of claims and passages (`redraft eval facts`).
_DENIED, _OPPOSED, _TURNED, _ABOUT = 0.75, 0.6, 0.8, 0.6
_SHORT = 3
_CONDITIONS = frozenset("unless except excepting excluding if when whenever provided otherwise".split())
# What one does to another and not the other to the one; parents love children, and children parents.
_ONE_WAY = frozenset(
    stem_of(verb) for verb in "displaces defeats beats conquers succeeds precedes acquires exceeds outnumbers".split()
)


def opposing(sentence: Sentence, subject: Name | None, given: frozenset[str]) -> Iterator[Discrepancy]:
    """What the sentence denies or turns round, in the order of the claim; at most one of each sort."""
    said = sentence.context(None, given)
    if any(p in sentence.claim.proper and sentence.claim.words[p].stem not in given for p in sentence.missing):
        return  # what is denied in one country may hold in another
    if said >= _DENIED and not _has_other_figures(sentence) and not _is_conditional(sentence):
        denied = _denied(sentence)
        if denied is not None and _of_subject(sentence, subject, denied):
            yield denied
    opposed = None if _n_opposites(sentence) > 1 else _opposite(sentence, given)
    if opposed is not None and _of_subject(sentence, subject, opposed):
        yield opposed
    if said >= _TURNED:
        turned = _turned(sentence)
        if turned is not None:
            yield turned


def is_turned(sentence: Sentence) -> bool:
    """Whether the sentence denies a word that the claim states, or the other way round, or has a word's opposite.

    That refutes nothing by itself, for it may be said of something else; but such a sentence supports nothing.
    """
    claim, passage = sentence.claim, sentence.passage
    theirs = [p for p in passage.content if sentence.first <= p < sentence.end]
    for place in claim.content:
        there = [p for p in theirs if passage.words[p].stem == claim.words[place].stem]
        if there and any((p in passage.denied) != (place in claim.denied) for p in there):
            return True
        if not there and any(opposite(claim.words[place].lower, passage.words[p].lower) for p in theirs):
            return True
    return False


def _of_subject(sentence: Sentence, subject: Name | None, found: Discrepancy) -> bool:
    """Whether what was found is said of the claim's subject."""
    words = sentence.passage.words
    place = next(p for p in range(sentence.first, sentence.end) if words[p].start == found.passage_start)
    return speaks_of(sentence, subject, place)


def _denied(sentence: Sentence) -> Discrepancy | None:
    """A word that both have and only one denies, where the denial is about what the claim says and little else."""
    claim, passage = sentence.claim, sentence.passage
    content = [p for p in passage.content if sentence.first <= p < sentence.end]
    for place in claim.content:
        word = claim.words[place]
        there = [p for p in content if passage.words[p].stem == word.stem]
        denies = place in claim.denied
        if not there or word.is_capital or any((p in passage.denied) == denies for p in there):
            continue
        p = there[0]
        cue = cue_before(claim.words, place) if denies else cue_before(passage.words, p)
        if cue is None or not _is_about(sentence, claim if denies else passage, cue):
            continue
        after = next((q for q in content if q > p), None)
        if denies and after is not None and passage.words[after].stem not in claim.stems:
            return None  # what does not react with one thing may react with another
        first, end = (cue, place + 1) if denies else (place, place + 1)
        first_there, end_there = (p, p + 1) if denies else (cue, p + 1)
        return _spans(claim, first, end, passage, first_there, end_there)
    return None


def _is_about(sentence: Sentence, denying: Text, cue: int) -> bool:
    """Whether what a negation denies is what the other text says, too: its words after the negation are there."""
    other = sentence.stems if denying is sentence.claim else sentence.claim.stems
    after = [p for p in denying.content if p > cue and denying.words[p].sentence == denying.words[cue].sentence]
    shared = sum(denying.words[p].stem in other for p in after)
    if denying.words[cue].lower == "without" or hedges(sentence.passage, sentence.first, sentence.end):
        return False
    return bool(after) and all(denying.words[p].stem in other for p in after[:2]) and shared >= _ABOUT * len(after)


def _n_opposites(sentence: Sentence) -> int:
    """How many words of the claim the sentence turns round: before and poor, after and rich say nothing against it."""
    ours = [word.lower for word in sentence.claim.words if word.stem not in sentence.stems]
    theirs = [word.lower for word in sentence.passage.words[sentence.first : sentence.end]]
    return sum(any(opposite(one, other) for other in theirs) for one in ours)


def _opposite(sentence: Sentence, given: frozenset[str]) -> Discrepancy | None:
    """A word of the claim where the sentence has its opposite, beside the same words."""
    claim, passage = sentence.claim, sentence.passage
    everywhere = {word.stem for word in passage.words}
    for place in sentence.missing:
        word = claim.words[place]
        if word.stem in everywhere or word.is_capital:
            continue
        for p in passage.content:
            sort = opposite(word.lower, passage.words[p].lower) if sentence.first <= p < sentence.end else None
            if sort is None or (sort == "event" and not _same_time(sentence)):
                continue
            if (p in passage.denied) != (place in claim.denied):
                continue
            others = [q for q in claim.content if q != place]
            rest = sum(claim.words[q].stem in sentence.stems or claim.words[q].stem in given for q in others)
            # Of a short claim every word counts.
            limit = 1.0 if len(others) <= _SHORT else _OPPOSED
            if others and rest / len(others) >= limit and _beside(claim, place) & _beside(passage, p):
                return _spans(claim, place, place + 1, passage, p, p + 1)
    return None


def _is_conditional(sentence: Sentence) -> bool:
    """Whether claim or sentence holds under a condition: refundable unless opened, not refundable if opened."""
    theirs = sentence.passage.words[sentence.first : sentence.end]
    return any(word.lower in _CONDITIONS for word in (*sentence.claim.words, *theirs))


def _has_other_figures(sentence: Sentence) -> bool:
    """Whether claim and sentence have dates or numbers and none in common: not born in 1816, but in 1815."""
    claim, passage = sentence.claim, sentence.passage
    dates = [date for date in passage.dates if sentence.has(date)]
    numbers = [quantity for quantity in passage.quantities if sentence.has(quantity)]
    other_dates = not any(overlap(one, other) is not False for one in claim.dates for other in dates)
    other_numbers = not any(agree(one, other) is not False for one in claim.quantities for other in numbers)
    return bool(claim.dates and dates and other_dates) or bool(claim.quantities and numbers and other_numbers)


def _same_time(sentence: Sentence) -> bool:
    """Whether claim and sentence name a date in common: what was won in one year may be lost in another."""
    theirs = [date for date in sentence.passage.dates if sentence.has(date)]
    return any(overlap(one, other) for one in sentence.claim.dates for other in theirs)


def _turned(sentence: Sentence) -> Discrepancy | None:
    """Three words of the claim, one verb or comparison between two things, where the things changed places."""
    ours, theirs = (
        _triples(sentence.claim, 0, len(sentence.claim.words)),
        _triples(sentence.passage, sentence.first, sentence.end),
    )
    said = {
        tuple(sentence.passage.words[p].stem for p in triple)
        for triple in _triples(sentence.passage, 0, len(sentence.passage.words))
    }
    for one in ours:
        a, verb, b = (sentence.claim.words[p].stem for p in one)
        compares = any(sentence.claim.words[p].lower == "than" for p in range(min(one), max(one)))
        if not (compares or verb in _ONE_WAY) or a == b or (a, verb, b) in said:
            continue
        for other in theirs:
            if tuple(sentence.passage.words[p].stem for p in other) == (b, verb, a):
                low, high = min(other), max(other)
                return _spans(sentence.claim, min(one), max(one) + 1, sentence.passage, low, high + 1)
    return None


def _triples(text: Text, first: int, end: int) -> tuple[tuple[int, int, int], ...]:
    """Who does what to whom: three content words with only small words between; turned round in the passive."""
    found = []
    content = [p for p in text.content if first <= p < end]
    for a, verb, b in zip(content, content[1:], content[2:], strict=False):
        between = [text.words[p].lower for p in range(a + 1, b) if p != verb and p not in text.glosses]
        if text.words[a].sentence != text.words[b].sentence or {",", "and", "or", ";", "(", ")"} & {*between}:
            continue
        if any(text.words[p].kind == "number" for p in range(a, b)) or {a, verb, b} & text.denied:
            continue
        found.append((b, verb, a) if "by" in between else (a, verb, b))
    return tuple(found)


def _beside(text: Text, place: int) -> frozenset[str]:
    """The stems of the content words around a word, two on either side."""
    at = text.content.index(place)
    near = (*text.content[max(0, at - 2) : at], *text.content[at + 1 : at + 3])
    return frozenset(text.words[p].stem for p in near)


def _spans(claim: Text, first: int, end: int, passage: Text, first_there: int, end_there: int) -> Discrepancy:
    start, stop = claim.words[first].start, claim.words[end - 1].end
    start_there, stop_there = passage.words[first_there].start, passage.words[end_there - 1].end
    return Discrepancy(
        kind="negation",
        claimed=claim.text[start:stop],
        claim_start=start,
        claim_end=stop,
        found=passage.text[start_there:stop_there],
        passage_start=start_there,
        passage_end=stop_there,
    )
