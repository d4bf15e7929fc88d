import asyncio
from typing import Any

import pytest

from redraft.core import Certificate, Correction, Event, Prompt
from redraft.engine.gates import Latest
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
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
