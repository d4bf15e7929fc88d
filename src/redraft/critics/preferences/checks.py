"""What of a preference code can decide, in the short form that a profile holds: ``max_words 60``, ``no_lists``."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from redraft.critics.preferences.features import FEATURES, Place, word_places, words_in
from redraft.errors import Misuse
from redraft.prompts import language_of

FORMS = ("max_words N", "min_words N", "language en|zh-Hant", "avoid WORD", "use WORD not OTHER", "NAME", "no_NAME")
_MAX_PLACES = 3
_MOST_WORDS = 1_000_000
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that code decides.

    Attributes:
        name: ``max_words``, ``min_words``, ``language``, ``avoid``, ``use``, or a feature, wanted or with ``no_``.
        value: what it is compared with; empty for features.
        other: for ``use`` the word that it takes the place of.
    """

    name: str
    value: str = ""
    other: str = ""

    def __str__(self) -> str:
        if self.name == "use":
            return f"use {self.value} not {self.other}"
        return f"{self.name} {self.value}".strip()

    @property
    def feature(self) -> str:
        """The feature that it is about; its own name where it is about none."""
        return self.name.removeprefix("no_")

    @property
    def is_wanted(self) -> bool:
        """Whether the feature is wanted; True for what is no feature."""
        return not self.name.startswith("no_")

    def contradicts(self, other: "Check") -> bool:
        """Whether both cannot be meant: the same matter, decided in another way."""
        if self == other:
            return False
        if {self.name, other.name} <= {"max_words", "min_words"}:
            if self.name == other.name:
                return True
            low, high = sorted((self, other), key=lambda check: check.name, reverse=True)
            return int(low.value) >= int(high.value)
        if {self.name, other.name} <= {"avoid", "use"}:
            mine, theirs = self._words, other._words
            return bool(mine.avoided & theirs.used or mine.used & theirs.avoided)
        return self.feature == other.feature and self.feature not in ("avoid", "use")

    @property
    def _words(self) -> "_Words":
        if self.name == "use":
            return _Words(frozenset({self.other.casefold()}), frozenset({self.value.casefold()}))
        return _Words(frozenset({self.value.casefold()}), frozenset())


@dataclass(frozen=True, slots=True)
class _Words:
    avoided: frozenset[str]
    used: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A check that a text does not keep.

    Attributes:
        check: the check.
        place: where; None when it concerns the whole text.
        found: what was found there or counted, for the finding's words; may be empty.
    """

    check: Check
    place: Place | None = None
    found: str = ""


def read_check(written: str) -> Check:
    """The check that stands in a profile.

    Raises:
        Misuse: when it is none.
    """
    name, _, value = (part.strip() for part in written.strip().partition(" "))
    if name in ("max_words", "min_words") and value.isascii() and value.isdecimal() and int(value) <= _MOST_WORDS:
        return Check(name, str(int(value)))
    if name == "language" and value in ("en", "zh-Hant"):
        return Check(name, value)
    if name == "avoid" and 0 < len(value) <= _LONGEST_WORD:
        return Check(name, value)
    if name == "use" and " not " in value:
        new, _, old = (part.strip() for part in value.partition(" not "))
        if 0 < len(new) <= _LONGEST_WORD and 0 < len(old) <= _LONGEST_WORD:
            return Check("use", new, old)
    if name.removeprefix("no_") in FEATURES and not value:
        return Check(name)
    raise Misuse(
        f"no such check: {written!r}; known: {', '.join(FORMS[:5])}, and with or without no_: {', '.join(FEATURES)}"
    )


def breaches(check: Check, text: str) -> tuple[Breach, ...]:
    """Where a text does not keep a check, in order and a few at most; empty when it does."""
    if check.name in ("max_words", "min_words"):
        n = len(words_in(text))
        kept = n <= int(check.value) if check.name == "max_words" else n >= int(check.value)
        return () if kept else (Breach(check=check, found=str(n)),)
    if check.name == "language":
        spoken = language_of(text)
        return () if spoken == check.value else (Breach(check=check, found=spoken),)
    if check.name in ("avoid", "use"):
        return _at(check, text, word_places(text, check.value if check.name == "avoid" else check.other))
    feature = FEATURES[check.feature]
    if not check.is_wanted:
        return _at(check, text, feature.find(text))
    if feature.lacks is not None:
        return _at(check, text, feature.lacks(text))
    return () if next(feature.find(text), None) is not None else (Breach(check=check),)


def _at(check: Check, text: str, places: Iterator[Place]) -> tuple[Breach, ...]:
    found = islice(places, _MAX_PLACES)
    return tuple(Breach(check=check, place=place, found=text[place.start : place.end]) for place in found)
