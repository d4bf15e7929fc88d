"""Training rows: token ids with, at each position, a weight and up to three acceptable next tokens.

Where several next tokens are right (one of several solutions, one of several codes that fit the history) the row
carries their exact probabilities instead of one draw. The expected gradient is that of plain next-token prediction on
sampled traces; its noise is smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from redraft.models.local.language import ANSWER, BOS, CRITIQUE, WORD_IDS

#: The longest trace: `pref` with 8 attempts. Every row has this many tokens, so that one compiled shape serves the
#: whole run.
ROW_TOKENS: Final = 58
N_ALTERNATIVES: Final = 3
#: The marks after an answer and after a critique are learnt too, lightly: so a caller who sets no limit gets an answer
#: that ends by itself.
MARK_WEIGHT: Final = 0.05


class Part(IntEnum):
    """What a weighted token belongs to; losses are logged per part."""

    PREF_ANSWER = 0
    PREF_CRITIQUE = 1
    COUNT_ANSWER = 2
    COUNT_CRITIQUE = 3
    SAFE_ANSWER = 4
    SAFE_CRITIQUE = 5
    MARK = 6
    COUNT_DRILL = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A block of training rows.

    Attributes:
        tokens: ``(n, 58)`` token ids, 0 after the end.
        weights: ``(n, 57)`` weight of predicting token t + 1, 0 where nothing is learnt.
        next_ids: ``(n, 57, 3)`` acceptable next tokens.
        next_rates: ``(n, 57, 3)`` their probabilities; rows with a weight add up to 1.
        parts: ``(n, 57)`` the `Part` of each weighted position.
    """

    tokens: NDArray[np.int64]
    weights: NDArray[np.float32]
    next_ids: NDArray[np.int64]
    next_rates: NDArray[np.float32]
    parts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.tokens)

    def take(self, index: NDArray[np.int64] | slice) -> Rows:
        """The rows at ``index``, in its order."""
        return Rows(
            tokens=self.tokens[index],
            weights=self.weights[index],
            next_ids=self.next_ids[index],
            next_rates=self.next_rates[index],
            parts=self.parts[index],
        )


def empty_rows(n: int) -> Rows:
    """``n`` rows without tokens or weights, to be filled in place by one generator."""
    return Rows(
        tokens=np.zeros((n, ROW_TOKENS), np.int64),
        weights=np.zeros((n, ROW_TOKENS - 1), np.float32),
        next_ids=np.zeros((n, ROW_TOKENS - 1, N_ALTERNATIVES), np.int64),
        next_rates=np.zeros((n, ROW_TOKENS - 1, N_ALTERNATIVES), np.float32),
        parts=np.zeros((n, ROW_TOKENS - 1), np.int64),
    )


def join(blocks: Sequence[Rows]) -> Rows:
    """The blocks one after the other."""
    return Rows(
        tokens=np.concatenate([block.tokens for block in blocks]),
        weights=np.concatenate([block.weights for block in blocks]),
        next_ids=np.concatenate([block.next_ids for block in blocks]),
        next_rates=np.concatenate([block.next_rates for block in blocks]),
        parts=np.concatenate([block.parts for block in blocks]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftWords:
    """Words of one answer with the alternatives that would have been as right at each place."""

    ids: NDArray[np.int64]
    next_ids: NDArray[np.int64]
    next_rates: NDArray[np.float32]


def exact_words(words: Sequence[str]) -> SoftWords:
    """Words that have no alternative."""
    ids = np.array([WORD_IDS[word] for word in words], np.int64)
    next_ids = np.repeat(ids[:, None], N_ALTERNATIVES, axis=1)
    rates = np.zeros((len(ids), N_ALTERNATIVES), np.float32)
    rates[:, 0] = 1.0
    return SoftWords(ids=ids, next_ids=next_ids, next_rates=rates)


_ANSWER_MARK, _CRITIQUE_MARK = exact_words((ANSWER,)), exact_words((CRITIQUE,))


class RowWriter:
    """Writes one trace into one row, piece by piece, from left to right."""

    def __init__(self, rows: Rows, index: int) -> None:
        self._rows, self._index, self._end = rows, index, 0
        self._has_attempt = False
        self.plain((BOS,))

    def plain(self, words: Sequence[str]) -> None:
        """Append words that are not learnt."""
        end = self._end + len(words)
        self._rows.tokens[self._index, self._end : end] = [WORD_IDS[word] for word in words]
        self._end = end

    def learnt(self, words: SoftWords, part: Part, weight: float) -> None:
        """Append words and learn them with ``weight``."""
        start, end = self._end, self._end + len(words.ids)
        self._rows.tokens[self._index, start:end] = words.ids
        target = slice(start - 1, end - 1)
        self._rows.weights[self._index, target] = weight
        self._rows.next_ids[self._index, target] = words.next_ids
        self._rows.next_rates[self._index, target] = words.next_rates
        self._rows.parts[self._index, target] = part
        self._end = end

    def attempt(
        self, answer: SoftWords, critique: SoftWords, parts: tuple[Part, Part], weights: tuple[float, float]
    ) -> None:
        """Append ``<a> answer <r> critique`` with the two weights.

        The first ``<a>`` is not learnt: a prompt may be of any length.
        """
        self.learnt(_ANSWER_MARK, Part.MARK, MARK_WEIGHT * self._has_attempt)
        self._has_attempt = True
        self.learnt(answer, parts[0], weights[0])
        self.learnt(_CRITIQUE_MARK, Part.MARK, MARK_WEIGHT)
        self.learnt(critique, parts[1], weights[1])
