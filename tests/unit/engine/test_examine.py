import asyncio

import pytest

from redraft.core import Budget, Critique, Draft, Event, Usage
from redraft.critics import Majority
from redraft.engine.examine import consult, examine, judged
from redraft.engine.plan import Plan, Run
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse, StoreError
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores, attempt, context_of


class Listening:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def on_event(self, event: Event) -> None:
        self.events.append(event)


def examined(*critics, drafts=("a",), budget=None, timeout_s=5.0, observer=None):
    plan = Plan(
        model=ScriptedModel(),
        critics=critics,
        strategy=InContextAlignment(),
        budget=budget or Budget(),
        critic_timeout_s=timeout_s,
        observers=() if observer is None else (observer,),
    )
    written = tuple(Draft.of(text, usage=Usage(calls=1)) for text in drafts)
    return asyncio.run(examine(written, context_of("q", []), Run(plan)))


def test_every_draft_is_shown_to_every_critic():
    one, two = FixedScores(1.0, 0.0), FixedScores(0.0, 1.0, name="two")
    attempts = examined(one, two, drafts=("a", "b"))
    assert [text for text, _ in one.seen] == ["a", "b"] == [text for text, _ in two.seen]
    assert [[c.score for c in attempt.critiques] for attempt in attempts] == [[1.0, 0.0], [0.0, 1.0]]


def test_critics_of_one_round_work_side_by_side():
    meeting = asyncio.Barrier(2)

    class Meets(FixedScores):
        async def examine(self, prompt, draft, context):
            await asyncio.wait_for(meeting.wait(), 5)  # each waits for the other: in turn they would never pass
            return await super().examine(prompt, draft, context)

    (attempt,) = examined(Meets(1.0), Meets(1.0, name="two"))
    assert attempt.passed is True


def test_a_critic_that_crashes_is_unscored_with_its_reason_and_the_others_count():
    (attempt,) = examined(FixedScores(ValueError("bad day")), FixedScores(1.0, name="fine"))
    assert attempt.critiques[0].score is None and attempt.critiques[0].reason == "ValueError: bad day"
    assert attempt.passed is True and attempt.score == 1.0


def test_a_critic_that_takes_too_long_is_unscored_and_not_zero():
    (attempt,) = examined(FixedScores(1.0, delay_s=30), timeout_s=0.02)
    assert attempt.score is None and attempt.passed is None
    assert attempt.critiques[0].reason == "no judgement within 0.02 s"


class Speaking(FixedScores):
    """Gives one critique, whoever it says it is."""

    def __init__(self, said, **more):
        super().__init__(**more)
        self.said = said

    async def examine(self, prompt, draft, context):
        return self.said


@pytest.mark.parametrize("name", ["person", "panel", "tests"])
def test_a_critique_in_anothers_name_is_unscored_and_costs_what_it_cost(name):
    forged = Critique(critic=name, kind="external", score=1.0, usage=Usage(calls=1, completion_tokens=7))
    tests, forger = FixedScores(0.0, name="tests"), Speaking(forged, name="forger", kind="external")
    (attempt,) = examined(tests, forger)
    assert attempt.passed is False and attempt.score == 0.0
    assert attempt.critiques[1].critic == "forger" and attempt.critiques[1].score is None
    assert attempt.critiques[1].reason == f"its critique is by {name!r}; a critic speaks under its own name only"
    assert attempt.critiques[1].usage == forged.usage


def test_an_opinion_cannot_call_itself_verified_and_a_verified_critic_may_pass_on_an_opinion():
    for kind, said, scored in [("external", "verified", False), ("intrinsic", "external", False),
                               ("verified", "external", True), ("external", "intrinsic", True)]:  # fmt: skip
        critique = Critique(critic="one", kind=said, score=1.0)
        (attempt,) = examined(Speaking(critique, name="one", kind=kind))
        assert (attempt.score is not None) is scored
        assert attempt.critiques[0].kind == (said if scored else kind)


def test_a_critique_is_kept_under_the_version_of_the_critic_that_was_asked():
    (attempt,) = examined(Speaking(Critique(critic="one", kind="verified", version="of old", score=1.0), name="one"))
    assert attempt.critiques[0].version == "1" and attempt.score == 1.0


def test_without_critics_there_is_no_verdict():
    (attempt,) = examined()
    assert attempt.verdict is None and attempt.passed is None


def test_when_no_call_is_left_only_critics_that_need_none_are_asked():
    opinion, verified = FixedScores(kind="intrinsic", name="opinion"), FixedScores(0.0, kind="verified", name="rules")
    (attempt,) = examined(opinion, verified, budget=Budget(calls=1))
    assert (
        opinion.seen == [] and attempt.critiques[0].reason == "the budget leaves no call for it: 1 of 1 calls are spent"
    )
    assert attempt.score == 0.0


def test_critics_of_one_round_share_the_calls_that_are_left():
    first, second = FixedScores(1.0, kind="external", name="first"), FixedScores(kind="external", name="second")
    (attempt,) = examined(first, second, budget=Budget(calls=2))
    assert attempt.critiques[0].score == 1.0 and second.seen == []


def test_spent_tokens_bar_opinions_too():
    opinion = FixedScores(kind="intrinsic")
    (attempt,) = examined(opinion, budget=Budget(tokens=0))
    assert opinion.seen == []
    assert attempt.critiques[0].reason == "the budget leaves no call for it: 0 of 0 tokens are spent"


def test_work_that_cannot_be_kept_is_no_verdict():
    with pytest.raises(StoreError, match="database is locked"):
        examined(FixedScores(StoreError("database is locked")))


def test_observers_hear_of_each_critique():
    ear = Listening()
    examined(FixedScores(1.0), FixedScores(0.0, name="two"), observer=ear)
    assert [(e.kind, e.critique.critic) for e in ear.events if e.critique] == [
        ("examined", "fixed"),
        ("examined", "two"),
    ]


def consulted(context, *consultants, budget=None, observer=None, panel=None):
    plan = Plan(
        model=ScriptedModel(),
        critics=(),
        strategy=InContextAlignment(),
        consultants=consultants,
        budget=budget or Budget(),
        observers=() if observer is None else (observer,),
        **({} if panel is None else {"panel": panel}),
    )
    return asyncio.run(consult(context, Run(plan)))


def two_attempts():
    """The second of them stands; the critic named "fixed" failed both."""
    return context_of("q", [attempt("a", 0.0), attempt("b", 0.2, round=1)], standing=1)


def test_the_next_critic_in_line_judges_the_standing_attempt_and_joins_its_verdict():
    first, second = FixedScores(1.0, name="first"), FixedScores(name="second")
    ear = Listening()
    context = consulted(two_attempts(), first, second, observer=ear)
    assert first.seen == [("b", 2)] and second.seen == []
    assert [c.critic for c in context.best.critiques] == ["fixed", "first"]
    assert context.best.score == 0.2 and context.best.passed is False  # of two verified critics the strictest decides
    assert context.attempts[0] == two_attempts().attempts[0] and context.standing == 1
    assert [(e.kind, e.critique.critic, e.round) for e in ear.events] == [("examined", "first", 1)]


def test_consultants_are_asked_one_after_another_each_once():
    first, second = FixedScores(1.0, name="first", kind="external"), FixedScores(0.0, name="second", kind="external")
    context = consulted(consulted(two_attempts(), first, second), first, second)
    assert [c.critic for c in context.best.critiques] == ["fixed", "first", "second"]
    with pytest.raises(Misuse, match=r"wants to consult a further critic, and all of \['first', 'second'\] were asked"):
        consulted(context, first, second)


def test_a_critic_that_judged_already_is_not_consulted_again():
    with pytest.raises(Misuse, match="'in_context_alignment' wants to consult"):
        consulted(two_attempts(), FixedScores(1.0, name="fixed"))


def test_a_consultant_that_crashes_was_asked_all_the_same():
    context = consulted(two_attempts(), FixedScores(ValueError("bad day"), name="first"))
    assert context.best.critiques[-1].reason == "ValueError: bad day" and context.best.score == 0.2


def test_a_consultant_is_not_called_when_no_call_is_left():
    opinion = FixedScores(name="opinion", kind="external")
    context = consulted(two_attempts(), opinion, budget=Budget(calls=0))
    assert opinion.seen == []
    assert context.best.critiques[-1].reason == "the budget leaves no call for it: 0 of 0 calls are spent"


def test_the_plans_panel_takes_the_critiques_together():
    plan = Plan(model=ScriptedModel(), critics=(), strategy=InContextAlignment(), panel=Majority(max_disagreement=0.2))
    opinions = [
        asyncio.run(critic.examine(None, Draft.of("a"), context_of("q", [])))
        for critic in (
            FixedScores(1.0, name="one", kind="external"),
            FixedScores(0.0, name="two", kind="external"),
        )
    ]
    disputed = judged(attempt("a", None), opinions, Run(plan))
    assert disputed.verdict.disputed and disputed.passed is None
    assert disputed.verdict.details["left out"] == "fixed: no opinion"


def test_a_critique_says_whether_its_critic_failed_or_itself_could_not_tell():
    class Slow(FixedScores):
        async def examine(self, prompt, draft, context):
            await asyncio.sleep(5)
            return await super().examine(prompt, draft, context)

    critics = (FixedScores(None), FixedScores(ValueError("away")), Slow(1.0), FixedScores(1.0, kind="external"))
    (found,) = examined(*critics, timeout_s=0.05, budget=Budget(calls=1))
    assert [critique.failed for critique in found.critiques] == [False, True, True, True]
    assert all(critique.score is None for critique in found.critiques)
