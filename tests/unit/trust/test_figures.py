from dataclasses import fields

import pytest

from redraft.errors import Misuse
from redraft.trust.figures import Counts, Figures, Judged, alike, figures
from redraft.trust.intervals import Estimate


def judged(score: float | None, acceptable: bool, n: int = 1, *, located: bool | None = None) -> list[Judged]:
    """`n` judgements of different problems."""
    reason = "no idea" if score is None else None
    name = f"{score} {acceptable} {located}"
    return [
        Judged(
            id=f"{name} {i}", problem=f"{name} {i}", score=score, reason=reason, acceptable=acceptable, located=located
        )
        for i in range(n)
    ]


def value(estimate: Estimate | None) -> float:
    assert estimate is not None
    return estimate.value


MIXED = judged(0.1, False, 8) + judged(0.9, False, 2) + judged(0.2, True, 3) + judged(0.8, True, 27)


def test_the_rates_are_those_of_the_four_counts() -> None:
    found = figures(MIXED, threshold=0.5)
    assert found.counts == Counts(flagged_bad=8, passed_bad=2, flagged_good=3, passed_good=27)
    assert value(found.sensitivity) == 8 / 10 and value(found.specificity) == 27 / 30
    assert value(found.ppv) == 8 / 11 and value(found.npv) == 27 / 29 and value(found.accuracy) == 35 / 40
    assert found.n == found.n_scored == found.n_problems == 40 and value(found.unscored) == 0


def test_a_score_at_the_threshold_passes() -> None:
    at = figures(judged(0.5, True) + judged(0.5, False), threshold=0.5)
    above = figures(judged(0.5, True) + judged(0.5, False), threshold=0.51)
    assert at.counts == Counts(flagged_bad=0, passed_bad=1, flagged_good=0, passed_good=1)
    assert above.counts == Counts(flagged_bad=1, passed_bad=0, flagged_good=1, passed_good=0)


def test_what_is_unscored_enters_no_rate_and_is_always_shown() -> None:
    scored, found = figures(MIXED, threshold=0.5), figures(MIXED + judged(None, False, 10), threshold=0.5)
    for field in fields(Figures):
        if field.name not in ("n", "n_problems", "n_bad", "unscored", "reasons", "found", "admitted_bad"):
            assert getattr(found, field.name) == getattr(scored, field.name)
    assert (found.n, found.n_scored, found.reasons) == (50, 40, {"no idea": 10})
    assert value(found.unscored) == 10 / 50
    assert (value(found.found), value(found.admitted_bad)) == (8 / 20, 2 / 20)
    assert (value(found.false_alarms), value(found.admitted_good)) == (3 / 30, 27 / 30)


def test_a_critic_that_only_ever_flags_is_known_by_what_it_finds_and_by_its_false_alarms() -> None:
    one_sided = figures(judged(0.0, False, 6) + judged(None, False, 14) + judged(None, True, 30), threshold=0.5)
    assert value(one_sided.sensitivity) == 1 and one_sided.specificity is None
    assert (value(one_sided.found), value(one_sided.false_alarms), one_sided.n_bad) == (6 / 20, 0, 20)


def test_what_holds_as_far_as_can_be_checked_may_replace_what_is_flagged() -> None:
    holding = [
        Judged(id=f"h{i}", problem=f"h{i}", score=None, reason="holds", unrefuted=True, acceptable=i < 20)
        for i in range(25)
    ]
    found = figures(MIXED + holding, threshold=0.5)
    assert found.n_unrefuted == 25
    assert (value(found.admitted_bad), value(found.admitted_good)) == ((2 + 5) / 15, (27 + 20) / 50)
    assert found.sensitivity == figures(MIXED, threshold=0.5).sensitivity


def test_perfect_inverted_and_idle_critics_are_told_apart() -> None:
    good, bad = 40, 20
    perfect = figures(judged(1.0, True, good) + judged(0.0, False, bad), threshold=0.5)
    inverted = figures(judged(0.0, True, good) + judged(1.0, False, bad), threshold=0.5)
    idle = figures(judged(1.0, True, good) + judged(1.0, False, bad), threshold=0.5)
    assert [value(f) for f in (perfect.sensitivity, perfect.specificity, perfect.auroc)] == [1, 1, 1]
    assert [value(f) for f in (inverted.sensitivity, inverted.specificity, inverted.auroc)] == [0, 0, 0]
    assert [value(f) for f in (idle.sensitivity, idle.specificity, idle.auroc)] == [0, 1, 0.5]
    assert idle.ppv is None and value(idle.npv) == 40 / 60
    assert perfect.sensitivity is not None and perfect.sensitivity.low < 0.9  # 20 of 20 is not certainty


def test_one_class_alone_has_no_ranking_and_says_why() -> None:
    assert figures(judged(0.3, True, 3), threshold=0.5).no_auroc == (
        "every scored output is acceptable; a ranking needs both"
    )
    assert figures(judged(0.3, False, 3), threshold=0.5).no_auroc == (
        "every scored output is not acceptable; a ranking needs both"
    )
    nothing = figures(judged(None, True, 3), threshold=0.5)
    assert nothing.no_auroc == "no output was scored" and nothing.auroc is None and nothing.accuracy is None
    assert figures(MIXED, threshold=0.5).no_auroc is None


def test_no_output_at_all_makes_figures_without_rates() -> None:
    empty = figures([], threshold=0.5)
    assert (empty.n, empty.n_scored, empty.unscored, empty.sensitivity, empty.reasons) == (0, 0, None, None, {})


def test_the_first_error_is_counted_where_the_data_says_where_it_is() -> None:
    found = figures(MIXED + judged(0.1, False, 3, located=True) + judged(0.9, False, located=False), threshold=0.5)
    assert value(found.first_error) == 3 / 4
    assert figures(MIXED, threshold=0.5).first_error is None


def test_outputs_of_one_problem_widen_the_interval() -> None:
    alone = MIXED
    together = [
        Judged(id=one.id, problem=str(i // 5), score=one.score, acceptable=one.acceptable)
        for i, one in enumerate(MIXED)
    ]
    narrow, wide = figures(alone, threshold=0.5).accuracy, figures(together, threshold=0.5).accuracy
    assert narrow is not None and wide is not None
    assert narrow.value == wide.value and (narrow.n, wide.n) == (40, 8)
    assert wide.high - wide.low > narrow.high - narrow.low


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no judgement within 30 s", "no judgement within 2.5 s"),
        ("KeyError: 'a'", "KeyError: 'b c'"),
        ("the name `f` is not defined", "the name `g` is not defined"),
        ("line 3, column 14: unexpected ')'", "line 12, column 1: unexpected ']'"),
        ("two\nlines", "two   lines"),
    ],
)
def test_reasons_that_differ_in_numbers_and_quotes_are_one(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_reasons_that_differ_in_words_stay_apart_and_long_ones_are_cut() -> None:
    assert alike("no proof found") != alike("no program found")
    assert len(alike("x" * 500)) == 120 and alike("x" * 500).endswith("…")


@pytest.mark.parametrize(
    ("score", "reason"), [(None, None), (0.5, "why"), (1.5, None), (-0.1, None), (float("nan"), None)]
)
def test_a_judgement_that_is_both_neither_or_out_of_range_is_refused(score: float | None, reason: str | None) -> None:
    with pytest.raises(Misuse):
        Judged(id="a", problem="a", acceptable=True, score=score, reason=reason)


def test_a_scored_judgement_cannot_be_unrefuted() -> None:
    with pytest.raises(Misuse, match="only an unscored judgement"):
        Judged(id="a", problem="a", acceptable=True, score=0.0, unrefuted=True)
