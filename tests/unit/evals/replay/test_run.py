import asyncio

import pytest

from redraft.core import Budget, Context, Draft, Message, Prompt, Rendering, Strategy
from redraft.critics import FunctionCritic
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment, NoCorrection, SelfConsistency
from redraft.errors import CriticFailed, Misuse, StoreError
from redraft.evals.replay.problems import Answer, Problem
from redraft.evals.replay.run import Replayed, conclusion, replay
from redraft.models.scripted import ScriptedModel
from support.records import Keeper


def problem(*texts: str, id: str = "p") -> Problem:
    """A problem whose answers are right when they say "4"."""
    answers = tuple(
        Answer(id=f"{id} {i}", draft=Draft.of(text), acceptable="4" in text) for i, text in enumerate(texts)
    )
    return Problem(id=id, cluster=id, prompt=Prompt.of(f"2 + 2? {id}"), answers=answers)


def score(prompt: Prompt, draft: Draft, context: Context) -> float:
    if draft.text == "?":
        raise CriticFailed("no number in it")
    return 1.0 if "4" in draft.text else 0.1 * int(draft.text)


def plan(strategy: Strategy | None = None, **settings: object) -> Plan:
    critic = FunctionCritic(function=score, name="sum")
    chosen = InContextAlignment() if strategy is None else strategy
    return Plan(model=ScriptedModel(), critics=(critic,), strategy=chosen, **settings)  # type: ignore[arg-type]  # by name


def played(one: Problem, by: Plan | None = None) -> Replayed:
    (done,) = asyncio.run(replay([one], plan() if by is None else by))
    return done


def test_a_first_answer_that_passes_is_accepted_and_the_rest_stays_unread() -> None:
    done = played(problem("4", "5"))
    assert done.accepted and done.final == 0 and done.n_used == 1


def test_a_later_answer_that_passes_repairs_the_first() -> None:
    done = played(problem("1", "2", "4", "5"))
    assert done.accepted and done.final == 2 and done.n_used == 3
    texts = [attempt.draft.text for attempt in done.record.context.attempts]
    assert texts == ["1", "2", "4"]


def test_when_the_answers_run_out_the_best_is_kept_with_that_reason() -> None:
    done = played(problem("1", "3"))
    ending = done.record.decisions[-1]
    assert (ending.reason, ending.action) == ("answers_spent", "keep")
    assert not done.accepted and done.final == 1  # better by the gate's margin
    assert done.record.settings["replayed"] == "p"


def test_an_answer_that_cannot_be_judged_is_kept_unscored() -> None:
    done = played(problem("?", "4"))
    assert done.record.decisions[-1].reason == "unscored" and done.final == 0 and done.n_used == 1


def test_rounds_are_the_plans() -> None:
    done = played(problem("1", "1", "4"), plan(budget=Budget(rounds=1)))
    assert done.n_used == 2 and done.record.decisions[-1].reason == "nothing_better"


@pytest.mark.parametrize(
    ("strategy", "final", "n_used"),
    [
        (NoCorrection(), 0, 1),
        (BestOfN(), 2, 4),
        (BestOfN(n=2), 1, 2),
        (BestOfN(n=9), 2, 4),
        (SelfConsistency(n=9), 3, 4),
    ],
)
def test_strategies_that_sample_take_what_there_is(strategy: Strategy, final: int, n_used: int) -> None:
    done = played(problem("1", "3", "4", "3"), plan(strategy))
    assert (done.final, done.n_used) == (final, n_used)
    assert done.record.decisions[-1].reason != "answers_spent"


def test_the_majority_of_all_answers_is_told_beside_and_asks_no_critic() -> None:
    asked: list[str] = []

    def counting(prompt: Prompt, draft: Draft, context: Context) -> float:
        asked.append(draft.text)
        return 1.0

    critic = FunctionCritic(function=counting, name="counting")
    many = problem("1", "3", "4", "3", "2", "2", "2")
    done = played(many, Plan(model=ScriptedModel(), critics=(critic,), strategy=InContextAlignment()))
    assert done.final == 0 and done.majority == 6 and asked == ["1"]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_results_come_in_the_order_of_the_problems_and_records_are_kept(concurrency: int) -> None:
    problems = [problem("1", "4", id=f"p{i}") for i in range(9)]
    keeper, seen = Keeper(), list[Replayed]()
    done = asyncio.run(replay(problems, plan(recorder=keeper), concurrency=concurrency, on_replayed=seen.append))
    assert [one.problem for one in done] == problems and len(seen) == 9
    assert {record.id for record in keeper.records} == {one.record.id for one in done}
    assert len(keeper.records) == 9  # the votes leave none


def test_the_same_problem_replayed_twice_goes_the_same_way() -> None:
    first, second = played(problem("1", "3", "4")), played(problem("1", "3", "4"))
    assert [d.reason for d in first.record.decisions] == [d.reason for d in second.record.decisions]
    assert first.final == second.final


def test_drafts_that_should_come_as_edits_are_refused() -> None:
    with pytest.raises(Misuse, match="stored answers are whole"):
        played(problem("1", "4"), plan(InContextAlignment(rendering=Rendering(form="edits"))))


def test_a_store_that_refuses_is_told_as_itself() -> None:
    class Full:
        async def write(self, record: object) -> None:
            raise StoreError("the disk is full")

    with pytest.raises(StoreError, match="the disk is full"):
        played(problem("4"), plan(recorder=Full()))


def test_a_prompt_of_several_turns_is_replayed_as_it_was() -> None:
    turns = (Message.of("system", "Be brief."), Message.of("user", "2 + 2?"))
    one = problem("4")
    asked = Problem(id="p", cluster="p", prompt=Prompt.from_messages(turns), answers=one.answers)
    assert played(asked).record.context.prompt.messages == turns


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("3 + 4 = 7\nA: 7 ", "7"),
        ("so it is\n#### 12", "12"),
        ("The answer is Blue.", "blue"),
        ("A: first\nB: second", "a: first b: second"),
        ("return a", "return a"),
    ],
)
def test_votes_compare_what_an_answer_concludes(text: str, compared: str) -> None:
    assert conclusion(text) == compared
