"""Simulated calibrations in worlds whose true rates are known: does the certificate hold, and what is it worth?

Beside it stand, for comparison only, a rule without any correction ("the loosest threshold whose observed rate is at
most epsilon") and Bonferroni's correction over the whole grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from redraft.trust.certificate.exact import Figures, binomial_tail, mcnemar, upper_bound
from redraft.trust.certificate.graded import hoeffding_bentkus
from redraft.trust.certificate.grid import check_grid

LINEAR_GRID = tuple(round(1 - k / 61, 4) for k in range(1, 62))
"""61 thresholds at equal distances from .9836 down to 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the profile would do to its cases if every redraft were let in, and how well scores tell it apart.

    The score S of a redraft that repairs has P(S >= x) = (1 - x)^fix_slope, that of one that breaks
    (1 - x)^flip_slope: both are Beta(1, slope). Good critics give what breaks the steeper slope.

    Attributes:
        name: how tables call it.
        fix_rate: share of all cases that would be repaired.
        flip_rate: share of all cases that would be broken.
        fix_slope: above 0.
        flip_slope: above 0.
    """

    name: str
    fix_rate: float
    flip_rate: float
    fix_slope: float
    flip_slope: float

    def risk(self, grid: Sequence[float]) -> Figures:
        """``(n_thresholds,)`` the true broken rate at every threshold."""
        return self.flip_rate * (1 - np.asarray(grid)) ** self.flip_slope

    def gain(self, grid: Sequence[float]) -> Figures:
        """``(n_thresholds,)`` the true net gain in accuracy at every threshold."""
        return self.fix_rate * (1 - np.asarray(grid)) ** self.fix_slope - self.risk(grid)


GOOD = World(name="A, good critic", fix_rate=0.075, flip_rate=0.105, fix_slope=4 / 3, flip_slope=3.0)
"""Correcting pays up to a broken rate of about 1.3 %, and then costs: the best threshold gains 1.6 points."""

WEAK = World(name="B, weak critic", fix_rate=0.06, flip_rate=0.105, fix_slope=3.0, flip_slope=3.0)
"""Scores do not tell what repairs from what breaks, and more is broken than repaired: no threshold gains."""


class Drawn(NamedTuple):
    """``(n_runs, n_thresholds)`` flips and fixes at every threshold of every calibration."""

    flips: npt.NDArray[np.int64]
    fixes: npt.NDArray[np.int64]


def draw(world: World, *, n: int, grid: Sequence[float], n_runs: int, rng: np.random.Generator) -> Drawn:
    """Calibrations of `n` independent cases each.

    What is drawn is between which two thresholds each repaired and each broken case has its score: a multinomial
    draw, and so the same as drawing every case.
    """
    check_grid(grid)
    fix = np.diff(world.risk(grid) + world.gain(grid), prepend=0.0)
    flip = np.diff(world.risk(grid), prepend=0.0)
    shares = np.concatenate([flip, fix, [1 - flip.sum() - fix.sum()]])
    cells = rng.multinomial(n, shares, size=n_runs)
    j = len(grid)
    return Drawn(flips=np.cumsum(cells[:, :j], axis=1), fixes=np.cumsum(cells[:, j : 2 * j], axis=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one rule fared over many calibrations.

    Attributes:
        rule: its name.
        n_runs: calibrations.
        n_violations: those whose threshold has a true broken rate above epsilon.
        n_on: those that let anything in.
        violations_at_least: lower 95 % Clopper-Pearson bound (one-sided) of the violation rate.
        violations_at_most: upper one.
        net_gain: mean true net gain in accuracy, 0 where nothing is let in.
    """

    rule: str
    n_runs: int
    n_violations: int
    n_on: int
    violations_at_least: float
    violations_at_most: float
    net_gain: float

    @property
    def violation_rate(self) -> float:
        """Share of the calibrations that broke the promise."""
        return self.n_violations / self.n_runs


def simulate(
    world: World,
    *,
    n: int,
    epsilon: float,
    delta: float,
    n_runs: int,
    seed: int,
    grid: Sequence[float] = LINEAR_GRID,
) -> tuple[Verdict, ...]:
    """All rules on the same calibrations.

    Returns:
        In order: the loosest threshold certified by the exact test, by Hoeffding and Bentkus', by no correction, by
        Bonferroni; and the certified threshold (exact) with the largest observed net gain, off where there is none.
    """
    drawn = draw(world, n=n, grid=grid, n_runs=n_runs, rng=np.random.default_rng(seed))
    risk, gain = world.risk(grid), world.gain(grid)
    exact = binomial_tail(drawn.flips, n, epsilon)
    # Flips only grow along the grid, so that whatever passes is a prefix: counting it is walking it.
    passed = {
        "exact, loosest": (np.maximum.accumulate(exact, axis=1) <= delta).sum(axis=1),
        "Hoeffding-Bentkus, loosest": (hoeffding_bentkus(drawn.flips / n, n, epsilon=epsilon) <= delta).sum(axis=1),
        "no correction, loosest": (drawn.flips / n <= epsilon).sum(axis=1),
        "Bonferroni, loosest": (exact <= delta / len(grid)).sum(axis=1),
    }
    verdicts = [_verdict(rule, n_passed - 1, risk, gain, epsilon) for rule, n_passed in passed.items()]
    picked = best_certified(drawn, passed["exact, loosest"])
    return (*verdicts, _verdict("exact, best net gain", picked, risk, gain, epsilon))


def best_certified(drawn: Drawn, n_certified: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """``(n_runs,)`` the place of the certified threshold with the largest observed net gain; -1 where none gains."""
    net = drawn.fixes - drawn.flips
    candidates = np.where(np.arange(net.shape[1]) < n_certified[:, np.newaxis], net, 0)
    place = candidates.argmax(axis=1)
    return np.where(candidates.max(axis=1) > 0, place, -1)


def simulate_net(
    world: World,
    *,
    n: int,
    epsilon: float,
    delta: float,
    n_runs: int,
    seed: int,
    grid: Sequence[float] = LINEAR_GRID,
) -> tuple[Verdict, float]:
    """The stronger certificate, on `n` cases in two halves, and the share of runs with a net loss in truth."""
    rng, half = np.random.default_rng(seed), n // 2
    first, second = (draw(world, n=half, grid=grid, n_runs=n_runs, rng=rng) for _ in range(2))
    certified = (np.maximum.accumulate(binomial_tail(first.flips, half, epsilon), axis=1) <= delta).sum(axis=1)
    picked = best_certified(first, certified)
    runs = np.arange(n_runs)
    flips, fixes = second.flips[runs, picked], second.fixes[runs, picked]
    confirmed = np.maximum(binomial_tail(flips, half, epsilon), mcnemar(flips, fixes)) <= delta
    kept = np.where(confirmed, picked, -1)
    gain = world.gain(grid)
    lost = float(np.mean((kept >= 0) & (gain[kept] < 0)))
    return _verdict("halves with McNemar", kept, world.risk(grid), gain, epsilon), lost


def simulate_among_right(
    world: World,
    *,
    right_rate: float,
    n: int,
    epsilon: float,
    delta: float,
    n_runs: int,
    seed: int,
    grid: Sequence[float] = LINEAR_GRID,
) -> Verdict:
    """The exact test on right drafts alone, of which `n` cases hold a number that chance decides.

    Args:
        world: its rates are among all cases.
        right_rate: share of right drafts among all cases.
        n: cases, right and wrong.
        epsilon: bound on the broken rate among right drafts.
        delta: level.
        n_runs: calibrations.
        seed: fixes the draws.
        grid: thresholds, strictest first.
    """
    rng, risk = np.random.default_rng(seed), world.risk(grid) / right_rate
    n_right = np.maximum(1, rng.binomial(n, right_rate, size=n_runs))
    shares = np.diff(risk, prepend=0.0, append=1.0)
    flips = np.cumsum(rng.multinomial(n_right, shares)[:, :-1], axis=1)
    places = (binomial_tail(flips, n_right[:, np.newaxis], epsilon) <= delta).sum(axis=1) - 1
    return _verdict("exact, among right drafts", places, risk, world.gain(grid), epsilon)


def _verdict(rule: str, places: npt.NDArray[np.int64], risk: Figures, gain: Figures, epsilon: float) -> Verdict:
    on = places >= 0
    n_violations, n_runs = int((on & (risk[places] > epsilon)).sum()), len(places)
    return Verdict(
        rule=rule,
        n_runs=n_runs,
        n_violations=n_violations,
        n_on=int(on.sum()),
        violations_at_least=lower_bound(n_violations, n_runs),
        violations_at_most=float(upper_bound(n_violations, n_runs, delta=0.05)),
        net_gain=float(np.where(on, gain[places], 0.0).mean()),
    )


def lower_bound(n_hits: int, n: int, *, delta: float = 0.05) -> float:
    """The Clopper-Pearson lower bound of a rate: the upper one of what did not happen, from 1 down."""
    return 1 - float(upper_bound(n - n_hits, n, delta=delta))


def oracle_gain(world: World, *, epsilon: float, grid: Sequence[float] = LINEAR_GRID) -> float:
    """The net gain of the best threshold that truly keeps the bound; 0 for leaving everything as it is."""
    gain = world.gain(grid)[world.risk(grid) <= epsilon]
    return max(0.0, float(gain.max(initial=0.0)))
