import asyncio
from dataclasses import replace

import pytest

from redraft.cli.views import eval_tables
from redraft.cli.views.eval_page import comparison_page, eval_page
from redraft.evals.comparing import Evaluation, compare, evaluate
from redraft.evals.comparing.result import WayResult
from redraft.trust.intervals import Estimate
from support.evaluations import config_of


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return asyncio.run(evaluate(config_of(tmp_path_factory.mktemp("out"))))


def with_ahead(result: Evaluation, low: float, high: float) -> Evaluation:
    none = replace(result.ways[1], ahead=Estimate(value=(low + high) / 2, low=low, high=high, n=30))
    return replace(result, ways=(result.own, none))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.01, 0.03, "own is ahead of no correction: +2.0 [+1.0, +3.0] points."),
        (-0.03, -0.01, "own is behind no correction: -2.0 [-3.0, -1.0] points."),
        (-0.01, 0.03, "own is not told apart from no correction: +1.0 [-1.0, +3.0] points."),
        (0.0, 0.02, "own is not told apart from no correction: +1.0 [+0.0, +2.0] points."),
    ],
)
def test_no_more_is_said_than_the_paired_interval_allows(
    result: Evaluation, low: float, high: float, said: str
) -> None:
    assert eval_tables.sentences(with_ahead(result, low, high)) == [said]


def test_upper_bounds_are_marked_in_every_table_of_ways(result: Evaluation) -> None:
    for table in eval_tables.tables_of(result):
        names = [row.cells[0] for row in table.rows]
        assert "oracle critic" not in names
        assert not table.title.startswith("What a sample") or names[-1] == "oracle critic (upper bound)"


def test_repeated_rows_few_problems_and_a_void_certificate_are_said(result: Evaluation) -> None:
    few = replace(result.own, accuracy=Estimate(value=1, low=0.2, high=1, n=3))
    changed = replace(
        result, n_repeated=1, ways=(few, *result.ways[1:]), settings={"guarantee": {"void": "the model changed"}}
    )
    said = " ".join(eval_tables.sentences(changed))
    assert "1 row asks what an earlier row asks; each prompt was asked once." in said
    assert "3 problems: too few to see any but large differences." in said
    assert "Every draft may have been kept for that alone: the model changed." in said


def test_a_p_value_is_shown_as_it_is_read() -> None:
    assert [eval_tables.p_value(p) for p in (0.0001, 0.0123, 0.5, 1.0)] == ["< .001", ".012", ".500", "1"]


def unscored(way: WayResult) -> WayResult:
    return replace(
        way, accuracy=None, n_unscored=way.n, reasons={"no sandbox": way.n}, by_attempt=(None, None), repaired=None,
        broken=None, gain=None, ahead=None, p=None, spread=None, by_seed={"0": None, "1": None},
    )  # fmt: skip


def test_where_nothing_was_scored_tables_and_page_say_so(result: Evaluation) -> None:
    nothing = replace(result, ways=tuple(unscored(way) for way in result.ways), slices=())
    assert eval_tables.sentences(nothing) == ["No answer of own could be scored: 60 × no sandbox."]
    assert "Unscored answers" in [table.title for table in eval_tables.tables_of(nothing)]
    page = eval_page(nothing)
    assert "No answer could be scored." in page
    assert "60 × no sandbox" in page


def test_a_page_has_its_plots_and_names_what_it_was_made_from(result: Evaluation) -> None:
    page = eval_page(result)
    for title in (
        "Right answers, the calls spent in different ways",
        "How far own is ahead of each other way",
        "Right answers had it ended after each attempt",
        "Repaired: wrong drafts that came out right",
        "Broken: right drafts that came out wrong",
        "The difference in each part of the data",
    ):
        assert f"<title>{title}</title>" in page
    for said in (result.sha256, "redraft eval sums", "number, version 2", "half = even"):
        assert said in page


def test_two_evaluations_have_a_page_of_their_own(result: Evaluation) -> None:
    other = replace(result, sha256="f" * 64)
    page = comparison_page(compare(result, other))
    assert "B is not told apart from A in its own way of answering" in page
    assert "Note: the data differ" in page
    assert page.count("<svg") == 2
