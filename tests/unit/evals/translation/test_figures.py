"""Lift is how much likelier an error is where a check flags, with an interval by source."""

import pytest

from redraft.evals.translation.figures import base_of, figures_of
from redraft.evals.translation.held import Held


def one(source: int, *, flagged: bool, wrong: bool, overlap: bool | None = None) -> Held:
    return Held(
        id=f"{source}", pair="ende", is_reference=False, half="test", problem=str(source),
        flagged=frozenset({"numbers"} if flagged else ()), errors=frozenset({"accuracy", "any"} if wrong else ()),
        overlaps={} if overlap is None else {"numbers": overlap}, said=(),
    )  # fmt: skip


def sources(n_flagged_wrong: int, n_flagged_good: int, n_wrong: int, n_good: int) -> list[Held]:
    kinds = [(True, True)] * n_flagged_wrong + [(True, False)] * n_flagged_good
    kinds += [(False, True)] * n_wrong + [(False, False)] * n_good
    return [one(at, flagged=flagged, wrong=wrong) for at, (flagged, wrong) in enumerate(kinds)]


def test_coverage_precision_lift_and_recall_are_those_of_the_counts() -> None:
    made = figures_of("numbers", sources(6, 4, 14, 76), pair="ende", half="test", of="systems")
    assert (made.n, made.n_flagged) == (100, 10)
    lift, precision, recall = made.lift["accuracy"], made.precision["accuracy"], made.recall["accuracy"]
    assert lift is not None
    assert precision is not None
    assert recall is not None
    assert made.coverage is not None
    assert (made.coverage.value, precision.value, recall.value) == (0.1, 0.6, 0.3)
    assert lift.value == pytest.approx(0.6 / 0.2)
    assert lift.low < lift.value < lift.high
    assert (lift.n, made.lift["major"]) == (10, None)


def test_a_check_that_says_nothing_has_an_interval_around_one() -> None:
    lift = figures_of("numbers", sources(20, 80, 80, 320), pair="x", half="test", of="systems").lift["accuracy"]
    assert lift is not None
    assert lift.value == pytest.approx(1)
    assert lift.low < 1 < lift.high


def test_few_or_unanimous_sources_are_not_called_certain() -> None:
    none_wrong = figures_of("numbers", sources(0, 8, 20, 72), pair="x", half="test", of="systems").lift["accuracy"]
    assert none_wrong is not None
    assert (none_wrong.value, none_wrong.low) == (0, 0)
    assert none_wrong.high > 1
    single = figures_of("numbers", sources(1, 0, 19, 80), pair="x", half="test", of="systems").lift["accuracy"]
    assert single is not None
    assert single.low < 2 < single.high


def test_copies_of_one_source_do_not_narrow_the_interval() -> None:
    apart = sources(6, 6, 10, 78)
    wide = figures_of("numbers", sorted(apart * 4, key=lambda h: h.id), pair="x", half="test", of="s").lift["any"]
    narrow = figures_of("numbers", apart, pair="x", half="test", of="s").lift["any"]
    assert wide is not None
    assert narrow is not None
    assert (wide.low, wide.high) == pytest.approx((narrow.low, narrow.high), rel=0.15)


def test_overlap_counts_flagged_translations_with_a_mark_in_the_target() -> None:
    ones = [one(1, flagged=True, wrong=True, overlap=True), one(2, flagged=True, wrong=True, overlap=False)]
    made = figures_of("numbers", [*ones, one(3, flagged=True, wrong=True)], pair="x", half="test", of="systems")
    assert made.overlap is not None
    assert (made.overlap.value, made.overlap.n) == (0.5, 2)


def test_without_a_flag_there_is_no_lift_and_base_rates_are_shares() -> None:
    ones = sources(0, 0, 2, 8)
    assert figures_of("numbers", ones, pair="x", half="test", of="systems").lift["accuracy"] is None
    base = base_of(ones, pair="x", half="test", of="systems")
    assert base.errors["accuracy"] is not None
    assert (base.n, base.n_sources, base.errors["accuracy"].value) == (10, 10, 0.2)
