"""How well a passage answers a query, by its words: BM25."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from redraft.sources.words import PREFIX

# The usual values, those of FTS5 and tantivy too: how soon repeating a word stops counting, and how much long passages
# have to make up for.
K1, B = 1.2, 0.75


def weight_of(n_with: int, n_passages: int) -> float:
    """What finding a word is worth, in nats: the rarer, the more; above 0 also for a word that stands everywhere.

    Source: robertson2009bm25.
    """
    return log(1 + (n_passages - n_with + 0.5) / (n_with + 0.5))


def bm25(words: Sequence[str], weights: Mapping[str, float], *, mean_words: float) -> float:
    """The score of a passage with these words for a query whose words have these weights; 0 when it has none of them.

    Source: robertson2009bm25.
    """
    counts = Counter(words)
    norm = K1 * (1 - B + B * len(words) / max(mean_words, 1.0))
    total = 0.0
    for word, weight in weights.items():
        if word.endswith(PREFIX):
            n = sum(times for one, times in counts.items() if one.startswith(word[:-1]))
        else:
            n = counts[word]
        total += weight * n * (K1 + 1) / (n + norm)
    return total
