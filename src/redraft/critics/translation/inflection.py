"""Inflection: whether two words are forms of one, by stem and, where that fails, by dictionary form.

The one place that imports snowballstemmer and simplemma.
"""

from functools import cache
from typing import TYPE_CHECKING

from redraft.critics.translation.languages import primary_of
from redraft.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable

_MISSING = "terms are matched with {} in their inflected forms; install it with: pip install 'redraft[translation]'"
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
# Dictionaries of simplemma, by our tags.
_DICTIONARIES = {"hr": "hbs", "sr": "hbs"} | {
    tag: tag
    for tags in (
        "ar bg ca cs da de el en es et fa fi fr he hi",
        "hu id it lt lv ms nb nl pl pt ro ru sk sl sv sw tr uk",
    )
    for tag in tags.split()
}
_COMPOUNDING = frozenset({"de", "nl", "da", "nb", "sv", "fi", "et", "hu"})
# Languages that glue the article, prepositions and endings to a word: المستخدم is "the user".
_GLUING = frozenset({"ar", "he", "fa", "ur"})
_MIN_GLUED = 3
_MIN_PART = 4
"""Letters that a term needs to be found inside a compound: shorter ones stand in other words by chance."""


def is_form_of(word: str, term: str, language: str | None) -> bool:
    """Whether a word of a text is the term, an inflected form of it, or a compound that begins or ends with it.

    Args:
        word: one word.
        term: one word, as the glossary has it.
        language: IETF tag of both; with None only case is ignored.

    Raises:
        MissingExtra: without the packages of the extra ``translation``.
    """
    left, right = word.casefold(), term.casefold()
    if left == right:
        return True
    if language is None:
        return False
    primary = primary_of(language)
    stem = _stem(primary, right)
    if _stem(primary, left) == stem:
        return True
    is_longer = primary in _COMPOUNDING and len(right) >= _MIN_PART and len(left) > len(right)
    if is_longer and (left.startswith(stem) or left.endswith(right) or _stem(primary, left).endswith(stem)):
        return True
    if primary in _GLUING and len(right) >= _MIN_GLUED and right in left:
        return True
    return _lemma(primary, word) == _lemma(primary, term)


def keys_of(word: str, language: str | None) -> frozenset[str]:
    """What the forms of a word share: two words without a common key are forms of one only inside a compound.

    Raises:
        MissingExtra: without the packages of the extra ``translation``.
    """
    folded = word.casefold()
    if language is None:
        return frozenset((folded,))
    primary = primary_of(language)
    return frozenset((folded, _stem(primary, folded), _lemma(primary, word)))


def makes_compounds(language: str | None) -> bool:
    """Whether a language writes compounds, or particles and their word, as one, so that a term may be a part of one."""
    return language is not None and primary_of(language) in _COMPOUNDING | _GLUING


@cache
def _stemmer(primary: str) -> "Callable[[str], str]":
    name = _STEMMERS.get(primary)
    if name is None:
        return str.casefold
    try:
        from snowballstemmer import stemmer
    except ModuleNotFoundError as error:
        raise MissingExtra(_MISSING.format("snowballstemmer")) from error
    stem: Callable[[str], str] = stemmer(name).stemWord
    return stem


@cache
def _stem(primary: str, word: str) -> str:
    return _stemmer(primary)(word)


@cache
def _lemma(primary: str, word: str) -> str:
    """The dictionary form: that of "children" is "child", which no stemmer knows."""
    dictionary = _DICTIONARIES.get(primary)
    if dictionary is None:
        return word.casefold()
    try:
        from simplemma import lemmatize
    except ModuleNotFoundError as error:
        raise MissingExtra(_MISSING.format("simplemma")) from error
    return str(lemmatize(word, lang=dictionary)).casefold()
