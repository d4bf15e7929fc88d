"""How well a passage answers a query, by its words: BM25."""

from collections.abc import Mapping
from math import log

# The usual values, those of FTS5 and tantivy too: how soon repeating a word stops counting, and how much long passages
# have to make up for.
K1, B = 1.2, 0.75


def weight_of(n_with: int, n_passages: int) -> float:
    """What finding a word is worth, in nats: the rarer, the more; above 0 also for a word that stands everywhere.

    Source: robertson2009bm25.
    """
    return log(1 + (n_passages - n_with + 0.5) / (n_with + 0.5))


def bm25(counts: Mapping[str, int], weights: Mapping[str, float], n_words: int, *, mean_words: float) -> float:
    """The score of a passage; 0 when it has none of the words.

    Args:
        counts: how often each word of the query stands in the passage.
        weights: what each is worth; see `weight_of`.
        n_words: words of the passage.
        mean_words: words of a passage on average.

    Source: robertson2009bm25.
    """
    norm = K1 * (1 - B + B * n_words / max(mean_words, 1.0))
    total = 0.0
    for word, n in counts.items():
        total += weights[word] * n * (K1 + 1) / (n + norm)
    return total
