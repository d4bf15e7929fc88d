"""How much of a claim a passage has."""

from collections.abc import Sequence
from typing import NamedTuple

from redraft.critics.facts.checks.dates import Date, overlap
from redraft.critics.facts.checks.names import Name, initials, may_be, own_parts
from redraft.critics.facts.checks.opposing import is_turned
from redraft.critics.facts.checks.quantities import Quantity, agree
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.roles import Sentence, given_by, is_of, sentences_of, subject_of, weight
from redraft.critics.facts.checks.words import STOP

_ITEM_WEIGHT = 2.0


class Share(NamedTuple):
    """How much of a claim stands in a passage.

    Attributes:
        coverage: in all of it, in [0, 1].
        close: in its best sentence that has all the claim's dates and numbers, in [0, 1]; one that asks, speaks
            of another subject or denies something of it has nothing; what only other sentences say counts half.
        in_order: of the claim's content words, the share that this sentence has in the same order, in [0, 1].
        has_names: whether the passage has all names of the claim.
    """

    coverage: float
    close: float
    in_order: float
    has_names: bool


class _Close(NamedTuple):
    share: float
    in_order: float


def covered(claim: Text, passage: Text) -> Share:
    """How much of a claim stands in a passage."""
    items: tuple[Date | Quantity, ...] = (*claim.dates, *claim.quantities)
    content = sum(weight(claim, place) for place in claim.content)
    total = content + _ITEM_WEIGHT * len(items)
    if not total:
        return Share(coverage=0.0, close=0.0, in_order=0.0, has_names=False)
    said = sum(weight(claim, place) for place in claim.content if claim.words[place].stem in passage.stems)
    said += _ITEM_WEIGHT * sum(_has(passage, item, 0, len(passage.words)) for item in items)
    best = max(
        (_close(sentence, items, content) for sentence in sentences_of(claim, passage)), default=_Close(0.0, 0.0)
    )
    return Share(
        coverage=said / total,
        close=best.share,
        in_order=best.in_order,
        has_names=_has_names(claim, passage),
    )


def _close(sentence: Sentence, items: Sequence[Date | Quantity], content: float) -> _Close:
    claim, passage = sentence.claim, sentence.passage
    if (
        sentence.asks
        or is_turned(sentence)
        or not all(_has(passage, item, sentence.first, sentence.end) for item in items)
    ):
        return _Close(0.0, 0.0)
    subject = subject_of(claim, passage)
    if not is_of(sentence, subject, sentence.end) or _is_of_another(sentence):
        return _Close(0.0, 0.0)
    given = given_by(claim, subject)
    share = (sentence.context(None, given) * content + _ITEM_WEIGHT * len(items)) / (
        content + _ITEM_WEIGHT * len(items)
    )
    ours = [claim.words[place].stem for place in claim.content]
    theirs = [passage.words[place].stem for place in passage.content if sentence.first <= place < sentence.end]
    return _Close(share, _common(ours, theirs) / len(ours) if ours else 1.0)


def _is_of_another(sentence: Sentence) -> bool:
    """Whether the nearest name before what the claim states is another's: Aldrin landed, and Armstrong stepped out.

    A name behind a small word, as in "born in Warsaw", is nobody of whom something is stated.
    """
    claim, passage = sentence.claim, sentence.passage
    own = {word.lower for word in claim.words}
    stated = {claim.words[place].stem for place in claim.content if place not in claim.proper}
    places = [p for p in passage.content if sentence.first <= p < sentence.end and passage.words[p].stem in stated]
    names = [name for name in passage.names if sentence.has(name) and may_be(name, passage.small)]
    subjects = [name for name in names if name.first == sentence.first or not _is_behind_a_small_word(passage, name)]
    nearest = [next((name for name in reversed(subjects) if name.end <= place), None) for place in places]
    return sum(name is not None and not own & {*name.parts} for name in nearest) * 2 > len(places)


def _is_behind_a_small_word(text: Text, name: Name) -> bool:
    before = text.words[name.first - 1]
    before = text.words[name.first - 2] if before.lower == "the" and name.first > 1 else before
    return before.text == "," or (before.lower in STOP and before.lower not in ("and", "while", "but", "that"))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    best = [0] * (len(other) + 1)
    for ours in one:
        before = 0
        for k, theirs in enumerate(other, start=1):
            best[k], before = (before + 1 if ours == theirs else max(best[k], best[k - 1])), best[k]
    return best[-1]


def _has(passage: Text, item: Date | Quantity, first: int, end: int) -> bool:
    if isinstance(item, Date):
        return any(overlap(item, date) for date in passage.dates if first <= date.first < end)
    return any(agree(item, quantity) for quantity in passage.quantities if first <= quantity.first < end)


def _has_names(claim: Text, passage: Text) -> bool:
    lower = {word.lower for word in passage.words}
    proper = (name for name in claim.names if name.is_proper)
    return all(own_parts(name) & lower or initials(name.parts) in lower for name in proper)
