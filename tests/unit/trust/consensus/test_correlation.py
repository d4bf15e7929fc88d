"""Shares of a vote in closed form, and in simulation beside plain log-odds."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redraft.errors import Misuse
from redraft.trust.consensus.correlation import (
    PairCorrelation,
    effective_votes,
    error_correlation,
    shrunk_correlation,
    vote_shares,
)
from redraft.trust.consensus.odds import evidence
from redraft.trust.consensus.reliability import Reliability
from redraft.trust.intervals import Estimate, clustered_mean
from redraft.trust.simulations.opinions import simulate_opinions

Floats = npt.NDArray[np.float64]


def alike(k: int, r: float) -> Floats:
    return np.full((k, k), r) + (1 - r) * np.eye(k)


@pytest.mark.parametrize("k", [1, 2, 5, 15])
@pytest.mark.parametrize("r", [0.0, 0.1, 0.6, 1.0])
def test_alike_critics_share_as_the_formula_says(k: int, r: float) -> None:
    share = 1 / (1 + (k - 1) * r)
    assert vote_shares(alike(k, r), np.full(k, 1.7)) == pytest.approx(np.full(k, share), abs=1e-6)
    assert effective_votes(alike(k, r)) == pytest.approx(k * share, abs=1e-6)


@pytest.mark.parametrize("r", [np.eye(3), alike(3, 0.5), alike(3, 1.0)])
def test_a_share_is_exact_also_where_copies_make_the_correlations_singular(r: Floats) -> None:
    assert vote_shares(r, np.full(3, 1.7)) == pytest.approx(1 / (r @ np.ones(3)), abs=1e-14)


def test_two_families_have_two_votes() -> None:
    r = np.eye(5)
    r[:3, :3] = 1.0
    r[3:, 3:] = 1.0
    assert vote_shares(r, np.ones(5)) == pytest.approx([1 / 3] * 3 + [1 / 2] * 2, abs=1e-6)
    assert effective_votes(r) == pytest.approx(2, abs=1e-6)


def test_a_poor_copy_of_a_better_critic_has_no_vote() -> None:
    shares = vote_shares(alike(2, 0.8), [2.0, 1.0])
    assert shares.tolist() == pytest.approx([1, 0], abs=1e-6)


def test_a_coin_keeps_a_vote_that_weighs_nothing() -> None:
    assert vote_shares(alike(3, 0.5), [1.0, 1.0, 0.0]) == pytest.approx([2 / 3, 2 / 3, 1], abs=1e-6)


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(0, 1000))
def test_nobody_has_more_than_one_vote_or_less_than_none(k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(k, k + 1))
    covariance = factors @ factors.T
    scale = np.sqrt(np.diag(covariance))
    shares = vote_shares(covariance / np.outer(scale, scale), rng.normal(size=k))
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares.any()


def linked(
    n: int, rho: float, rates: list[tuple[float, float]], families: list[int], *, seed: int
) -> tuple[Floats, Floats]:
    """Votes (1 passes) of critics with (sensitivity, specificity), and the truths."""
    run = simulate_opinions(n, rates, families, linkage=rho, prior=0.6, seed=seed)
    return run.passed, run.acceptable.astype(float)


def test_independent_critics_are_found_independent_and_linked_ones_linked() -> None:
    rates = [(0.8, 0.7), (0.7, 0.8), (0.75, 0.75), (0.7, 0.7)]
    votes, truths = linked(3000, 0.0, rates, [0, 0, 0, 1], seed=1)
    assert np.abs(error_correlation(votes, truths == 1) - np.eye(4)).max() < 0.03
    votes, truths = linked(3000, 0.8, rates, [0, 0, 0, 1], seed=2)
    r = error_correlation(votes, truths == 1)
    assert r[:3, :3][~np.eye(3, dtype=bool)].min() > 0.4
    assert np.abs(r[3, :3]).max() < 0.05


def test_few_drafts_leave_critics_nearly_independent() -> None:
    rates = [(0.8, 0.7), (0.7, 0.8), (0.75, 0.75)]
    few, many = (linked(n, 0.3, rates, [0, 0, 0], seed=3) for n in (12, 4000))
    off = ~np.eye(3, dtype=bool)
    raw = np.abs(np.corrcoef(few[0].T)[off]).mean()
    assert np.abs(error_correlation(few[0], few[1] == 1)[off]).mean() < 0.5 * raw
    assert error_correlation(many[0], many[1] == 1)[off].mean() > 0.12


def test_missing_verdicts_are_left_out_of_a_pair() -> None:
    votes, truths = linked(4000, 0.8, [(0.8, 0.8)] * 3, [0, 0, 0], seed=4)
    holes = votes.copy()
    holes[::2, 0] = np.nan
    assert error_correlation(holes, truths == 1) == pytest.approx(error_correlation(votes, truths == 1), abs=0.08)
    never = votes.copy()
    never[::2, 0], never[1::2, 1] = np.nan, np.nan
    assert error_correlation(never[:, :2], truths == 1).tolist() == [[1, 0], [0, 1]]
    assert np.linalg.eigvalsh(error_correlation(never, truths == 1))[0] >= -1e-9


def test_a_critic_that_never_varies_counts_as_independent() -> None:
    votes, truths = linked(200, 0.8, [(0.8, 0.8)] * 2, [0, 0], seed=5)
    votes[:, 1] = 1
    assert error_correlation(votes, truths == 1).tolist() == [[1, 0], [0, 1]]


def test_one_measured_pair_is_shrunk_as_far_as_it_is_unsure() -> None:
    # (1 - .25)^2 / 98 over .25 of it goes.
    r = shrunk_correlation(3, {(2, 0): PairCorrelation(r=0.5, n=100)})
    assert r[0, 2] == r[2, 0] == pytest.approx(0.5 * (1 - 0.75**2 / 98 / 0.25))
    assert r[0, 1] == r[1, 2] == 0
    assert shrunk_correlation(2, {(0, 1): PairCorrelation(r=0.9, n=2)})[0, 1] == 0  # two drafts say nothing
    assert shrunk_correlation(2, {(0, 1): PairCorrelation(r=0.1, n=5)})[0, 1] == 0


def test_pairs_that_contradict_each_other_are_mended() -> None:
    pairs = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): -0.9}
    r = shrunk_correlation(3, {pair: PairCorrelation(r=value, n=10_000) for pair, value in pairs.items()})
    assert np.linalg.eigvalsh(r)[0] > -1e-9
    assert np.diag(r) == pytest.approx(np.ones(3))
    assert r[0, 1] > 0.3 > r[0, 2]


def log_losses(log_odds: Floats, truths: Floats) -> Floats:
    """``(n,)`` minus the logarithm of the probability given to the truth, in nats."""
    return np.asarray(np.logaddexp(0, np.where(truths == 1, -log_odds, log_odds)), dtype=np.float64)


def gain_of_sharing(rho: float, families: list[int], *, seed: int) -> Estimate:
    """How much lower the log-loss on fresh drafts is with shared votes than with plain log-odds; weights are learnt."""
    rates = [(0.75, 0.8), (0.8, 0.7), (0.7, 0.75), (0.72, 0.72), (0.8, 0.85)]
    votes, truths = linked(400, rho, rates, families, seed=seed)
    bad, good = votes[truths == 0], votes[truths == 1]
    learnt = [
        Reliability(
            sensitivity=1 - float(bad[:, j].mean()),
            specificity=float(good[:, j].mean()),
            n_bad=len(bad),
            n_good=len(good),
        )
        for j in range(5)
    ]
    shares = vote_shares(error_correlation(votes, truths == 1), [one.separation for one in learnt])
    fresh, labels = linked(4000, rho, rates, families, seed=seed + 1)
    added = np.array([[evidence(0.0, one), evidence(1.0, one)] for one in learnt])
    each = np.where(fresh == 1, added[:, 1], added[:, 0])
    prior = np.log(0.6 / 0.4)
    plain = log_losses(prior + each.sum(axis=1), labels)
    shared = log_losses(prior + (shares * each).sum(axis=1), labels)
    gain = clustered_mean(list(plain - shared), range(4000), n_boot=400)
    assert gain is not None
    return gain


@pytest.mark.parametrize("seed", [11, 21, 31])
def test_linked_critics_judge_better_with_shared_votes(seed: int) -> None:
    assert gain_of_sharing(0.8, [0, 0, 0, 0, 1], seed=seed).low > 0.05


@pytest.mark.parametrize("seed", [11, 21, 31])
def test_independent_critics_lose_nothing_by_sharing(seed: int) -> None:
    gain = gain_of_sharing(0.0, [0, 1, 2, 3, 4], seed=seed)
    assert -0.002 < gain.value < 0.002
    assert gain.high > -0.001


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: error_correlation([[1, 0]], [True, False]), r"got \(1, 2\) and \(2,\)"),
        (lambda: error_correlation([[0.5, 0]], [True]), "1 for a pass, 0 for a flag"),
        (lambda: shrunk_correlation(2, {(0, 2): PairCorrelation(r=0.1, n=9)}), "between two of 2 critics"),
        (lambda: shrunk_correlation(2, {(1, 1): PairCorrelation(r=0.1, n=9)}), "between two of 2 critics"),
        (lambda: shrunk_correlation(2, {(0, 1): PairCorrelation(r=float("nan"), n=9)}), "got PairCorrelation"),
        (lambda: vote_shares([[1, 0.5]], [1.0]), "a square of finite numbers"),
        (lambda: vote_shares([[1, float("nan")], [0, 1]], [1.0, 1.0]), "finite numbers"),
        (lambda: vote_shares([[1, 0.5], [0.2, 1]], [1.0, 1.0]), "symmetric"),
        (lambda: vote_shares([[1, 2], [2, 1]], [1.0, 1.0]), r"in \[-1, 1\]"),
        (lambda: vote_shares(np.eye(2), [1.0]), "each of 2 critics needs a finite separation"),
        (lambda: vote_shares(np.eye(1), [float("nan")]), "finite separation"),
        (lambda: effective_votes([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]), "cannot all hold at once"),
    ],
)
def test_what_cannot_be_a_correlation_is_refused(wrong: object, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        wrong()  # type: ignore[operator] # a function
