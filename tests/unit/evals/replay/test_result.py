import asyncio

import pytest

from redraft.core import Context, Draft, Prompt
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.evals.replay.problems import Answer, Problem
from redraft.evals.replay.result import ReplayResult, result_of
from redraft.evals.replay.run import replay
from redraft.models.scripted import ScriptedModel


def problem(id: str, *answers: tuple[str, bool | None], cluster: str | None = None, task: str = "t") -> Problem:
    """A problem with answers (text, label); a critic passes every answer that says "ok"."""
    made = tuple(Answer(id=f"{id} {i}", draft=Draft.of(t), acceptable=label) for i, (t, label) in enumerate(answers))
    return Problem(id=id, cluster=cluster or id, prompt=Prompt.of(id), answers=made, groups={"task": task})


def passes_ok(prompt: Prompt, draft: Draft, context: Context) -> float:
    return float("ok" in draft.text)


def replayed(*problems: Problem) -> ReplayResult:
    critic = FunctionCritic(function=passes_ok, name="ok", version="7")
    plan = Plan(model=ScriptedModel(), critics=(critic,), strategy=InContextAlignment())
    return result_of(asyncio.run(replay(problems, plan)))


RESULT = replayed(
    problem("repaired", ("bad", False), ("ok", True)),
    problem("broken", ("good", True), ("ok", False)),
    problem("right at once", ("ok", True), ("bad", False)),
    problem("wrong at once", ("ok, no", False), ("ok", True), task="u"),
    problem("kept", ("bad", False), ("worse", False), ("worse", False)),
    problem("alone", ("bad", False), task="u"),
)


def test_what_was_accepted_rejected_and_kept_is_counted() -> None:
    assert (RESULT.n_problems, RESULT.n_alone, RESULT.n_answers) == (6, 1, 12)
    assert (RESULT.accepted, RESULT.kept, RESULT.changed) == (4, 2, 2)
    assert (RESULT.n_passed, RESULT.n_rejected, RESULT.n_unscored) == (4, 6, 0)
    assert RESULT.endings == {"passed": 4, "answers_spent": 2}
    assert RESULT.critics == {"ok": "7"} and RESULT.strategy == "in_context_alignment"


def test_every_way_is_counted_on_the_same_problems() -> None:
    assert RESULT.worth is not None
    first, corrected, majority, best = RESULT.worth.ways
    assert [way.name for way in RESULT.worth.ways] == ["first", "corrected", "majority", "best possible"]
    assert [way.right.value for way in RESULT.worth.ways] == pytest.approx([2 / 6, 2 / 6, 2 / 6, 4 / 6])
    assert corrected.repaired is not None and corrected.repaired.value == 1 / 4
    assert corrected.broken is not None and corrected.broken.value == 1 / 2
    assert (first.gain.value, corrected.gain.value, best.gain.value) == pytest.approx((0, 0, 2 / 6))
    assert first.n_answers == 1 and corrected.n_answers == pytest.approx(10 / 6) and best.n_answers == 2
    assert majority.n_answers == 2 and RESULT.worth.over_majority.value == 0


def test_what_was_accepted_and_what_was_kept_are_held_against_the_labels() -> None:
    assert RESULT.worth is not None
    assert RESULT.worth.accepted_right is not None and RESULT.worth.accepted_right.value == 2 / 4
    assert RESULT.worth.kept_right is not None and RESULT.worth.kept_right.value == 0


def test_each_value_of_a_group_has_figures_of_its_own() -> None:
    assert {value: worth.n for value, worth in RESULT.groups["task"].items()} == {"t": 4, "u": 2}
    assert RESULT.groups["task"]["t"].ways[1].right.value == 2 / 4


def test_problems_of_one_cluster_count_as_one_in_the_intervals() -> None:
    pair = replayed(problem("a", ("ok", True), cluster="c"), problem("b", ("ok", True), cluster="c"))
    assert pair.worth is not None and pair.worth.n == 2 and pair.worth.ways[0].right.n == 1


def test_without_all_labels_what_was_accepted_is_known_and_no_worth() -> None:
    result = replayed(problem("a", ("bad", True), ("ok", None)))
    assert (result.accepted, result.worth, result.groups) == (1, None, {})
