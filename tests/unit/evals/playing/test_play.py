import asyncio
from dataclasses import dataclass

import pytest

from redraft.core import Budget, Draft, Prompt
from redraft.critics import as_critic
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment, SelfRefine
from redraft.errors import Misuse
from redraft.evals.playing import Arm, Played, oracle, play
from redraft.evals.sample import Sample, Score
from redraft.models import ScriptedModel


@dataclass(frozen=True)
class Equals:
    wanted: str
    name: str = "equals"
    version: str = "1"

    async def score(self, draft: Draft) -> Score:
        return Score(right=draft.text == self.wanted, text="ok" if draft.text == self.wanted else "no")


SAMPLE = Sample(prompt=Prompt.of("2 + 2?", id="sum"), scorer=Equals("4"), problem="sum")


def played(plan: Plan) -> Played:
    (one,) = asyncio.run(play(Arm(name="arm", plan=plan), [SAMPLE], concurrency=1))
    return one


def test_a_repaired_draft_is_seen_after_the_attempt_that_repaired_it() -> None:
    plan = Plan(
        model=ScriptedModel("5", "6", "4"),
        critics=(oracle([SAMPLE]),),
        strategy=InContextAlignment(),
        budget=Budget(rounds=4),
    )
    one = played(plan)
    assert [one.after(k).right for k in (1, 2, 3, 9)] == [False, False, True, True]
    assert (one.standing, one.final, one.repaired, one.broken) == ((0, 0, 2), 2, True, False)


def test_a_broken_answer_is_counted_although_its_critic_liked_it() -> None:
    def misled(prompt: Prompt, draft: Draft, context: object) -> float:
        return float(draft.text == "5")

    one = played(Plan(model=ScriptedModel("4", "5"), critics=(as_critic(misled),), strategy=SelfRefine(rounds=1)))
    assert (one.draft.right, one.outcome.right, one.broken) == (True, False, True)


def test_an_answer_that_never_came_is_unscored_and_neither_right_nor_wrong() -> None:
    one = played(Plan(model=ScriptedModel("4"), critics=(), strategy=SelfRefine(), budget=Budget(calls=0)))
    assert (one.final, one.outcome.right, one.repaired, one.broken) == (None, None, False, False)
    assert one.outcome.reason == "no answer was returned"


def test_a_score_is_right_or_wrong_or_has_a_reason() -> None:
    assert (Score(right=True).value, Score(right=False).value) == (1.0, 0.0)
    for wrong in ({"right": None}, {"right": True, "reason": "no"}, {"right": True, "value": 1.5}):
        with pytest.raises(Misuse):
            Score(**wrong)  # type: ignore[arg-type]
