"""A critic that compares two answers: Bradley-Terry steps on labels that are sometimes wrong, beside `pairwise`."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate
from redraft.trust.laws.pairwise import relative_alignment, stopping_point
from redraft.trust.simulations.comparison import Comparison, Floats, generator, of_means, of_ratios

_DIMENSIONS = 5  # of an answer; the law does not depend on it


def simulate_pair(pair_accuracy: float, loss_probability: float, *, n: int, seed: int) -> Comparison:
    """The part of a perfect critic's step that is left on one pair, for a model in the given state.

    Args:
        pair_accuracy: of the critic, in [0, 1].
        loss_probability: that the model gives to the worse answer being the better one, in (0, 1).
        n: pairs, each with a label of its own.
        seed: fixes them.

    Raises:
        Misuse: when a probability or a count is none.
    """
    if not 0 < loss_probability < 1:
        raise Misuse(f"`loss_probability` must lie strictly between 0 and 1, got {loss_probability!r}")
    law = relative_alignment(pair_accuracy, loss_probability)
    rng = generator(seed, n, "pair", pair_accuracy, loss_probability)
    better, worse = rng.standard_normal((2, n, _DIMENSIONS))
    margin = log(1 / loss_probability - 1)  # of the model's scores, better less worse
    right = rng.random(n) < pair_accuracy
    chosen, refused = np.where(right[:, None], better, worse), np.where(right[:, None], worse, better)
    step = _step(chosen, refused, np.where(right, margin, -margin))
    clean = _step(better, worse, np.full(n, margin))
    return of_ratios(law, (step * clean).sum(axis=1), (clean**2).sum(axis=1))


def simulate_list(n_answers: int, pair_accuracy: float, *, confidence: float, n: int, seed: int) -> Comparison:
    """The part of a perfect critic's step that is left when it labels all pairs of one fixed list of answers.

    Args:
        n_answers: in the list, at least 2.
        pair_accuracy: of the critic, in [0, 1].
        confidence: standard deviation of the model's own scores, in nats.
        n: times that all pairs are labelled.
        seed: fixes the list and the labels.

    Raises:
        Misuse: when a probability or a count is none.
    """
    check_count("n_answers", n_answers, low=2)
    check_rate("pair_accuracy", pair_accuracy)
    rng = generator(seed, n, "list", n_answers, pair_accuracy, confidence)
    answers, own = rng.standard_normal((n_answers, _DIMENSIONS)), confidence * rng.standard_normal(n_answers)
    step, clean, law = np.zeros((n, _DIMENSIONS)), np.zeros((n, _DIMENSIONS)), np.zeros(_DIMENSIONS)
    for better in range(n_answers):
        for worse in range(better + 1, n_answers):
            margin = np.full(n, own[better] - own[worse])
            right = rng.random(n) < pair_accuracy
            perfect = _step(answers[[better] * n], answers[[worse] * n], margin)
            reverse = _step(answers[[worse] * n], answers[[better] * n], -margin)
            step += np.where(right[:, None], perfect, reverse)
            clean += perfect
            loss_probability = float(1 / (1 + np.exp(margin[0])))
            law += relative_alignment(pair_accuracy, loss_probability) * perfect[0]
    direction = clean[0] / (clean[0] @ clean[0])
    return of_means(float(law @ direction), step @ direction)


def simulate_stopping(
    pair_accuracy: float, *, n: int, seed: int, step_size: float = 0.05, n_steps: int = 2000
) -> Comparison:
    """Where a model ends that takes step after step on one pair, each on a new label by the critic.

    Args:
        pair_accuracy: of the critic, in (0, 1).
        n: models, each on its own pair.
        seed: fixes them.
        step_size: of a step, small against 1.
        n_steps: of which the last half is averaged.

    Returns:
        The probability that the models give to the better answer.

    Raises:
        Misuse: when a probability or a count is none.
    """
    law = stopping_point(pair_accuracy)
    check_count("n_steps", n_steps, low=2)
    rng = generator(seed, n, "stopping", pair_accuracy, step_size, n_steps)
    total = np.zeros(n)
    for i, certainty in enumerate(_walks(rng, pair_accuracy, n=n, step_size=step_size, n_steps=n_steps)):
        if i >= n_steps // 2:
            total += certainty
    return of_means(law, total / (n_steps - n_steps // 2))


def simulate_approach(
    pair_accuracy: float, *, at: Sequence[int], n: int, seed: int, step_size: float = 0.05
) -> tuple[Comparison, ...]:
    """How a model comes to where it ends that takes step after step on one pair, from indifference.

    Args:
        pair_accuracy: of the critic, in [0, 1].
        at: numbers of steps, rising, 0 or more.
        n: models, each on its own pair.
        seed: fixes them.
        step_size: of a step, small against 1.

    Returns:
        The probability that the models give to the better answer after so many steps, beside the one they end at.

    Raises:
        Misuse: when a probability or a count is none, or the numbers of steps do not rise.
    """
    law = stopping_point(pair_accuracy)
    if not at or list(at) != sorted(set(at)):
        raise Misuse(f"`at` must be numbers of steps that rise, got {list(at)!r}")
    check_count("at", at[0])
    rng = generator(seed, n, "approach", pair_accuracy, step_size)
    walks = enumerate(_walks(rng, pair_accuracy, n=n, step_size=step_size, n_steps=at[-1] + 1))
    return tuple(of_means(law, certainty) for i, certainty in walks if i in at)


def _walks(
    rng: np.random.Generator, pair_accuracy: float, *, n: int, step_size: float, n_steps: int
) -> Iterator[Floats]:
    """``(n,)`` the probability that each model gives to the better answer, before each of its steps."""
    better, worse = rng.standard_normal((2, n, _DIMENSIONS))
    # One unit apart, so that the step size means the same for every pair; the answer that is predicted starts at 0.
    unit = (better - worse) / np.linalg.norm(better - worse, axis=1, keepdims=True)
    better, worse = unit / 2, -unit / 2
    predicted = np.zeros((n, _DIMENSIONS))
    for _ in range(n_steps):
        margin = ((predicted - worse) ** 2).sum(axis=1) - ((predicted - better) ** 2).sum(axis=1)
        yield 1 / (1 + np.exp(-margin))
        right = rng.random(n) < pair_accuracy
        chosen, refused = np.where(right[:, None], better, worse), np.where(right[:, None], worse, better)
        predicted += 2 * step_size * _step(chosen, refused, np.where(right, margin, -margin))


def _step(chosen: Floats, refused: Floats, margin: Floats) -> Floats:
    """The gradient of the log-probability that the chosen answers win, by the model's margin for them, in nats."""
    doubt: Floats = 1 / (1 + np.exp(margin))
    return doubt[:, None] * (chosen - refused)
