"""From an edit to checks: what the person changed, as far as code can see it."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator

from redraft.critics.preferences.checks import Check
from redraft.critics.preferences.features import FEATURES, Feature, Place, words_in
from redraft.critics.preferences.meanings import mean_the_same
from redraft.prompts import language_of

# A text is called shorter or longer only when it clearly is: people also cut while they mend something else.
_SHORTER, _LONGER = 0.7, 1.4
_FEWEST_WORDS = 40
"""Of the longer of the two texts: a sentence is as long as what it says."""
_ROOM = 1.25
"""The next answer may be so many times as long as the one that was cut; one that was drawn out, so much shorter."""

# A feature that is only wanted, never unwanted, would follow from any text that happens to have it, and the other way.
_ONLY_UNWANTED = frozenset({"exclamation_marks", "questions", "opener"})
_MOST_WORDS_REPLACED = 4
_MOST_COMPARED = 600
# Below this likeness a text was written anew: words that differ then say nothing about words that are liked.
_LEAST_ALIKE = 0.5
# A word that is replaced by another one is nearly always a corrected fact: five for four, before for after. Only words
# that mean the same are a matter of taste, and a replacement that is made again and again.
_OFTEN = 2
_WORD_OF_CHOICE = re.compile(r"[a-z]{2,24}(?:-[a-z]{1,24})?|[\u3400-\u9fff]{1,8}")


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
    """Words that were replaced one for one wherever they stood, and mean the same."""
    old, new = words_in(before)[:_MOST_COMPARED], words_in(after)[:_MOST_COMPARED]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return
    gone, come = {word.casefold() for word in old}, {word.casefold() for word in new}
    replaced = Counter(
        (was, became)
        for what, i, j, k, m in matcher.get_opcodes()
        if what == "replace" and j - i == m - k
        for was, became in zip(old[i:j], new[k:m], strict=True)
        if _is_choice(was) and _is_choice(became) and was not in come and became not in gone
    )
    chosen = [pair for pair, n in replaced.items() if n >= _OFTEN or mean_the_same(*pair)]
    for was, became in chosen[:_MOST_WORDS_REPLACED]:
        yield Check("use", became, was)


def _is_choice(word: str) -> bool:
    """Whether a word may be a matter of taste: no name and no number."""
    return _WORD_OF_CHOICE.fullmatch(word) is not None
