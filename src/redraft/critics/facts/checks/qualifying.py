"""Words that make of the same thing another: the repair of the bridge, the first season, only slightly."""

from redraft.critics.facts.checks.quantities import ABOUT, Quantity
from redraft.critics.facts.checks.reading import Text
from redraft.critics.facts.checks.roles import Item, Sentence, is_same_name
from redraft.critics.facts.checks.words import Word

_NEAR = 3
_SIGNS = frozenset(',;:()[]"“”')
_HEDGES = frozenset("only slightly partly partially almost nearly hardly barely little rarely sometimes".split())


def narrows(sentence: Sentence, one: Item, other: Item, given: frozenset[str]) -> bool:
    """Whether the passage says its date or number of something more special than the claim says its own of.

    Args:
        sentence: of the passage.
        one: date or number of the claim.
        other: date or number of the sentence.
        given: stems of the claim's subject.
    """
    ours, theirs = _clause_before(sentence.claim, one), _clause_before(sentence.passage, other)
    known = sentence.claim.stems | given | _fuller_names(sentence)
    if any(word.stem not in known for word in theirs):
        return True
    # What the claim's own number belongs to must be there, too: the youngest of five, not just five.
    nearest = ours[:1]
    there = sentence.stems | given
    return any(
        word.stem not in there and not (word.is_capital and word.stem in sentence.passage.stems) for word in nearest
    )


def adds_a_time(sentence: Sentence) -> bool:
    """Whether the sentence counts at a time, or in one of several, that the claim does not name."""
    dated = any(sentence.has(date) for date in sentence.passage.dates) and not sentence.claim.dates
    ordered = any(sentence.has(quantity) for quantity in _ordinals(sentence.passage)) and not _ordinals(sentence.claim)
    return dated or ordered


def begins_its_sentence(text: Text, item: Item) -> bool:
    """Whether an item is what its sentence begins with: the first ship is another one than the second."""
    first = next(start for start, end in text.sentences if start <= item.first < end)
    return all(text.words[place].lower in ("the", "a", "in", "on") for place in range(first, item.first))


def hedges(text: Text, first: int, end: int) -> bool:
    """Whether some words of a text take back half of what they say."""
    return any(text.words[place].lower in _HEDGES for place in range(first, end))


def _fuller_names(sentence: Sentence) -> frozenset[str]:
    """The stems of the passage's names that the claim has, too, if shorter: James Watson where it says Watson."""
    claim, passage = sentence.claim, sentence.passage
    same = (name for name in passage.names if any(is_same_name(one, name) for one in claim.names))
    return frozenset(word.stem for name in same for word in passage.words[name.first : name.end])


def _ordinals(text: Text) -> tuple[Quantity, ...]:
    return tuple(quantity for quantity in text.quantities if quantity.sort == "ordinal")


def _clause_before(text: Text, item: Item) -> list[Word]:
    """The nearest content words before an item, up to a sign."""
    found: list[Word] = []
    for place in range(item.first - 1, -1, -1):
        word = text.words[place]
        if word.sentence != text.words[item.first].sentence or word.text in _SIGNS or len(found) == _NEAR:
            break
        if place in text.says and word.lower not in ABOUT:
            found.append(word)
    return found
