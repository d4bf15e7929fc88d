"""From an edit to checks: what the person changed, as far as code can see it."""

import difflib
import re
from collections.abc import Callable, Iterator

from redraft.critics.preferences.checks import Check
from redraft.critics.preferences.features import FEATURES, Feature, Place, words_in
from redraft.prompts import language_of

# A text is called shorter or longer only when it clearly is: people also cut while they mend something else.
_SHORTER, _LONGER = 0.7, 1.4
_FEWEST_WORDS = 12
_ROOM = 1.25
"""The next answer may be so many times as long as the one that was cut; one that was drawn out, so much shorter."""

# A feature that is only wanted, never unwanted, would follow from any text that happens to have it, and the other way.
_ONLY_UNWANTED = frozenset({"exclamation_marks", "questions", "opener"})
_MOST_WORDS_REPLACED = 4
_MOST_COMPARED = 600
# Below this likeness a text was written anew: words that differ then say nothing about words that are liked.
_LEAST_ALIKE = 0.5
_PLAIN_WORD = re.compile(r"[a-z]{3,24}|[\u3400-\u9fff]{1,8}")
_COMMON = frozenset(
    "this that these those with from have been were will would could should there their they them then than when what "
    "which while also into over such very more most some only just about your yours ours the and for but not you all "
    "any are can had has her him his how its may now our out she too two was who did let say see one get got yet "
    "nor".split()
)


def observed(before: str, after: str) -> tuple[Check, ...]:
    """The checks that an edit speaks for, the clearest first; none when code sees nothing that could be a habit."""
    if not before.strip() or not after.strip():  # written from nothing, or thrown away: nothing was chosen
        return ()
    if language_of(before) != language_of(after):  # everything else differs as well then
        return (Check("language", language_of(after)),)
    return (*_length(before, after), *_features(before, after), *_words(before, after))


def _length(before: str, after: str) -> Iterator[Check]:
    n_before, n_after = len(words_in(before)), len(words_in(after))
    if max(n_before, n_after) < _FEWEST_WORDS or n_after == 0:
        return
    if n_after <= _SHORTER * n_before:
        yield Check("max_words", str(_rounded(n_after * _ROOM)))
    elif n_after >= _LONGER * n_before:
        yield Check("min_words", str(_rounded(n_after / _ROOM)))


def _rounded(n: float) -> int:
    """To five words, and to ten above a hundred: the edit does not say it more exactly."""
    step = 5 if n <= 100 else 10
    return max(step, step * round(n / step))


def _features(before: str, after: str) -> Iterator[Check]:
    for name, feature in FEATURES.items():
        had, has = (sum(1 for _ in feature.find(text)) for text in (before, after))
        if had and not has:
            if _took_the_place(feature, after, before):
                yield Check(f"no_{name}")
        elif has and not had and name not in _ONLY_UNWANTED and _took_the_place(feature, before, after):
            yield Check(name)


def _took_the_place(feature: Feature, without: str, having: str) -> bool:
    """Where the opposite of a feature can be seen, whether it went or came with it: a deleted sentence is no choice."""
    return feature.lacks is None or _n(feature.lacks, without) > _n(feature.lacks, having)


def _n(find: Callable[[str], Iterator[Place]], text: str) -> int:
    return sum(1 for _ in find(text))


def _words(before: str, after: str) -> Iterator[Check]:
    """Words that were replaced one for one wherever they stood."""
    old, new = words_in(before)[:_MOST_COMPARED], words_in(after)[:_MOST_COMPARED]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return
    gone, come = {word.casefold() for word in old}, {word.casefold() for word in new}
    n = 0
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "replace" or j - i != m - k or n == _MOST_WORDS_REPLACED:
            continue
        for was, became in zip(old[i:j], new[k:m], strict=True):
            if (
                not _is_choice(was)
                or not _is_choice(became)
                or was in come
                or became in gone
                or n == _MOST_WORDS_REPLACED
            ):
                continue
            n += 1
            yield Check("use", became, was)


def _is_choice(word: str) -> bool:
    """Whether a word is a matter of taste: no name, no number, no word of grammar."""
    return _PLAIN_WORD.fullmatch(word) is not None and word not in _COMMON
