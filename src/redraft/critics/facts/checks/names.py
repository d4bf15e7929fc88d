"""Names: runs of words with capital letters, and whether a passage has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from redraft.critics.facts.checks.words import STOP, Word

_TITLES = frozenset(
    "mr mrs ms dr prof professor sir lord lady dame president justice judge senator king queen prince princess pope "
    "saint st general colonel captain minister chief emperor empress chancellor governor mayor chairman".split()
)
# Small words inside a name: University of California, Ludwig van Beethoven.
_INSIDE = frozenset("of the de la le van von der den del di da du al bin ibn at".split())
_NOT_NAMES = frozenset(
    "i built made born known given such monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december however therefore according although some "
    "many most these those both edit read view retrieved archived phd".split()
)
# Words that many names share: a passage that has one of them does not have the name.
_SHARED = frozenset(
    (
        "university college school institute court supreme company corporation club party league states united "
        "national international american british city county river lake mount street north south east west new house "
        "state act award prize association society museum department office army navy"
    ).split()
)
_NO_NAME_ENDINGS = ("ed", "ing", "ly", "tion", "ment")  # built, living, recently
_MAX_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of a text.

    Attributes:
        first: its first word's number in the text.
        end: one past its last word.
        parts: its words in lower case, without titles and small words.
        is_proper: whether it is surely a name: more than one word, or a capital letter inside a sentence.
    """

    first: int
    end: int
    parts: tuple[str, ...]
    is_proper: bool


def names_of(words: Sequence[Word], taken: frozenset[int]) -> tuple[Name, ...]:
    """The names of a text, in order.

    Args:
        words: of the text.
        taken: words of dates and quantities.
    """
    found: list[Name] = []
    place = 0
    while place < len(words):
        if place in taken or not _begins(words[place]):
            place += 1
            continue
        end = _end(words, place, taken)
        name = _name(words, place, end)
        if name is not None:
            found.append(name)
        place = end
    return tuple(found)


def initials(parts: Sequence[str]) -> str:
    """The first letters of a name's words: ``who`` for World Health Organization."""
    return "".join(part[0] for part in parts)


def own_parts(name: Name) -> frozenset[str]:
    """The parts of a name that few others have; all of them where each is shared by many."""
    return frozenset(name.parts) - _SHARED or frozenset(name.parts)


def may_be(name: Name, small: frozenset[str]) -> bool:
    """Whether a run of capital words can be somebody's name; at the beginning of a sentence any word has a capital.

    Args:
        name: the run.
        small: words that its text has with a small letter.
    """
    return name.is_proper or not (name.parts[0].endswith(_NO_NAME_ENDINGS) or name.parts[0] in small)


def _begins(word: Word) -> bool:
    return word.is_capital and word.lower not in _NOT_NAMES


def _end(words: Sequence[Word], place: int, taken: frozenset[int]) -> int:
    """One past the last word of the run that begins at a word."""
    end, sentence = place + 1, words[place].sentence
    n_words = 1
    while end < len(words) and n_words < _MAX_WORDS and words[end].sentence == sentence and end not in taken:
        word, after = words[end], words[end + 1] if end + 1 < len(words) else None
        if _begins(word):
            end, n_words = end + 1, n_words + 1
        elif after is not None and _joins(words[end - 1], word, after):
            end += 1
        else:
            break
    return end


def _joins(before: Word, word: Word, after: Word) -> bool:
    """Whether a sign or a small word between two capital ones belongs to the name: William O. Douglas, Bank of X."""
    if word.text == ".":
        return len(before.text) <= 2 and after.is_capital
    if word.text in "-&":
        return _begins(after) and word.glued == after.glued
    return word.lower in _INSIDE and word.lower != "the" and _begins(after)


def _name(words: Sequence[Word], first: int, end: int) -> Name | None:
    # A capital letter at the beginning of a sentence says nothing.
    begins = first == 0 or words[first - 1].sentence != words[first].sentence or words[first - 1].text in "\"“'‘:•"
    if begins and words[first].lower in STOP:
        first += 1
        while first < end and not _begins(words[first]):
            first += 1
    parts = tuple(
        word.lower
        for word in words[first:end]
        if word.kind == "word" and word.lower not in _TITLES and word.lower not in _INSIDE and len(word.lower) > 1
    )
    if not parts:
        return None
    n_capitals = sum(word.is_capital for word in words[first:end])
    is_proper = n_capitals > 1 or not begins or (words[first].text.isupper() and len(words[first].text) > 1)
    return Name(first=first, end=end, parts=parts, is_proper=is_proper)
