"""Against the published example, a slow independent implementation, a closed form, and known truths."""

from itertools import pairwise, product
from math import exp, log, prod, sqrt

import numpy as np
import numpy.typing as npt
import pytest

from redraft.errors import Misuse
from redraft.trust.consensus.dawid_skene import _named, dawid_skene, one_coin

Floats = npt.NDArray[np.float64]

# Table 1 of Dawid and Skene (1979): how five anaesthetists judged the fitness of 45 patients for anaesthesia in four
# classes, the first of them three times.
PATIENTS = """
111-1-1-1-1 333-4-3-3-4 112-2-1-2-2 222-3-1-2-1 222-3-2-2-2 222-3-3-2-2 122-2-1-1-1 333-3-4-3-3 222-2-2-2-3
232-2-2-2-3 444-4-4-4-4 222-3-3-4-3 111-1-1-1-1 222-3-2-1-2 121-1-1-1-1 111-2-1-1-1 111-1-1-1-1 111-1-1-1-1
222-2-2-2-1 222-1-3-2-2 222-2-2-2-2 222-2-2-2-1 222-3-2-2-2 221-2-2-2-2 111-1-1-1-1 111-1-1-1-1 232-2-2-2-2
111-1-1-1-1 111-1-1-1-1 112-1-1-2-1 111-1-1-1-1 333-3-2-3-3 111-1-1-1-1 222-2-2-2-2 222-3-2-3-2 433-4-3-4-3
221-2-2-3-2 232-3-2-3-3 333-3-4-3-2 111-1-1-1-1 111-1-1-1-1 121-2-1-1-1 232-2-2-2-2 121-1-1-1-1 222-2-2-2-2
"""


def patients() -> Floats:
    tallies = np.zeros((45, 5, 4))
    for i, row in enumerate(PATIENTS.split()):
        for j, votes in enumerate(row.split("-")):
            for vote in votes:
                tallies[i, j, int(vote) - 1] += 1
    return tallies


def test_the_published_table_is_entered_whole() -> None:
    tallies = patients()
    assert tallies.sum(axis=(0, 2)).tolist() == [135, 45, 45, 45, 45]
    assert tallies.sum(axis=0).astype(int).tolist() == [
        [52, 61, 18, 4],
        [16, 15, 11, 3],
        [20, 17, 5, 3],
        [18, 17, 7, 3],
        [21, 15, 7, 2],
    ]


def test_the_published_estimates_come_out() -> None:
    fit = dawid_skene(patients(), smoothing=0)
    assert fit.converged
    # Their shares of the classes and error rates of the first observer, to the two decimals that are printed.
    assert fit.classes.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert fit.confusions[0].round(2).tolist() == [
        [0.89, 0.11, 0.00, 0.00],
        [0.07, 0.88, 0.05, 0.00],
        [0.00, 0.34, 0.66, 0.00],
        [0.00, 0.00, 0.56, 0.44],
    ]


def slow_fit(tallies: Floats, *, smoothing: float, n_rounds: int = 400) -> tuple[list[list[float]], float]:
    """EM written from the likelihood: one item, one critic, one vote at a time; and the log-likelihood it ends at."""
    n_items, n_critics, n_classes = tallies.shape
    truths = [[float(tallies[i, :, k].sum() / tallies[i].sum()) for k in range(n_classes)] for i in range(n_items)]
    log_likelihood = 0.0
    for _ in range(n_rounds):
        shares = [
            (sum(truths[i][k] for i in range(n_items)) + smoothing) / (n_items + n_classes * smoothing)
            for k in range(n_classes)
        ]
        theta = {}
        for j, k in product(range(n_critics), range(n_classes)):
            said = [sum(truths[i][k] * tallies[i, j, m] for i in range(n_items)) + smoothing for m in range(n_classes)]
            for m in range(n_classes):
                theta[j, k, m] = said[m] / sum(said) if sum(said) else 1 / n_classes
        log_likelihood = 0.0
        for i in range(n_items):
            joint = [
                shares[k]
                * prod(theta[j, k, m] ** int(tallies[i, j, m]) for j in range(n_critics) for m in range(n_classes))
                for k in range(n_classes)
            ]
            truths[i] = [one / sum(joint) for one in joint]
            log_likelihood += log(sum(joint))
    return truths, log_likelihood


@pytest.mark.parametrize("smoothing", [0.0, 1.0])
def test_a_slow_implementation_agrees_from_the_same_start(smoothing: float) -> None:
    truths, log_likelihood = slow_fit(patients(), smoothing=smoothing, n_rounds=120)
    fit = dawid_skene(patients(), smoothing=smoothing, n_starts=1)
    assert np.abs(fit.posteriors - np.array(truths)).max() < 1e-6
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=1e-5)


def simulated(
    n: int, rates: Floats, shares: list[float], *, seed: int, missing: float = 0.0
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Votes of critics with confusion matrices `rates`, some of them missing, and the truths."""
    rng = np.random.default_rng(seed)
    truths = rng.choice(len(shares), n, p=shares)
    tallies = np.zeros((n, len(rates), len(shares)))
    for i, truth in enumerate(truths):
        for j, matrix in enumerate(rates):
            if rng.random() >= missing:
                tallies[i, j, rng.choice(len(shares), p=matrix[truth])] = 1
    return tallies, truths


def two_classes(*pairs: tuple[float, float]) -> Floats:
    """Confusion matrices of critics with these (sensitivity, specificity); class 0 is what is to be flagged."""
    return np.array([[[s, 1 - s], [1 - t, t]] for s, t in pairs])


def test_the_rates_behind_simulated_votes_are_found_again() -> None:
    rates = two_classes((0.9, 0.7), (0.6, 0.95), (0.8, 0.8), (0.7, 0.6), (0.55, 0.9))
    tallies, truths = simulated(4000, rates, [0.35, 0.65], seed=1, missing=0.2)
    fit = dawid_skene(tallies)
    assert fit.converged
    # Standard error of a rate from some 1,100 votes is .015; with truths inferred somewhat more.
    assert np.abs(fit.confusions - rates).max() < 0.06
    assert abs(fit.classes[1] - 0.65) < 0.03
    right = (fit.posteriors.argmax(axis=1) == truths).mean()
    majority = (tallies.sum(axis=1).argmax(axis=1) == truths).mean()
    assert right > majority + 0.015


def test_three_classes_are_found_again() -> None:
    rng = np.random.default_rng(2)
    rates = np.array([0.7 * np.eye(3) + 0.3 * rng.dirichlet(np.ones(3), 3) for _ in range(6)])
    tallies, _ = simulated(3000, rates, [0.2, 0.3, 0.5], seed=3)
    fit = dawid_skene(tallies)
    assert np.abs(fit.confusions - rates).max() < 0.06


def test_three_coins_have_the_rates_that_their_agreements_give() -> None:
    """With classes equally likely the agreements of three coins fix their rates, so the MLE solves the moments.

    Given the truth critics are independent, so with u = 2 p - 1 the expected agreement a of two of them is
    (1 + u_i u_j) / 2, and u_1^2 = (2 a_12 - 1)(2 a_13 - 1) / (2 a_23 - 1).
    """
    drawn, _ = simulated(500, two_classes((0.9, 0.9), (0.7, 0.7), (0.8, 0.8)), [0.5, 0.5], seed=5)
    tallies = np.concatenate([drawn, drawn[:, :, ::-1]])  # with every vote turned round, classes are equally likely
    votes = tallies.argmax(axis=2)
    together = {(i, j): 2 * float((votes[:, i] == votes[:, j]).mean()) - 1 for i, j in [(0, 1), (0, 2), (1, 2)]}
    a, b, c = together[0, 1], together[0, 2], together[1, 2]
    moments = [(1 + sqrt(u)) / 2 for u in (a * b / c, a * c / b, b * c / a)]
    fit = one_coin(tallies, smoothing=0, tolerance=1e-12, max_iterations=20_000)
    assert fit.classes == pytest.approx([0.5, 0.5], abs=1e-6)
    assert fit.confusions[:, 0, 0] == pytest.approx(moments, abs=1e-6)
    assert fit.confusions[:, 1, 1] == pytest.approx(moments, abs=1e-6)


def test_one_coin_is_the_better_guess_from_few_votes() -> None:
    rates = two_classes((0.9, 0.9), (0.8, 0.8), (0.7, 0.7))
    errors = {"one_coin": 0.0, "dawid_skene": 0.0}
    for seed in range(20):
        tallies, _ = simulated(60, rates, [0.5, 0.5], seed=100 + seed)
        errors["one_coin"] += float(np.abs(one_coin(tallies).confusions - rates).mean())
        errors["dawid_skene"] += float(np.abs(dawid_skene(tallies).confusions - rates).mean())
    assert errors["one_coin"] < 0.85 * errors["dawid_skene"]


def test_each_step_of_em_climbs() -> None:
    tallies, _ = simulated(80, two_classes((0.8, 0.7), (0.7, 0.7), (0.6, 0.8)), [0.4, 0.6], seed=4)
    for fit in (dawid_skene, one_coin):
        heights = [fit(tallies, n_starts=1, max_iterations=n).objective for n in range(1, 25)]
        assert all(later >= earlier - 1e-9 for earlier, later in pairwise(heights))


def test_an_end_that_is_no_end_is_reported() -> None:
    assert not dawid_skene(patients(), max_iterations=2).converged
    fit = dawid_skene(patients(), n_starts=4)
    assert (fit.converged, fit.n_starts) == (True, 4)
    assert 1 <= fit.n_agreeing <= 4


def test_further_starts_never_end_lower() -> None:
    assert dawid_skene(patients(), smoothing=0, n_starts=6).objective >= (
        dawid_skene(patients(), smoothing=0, n_starts=1).objective - 1e-6
    )


def test_the_same_seed_gives_the_same_fit() -> None:
    one, two = dawid_skene(patients(), seed=3), dawid_skene(patients(), seed=3)
    assert (one.posteriors == two.posteriors).all()


def test_critics_that_are_mostly_right_name_the_classes() -> None:
    tallies, truths = simulated(300, two_classes((0.1, 0.1), (0.9, 0.9), (0.8, 0.8), (0.85, 0.9)), [0.5, 0.5], seed=6)
    fit = dawid_skene(tallies)
    assert (fit.posteriors.argmax(axis=1) == truths).mean() > 0.85
    assert fit.confusions[0, 0, 0] < 0.3  # who is always wrong is found out, and then worth as much as the others


def test_an_item_without_votes_is_as_likely_as_any() -> None:
    tallies = np.concatenate([patients(), np.zeros((1, 5, 4))])
    fit = dawid_skene(tallies)
    assert fit.posteriors[-1] == pytest.approx(fit.classes, abs=1e-6)


def test_a_critic_without_votes_does_no_harm() -> None:
    tallies = np.concatenate([patients(), np.zeros((45, 1, 4))], axis=1)
    assert dawid_skene(tallies, smoothing=0).confusions[5] == pytest.approx(np.full((4, 4), 0.25))
    assert dawid_skene(tallies).posteriors == pytest.approx(dawid_skene(patients()).posteriors, abs=1e-6)
    assert one_coin(tallies, smoothing=0).confusions[5] == pytest.approx(np.full((4, 4), 0.25))


def test_known_truths_are_kept_and_teach_what_two_critics_alone_cannot() -> None:
    rates = two_classes((0.95, 0.9), (0.6, 0.65))
    tallies, truths = simulated(1500, rates, [0.5, 0.5], seed=8)
    taught = dawid_skene(tallies, known={i: int(truths[i]) for i in range(500)})
    assert (taught.posteriors[:500].argmax(axis=1) == truths[:500]).all()
    assert np.abs(taught.confusions - rates).max() < 0.06
    assert np.abs(dawid_skene(tallies, max_iterations=300).confusions - rates).max() > 0.1


def test_critics_that_err_together_are_taken_for_the_truth() -> None:
    """A limit of the model, stated where reliabilities are learnt: two copies of a poor critic outvote a good one."""
    rng = np.random.default_rng(8)
    truths = rng.integers(0, 2, 600)
    copied = np.where(rng.random(600) < 0.55, truths, 1 - truths)
    good = np.where(rng.random(600) < 0.9, truths, 1 - truths)
    fit = dawid_skene(np.stack([np.eye(2)[votes] for votes in (copied, copied, good)], axis=1))
    assert fit.confusions[0].diagonal().min() > 0.9
    assert fit.confusions[2].diagonal().max() < 0.65


def test_the_likelihood_counts_known_truths_as_known() -> None:
    tallies = np.zeros((2, 1, 2))
    tallies[0, 0, 0] = tallies[1, 0, 1] = 1
    fit = dawid_skene(tallies, known={0: 0, 1: 1}, smoothing=1)
    # One vote and one of smoothing for, one of smoothing against: rates of two thirds, shares of one half.
    assert exp(fit.log_likelihood) == pytest.approx((0.5 * 2 / 3) ** 2)


@pytest.mark.parametrize(
    ("tallies", "options", "message"),
    [
        (np.zeros((3, 2)), {}, r"got shape \(3, 2\)"),
        (np.zeros((0, 2, 2)), {}, "an item, a critic and two classes at least"),
        (np.ones((3, 2, 1)), {}, "two classes at least"),
        (np.zeros((3, 2, 2)), {}, "there is no vote"),
        (np.full((3, 2, 2), np.nan), {}, "finite and 0 or more"),
        (-np.ones((3, 2, 2)), {}, "finite and 0 or more"),
        (np.ones((3, 2, 2)), {"smoothing": -1.0}, "`smoothing` must be 0 or more, got -1.0"),
        (np.ones((3, 2, 2)), {"smoothing": float("nan")}, "got nan"),
        (np.ones((3, 2, 2)), {"n_starts": 0}, "got 0 and 2000"),
        (np.ones((3, 2, 2)), {"known": {3: 0}}, "class 0 of item 3, of 3 items in 2 classes"),
        (np.ones((3, 2, 2)), {"known": {0: 2}}, "class 2 of item 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused(tallies: Floats, options: dict[str, object], message: str) -> None:
    for fit in (dawid_skene, one_coin):
        with pytest.raises(Misuse, match=message):
            fit(tallies, **options)  # type: ignore[arg-type] # by name


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0)])
def test_classes_that_came_out_under_other_names_are_renamed(order: tuple[int, int, int]) -> None:
    rates = np.array([0.7 * np.eye(3) + 0.1] * 3)
    tallies, truths = simulated(300, rates, [0.5, 0.3, 0.2], seed=7)
    strange = np.eye(3)[np.array(order)[truths]]  # class k of the truth stands in column order[k]
    assert _named(strange, tallies) == list(order)
