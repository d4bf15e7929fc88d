"""A text read once: its words, sentences, dates, quantities, names, and what it denies."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from redraft.critics.facts.checks.dates import Date, dates_of
from redraft.critics.facts.checks.names import Name, names_of
from redraft.critics.facts.checks.polarity import denied_in
from redraft.critics.facts.checks.quantities import Quantity, quantities_of
from redraft.critics.facts.checks.words import Word, words_of

# A claim is read against several passages, and a passage against several claims.
_KEPT = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text and all that was read in it; places are numbers of its words.

    Attributes:
        text: as it was given, cut to the bound.
        words: in order.
        sentences: the words of each sentence, as (first, one past the last).
        dates: in order.
        quantities: in order.
        names: in order; no word of a date or quantity is in one.
        content: words that say something by themselves, in no date or quantity, and no second name in brackets: (Cu).
        says: the same, for looking up.
        proper: words of what is surely a name.
        glosses: second names in brackets, with them.
        denied: words that a negation denies.
        stems: of all words.
        small: words with a small first letter.
    """

    text: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    dates: tuple[Date, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
    content: tuple[int, ...]
    says: frozenset[int]
    proper: frozenset[int]
    glosses: frozenset[int]
    denied: frozenset[int]
    stems: frozenset[str]
    small: frozenset[str]

    def start(self, item: Date | Quantity | Name) -> int:
        """The first character of an item."""
        return self.words[item.first].start

    def end(self, item: Date | Quantity | Name) -> int:
        """One past the last character of an item."""
        return self.words[item.end - 1].end

    def shown(self, item: Date | Quantity | Name) -> str:
        """An item as it is written."""
        return self.text[self.start(item) : self.end(item)]


@lru_cache(maxsize=_KEPT)
def read(text: str, n_characters: int) -> Text:
    """A text, of which at most so many characters are read."""
    cut = text[:n_characters]
    words = words_of(cut)
    dates = dates_of(words)
    in_dates = frozenset(place for date in dates for place in range(date.first, date.end))
    quantities = quantities_of(words, in_dates)
    taken = in_dates | {place for quantity in quantities for place in range(quantity.first, quantity.end)}
    names = names_of(words, taken)
    glosses = _glosses(words)
    content = tuple(p for p, word in enumerate(words) if word.is_content and p not in taken and p not in glosses)
    return Text(
        text=cut,
        words=words,
        sentences=_sentences(words),
        dates=dates,
        quantities=quantities,
        names=names,
        content=content,
        says=frozenset(content),
        proper=frozenset(place for name in names if name.is_proper for place in range(name.first, name.end)),
        glosses=glosses,
        denied=denied_in(words),
        stems=frozenset(word.stem for word in words),
        small=frozenset(word.lower for word in words if word.text == word.lower),
    )


def _glosses(words: Sequence[Word]) -> frozenset[int]:
    """Words that stand alone in brackets after another, brackets included: copper (Cu)."""
    opened = (p for p in range(1, len(words) - 2) if words[p].text == "(" and words[p + 2].text == ")")
    return frozenset(place for p in opened if words[p + 1].kind == "word" for place in range(p, p + 3))


def _sentences(words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    first = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or words[place].sentence != words[first].sentence:
            found.append((first, place))
            first = place
    return tuple(found)
