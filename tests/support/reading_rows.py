"""Rows read back as words, for the tests of every family."""

from redraft.models.local.language import VOCABULARY
from redraft.training.rows import Rows


def words_of(rows: Rows, index: int) -> list[str]:
    """The words of a row without its padding."""
    words = [VOCABULARY[token] for token in rows.tokens[index]]
    return [word for word in words if word != "<pad>"]


def learnt_words(rows: Rows, index: int, *, part: int) -> list[str]:
    """The words of a row that are learnt as this part."""
    places = [k for k in range(rows.weights.shape[1]) if rows.weights[index, k] > 0 and rows.parts[index, k] == part]
    return [VOCABULARY[rows.tokens[index, k + 1]] for k in places]


def attempts_of(words: list[str]) -> list[tuple[list[str], list[str]]]:
    """The (answer, critique) pairs of a trace."""
    text = " ".join(words)
    pairs = []
    for attempt in text.split(" <a> ")[1:]:
        answer, _, critique = attempt.partition(" <r> ")
        pairs.append((answer.split(), critique.split()))
    return pairs
