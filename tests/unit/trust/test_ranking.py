import math
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from redraft.errors import Misuse
from redraft.trust.auroc import auroc
from redraft.trust.laws.savage import savage_scores
from redraft.trust.ranking import Ranking, no_ranking, ranking


def ranked(scores: list[float], labels: list[bool], problems: list[int] | None = None, **settings: int) -> Ranking:
    """The ranking of one problem, or of several."""
    made = ranking(scores, labels, problems or [0] * len(scores), **settings)
    assert made is not None
    return made


def simulated(
    n_problems: int, size: int, *, seed: int, skill: float = 1.0
) -> tuple[list[float], list[bool], list[int]]:
    rng = np.random.default_rng(seed)
    problems = np.repeat(np.arange(n_problems), size)
    labels = rng.random(n_problems * size) < rng.beta(2, 2, n_problems)[problems]
    scores = np.round(skill * labels + rng.normal(size=len(labels)) + rng.normal(size=n_problems)[problems], 1)
    return [float(s) for s in scores], [bool(label) for label in labels], [int(p) for p in problems]


def test_tau_counts_pairs_of_unlike_label_and_ties_half() -> None:
    # Of 2 x 2 pairs: .9 beats both, .4 beats .1 and ties with .4.
    made = ranked([0.9, 0.4, 0.4, 0.1], [True, True, False, False])
    assert made.tau.value == (3 + 0.5) / 4 * 2 - 1 and made.pairwise_accuracy.value == 3.5 / 4
    assert made.n_pairs == 4 and made.pairs == "within"
    # tau-b by hand: 3 pairs right, none wrong; of 6 pairs 5 differ in score, 4 in label.
    assert made.tau_b is not None and made.tau_b.value == pytest.approx(3 / math.sqrt(5 * 4))


def test_tau_b_is_that_of_scipy() -> None:
    rng, n_compared = np.random.default_rng(1), 0
    for _ in range(150):
        n = int(rng.integers(2, 12))
        scores, labels = list(rng.integers(0, 5, n) / 4), [bool(x) for x in rng.random(n) < 0.5]
        made = ranking(scores, labels, [0] * n, n_boot=2)
        if made is not None and made.tau_b is not None:
            n_compared += 1
            assert made.tau_b.value == pytest.approx(stats.kendalltau(scores, labels).statistic)
    assert n_compared > 100


def test_the_sign_of_savage_is_that_of_scipys_weighted_tau_and_the_ends_are_the_same() -> None:
    labels = [True, True, True, False, False]
    for order in permutations(range(5)):
        made = ranking([float(place) for place in order], labels, [0] * 5, n_boot=2)
        assert made is not None
        # scipy weighs the places by the ranks it is given: 0 for the place that weighs most, which is the lowest here.
        weighed = stats.weightedtau(order, [1 if label else 0 for label in labels], rank=np.argsort(np.argsort(order)))
        assert (made.savage.value == 1) == (made.tau.value == 1)
        if abs(weighed.statistic) > 0.35:
            assert made.savage.value * weighed.statistic > 0


def alignment(scores: list[float], labels: list[bool]) -> float:
    """The Savage correlation from its meaning: the inner product of both score vectors, over every order of ties."""
    c, n = savage_scores(len(scores)), len(scores)

    def mean(keys: list[float]) -> npt.NDArray[np.float64]:
        orders = [o for o in permutations(range(n)) if all(keys[o[i]] >= keys[o[i + 1]] for i in range(n - 1))]
        vectors = np.zeros((len(orders), n))
        for row, order in enumerate(orders):
            vectors[row, list(order)] = c
        return np.asarray(vectors.mean(axis=0))

    true, said = mean([float(label) for label in labels]), mean(scores)
    return float((true * said).sum() / (true * true).sum())


@pytest.mark.parametrize("seed", range(12))
def test_savage_is_the_mean_inner_product_over_every_order_of_ties(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores, labels = list(rng.integers(0, 3, 6) / 2), [True, False, *(bool(x) for x in rng.random(4) < 0.5)]
    assert ranked(scores, labels, n_boot=2).savage.value == pytest.approx(alignment(scores, labels))


def test_a_good_answer_at_the_bottom_costs_more_than_a_bad_one_at_the_top() -> None:
    bad_on_top = ranked([0.9, 0.8, 0.7, 0.1, 0.2], [False, True, True, False, False])
    good_at_bottom = ranked([0.9, 0.8, 0.1, 0.3, 0.2], [True, True, True, False, False])
    assert bad_on_top.tau.value == good_at_bottom.tau.value
    assert bad_on_top.savage.value > good_at_bottom.savage.value


def test_two_answers_to_each_problem_make_all_three_figures_one() -> None:
    scores, labels, problems = [], [], []
    for number in range(40):
        scores += [0.6, 0.4] if number % 4 else [0.4, 0.6]
        labels += [True, False]
        problems += [number, number]
    made = ranked(scores, labels, problems)
    assert made.tau_b is not None
    assert made.tau.value == made.tau_b.value == 0.5 and made.savage.value == pytest.approx(0.5)
    assert made.tau == made.tau_b and made.tau.n == 40


def test_problems_with_one_answer_each_are_compared_across_and_agree_with_auroc() -> None:
    scores, labels, _ = simulated(120, 1, seed=2)
    made, area = ranked(scores, labels, list(range(120))), auroc(scores, labels, list(range(120)))
    assert made.pairs == "across" and area is not None
    assert made.pairwise_accuracy.value == pytest.approx(area.value)
    assert made.pairwise_accuracy.low == pytest.approx(area.low) and made.tau.n == 120


def test_what_makes_problems_differ_is_left_out_of_a_ranking_within_them() -> None:
    """Scores that say how hard the problem is, and nothing of the answer, rank nothing within a problem."""
    rng = np.random.default_rng(3)
    ease = np.repeat(rng.random(300), 4)
    labels, problems = [bool(x) for x in rng.random(1200) < ease], [i // 4 for i in range(1200)]
    made, area = ranked(list(ease), labels, problems), auroc(list(ease), labels, problems)
    assert area is not None and area.low > 0.7
    assert made.tau.value == made.savage.value == 0 and made.tau_b is None


def test_a_perfect_ranking_is_not_certain_and_a_reversed_one_neither() -> None:
    scores, labels, problems = [0.9, 0.2] * 10, [True, False] * 10, [i // 2 for i in range(20)]
    made, reversed_ = ranked(scores, labels, problems), ranked([1 - s for s in scores], labels, problems)
    rate = stats.binomtest(10, 10).proportion_ci(method="wilson").low
    assert made.tau.value == made.savage.value == made.tau.high == 1
    assert made.tau.low == pytest.approx(2 * rate - 1) == made.savage.low
    assert reversed_.tau.value == reversed_.savage.value == -1 and reversed_.tau.high == pytest.approx(1 - 2 * rate)


def test_one_problem_alone_leaves_everything_open() -> None:
    made = ranked([0.9, 0.4, 0.3], [True, False, True])
    assert (made.tau.low, made.tau.high, made.tau.n) == (-1, 1, 1)
    # By hand: scores of three ranks 2/3, 1/6 and -5/6, of which both acceptable outputs should share the first two.
    assert (made.savage.low, made.savage.high) == (pytest.approx(-0.8), 1)


def test_the_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    scores, labels, problems = simulated(4000, 4, seed=99)
    truth = ranked(scores, labels, problems, n_boot=2)
    held = {"tau": 0, "savage": 0}
    for seed in range(150):
        made = ranked(*simulated(60, 4, seed=seed), n_boot=300)
        for name in held:
            estimate = getattr(made, name)
            held[name] += estimate.low <= getattr(truth, name).value <= estimate.high
    # 150 draws at 95 %: fewer than 134 come about once in 1,000 times.
    assert min(held.values()) >= 134


def test_the_order_of_outputs_and_the_names_of_problems_change_nothing() -> None:
    scores, labels, problems = simulated(30, 3, seed=4)
    shuffled = np.random.default_rng(0).permutation(len(scores))
    one = ranked(scores, labels, problems)
    other = ranked([scores[i] for i in shuffled], [labels[i] for i in shuffled], [-problems[i] for i in shuffled])
    assert one.n_pairs == other.n_pairs and one.tau.value == pytest.approx(other.tau.value)
    assert one.savage.value == pytest.approx(other.savage.value)


@pytest.mark.parametrize(
    ("labels", "problems", "said"),
    [
        ([], [], "no output was scored"),
        ([True, True], [0, 1], "every scored output is acceptable; a ranking needs both"),
        ([False, False], [0, 0], "every scored output is not acceptable"),
        ([True, True, False, False], [0, 0, 1, 1], "no problem has an acceptable output beside one that is not"),
    ],
)
def test_without_a_pair_of_unlike_label_there_is_no_ranking_and_it_says_why(
    labels: list[bool], problems: list[int], said: str
) -> None:
    assert ranking([0.5] * len(labels), labels, problems) is None
    assert said in str(no_ranking(labels, problems))


def test_what_cannot_be_ranked_is_refused() -> None:
    with pytest.raises(Misuse, match="got 2 scores, 1 labels and 2 problems"):
        ranking([0.1, 0.2], [True], [0, 0])
    with pytest.raises(Misuse, match="a score must be a number, got nan"):
        ranking([0.1, math.nan], [True, False], [0, 0])
