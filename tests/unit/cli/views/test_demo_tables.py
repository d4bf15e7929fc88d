from dataclasses import replace

import pytest

from redraft.cli.views.demo_tables import comparisons, noise, table_of
from redraft.core import Budget
from redraft.evals.demo.arms import Sample, arms_of
from redraft.evals.demo.play import Played
from redraft.evals.demo.result import WorldResult, world_result
from redraft.evals.environments.count import CountProblem
from redraft.trust.intervals import Estimate
from support.records import record_of


def a_world() -> WorldResult:
    """Every arm of `count` on two problems; the first arm repairs one of them."""
    problems = [CountProblem(numbers=(1, 2, 3), target=target) for target in (5, 6)]

    def played(arm):
        repaired = arm == arms_of("count")[0]
        for problem in problems:
            record = record_of(["a", "b"], [0.0, 1.0], problem.text, budget=Budget(rounds=1))
            right = (False, *[repaired and problem.target == 5] * (arm.n_answers - 1))
            yield Played(sample=Sample(record.context.prompt, problem), record=record, right=right)

    return world_result("count", [(arm, tuple(played(arm))) for arm in arms_of("count")])


def with_lead(result, low, value, high):
    behind = Estimate(value=value, low=low, high=high, n=400)
    return replace(result, arms=(result.arms[0], *(replace(arm, behind=behind) for arm in result.arms[1:])))


def test_the_table_leads_from_the_draft_over_every_attempt_to_the_others():
    table = table_of(a_world())
    names = [row.cells[0].strip() for row in table.rows]
    assert names[:6] == [
        "draft",
        "after attempt 2",
        "after attempt 3",
        "after attempt 4",
        "corrected by its own check, 5 attempts",
        "best of 5 by its own check",
    ]
    assert [row.cells[0] for row in table.rows if row.strong] == ["corrected by its own check, 5 attempts"]
    assert "2 distinct problems" in table.note


def test_what_did_not_occur_is_no_rate():
    draft, second, *_ = table_of(a_world()).rows
    assert draft.cells[2:4] == ("", "")
    assert second.cells[2].startswith("50.0 [") and second.cells[3] == "no case"


@pytest.mark.parametrize(
    ("low", "value", "high", "said"),
    [
        (0.01, 0.05, 0.09, "Correction leads best of 5"),
        (-0.09, -0.05, -0.01, "Correction is behind best of 5"),
        (-0.01, 0.05, 0.09, "Correction is not told apart from best of 5"),
    ],
)
def test_a_sentence_claims_no_more_than_its_interval(low, value, high, said):
    sentence = comparisons(with_lead(a_world(), low, value, high))[0]
    assert sentence.startswith(said) and f"{100 * value:+.1f}" in sentence


def test_noise_rises_from_none_to_all():
    assert [arm.arm.flip_rate for arm in noise(a_world())] == [0.0, 0.1, 0.25, 0.5, 1.0]
