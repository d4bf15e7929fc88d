"""Steps by a noisy ranking towards the best answer: what they gain, beside the laws of `improvement`."""

from dataclasses import dataclass

import numpy as np

from redraft.trust.laws.checks import check_count
from redraft.trust.laws.corruption import shuffled_alignment
from redraft.trust.laws.improvement import best_step_ratio, small_step_ratio
from redraft.trust.simulations.comparison import Comparison, Floats, generator, of_ratios
from redraft.trust.simulations.rankings import ranks_of, steps

SMALL = 1e-4
"""A step so small that the price of moving, which is quadratic in it, is below a thousandth of the gain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRun:
    """Gains by a noisy critic, as shares of those by a perfect one.

    Attributes:
        small_step: at one small step size for all.
        best_step: with the step size that is best for each critic; the law is the floor A squared.
        best_step_exact: the same beside the law with the measured lengths of the steps.
    """

    small_step: Comparison
    best_step: Comparison
    best_step_exact: Comparison


def simulate_gain(
    n_answers: int, n_shuffled: int, *, n: int, seed: int, n_dimensions: int = 5, target_deviation: float = 0.3
) -> GainRun:
    """Rank random answers by their distance to a target, shuffle a part of the scores, and step.

    Args:
        n_answers: that are ranked, at least 2.
        n_shuffled: whose scores change places at random.
        n: draws.
        seed: fixes them.
        n_dimensions: of an answer, standard normal in each; the model starts at 0, undecided.
        target_deviation: standard deviation of the target in each dimension. The nearer it is, the less a noisy
            ranking shortens the step: only the gain at the best step size depends on it.

    Raises:
        Misuse: when a count is none, or more answers are shuffled than there are.
    """
    aligned = shuffled_alignment(n_answers, n_shuffled)
    check_count("n_dimensions", n_dimensions, low=1)
    rng = generator(seed, n, "gain", n_answers, n_shuffled, n_dimensions, target_deviation)
    answers = rng.standard_normal((n, n_answers, n_dimensions))
    target = target_deviation * rng.standard_normal((n, n_dimensions))
    quality = -((answers - target[:, None]) ** 2).sum(axis=2)
    noisy = quality.copy()
    chosen = np.argsort(rng.random((n, n_answers)), axis=1)[:, :n_shuffled]
    np.put_along_axis(noisy, chosen, rng.permuted(np.take_along_axis(quality, chosen, axis=1), axis=1), axis=1)
    true, given = steps(answers, ranks_of(quality)), steps(answers, ranks_of(noisy))

    def gains(step: Floats, size: float) -> Floats:
        gained: Floats = (target**2).sum(axis=1) - ((target - 2 * size * step) ** 2).sum(axis=1)
        return gained

    def best_gains(step: Floats) -> Floats:
        # A parabola through 0: its top follows from the gains at two sizes.
        small, large = gains(step, SMALL).mean(), gains(step, 2 * SMALL).mean()
        curvature = (2 * small - large) / (2 * SMALL**2)
        slope = (small + curvature * SMALL**2) / SMALL
        return gains(step, slope / (2 * curvature))

    lengths = float((true**2).sum(axis=1).mean() / (given**2).sum(axis=1).mean())
    above, below = best_gains(given), best_gains(true)
    return GainRun(
        small_step=of_ratios(small_step_ratio(aligned), gains(given, SMALL), gains(true, SMALL)),
        best_step=of_ratios(best_step_ratio(aligned), above, below),
        best_step_exact=of_ratios(best_step_ratio(aligned, length_ratio=lengths), above, below),
    )
