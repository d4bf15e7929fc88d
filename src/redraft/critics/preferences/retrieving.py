"""Which preferences hold for a request: those learnt from similar contexts, and of two that disagree the newer."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, final

from redraft.core import Embedder
from redraft.critics.preferences.checks import Check
from redraft.critics.preferences.describing import CODE, in_words
from redraft.critics.preferences.preference import Preference
from redraft.prompts import language_of

N_NEAREST = 5
"""Preferences taken for one request, besides those that hold everywhere; CIPHER was tried with 1 and with 5.

Source: gao2024prelude
"""

_K1, _B = 1.2, 0.75  # BM25's usual saturation and correction for length
_WORD = re.compile(r"[a-z0-9]+|[^\W\d_a-z]+")
_HAN = re.compile("[\u3400-\u9fff]")
_COMMON = frozenset(
    "a an and are as at be by can could do for from give has have how i in is it its make me my of on or our please "
    "should so some tell that the their them there this to us was we what when which who will with would write you "
    "your about into than then these those".split()
)


class Superseded(NamedTuple):
    """A check that a newer one takes the place of.

    Attributes:
        check: the older one.
        preference: whose it is.
        newer: the preference that wins.
        by: its check.
    """

    check: Check
    preference: Preference
    newer: Preference
    by: Check


class Retrieved(NamedTuple):
    """What holds for a request.

    Attributes:
        preferences: those that hold, the most similar context first; checks that are superseded are taken out.
        superseded: what was taken out, and by what.
    """

    preferences: tuple[Preference, ...]
    superseded: tuple[Superseded, ...]


class Similarity(Protocol):
    """How near contexts are to a request."""

    async def of(self, request: str, contexts: Sequence[str]) -> list[float]:
        """A number for each context, higher is nearer; 0 or less for what has nothing to do with the request."""
        ...


@final
class ByWords:
    """BM25 over the words of the contexts; of Chinese text over its pairs of characters.

    Source: robertson2009bm25
    """

    async def of(self, request: str, contexts: Sequence[str]) -> list[float]:
        """See `Similarity`."""
        documents = [Counter(terms_of(context)) for context in contexts]
        mean = sum(map(Counter.total, documents)) / max(1, len(documents)) or 1.0
        asked = set(terms_of(request))
        n_with = Counter(term for document in documents for term in document.keys() & asked)
        return [self._score(document, asked, n_with, len(documents), mean) for document in documents]

    def _score(self, document: Counter[str], asked: set[str], n_with: Counter[str], n: int, mean: float) -> float:
        score, long = 0.0, _K1 * (1 - _B + _B * document.total() / mean)
        for term in document.keys() & asked:
            rare = math.log(1 + (n - n_with[term] + 0.5) / (n_with[term] + 0.5))
            score += rare * document[term] * (_K1 + 1) / (document[term] + long)
        return score


@final
class ByMeaning:
    """The cosine of embeddings, less a margin: unrelated texts have a cosine above 0, too.

    Args:
        embedder: turns texts into vectors; each context is embedded once.
        least: cosine from which a context counts as similar; depends on the embedder.
    """

    def __init__(self, embedder: Embedder, *, least: float = 0.3) -> None:
        """Embed with `embedder`."""
        self._embedder, self._least = embedder, least
        self._known: dict[str, Sequence[float]] = {}

    async def of(self, request: str, contexts: Sequence[str]) -> list[float]:
        """See `Similarity`.

        Raises:
            ModelError: when the embedder gives no vectors.
        """
        wanted = [text for text in dict.fromkeys((request, *contexts)) if text not in self._known]
        if wanted:
            vectors = await self._embedder.embed(wanted)
            found = dict(zip(wanted, vectors, strict=True))
            asked = found.get(request) or self._known[request]
            # A request comes once and is not kept; contexts come with every request.
            self._known.update((text, vector) for text, vector in found.items() if text in set(contexts))
        else:
            asked = self._known[request]
        return [_cosine(asked, self._known[context]) - self._least for context in contexts]


async def retrieve(
    preferences: Sequence[Preference], request: str, *, n: int = N_NEAREST, similarity: Similarity | None = None
) -> Retrieved:
    """The preferences that hold for a request.

    Those that are off are left out. Those without a context hold everywhere; of the others the `n` whose contexts are
    nearest to the request, as far as they have anything to do with it. Of two checks that contradict each other the
    newer one holds: by date, and on one day by the place in the profile.

    Args:
        preferences: in the order of the profile.
        request: what is asked.
        n: how many with a context are taken at most.
        similarity: how near a context is; by words when None.

    Source: gao2024prelude
    """
    on = [preference for preference in preferences if preference.on]
    somewhere = [preference for preference in on if preference.context.strip()]
    scores = await (similarity or ByWords()).of(request, [preference.context for preference in somewhere])
    order = sorted(range(len(somewhere)), key=lambda i: (-scores[i], -i))
    near = [somewhere[i] for i in order if scores[i] > 0][:n]
    everywhere = [preference for preference in on if not preference.context.strip()]
    age = {preference.id: (preference.date, place) for place, preference in enumerate(preferences)}
    return _settled([*near, *everywhere], age)


def terms_of(text: str) -> list[str]:
    """What a text is found by: its words without those of every sentence, and pairs of Chinese characters."""
    terms: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if _HAN.search(word):
            terms += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        elif word not in _COMMON:
            terms.append(word)
    return terms


def _settled(chosen: list[Preference], age: dict[str, tuple[str, int]]) -> Retrieved:
    held: list[tuple[Check, Preference]] = []
    superseded: list[Superseded] = []
    for preference in sorted(chosen, key=lambda one: age[one.id], reverse=True):
        for check in preference.checks:
            newer = next(((by, one) for by, one in held if check.contradicts(by)), None)
            if newer is None:
                held.append((check, preference))
            else:
                superseded.append(Superseded(check, preference, newer[1], newer[0]))
    gone = {(one.preference.id, one.check) for one in superseded}
    kept = (_without(preference, gone) for preference in chosen)
    return Retrieved(tuple(one for one in kept if one is not None), tuple(superseded))


def _without(preference: Preference, gone: set[tuple[str, Check]]) -> Preference | None:
    checks = tuple(check for check in preference.checks if (preference.id, check) not in gone)
    if checks == preference.checks:
        return preference
    if not checks:  # nothing is left of it
        return None
    # A sentence that code made says what the checks say; a model's or a person's sentence stays as it is.
    says = in_words(checks, language_of(preference.says)) if preference.by == CODE else preference.says
    return replace(preference, checks=checks, says=says)


def _cosine(left: Sequence[float], right: Sequence[float]) -> float:
    dot = sum(a * b for a, b in zip(left, right, strict=True))
    norms = math.sqrt(sum(a * a for a in left) * sum(b * b for b in right))
    return dot / norms if norms else 0.0
