import sys
from dataclasses import replace

import numpy as np
import pytest

from redraft.core import Usage
from redraft.errors import Misuse
from redraft.trust.cards import Card, Measured, measure, worth
from redraft.trust.figures import Judged

MEASURED = Measured(
    critic="c", version="1", kind="verified", data="d.jsonl", sha256="0" * 64, form="plain", limit=None,
    command="redraft critics measure c d.jsonl", redraft_version="0",
)  # fmt: skip


def output(number: int, *, score: float | None, acceptable: bool, task: str, usd: float | None = 0.0) -> Judged:
    return Judged(
        id=str(number),
        problem=str(number),
        score=score,
        reason=None if score is not None else "no idea",
        acceptable=acceptable,
        groups={"task": task},
        usage=Usage(calls=number % 2, prompt_tokens=10, completion_tokens=2, seconds=number / 10, usd=usd),
        cpu_s=0.5,
    )


# Task "easy": all right. Task "hard": half of what is wrong is missed.
JUDGED = [
    *(output(i, score=1.0, acceptable=True, task="easy") for i in range(10)),
    *(output(i, score=0.0, acceptable=False, task="easy") for i in range(10, 20)),
    *(output(i, score=1.0, acceptable=True, task="hard") for i in range(20, 29)),
    output(29, score=0.0, acceptable=True, task="hard"),
    *(output(i, score=float(i % 2), acceptable=False, task="hard") for i in range(30, 40)),
    output(40, score=None, acceptable=False, task="odd"),
]


def card(judged: list[Judged] = JUDGED, threshold: float = 0.5) -> Card:
    return measure(judged, MEASURED, threshold=threshold)


def test_a_card_has_the_figures_of_all_outputs_and_of_each_group_value() -> None:
    made = card()
    assert list(made.groups) == ["task"] and list(made.groups["task"]) == ["easy", "hard", "odd"]
    easy, hard, odd = made.groups["task"].values()
    assert made.overall.sensitivity is not None and made.overall.sensitivity.value == 15 / 20
    assert easy.sensitivity is not None and easy.sensitivity.value == 1
    assert hard.sensitivity is not None and hard.sensitivity.value == 5 / 10
    assert odd.n == 1 and odd.n_scored == 0 and odd.auroc is None and odd.no_auroc == "no output was scored"
    assert made.overall.n == easy.n + hard.n + odd.n and made.overall.reasons == {"no idea": 1}


def test_the_cost_is_that_of_one_output() -> None:
    cost = card().cost
    assert cost is not None
    assert (cost.tokens, cost.cpu_s, cost.usd) == (12, 0.5, 0.0)
    assert cost.calls == pytest.approx(20 / 41)
    assert cost.wall_s == pytest.approx(2.0) and cost.wall_s_median == pytest.approx(2.0)
    assert cost.wall_s_95 == pytest.approx(3.8)


def test_one_unknown_price_makes_the_money_unknown() -> None:
    cost = card([*JUDGED, output(41, score=1.0, acceptable=True, task="easy", usd=None)]).cost
    assert cost is not None and cost.usd is None


def test_the_order_of_the_judgements_changes_nothing() -> None:
    first, second = card(), card(JUDGED[::-1])
    assert first.overall.counts == second.overall.counts and first.overall.sensitivity == second.overall.sensitivity
    assert first.curve is not None and second.curve is not None and first.curve.bins == second.curve.bins


def test_a_card_of_nothing_has_no_rates_no_curve_and_no_cost() -> None:
    made = card([])
    assert made.overall.n == 0 and made.curve is None and made.cost is None and made.groups == {}
    assert all(one.ungated is None and one.gated is None for one in made.worth)


def test_a_threshold_that_is_no_score_is_refused() -> None:
    with pytest.raises(Misuse, match=r"`threshold` must lie in \[0, 1\], got 50"):
        card(threshold=50)


def test_correcting_is_worth_it_below_an_accuracy_that_follows_from_both_rates() -> None:
    rates = card([one for one in JUDGED if one.score is not None]).overall
    assert rates.sensitivity is not None and rates.specificity is not None
    s, t = rates.sensitivity.value, rates.specificity.value
    for ratio in (0.2, 1.0, 5.0):
        found = worth(rates, ratio)
        assert found.ungated is not None and found.gated is not None
        odds = s / (1 - t) * ratio
        assert found.ungated.value == pytest.approx(odds / (1 + odds))
        odds *= t / (1 - s)
        assert found.gated.value == pytest.approx(odds / (1 + odds))
        assert found.ungated.low < found.ungated.value < found.ungated.high


def test_a_critic_without_false_alarms_is_worth_it_at_every_accuracy_as_far_as_is_known() -> None:
    found = worth(replace(card().groups["task"]["easy"]), 1.0).ungated
    assert found is not None and found.value == found.high == 1.0 and 0.5 < found.low < 1.0


def test_what_could_not_be_judged_is_neither_found_nor_a_false_alarm() -> None:
    judged = [*JUDGED, *(output(50 + i, score=None, acceptable=True, task="odd") for i in range(20))]
    found = worth(card(judged).overall, 1.0).ungated
    # 15 of 21 wrong outputs are flagged, 1 of 40 right ones.
    assert found is not None and found.value == pytest.approx((15 / 21) / (15 / 21 + 1 / 40))


def test_a_ratio_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="`ratio` must be more than 0, got 0"):
        worth(card().overall, 0)


def graded(n: int, *, task: str, seed: int) -> list[Judged]:
    """Two answers to each problem by a critic that is too sure: of those it gives .9, six of ten are acceptable."""
    rng = np.random.default_rng(seed)
    scores = rng.choice([0.1, 0.5, 0.9], n)
    chances = {0.1: 0.3, 0.5: 0.4, 0.9: 0.6}
    return [
        Judged(
            id=f"{task} {i}",
            problem=f"{task} {i // 2}",
            score=float(score),
            acceptable=bool(rng.random() < chances[score]),
            groups={"task": task},
        )
        for i, score in enumerate(scores)
    ]


def test_a_card_says_what_scores_are_worth_over_all_and_for_each_group_or_that_labels_are_too_few() -> None:
    made = card([*graded(400, task="many", seed=0), *graded(12, task="few", seed=1)])
    many, few = made.groups["task"]["many"], made.groups["task"]["few"]
    for rates in (made.overall, many):
        assert rates.ranking is not None and rates.ranking.pairs == "within" and rates.ranking.tau.low > 0
        assert rates.fitted is not None and rates.fitted.brier_gain.low > 0
        assert rates.fitted.calibrator.chance(0.9) == pytest.approx(0.6, abs=0.1)
        assert rates.no_ranking is rates.no_fitted is None
    assert few.fitted is None and few.no_fitted is not None and few.no_fitted.startswith("too few labels: ")
    assert few.ranking is not None and few.ranking.tau.high - few.ranking.tau.low > 0.5


def test_where_one_kind_of_label_is_missing_it_says_why_there_is_no_ranking() -> None:
    made = card([output(i, score=i / 9, acceptable=True, task="t") for i in range(9)]).overall
    assert made.ranking is None and made.no_ranking == "every scored output is acceptable; a ranking needs both"
    assert made.no_fitted is not None and "0 not acceptable" in made.no_fitted


def test_without_scikit_learn_all_but_the_calibrator_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("sklearn.isotonic", "sklearn.linear_model"):
        monkeypatch.setitem(sys.modules, package, None)
    made = card(graded(60, task="t", seed=2)).overall
    assert made.ranking is not None and made.fitted is None
    assert made.no_fitted is not None and "pip install 'redraft[trust]'" in made.no_fitted


def test_a_card_names_other_critics_and_how_far_they_agree() -> None:
    judged = graded(60, task="t", seed=3)
    same = {one.id: one.score is not None and one.score >= 0.5 for one in judged}
    found = measure(judged, MEASURED, beside={"same": same, "half": dict(list(same.items())[:30])}).agreement
    assert found is not None and found.critics == ("c", "same", "half") and found.n == 30
    assert [(pair.first, pair.second, pair.n, pair.agreed.value) for pair in found.pairs] == [
        ("c", "same", 60, 1.0),
        ("c", "half", 30, 1.0),
    ]
    assert found.pairs[0].errors_bad is not None and found.pairs[0].errors_bad.value == 1
    assert card(judged).agreement is None
    with pytest.raises(Misuse, match="another critic is called 'c', too"):
        measure(judged, MEASURED, beside={"c": same})


def test_an_output_that_was_judged_twice_is_refused() -> None:
    with pytest.raises(Misuse, match="the output '3' was judged twice"):
        card([*JUDGED, JUDGED[3]])
