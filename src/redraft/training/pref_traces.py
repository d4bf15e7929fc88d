"""Traces of `pref`: attempts sampled from the exact posterior given the rewards so far, after a few random ones."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from redraft.evals.environments.pref import N_SLOTS, codes
from redraft.models.local.language import ANSWER, BOS, CRITIQUE, FAMILIES, REWARD_WORDS, THEMES, WORD_IDS
from redraft.training.rows import MARK_WEIGHT, Part, Rows, empty_rows

N_ATTEMPTS: Final = FAMILIES["pref"].n_attempts
N_CODES, N_VALUES = 81, 3
#: How many attempts are random before the posterior sampler takes over: histories that a poor player would see.
N_RANDOM_CHOICES: Final = (0, 0, 0, 1, 2, 3, 4, 5)
#: The reward can only be guessed, so predicting it teaches little; kept because the critique's place must be learnt.
REWARD_WEIGHT: Final = 0.1
#: ``(81, 4)`` the value each code has in each slot: the same table for every theme.
DIGITS: Final = np.stack(np.unravel_index(np.arange(N_CODES), (N_VALUES,) * N_SLOTS), axis=1)
#: ``(81, 81)`` reward of answer i when the hidden code is j.
REWARDS: Final = (DIGITS[:, None, :] == DIGITS[None, :, :]).sum(axis=2)
_ONE_HOT: Final = np.eye(N_VALUES, dtype=np.float32)[DIGITS]


def _word_tables() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    heads = np.array([WORD_IDS[theme] for theme in THEMES], np.int64)
    values = np.array([[[WORD_IDS[word] for word in slot] for slot in slots] for slots in THEMES.values()], np.int64)
    assert all(codes(theme)[1][3] == THEMES[theme][3][1] for theme in THEMES), "DIGITS and codes() must count alike"
    return heads, values


def _sample(rng: np.random.Generator, allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """One uniform draw among the allowed codes of each row."""
    return np.asarray(np.argmax(rng.random(allowed.shape) * allowed, axis=1), np.int64)


def _slot_rates(consistent: NDArray[np.bool_], attempt: NDArray[np.int64]) -> NDArray[np.float32]:
    """``(n, 4, 3)`` posterior probability of each value in each slot, given the earlier slots of this attempt."""
    n = len(attempt)
    rates = np.full((n, N_SLOTS, N_VALUES), 1 / N_VALUES, np.float32)
    alive = consistent.astype(np.float32)
    for slot in range(N_SLOTS):
        counts = alive @ _ONE_HOT[:, slot]
        total = counts.sum(axis=1, keepdims=True)
        rates[:, slot] = np.where(total > 0, counts / np.maximum(total, 1), 1 / N_VALUES)
        alive = alive * (DIGITS[None, :, slot] == DIGITS[attempt, slot][:, None])
    return rates


def _shuffled_order(
    rng: np.random.Generator, rewards: NDArray[np.int64], share: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A permutation of the attempts of each row, and how many of the first were put in order of reward (0: none)."""
    n = len(rewards)
    order = np.tile(np.arange(N_ATTEMPTS), (n, 1))
    n_sorted = np.where(rng.random(n) < share, rng.integers(2, N_ATTEMPTS, n), 0)
    ascending = rng.random(n) < 0.5
    for row in np.flatnonzero(n_sorted):
        seen = rewards[row, : n_sorted[row]]
        order[row, : n_sorted[row]] = np.argsort(seen if ascending[row] else -seen, kind="stable")
    return order, n_sorted


def pref_rows(rng: np.random.Generator, n: int, *, ordered_rate: float) -> Rows:
    """``n`` rows of `pref`.

    Args:
        rng: Owner of every draw.
        n: Number of rows.
        ordered_rate: Share of the rows whose first 2 to 7 attempts stand in order of reward (half of them worst to
            best, half best to worst). The posterior does not depend on the order, so only the attempts after them are
            learnt.
    """
    heads, values = _word_tables()
    theme, code = rng.integers(0, len(heads), n), rng.integers(0, N_CODES, n)
    n_random = rng.choice(np.array(N_RANDOM_CHOICES), n)
    consistent = np.ones((n, N_CODES), np.bool_)
    attempts, rewards = np.zeros((n, N_ATTEMPTS), np.int64), np.zeros((n, N_ATTEMPTS), np.int64)
    rates = np.zeros((n, N_ATTEMPTS, N_SLOTS, N_VALUES), np.float32)
    for step in range(N_ATTEMPTS):
        is_random = step < n_random
        attempts[:, step] = _sample(rng, consistent | is_random[:, None])
        rates[:, step] = _slot_rates(consistent, attempts[:, step])
        rewards[:, step] = REWARDS[attempts[:, step], code]
        consistent &= REWARDS[attempts[:, step]] == rewards[:, step][:, None]
    order, n_sorted = _shuffled_order(rng, rewards, ordered_rate)
    learnt = np.arange(N_ATTEMPTS)[None, :] >= np.maximum(n_random, n_sorted)[:, None]
    attempts, rewards = np.take_along_axis(attempts, order, 1), np.take_along_axis(rewards, order, 1)
    return _write(heads[theme], values[theme], attempts, rewards, rates, learnt, n_sorted)


def _write_mark(rows: Rows, place: int, word_id: int, weight: float) -> None:
    rows.tokens[:, place] = word_id
    rows.next_ids[:, place - 1], rows.next_rates[:, place - 1, 0] = word_id, 1.0
    rows.weights[:, place - 1], rows.parts[:, place - 1] = weight, Part.MARK


def _write(
    heads: NDArray[np.int64],
    values: NDArray[np.int64],
    attempts: NDArray[np.int64],
    rewards: NDArray[np.int64],
    rates: NDArray[np.float32],
    learnt: NDArray[np.bool_],
    n_sorted: NDArray[np.int64],
) -> Rows:
    """All rows at once; the layout is that of `RowWriter`, written by column because it is the same in every row."""
    rows = empty_rows(len(heads))
    reward_ids = np.array([WORD_IDS[word] for word in REWARD_WORDS], np.int64)
    row_index = np.arange(len(heads))
    rows.tokens[:, 0], rows.tokens[:, 1] = WORD_IDS[BOS], heads
    for step in range(N_ATTEMPTS):
        start = 2 + step * (N_SLOTS + 3)
        _write_mark(rows, start, WORD_IDS[ANSWER], MARK_WEIGHT if step else 0.0)
        _write_mark(rows, start + 1 + N_SLOTS, WORD_IDS[CRITIQUE], MARK_WEIGHT)
        for slot in range(N_SLOTS):
            place = start + 1 + slot
            rows.tokens[:, place] = values[row_index, slot, DIGITS[attempts[:, step], slot]]
            rows.next_ids[:, place - 1], rows.next_rates[:, place - 1] = values[:, slot], rates[:, step, slot]
            rows.weights[:, place - 1], rows.parts[:, place - 1] = learnt[:, step], Part.PREF_ANSWER
        place = start + 2 + N_SLOTS
        rows.tokens[:, place] = reward_ids[rewards[:, step]]
        rows.next_ids[:, place - 1], rows.next_rates[:, place - 1, 0] = rows.tokens[:, place, None], 1.0
        rows.weights[:, place - 1], rows.parts[:, place - 1] = REWARD_WEIGHT * (step >= n_sorted), Part.PREF_CRITIQUE
    return rows
