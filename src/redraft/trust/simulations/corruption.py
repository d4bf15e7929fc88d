"""Critics that rank with noise: steps drawn and compared with the true one, beside `savage` and `corruption`."""

from dataclasses import dataclass

import numpy as np

from redraft.errors import Misuse
from redraft.trust.laws.checks import check_count, check_rate
from redraft.trust.laws.corruption import mixed_alignment, redrawn_alignment, redrawn_tau, shuffled_alignment
from redraft.trust.laws.savage import alignment_band, expected_cosine, savage_scores
from redraft.trust.simulations.comparison import Comparison, generator, of_means, of_pairs, of_ratios
from redraft.trust.simulations.rankings import Ints, Noise, compare_orders, redrawn, shuffled, steps

_PART = 5000  # draws held at once: 10 MB for 8 answers in 16 dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuffledRun:
    """What shuffling a part of the scores leaves of the step.

    Attributes:
        alignment: the part of the true step, beside the corruption law.
        cosine: the cosine of both steps, beside its expectation at the Savage correlation of each ranking drawn.
    """

    alignment: Comparison
    cosine: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRun:
    """What noise leaves of an order.

    Attributes:
        alignment: the part of the true step.
        tau: Kendall's correlation.
    """

    alignment: Comparison
    tau: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRun:
    """The alignment of rankings from a family of noise, beside the band that their tau says.

    Attributes:
        low: lower end of the band.
        high: its upper end.
        tau: Kendall's correlation, mean over the draws.
        measured: the part of the true step, mean over the draws.
        standard_error: of `measured`.
        n: draws.
    """

    low: float
    high: float
    tau: float
    measured: float
    standard_error: float
    n: int


def simulate_shuffled(n_answers: int, n_shuffled: int, *, n_dimensions: int, n: int, seed: int) -> ShuffledRun:
    """Shuffle the scores of a part of random answers, and take the steps of an undecided model.

    Args:
        n_answers: that are ranked, at least 2.
        n_shuffled: whose scores change places at random.
        n_dimensions: of an answer, standard normal in each.
        n: draws.
        seed: fixes them.

    Raises:
        Misuse: when a rate or a count is none.
    """
    law = shuffled_alignment(n_answers, n_shuffled)
    check_count("n_dimensions", n_dimensions, low=1)
    rng = generator(seed, n, "shuffled", n_answers, n_shuffled, n_dimensions)
    inner, lengths, cosines, laws = (np.empty(n) for _ in range(4))
    truth, scores = np.arange(1, n_answers + 1), savage_scores(n_answers)
    for part in np.array_split(np.arange(n), -(-n // _PART)):
        answers = rng.standard_normal((len(part), n_answers, n_dimensions))
        ranks = shuffled(n_shuffled)(rng, len(part), n_answers)
        true, given = steps(answers, np.tile(truth, (len(part), 1))), steps(answers, ranks)
        inner[part], lengths[part] = (true * given).sum(axis=1), (true**2).sum(axis=1)
        cosines[part] = inner[part] / np.sqrt(lengths[part] * (given**2).sum(axis=1))
        # The law of a draw's cosine is that of its own ranking's alignment; many rankings have the same.
        aligned = np.round(np.clip(scores[ranks - 1] @ scores / (scores @ scores), -1.0, 1.0), 9)
        values, places = np.unique(aligned, return_inverse=True)
        laws[part] = np.array([expected_cosine(float(value), n_dimensions) for value in values])[places]
    return ShuffledRun(
        alignment=of_ratios(law, inner, lengths),
        cosine=of_pairs(laws, cosines),
    )


def simulate_redrawn(n_answers: int, redraw_rate: float, *, n: int, seed: int) -> OrderRun:
    """Draw each score anew at a rate, and compare the orders.

    Args:
        n_answers: that are ranked, at least 2.
        redraw_rate: in [0, 1].
        n: draws.
        seed: fixes them.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_count("n_answers", n_answers, low=2)
    rng = generator(seed, n, "redrawn", n_answers, redraw_rate)
    orders = compare_orders(redrawn(redraw_rate)(rng, n, n_answers))
    return OrderRun(
        alignment=of_means(redrawn_alignment(redraw_rate, n_answers), orders.alignment),
        tau=of_means(redrawn_tau(redraw_rate), orders.tau),
    )


def simulate_noise(noise: Noise, n_answers: int, *, name: str, n: int, seed: int) -> BandRun:
    """Draw rankings from a family of noise, and see whether their alignment lies in the band that their tau says.

    Args:
        noise: one of `rankings`.
        n_answers: that are ranked, at least 2.
        name: of the family and its setting; draws of another name are others.
        n: draws.
        seed: fixes them.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_count("n_answers", n_answers, low=2)
    orders = compare_orders(noise(generator(seed, n, "noise", name, n_answers), n, n_answers))
    tau = min(1.0, max(0.0, float(orders.tau.mean())))
    run, band = of_means(0.0, orders.alignment), alignment_band(tau)
    return BandRun(low=band.low, high=band.high, tau=tau, measured=run.measured, standard_error=run.standard_error, n=n)


def simulate_confident(
    n_answers: int, n_shuffled: int, *, confidence: float, n_dimensions: int, n: int, seed: int
) -> Comparison:
    """Shuffle scores for a model that already prefers some answers, in no relation to the truth.

    Args:
        n_answers: that are ranked, at least 2.
        n_shuffled: whose scores change places at random.
        confidence: standard deviation of the model's own scores, in nats.
        n_dimensions: of an answer.
        n: draws.
        seed: fixes them.

    Returns:
        The alignment beside the mixture of the corruption law and the measured pull of random rankings.

    Raises:
        Misuse: when a rate or a count is none.
    """
    kept = shuffled_alignment(n_answers, n_shuffled)
    rng = generator(seed, n, "confident", n_answers, n_shuffled, confidence)
    noise = shuffled(n_shuffled)(rng, n, n_answers)
    return _mixture(noise, kept, rng=rng, confidence=confidence, n_dimensions=n_dimensions)


def simulate_whole_lists(
    n_answers: int, corrupted_rate: float, *, confidence: float, n_dimensions: int, n: int, seed: int
) -> Comparison:
    """Replace whole rankings by random ones at a rate, for a model that already prefers some answers.

    Args:
        n_answers: that are ranked, at least 2.
        corrupted_rate: of the rankings, how many are random, in [0, 1].
        confidence: standard deviation of the model's own scores, in nats.
        n_dimensions: of an answer.
        n: draws.
        seed: fixes them.

    Returns:
        The alignment beside the mixture of the true step and the measured pull of random rankings.

    Raises:
        Misuse: when a rate or a count is none.
    """
    check_count("n_answers", n_answers, low=2)
    check_rate("corrupted_rate", corrupted_rate)
    rng = generator(seed, n, "whole lists", n_answers, corrupted_rate, confidence)
    corrupted = rng.random(n)[:, None] < corrupted_rate
    noise = np.where(corrupted, shuffled(n_answers)(rng, n, n_answers), np.arange(1, n_answers + 1))
    return _mixture(noise, 1 - corrupted_rate, rng=rng, confidence=confidence, n_dimensions=n_dimensions)


def _mixture(noise: Ints, kept: float, *, rng: np.random.Generator, confidence: float, n_dimensions: int) -> Comparison:
    """The alignment of ``(n, n_answers)`` noisy rankings for confident models beside the law for what is `kept`."""
    if not 0 <= confidence < float("inf"):
        raise Misuse(f"`confidence` must be a finite number of nats, 0 or more, got {confidence!r}")
    check_count("n_dimensions", n_dimensions, low=1)
    n, n_answers = noise.shape
    answers = rng.standard_normal((n, n_answers, n_dimensions))
    own = confidence * rng.standard_normal((n, n_answers))
    true = steps(answers, np.tile(np.arange(1, n_answers + 1), (n, 1)), own)
    lengths = (true**2).sum(axis=1)
    given = (steps(answers, noise, own) * true).sum(axis=1)
    by_chance = (steps(answers, shuffled(n_answers)(rng, n, n_answers), own) * true).sum(axis=1)
    law = mixed_alignment(kept, float(by_chance.mean() / lengths.mean()))
    # The law rests on drawn rankings, too; its own error belongs to the difference.
    error = of_ratios(0.0, given - (1 - kept) * by_chance, lengths).standard_error
    return Comparison(law=law, measured=float(given.mean() / lengths.mean()), standard_error=error, n=n)
