"""Which parts of a passage speak of the same as a part of a claim.

A number in the claim can only be contradicted by a number that stands in the same role: in a sentence that says most
of what the claim says, of the same subject, counting the same things or beside the same words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from redraft.critics.facts.checks.dates import Date
from redraft.critics.facts.checks.names import Name, may_be, own_parts
from redraft.critics.facts.checks.quantities import Quantity
from redraft.critics.facts.checks.reading import Text

Item = Date | Quantity | Name
_Item = TypeVar("_Item", Date, Quantity, Name)

_NAME_WEIGHT = 2.0
_ELSEWHERE = 0.5
_NEAR = 3  # content words on either side that make a role
_MAX_HEAD = 3  # words after a number in which what it counts must come
_EXTRA_SHARE = 0.25
# More than a passage has; it bounds the work on a text that is all full stops.
_MAX_SENTENCES = 40


@dataclass(frozen=True)
class Sentence:
    """One sentence of the passage beside the claim.

    Attributes:
        claim: the claim.
        passage: the passage.
        first: its first word.
        end: one past its last word.
    """

    claim: Text
    passage: Text
    first: int
    end: int

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(word.stem for word in self.passage.words[self.first : self.end])

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """Content words of the claim that it has not."""
        return tuple(place for place in self.claim.content if self.claim.words[place].stem not in self.stems)

    @property
    def asks(self) -> bool:
        """Whether it is a question, which says nothing."""
        last = self.passage.words[max(self.first, self.end - 2) : self.end]
        return any(word.text in ("?", "？") for word in last)

    @cached_property
    def is_nearly_the_claim(self) -> bool:
        """Whether it has all the claim's content words and hardly any other."""
        return self.is_nearly_the_claim_but(None, None)

    def is_nearly_the_claim_but(self, name: Name | None, other: Name | None) -> bool:
        """Whether it has all the claim's content words but those of a name, and hardly any other but another name's."""
        inside = range(0) if name is None else range(name.first, name.end)
        inside_there = range(0) if other is None else range(other.first, other.end)
        if any(place not in inside for place in self.missing):
            return False
        own = {word.stem for word in self.claim.words}
        content = [p for p in self.passage.content if self.first <= p < self.end and p not in inside_there]
        extra = sum(self.passage.words[p].stem not in own for p in content)
        return extra <= _EXTRA_SHARE * len(self.claim.content)

    def has(self, item: Item) -> bool:
        """Whether an item of the passage stands in it."""
        return self.first <= item.first < self.end

    def context(
        self, item: Item | None, given: frozenset[str] = frozenset(), *, elsewhere: float = _ELSEWHERE
    ) -> float:
        """The share of the claim's content outside an item that the sentence has, in [0, 1].

        What only other sentences of the passage say counts less: a passage names its subject once.

        Args:
            item: of the claim; what it says does not count.
            given: stems that count as said, such as those of a subject that the passage named before.
            elsewhere: how much a word of another sentence counts, in [0, 1].
        """
        inside = range(0) if item is None else range(item.first, item.end)
        places = [place for place in self.claim.content if place not in inside]
        total = sum(weight(self.claim, place) for place in places)
        return sum(self._said(place, given, elsewhere) for place in places) / total if total else 0.0

    def _said(self, place: int, given: frozenset[str], elsewhere: float) -> float:
        word = self.claim.words[place]
        if word.stem in self.stems or word.stem in given:
            return weight(self.claim, place)
        return elsewhere * weight(self.claim, place) if word.stem in self.passage.stems else 0.0


def weight(text: Text, place: int) -> float:
    """How much a content word counts: a name's more than another's."""
    return _NAME_WEIGHT if place in text.proper else 1.0


def sentences_of(claim: Text, passage: Text) -> tuple[Sentence, ...]:
    """The sentences of the passage that share most words with the claim, in their order; a bounded number."""
    own = {claim.words[place].stem for place in claim.content}
    found = [Sentence(claim, passage, first, end) for first, end in passage.sentences]
    shared = sorted((-len(own & sentence.stems), place) for place, sentence in enumerate(found))[:_MAX_SENTENCES]
    return tuple(found[place] for place in sorted(place for n, place in shared if n))


def subject_of(claim: Text, passage: Text) -> Name | None:
    """Whom or what the claim is about, where that is a name: its first one.

    A single word at the beginning has a capital in any case; it is a name when the passage never writes it small.
    """
    return next((name for name in claim.names if name.is_proper or _is_name_in(passage, claim, name)), None)


def _is_name_in(passage: Text, claim: Text, name: Name) -> bool:
    word = claim.words[name.first]
    return word.lower not in passage.small and any(w.text == word.text for w in passage.words)


def given_by(claim: Text, subject: Name | None) -> frozenset[str]:
    """The stems of the claim's subject: said of every sentence that speaks of it."""
    return frozenset() if subject is None else frozenset(w.stem for w in claim.words[subject.first : subject.end])


def speaks_of(sentence: Sentence, subject: Name | None, before: int) -> bool:
    """Whether a sentence speaks of the claim's subject: it names it, or the passage does and it names nobody else.

    Args:
        sentence: of the passage.
        subject: of the claim.
        before: only names before this word of the passage could be another subject.
    """
    passage, own = sentence.passage, {word.lower for word in sentence.claim.words}
    others = [n for n in passage.names if sentence.has(n) and n.end <= before and may_be(n, passage.small)]
    # The nearest name before the place is the likeliest subject of what is said there.
    if others and not own & {*others[-1].parts}:
        return False
    return is_of(sentence, subject, before)


def is_of(sentence: Sentence, subject: Name | None, before: int) -> bool:
    """Whether a sentence names the claim's subject, or the passage does and the sentence names nobody else before."""
    if subject is None:
        return True
    passage, own = sentence.passage, {word.lower for word in sentence.claim.words}
    named = [name for name in passage.names if sentence.has(name)]
    if any(is_same_name(subject, name) for name in named):
        return True
    foreign = (n for n in named if n.end <= before and may_be(n, passage.small) and not own & {*n.parts})
    return not any(foreign) and any(is_same_name(subject, name) for name in passage.names)


def is_same_name(one: Name, other: Name) -> bool:
    """Whether two names can be one's: they share the last word or most words, and have no different first names."""
    shared = own_parts(one) & own_parts(other)
    if not shared or (one.parts[-1] not in shared and 2 * len(shared) < len(own_parts(one))):
        return False
    return len(one.parts) == 1 or len(other.parts) == 1 or len(shared) > 1 or one.parts[0] == other.parts[0]


def head_of(text: Text, item: Item) -> frozenset[str]:
    """The stems of what a number counts: the content words right after it."""
    found: list[str] = []
    for place in range(item.end, min(len(text.words), item.end + _MAX_HEAD)):
        word = text.words[place]
        if word.sentence != text.words[item.first].sentence or (word.kind == "sign" and word.text != "-"):
            break
        if not word.is_content:
            if found or word.lower not in ("of", "the", "more", "other", "different", "own"):
                break
            continue
        found.append(word.stem)
    return frozenset(found)


def left_of(text: Text, item: Item, n: int = _NEAR) -> tuple[str, ...]:
    """The stems of the content words before an item in its sentence, the nearest first."""
    return _stems(text, range(item.first - 1, -1, -1), text.words[item.first].sentence, n)


def right_of(text: Text, item: Item, n: int = _NEAR) -> tuple[str, ...]:
    """The stems of the content words after an item in its sentence, the nearest first."""
    return _stems(text, range(item.end, len(text.words)), text.words[item.first].sentence, n)


def likeness(claim: Text, one: Item, passage: Text, other: Item) -> float:
    """How much of what stands around an item of the claim stands around one of the passage; 0 for nothing."""
    left, right = left_of(claim, one), right_of(claim, one)
    left_there, right_there = left_of(passage, other), right_of(passage, other)
    same_side = len({*left} & {*left_there}) + len({*right} & {*right_there})
    across = len({*left} & {*right_there}) + len({*right} & {*left_there})
    nearest = (left[:1] == left_there[:1] != ()) + (right[:1] == right_there[:1] != ())
    heads = bool(head_of(claim, one) & head_of(passage, other))
    before = _before(claim, one) == _before(passage, other) != ""
    return same_side + 0.5 * across + nearest + 2 * heads + 0.25 * before


class Pair(NamedTuple, Generic[_Item]):
    """An item of the claim and the one of a sentence that stands most like it.

    Attributes:
        ours: of the claim.
        theirs: of the sentence.
        likeness: how much stands alike around them, 0 for nothing.
    """

    ours: _Item
    theirs: _Item
    likeness: float


def paired(claim: Text, ours: Sequence[_Item], passage: Text, theirs: Sequence[_Item]) -> tuple[Pair[_Item], ...]:
    """Items of the claim with the items of a sentence that stand most alike, each used once, most alike first."""
    scored = [
        (likeness(claim, one, passage, other), -abs(i - k), i, k)
        for i, one in enumerate(ours)
        for k, other in enumerate(theirs)
    ]
    scored.sort(key=lambda entry: (entry[0], entry[1]), reverse=True)
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    found: list[Pair[_Item]] = []
    for score, _, i, k in scored:
        if i not in used_ours and k not in used_theirs:
            used_ours.add(i)
            used_theirs.add(k)
            found.append(Pair(ours[i], theirs[k], score))
    return tuple(found)


def _stems(text: Text, places: Iterable[int], sentence: int, n: int) -> tuple[str, ...]:
    found: list[str] = []
    for place in places:
        word = text.words[place]
        if word.sentence != sentence or len(found) == n:
            break
        if place in text.says:
            found.append(word.stem)
    return tuple(found)


def _before(text: Text, item: Item) -> str:
    """The small word right before an item: in, from, to, by."""
    if item.first == 0:
        return ""
    word = text.words[item.first - 1]
    return word.lower if word.kind == "word" and not word.is_content else ""
