import asyncio
from dataclasses import replace

from redraft.core import Budget, Context, CriticKind, Critique, Draft, Prompt, Usage
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment
from redraft.evals.comparing.outcome import Outcome, Verdict, calls_of, outcome_of
from redraft.evals.playing import Arm, play
from redraft.models import ScriptedModel
from support.evaluations import Counting, sums


class Asking:
    """A critic that takes a call for each judgement and never passes an answer."""

    name, version = "asking", "1"
    kind: CriticKind = "external"

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        return Critique(critic=self.name, kind="external", score=0.25, usage=Usage(calls=1, prompt_tokens=7))


def played(plan: Plan) -> Outcome:
    (one,) = asyncio.run(play(Arm(name="arm", plan=plan), sums(1), concurrency=1))
    return outcome_of(one, arm="arm", seed=3)


def test_answers_that_came_with_one_request_count_as_many_calls() -> None:
    model = Counting(lambda asked: ("0", "1000"))
    outcome = played(Plan(model=model, critics=(Asking(),), strategy=BestOfN(n=4)))
    assert len(model.requests) == 2
    assert (outcome.n_answers, outcome.calls) == (4, 8)


def test_an_outcome_says_what_each_attempt_was_worth_and_what_the_critics_said() -> None:
    model = Counting(lambda asked: ("0", "1000"))
    outcome = played(Plan(model=model, critics=(Asking(),), strategy=InContextAlignment()))
    assert (outcome.seed, outcome.id, outcome.draft, outcome.after, outcome.right) == (
        3,
        "s0",
        False,
        (False,) * 2,
        False,
    )
    assert outcome.verdicts == (Verdict(score=0.25, verified=False),) * 2
    assert (outcome.calls, outcome.prompt_tokens, outcome.ending, outcome.failed) == (4, 34, "nothing_better", False)


def test_calls_whose_answers_could_not_be_used_count_too() -> None:
    plan = Plan(model=Counting(lambda asked: ("0",)), critics=(), strategy=BestOfN(n=1))
    (one,) = asyncio.run(play(Arm(name="arm", plan=plan), sums(1), concurrency=1))
    assert calls_of(one.record) == 1
    assert calls_of(replace(one.record, usage=replace(one.record.usage, calls=3))) == 3


def test_a_model_that_gives_no_answer_leaves_the_case_unscored_and_marks_it() -> None:
    model = ScriptedModel()
    outcome = played(Plan(model=model, critics=(), strategy=BestOfN(n=1), budget=Budget(calls=0)))
    assert (outcome.right, outcome.draft, outcome.failed, outcome.n_answers) == (None, None, True, 0)
    assert outcome.reason == "no answer was returned"
