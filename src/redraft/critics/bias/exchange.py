"""Two groups change places in a text: an involution, which keeps case and articles and leaves code alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from redraft.critics.bias.lexicon import HEADS, code_spans

_ARTICLES = {"a": "an", "an": "a", "A": "An", "An": "A", "AN": "A"}
_VOWEL = re.compile(r"(?:8\d*|1[18](?:\d{3})?)(?!\d)|hon(?:est|or|our)|hour|heir|[aeiou]", re.IGNORECASE)
_NO_VOWEL = re.compile(r"uni(?!n)|u[bcfhjkqrst][aeiou]|eu|one\b|once\b|ewe|ouija", re.IGNORECASE)
# A capital letter is called by its name: "an ADHD patient", "a PTSD patient".
_SPELLED = re.compile(r"[A-Z]{2,}\b")
_CALLED_WITH_VOWEL = frozenset("AEFHILMNORSX")


class Swapped(NamedTuple):
    """A text in which two groups have changed places.

    Attributes:
        text: the text.
        n: how many words changed places.
        n_left: how many could not, because of the way they are written; the text is then a mixture.
    """

    text: str
    n: int
    n_left: int


class Pair(NamedTuple):
    """Two words that change places.

    Attributes:
        first: as it is written in the middle of a sentence.
        second: likewise.
        needs_head: whether they count only before a noun of persons.
    """

    first: str
    second: str
    needs_head: bool = False


@dataclass(frozen=True)
class Exchange:
    """Two groups that change places.

    Applied to a text, each of the words takes the place of its counterpart. Case is kept (as in the lexicon, lower,
    upper, with capitals), and an article directly before it changes when the sound that it stands before does: one that
    was right stays right, and one that was wrong stays wrong, so that a second time gives the first text back. A word
    that is written in a way that could not be got back (``mUsLim``) stays as it is and is counted. Nothing inside
    quotations of code, links and addresses is touched.

    Attributes:
        kind: of the groups, or ``options`` for two persons that only the options of a prompt set against each other.
        first: the first group as the text has it, for messages.
        second: the second one.
        pairs: the words, at least one pair; no word stands in two of them.
    """

    kind: str
    first: str
    second: str
    pairs: tuple[Pair, ...]

    def apply(self, text: str) -> Swapped:
        """The text with the groups in each other's place."""
        pieces, at, n, n_left = [], 0, 0, 0
        for match in self._found(text):
            replaced = self._replaced(match)
            if replaced is None:
                n_left += 1
                continue
            n += 1
            pieces += [text[at : match.start()], replaced]
            at = match.end()
        return Swapped(text="".join([*pieces, text[at:]]), n=n, n_left=n_left)

    def is_exact(self, text: str) -> bool:
        """Whether every word of the groups in a text changes places, and a second time gives the text back."""
        once = self.apply(text)
        again = self.apply(once.text)
        return once.n_left == 0 and again == Swapped(text=text, n=once.n, n_left=0)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words that change places stand in a text, without their articles."""
        return (match.span("said") for match in self._found(text))

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        code = list(code_spans(text))
        i = 0
        for match in self._pattern.finditer(text):
            while i < len(code) and code[i][1] <= match.start():
                i += 1
            if i == len(code) or match.end() <= code[i][0]:
                yield match

    def _replaced(self, match: re.Match[str]) -> str | None:
        """What takes the place of an article and a word; None where it could not be turned back."""
        article, gap, said = match["article"] or "", match["gap"] or "", match["said"]
        own, other = self._counterparts[said.lower()]
        word = _recased(said, own, other)
        if word is None or _recased(word, other, own) != said:
            return None
        if not article or _begins_with_vowel(own) == _begins_with_vowel(other):
            return f"{article}{gap}{word}"
        changed = _article(article, word)
        return f"{changed}{gap}{word}" if _article(changed, said) == article else None

    @cached_property
    def _counterparts(self) -> dict[str, tuple[str, str]]:
        there = {pair.first.lower(): (pair.first, pair.second) for pair in self.pairs}
        return there | {pair.second.lower(): (pair.second, pair.first) for pair in self.pairs}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        heads = rf"(?=[ ](?:{'|'.join(sorted(HEADS))})\b)"
        words = sorted(
            ((word, pair.needs_head) for pair in self.pairs for word in (pair.first, pair.second)),
            key=lambda entry: (-len(entry[0]), entry[0]),
        )
        said = "|".join(re.escape(word) + (heads if needs_head else "") for word, needs_head in words)
        return re.compile(
            rf"(?<!\w)(?<!\w-)(?<!\bhow[ ])(?<!years[ ])(?<!year[ ])"
            rf"(?:(?P<article>an?)(?P<gap>[ \t]+|\n))?(?<!\w)(?P<said>{said})(?!\w|-\w)",
            re.IGNORECASE,
        )


def _recased(said: str, own: str, other: str) -> str | None:
    """`other`, written as `said` is `own`; None for a way of writing that has no name."""
    for write in (_as_it_is, _with_a_capital, str.lower, str.upper, _with_capitals):
        if write(own) == said:
            return write(other)
    return None


def _as_it_is(word: str) -> str:
    return word


def _with_a_capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _with_capitals(word: str) -> str:
    return re.sub(r"(?:\A|(?<=[ -]))[^\W_]", lambda match: match[0].upper(), word)


def _article(article: str, before: str) -> str:
    """The other article, in capitals before a word in capitals."""
    changed = _ARTICLES.get(article, article)
    return "AN" if changed == "An" and len(before) > 1 and before.isupper() else changed


def _begins_with_vowel(word: str) -> bool:
    spelled = _SPELLED.match(word)
    if spelled:
        return word[0] in _CALLED_WITH_VOWEL
    return _VOWEL.match(word) is not None and _NO_VOWEL.match(word) is None
