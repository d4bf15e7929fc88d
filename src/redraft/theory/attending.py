"""Where a trained head looks, beside the heads of the construction.

The construction needs two heads: one that looks at the best response so far (TOP), and one that looks at each response
by how well the present prediction agrees with it (AVERAGE). Whether a trained head does either is a correlation over
the examples that it can see, averaged over prefixes and tasks. A third ideal is no part of the construction: the head
that looks at the worst response (WORST), which the step moves away from.

Source: wang2024incontext Thm. 3.2, Thm. 3.3.
"""

import math
from typing import Literal, NamedTuple

import numpy as np

from redraft.errors import Misuse
from redraft.theory.problems import Floats

FIRST_PREFIX = 3
"""Correlations over fewer examples say nothing: over two, each is 1, -1 or undefined."""

_NORMAL_95 = 1.959963984540054


class Mean(NamedTuple):
    """A mean over tasks with its 95 % interval (normal approximation) and the number of tasks."""

    value: float
    low: float
    high: float
    n: int


def by_example(attention: Floats, tokens: Literal["packed", "interleaved"]) -> Floats:
    """``(B, H, N, N)``: how far the prediction from n examples (row n) takes from example j (column j), 0 for j >= n.

    Args:
        attention: ``(B, H, T, T)`` over tokens; T is N packed, 3 N - 2 interleaved.
        tokens: the form of the sequence. Packed, example j stands in token j + 1, beside the next query; interleaved
            it is the sum over its three tokens.

    Raises:
        Misuse: when the shape is none of such a sequence.
    """
    if attention.ndim != 4 or attention.shape[2] != attention.shape[3]:
        raise Misuse(f"`attention` must have shape (B, H, T, T), got {attention.shape}; take that of one layer")
    if tokens == "packed":
        looked = np.zeros_like(attention)
        looked[..., :-1] = attention[..., 1:]
    else:
        if attention.shape[2] % 3 != 1:
            raise Misuse(f"interleaved sequences have 3 N - 2 tokens, got {attention.shape[2]}")
        queries = attention[:, :, ::3]
        n = queries.shape[2]
        padded = np.pad(queries, ((0, 0), (0, 0), (0, 0), (0, 2)))
        looked = padded.reshape(*queries.shape[:3], n, 3).sum(-1)
    return looked * np.tri(looked.shape[2], k=-1, dtype=looked.dtype)


def top_head(rewards: Floats) -> Floats:
    """``(B, N, N)``: the head that looks at the best of the first n examples alone (row n).

    Args:
        rewards: ``(B, N)``, higher is better.
    """
    seen = _seen(rewards)
    best = np.where(seen, rewards[:, None], -np.inf).argmax(axis=2)
    looked: Floats = (np.arange(rewards.shape[1]) == best[..., None]) & seen
    return looked.astype(float)


def worst_head(rewards: Floats) -> Floats:
    """``(B, N, N)``: the head that looks at the worst of the first n examples alone.

    No part of the construction, but of the law: the ranking step pushes away from the worst response more than it pulls
    to the best (`trust.laws.savage_scores`).

    Args:
        rewards: ``(B, N)``, higher is better.
    """
    return top_head(-rewards)


def average_head(predictions: Floats, responses: Floats, reward: Literal["cosine", "squared"]) -> Floats:
    """``(B, N, N)``: the head that looks at example j by the softmax of how well prediction n agrees with it.

    Args:
        predictions: ``(B, N, d)``; ``[:, n]`` from the first n examples.
        responses: ``(B, N, d)``.
        reward: "cosine", or "squared" for minus the squared distance, as in the text of the paper.

    Raises:
        Misuse: when the shapes differ.
    """
    if predictions.shape != responses.shape or predictions.ndim != 3:
        raise Misuse(f"need predictions and responses (B, N, d), got {predictions.shape} and {responses.shape}")
    products = predictions @ responses.swapaxes(1, 2)
    if reward == "cosine":
        lengths = np.linalg.norm(predictions, axis=2)[:, :, None] * np.linalg.norm(responses, axis=2)[:, None]
        scores = products / np.maximum(lengths, 1e-12)
    else:
        scores = 2 * products - (responses**2).sum(axis=2)[:, None]
    masked = np.where(_seen(responses[..., 0]), scores, -np.inf)
    highest = masked.max(axis=2, keepdims=True)
    # Row 0 sees nothing: its maximum is no number, its sum is 0.
    raw = np.exp(masked - np.where(np.isfinite(highest), highest, 0.0))
    looked: Floats = raw / np.maximum(raw.sum(axis=2, keepdims=True), 1e-300)
    return looked


def last_head(rewards: Floats) -> Floats:
    """``(B, N, N)``: the head that looks at the latest example, whatever it is worth; a control."""
    n = rewards.shape[1]
    return np.broadcast_to(np.eye(n, k=-1), (len(rewards), n, n))


def correlations(looked: Floats, ideal: Floats) -> Floats:
    """``(B, H)`` Pearson correlation of each head with an ideal one over the examples it sees, mean over prefixes.

    Where one of the two looks everywhere alike it singles nothing out, and the correlation counts as 0.

    Args:
        looked: ``(B, H, N, N)``, see `by_example`.
        ideal: ``(B, N, N)``.

    Raises:
        Misuse: when the shapes do not match or there are fewer than `FIRST_PREFIX` + 1 examples.
    """
    if looked.ndim != 4 or ideal.shape != (looked.shape[0], *looked.shape[2:]):
        raise Misuse(f"need heads (B, H, N, N) and an ideal (B, N, N), got {looked.shape} and {ideal.shape}")
    if looked.shape[2] <= FIRST_PREFIX:
        raise Misuse(f"need {FIRST_PREFIX + 1} examples or more to correlate over, got {looked.shape[2]}")
    n = looked.shape[2]
    rows = [_correlation(looked[:, :, m, :m], ideal[:, None, m, :m]) for m in range(FIRST_PREFIX, n)]
    averaged: Floats = np.mean(rows, axis=0)
    return averaged


def by_rank(looked: Floats, rewards: Floats, n: int) -> Floats:
    """``(B, H, n)``: attention of the prediction from the first n examples, those examples sorted from best to worst.

    Args:
        looked: ``(B, H, N, N)``.
        rewards: ``(B, N)``.
        n: examples seen, 1 to N - 1.

    Raises:
        Misuse: when there are not that many.
    """
    if not 1 <= n < looked.shape[2]:
        raise Misuse(f"`n` must lie in 1 to {looked.shape[2] - 1}, got {n!r}")
    order = np.argsort(-rewards[:, :n], axis=1)
    return np.take_along_axis(looked[:, :, n, :n], order[:, None], axis=2)


def mean_over_tasks(values: Floats) -> Mean:
    """The mean of one number per task with its 95 % interval.

    Args:
        values: ``(B,)``, B of 2 or more.

    Raises:
        Misuse: with fewer than two tasks, or numbers that are not finite.
    """
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        raise Misuse(f"need one finite number for each of 2 tasks or more, got an array of shape {values.shape}")
    mean = float(values.mean())
    half = _NORMAL_95 * float(values.std(ddof=1)) / math.sqrt(len(values))
    return Mean(mean, mean - half, mean + half, len(values))


def _seen(per_example: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    n = per_example.shape[1]
    return np.broadcast_to(np.tri(n, k=-1, dtype=bool), (len(per_example), n, n))


def _correlation(a: Floats, b: Floats) -> Floats:
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    size = np.sqrt((a**2).sum(-1) * (b**2).sum(-1))
    # Rounding leaves a trace of variance in what is constant.
    flat = size < 1e-12
    return np.where(flat, 0.0, (a * b).sum(-1) / np.where(flat, 1.0, size))
