import asyncio
from typing import Any

import pytest

from redraft.core import PERSON, Certificate, Correction, Critique, Draft, Event, Prompt, Record
from redraft.engine.gates import Latest
from redraft.engine.loop import correct, resume
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee, options_of
from redraft.engine.strategies import BestOfN, InContextAlignment, SelfRefine
from redraft.errors import NotAccepted
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores

CERTIFICATE = Certificate(epsilon=0.02, delta=0.05, n=300, threshold=0.9, calibration_id="c")


def corrected(*scores: float | None, guarantee: Guarantee | None, **settings: Any) -> Correction:
    answers = [f"answer {k}" for k in range(len(scores))]
    chosen = {
        "strategy": InContextAlignment(rounds_opinion=len(scores) - 1, rounds_verified=len(scores) - 1)
    } | settings
    plan = Plan(model=ScriptedModel(*answers), critics=(FixedScores(*scores),), guarantee=guarantee, **chosen)
    return asyncio.run(correct(Prompt.of("q", id="p"), plan))


def test_a_redraft_with_a_certified_score_replaces_the_draft() -> None:
    done = corrected(0.2, 0.9, guarantee=Guarantee(certificate=CERTIFICATE))
    assert (done.text, done.accepted, done.reason) == ("answer 1", True, "passed")
    assert done.certificate == CERTIFICATE


def test_a_redraft_that_passes_its_gate_but_not_the_certificate_leaves_the_draft() -> None:
    done = corrected(0.2, 0.8, guarantee=Guarantee(certificate=CERTIFICATE))
    assert (done.text, done.accepted, done.reason) == ("answer 0", False, "not_certified")
    assert done.detail == "the best redraft has 0.8, and only scores from 0.9 on are certified"
    assert done.certificate == CERTIFICATE
    assert len(done.attempts) == 2


def test_a_draft_that_passed_is_accepted_although_a_redraft_was_refused() -> None:
    # The newest attempt stands with this gate, so the search leaves a draft that passed behind it.
    done = corrected(0.6, 0.7, guarantee=Guarantee(certificate=CERTIFICATE), strategy=BestOfN(n=2, gate=Latest()))
    assert (done.text, done.accepted, done.reason) == ("answer 0", True, "not_certified")


def test_the_loop_searches_as_it_would_without_a_guarantee() -> None:
    with_one = corrected(0.2, 0.8, 0.95, guarantee=Guarantee(certificate=CERTIFICATE))
    without = corrected(0.2, 0.8, 0.95, guarantee=None)
    assert [a.draft.text for a in with_one.attempts] == [a.draft.text for a in without.attempts]
    assert len(with_one.attempts) == 2  # the second passed its gate, so nothing further was asked for


def test_where_nothing_is_certified_the_draft_is_always_returned() -> None:
    done = corrected(0.2, 1.0, guarantee=Guarantee(certificate=None))
    assert (done.text, done.reason, done.certificate) == ("answer 0", "nothing_certified", None)


def test_a_void_certificate_keeps_the_draft_and_promises_nothing() -> None:
    done = corrected(0.2, 1.0, guarantee=Guarantee(certificate=CERTIFICATE, void="critics changed"))
    assert (done.text, done.reason, done.detail) == ("answer 0", "certificate_void", "critics changed")
    assert done.certificate is None


def test_a_void_certificate_may_leave_the_gate_alone_but_promises_nothing() -> None:
    lenient = Guarantee(certificate=CERTIFICATE, void="critics changed", on_void="uncertified")
    done = corrected(0.2, 0.6, guarantee=lenient)
    assert (done.text, done.reason, done.certificate) == ("answer 1", "passed", None)


def test_a_redraft_without_a_score_never_replaces_a_draft_under_a_certificate() -> None:
    done = corrected(0.2, None, guarantee=Guarantee(certificate=CERTIFICATE), strategy=SelfRefine(rounds=1))
    assert (done.text, done.reason) == ("answer 0", "not_certified")
    assert done.detail.startswith("the best redraft has no score")


def test_a_draft_that_stands_anyway_ends_as_it_would_without_a_guarantee() -> None:
    done = corrected(0.7, guarantee=Guarantee(certificate=CERTIFICATE))
    assert (done.text, done.accepted, done.reason) == ("answer 0", True, "passed")


def test_an_exhausted_search_that_returns_the_draft_returns_it_before_the_certificate_is_asked() -> None:
    done = corrected(
        0.1, 0.3, guarantee=Guarantee(certificate=CERTIFICATE), on_exhausted="draft", strategy=SelfRefine(rounds=1)
    )
    assert (done.text, done.reason) == ("answer 0", "rounds_spent")


def test_a_refused_redraft_is_not_accepted() -> None:
    with pytest.raises(NotAccepted, match="not_certified"):
        corrected(0.2, 0.8, guarantee=Guarantee(certificate=CERTIFICATE), on_exhausted="raise")


def test_the_refusal_is_the_last_decision_that_observers_hear_of() -> None:
    heard: list[Event] = []

    class Listener:
        def on_event(self, event: Event) -> None:
            heard.append(event)

    corrected(0.2, 0.8, guarantee=Guarantee(certificate=CERTIFICATE), observers=(Listener(),))
    decided = [event.decision.reason for event in heard if event.kind == "decided" and event.decision is not None]
    assert decided[-2:] == ["passed", "not_certified"]
    assert heard[-1].correction is not None
    assert heard[-1].correction.text == "answer 0"


class Book:
    """Keeps the one record that is written."""

    record: Record

    async def write(self, record: Record) -> None:
        self.record = record


def test_nothing_replaces_the_draft_while_a_critic_fails_to_judge() -> None:
    for tests in (FixedScores(0.0, TimeoutError("busy")), FixedScores(OSError("away"), 1.0)):
        plan = Plan(
            model=ScriptedModel("answer 0", "answer 1"),
            critics=(tests, FixedScores(0.2, 0.95, kind="external", name="judge")),
            strategy=InContextAlignment(rounds_opinion=1, rounds_verified=1),
            guarantee=Guarantee(certificate=CERTIFICATE),
        )
        done = asyncio.run(correct(Prompt.of("q"), plan))
        assert (done.text, done.reason, done.certificate) == ("answer 0", "not_certified", CERTIFICATE)
        assert done.detail.startswith("critic fixed gave no judgement (")


def test_a_failure_on_the_way_keeps_the_draft_too_for_another_way_would_have_been_taken() -> None:
    plan = Plan(
        model=ScriptedModel("answer 0", "answer 1", "answer 2"),
        critics=(FixedScores(0.2, 0.3, 0.95, kind="external"), FixedScores(None, OSError("away"), None, name="other")),
        strategy=InContextAlignment(rounds_opinion=2, rounds_verified=2),
        guarantee=Guarantee(certificate=CERTIFICATE),
    )
    done = asyncio.run(correct(Prompt.of("q"), plan))
    assert (done.text, done.reason, len(done.attempts)) == ("answer 0", "not_certified", 3)
    assert done.detail.startswith("critic other gave no judgement (OSError: away)")


def test_a_critic_that_says_itself_that_it_cannot_tell_does_not_stand_in_the_way() -> None:
    plan = Plan(
        model=ScriptedModel("answer 0", "answer 1"),
        critics=(FixedScores(None, None), FixedScores(0.2, 0.95, kind="external", name="judge")),
        strategy=InContextAlignment(rounds_opinion=1, rounds_verified=1),
        guarantee=Guarantee(certificate=CERTIFICATE),
    )
    assert asyncio.run(correct(Prompt.of("q"), plan)).text == "answer 1"


def test_a_prompt_with_options_that_were_not_calibrated_has_no_certificate() -> None:
    def answered(options: dict[str, Any], guarantee: Guarantee) -> Correction:
        plan = Plan(
            model=ScriptedModel("answer 0", "answer 1"),
            critics=(FixedScores(0.2, 0.95),),
            strategy=InContextAlignment(rounds_opinion=1, rounds_verified=1),
            guarantee=guarantee,
        )
        asked = Prompt.of("q")
        return asyncio.run(correct(Prompt(id="p", messages=asked.messages, options=options), plan))

    plain = Guarantee(certificate=CERTIFICATE)
    hot = answered({"temperature": 2.0}, plain)
    assert (hot.text, hot.reason, hot.certificate) == ("answer 0", "certificate_void", None)
    assert 'the prompt has the options {"temperature": 2.0}, and those calibrated were {}' in hot.detail
    assert answered({"seed": 7}, plain).certificate == CERTIFICATE  # it only says which draws are made
    short = Prompt(id="p", messages=Prompt.of("q").messages, options={"stop": ["x"], "max_tokens": 8})
    of_these = Guarantee(certificate=CERTIFICATE, options=(options_of(short),))
    assert answered({"max_tokens": 8, "stop": ["x"]}, of_these).text == "answer 1"
    assert answered({}, of_these).certificate is None


def resumed(first_score: float, word: Critique, *scores: float, **settings: Any) -> Correction:
    """The draft kept or parked, then judged further."""
    book, answers = Book(), [f"answer {k}" for k in range(len(scores) + 1)]
    plan = Plan(
        model=ScriptedModel(*answers),
        critics=(FixedScores(first_score, *scores),),
        strategy=InContextAlignment(rounds_opinion=len(scores), rounds_verified=len(scores)),
        guarantee=Guarantee(certificate=CERTIFICATE),
        recorder=book,
    )
    first = asyncio.run(correct(Prompt.of("q"), plan))
    assert (first.text, first.certificate) == ("answer 0", CERTIFICATE)
    return asyncio.run(resume(book.record, word, plan))


def test_what_was_judged_further_has_no_certificate() -> None:
    # A right draft that passed, which another script calls wrong: nothing like that was calibrated.
    for critic in ("some_script", "fixed"):
        word = Critique(critic=critic, kind="verified", score=0.0, text="bad")
        done = resumed(0.9, word, 0.95)
        assert (done.text, done.reason, done.certificate) == ("answer 0", "certificate_void", None)
        assert f"{critic} judged further, which was not calibrated" in done.detail


def test_a_draft_that_somebody_else_wrote_has_no_certificate() -> None:
    plan = Plan(
        model=ScriptedModel("answer 1"),
        critics=(FixedScores(0.1, 0.95),),
        strategy=InContextAlignment(rounds_opinion=1, rounds_verified=1),
        guarantee=Guarantee(certificate=CERTIFICATE),
    )
    done = asyncio.run(correct(Prompt.of("q"), plan, given=Draft.of("theirs")))
    assert (done.text, done.reason, done.certificate) == ("theirs", "certificate_void", None)
    assert "the draft was given" in done.detail


def test_what_a_person_wants_is_returned_without_a_certificate() -> None:
    rejected = resumed(0.9, Critique(critic=PERSON, kind="external", score=0.0, text="no"), 0.8)
    assert (rejected.text, rejected.certificate) == ("answer 1", None)
    accepted = resumed(0.9, Critique(critic=PERSON, kind="external", score=1.0))
    assert (accepted.text, accepted.certificate) == ("answer 0", None)
