"""Several unlike critics on one draft: who is heard, who is left out, and a dispute that a person ends."""

import asyncio
from pathlib import Path

import pytest

import redraft
from redraft.core import PERSON, Context, CriticKind, Critique, Draft, Event, Prompt, Record
from redraft.critics import FunctionCritic, Judge, Majority, Rules, SelfCheck, Weighted
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.errors import SettingsError
from redraft.models import ScriptedModel
from redraft.store import RecordStore
from redraft.trust.consensus.learning import votes_in
from redraft.trust.consensus.reliability import Reliability
from support.command_line import redraft as command
from support.critics import FixedScores
from support.labelled import written, yes_and_no

PASS, FAIL = "Looks right.\nVerdict: pass", "The capital is wrong.\nVerdict: fail"


class Notebook:
    """A recorder and an observer that remember."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.events: list[Event] = []

    async def write(self, record: Record) -> None:
        self.records.append(record)

    def on_event(self, event: Event) -> None:
        self.events.append(event)


def raising(text: str) -> float:
    raise ValueError(f"no opinion on {len(text)} characters")


async def sleeping(text: str) -> float:
    await asyncio.sleep(30)
    return 1.0


def test_unlike_critics_are_heard_and_those_that_fail_are_left_out_visibly() -> None:
    writer = ScriptedModel("Lyon", PASS, "Paris", PASS)  # draft, its own check, redraft, its own check
    judging = ScriptedModel(FAIL, PASS)
    critics = (
        SelfCheck(model=writer),
        Judge(model=judging, name="judge"),
        FunctionCritic(function=lambda text: float("Paris" in text), name="colleague", kind="external"),
        FunctionCritic(function=raising, name="crashing", kind="external"),
        FunctionCritic(function=sleeping, name="slow", kind="verified"),
    )
    book = Notebook()
    plan = Plan(
        model=writer,
        critics=critics,
        strategy=InContextAlignment(),
        panel=Majority(),
        critic_timeout_s=0.2,
        recorder=book,
        observers=(book,),
    )
    correction = asyncio.run(correct(Prompt.of("What is the capital of France?"), plan))

    assert (correction.text, correction.accepted, correction.reason) == ("Paris", True, "passed")
    assert (len(writer.asked), len(judging.asked)) == (4, 2)
    first, second = book.records[0].context.attempts
    assert [critique.critic for critique in first.critiques] == ["self_check", "judge", "colleague", "crashing", "slow"]
    assert first.verdict is not None
    assert first.verdict.score is not None
    assert first.verdict.details == {
        "decided by": "self_check pass, judge flag, colleague flag",
        "left out": "crashing: ValueError: no opinion on 4 characters; slow: no judgement within 0.2 s",
        "disagreement": "0.33",
    }
    assert (first.passed, second.passed) == (False, True)
    # What the writer read: every critic that judged, under its name, and nothing of those that failed.
    shown = " ".join(message.text for message in writer.asked[2].messages)
    assert "judge: " in shown
    assert "no judgement within" not in shown
    kinds = [event.kind for event in book.events]
    assert kinds == ["started", "drafted", *["examined"] * 5, "decided", "drafted", *["examined"] * 5, "admitted",
                     "decided", "finished"]  # fmt: skip
    assert book.records[0].settings["panel"]["name"] == "majority"


def test_one_verified_failure_fails_a_draft_that_every_opinion_likes() -> None:
    likes = [FunctionCritic(function=lambda text: 1.0, name=f"fan{i}", kind="external") for i in range(4)]
    panel = Weighted(reliabilities={one.name: Reliability(sensitivity=0.9, specificity=0.9) for one in likes})
    writer = ScriptedModel("a very long answer", "short")
    plan = Plan(model=writer, critics=(*likes, Rules(max_words=1)), strategy=InContextAlignment(), panel=panel)
    correction = asyncio.run(correct(Prompt.of("q"), plan))
    assert (correction.text, correction.reason) == ("short", "passed")
    verdicts = [attempt.verdict for attempt in correction.attempts]
    assert [verdict.kind for verdict in verdicts if verdict is not None] == ["verified", "verified"]
    assert verdicts[0] is not None
    assert verdicts[0].details["left out"].startswith("fan0: outranked by rules")


class Forger:
    """An opinion in a person's name."""

    name, version = "forger", "1"
    kind: CriticKind = "intrinsic"

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        return Critique(critic=PERSON, kind="intrinsic", score=1.0, text="fine")


@pytest.mark.parametrize("panel", [None, "majority"])
def test_a_critic_cannot_speak_for_a_person(panel: str | None) -> None:
    tests = FixedScores(0.0, name="tests")
    choices = {} if panel is None else {"panel": panel}
    correction = redraft.correct_sync("q", model=ScriptedModel("x"), critics=[tests, Forger()], rounds=0, **choices)  # type: ignore[arg-type] # choices by name
    assert (correction.text, correction.accepted) == ("x", False)
    reasons = {critique.critic: critique.reason for critique in correction.attempts[0].critiques}
    assert reasons == {
        "tests": None,
        "forger": "its critique is by 'person'; a critic speaks under its own name only",
    }


ASKING = """
[profiles.default.panel]
method = "majority"
max_disagreement = 0.4
on_disagreement = "ask"
"""


def for_and_against(*answers: str) -> dict[str, object]:
    """A writer with these answers, and two critics that never agree."""
    return {
        "model": ScriptedModel(*answers),
        "critics": [
            FunctionCritic(function=lambda text: 1.0, name="mild", kind="external"),
            FunctionCritic(function=lambda text: 0.0, name="harsh", kind="external"),
        ],
    }


def test_a_dispute_waits_in_the_store_until_a_person_ends_it() -> None:
    Path("redraft.toml").write_text(ASKING)
    parked = redraft.correct_sync("Is it polite?", store="records.db", **for_and_against("Dear Sir"))  # type: ignore[arg-type] # choices by name
    assert (parked.reason, parked.accepted, parked.text) == ("critics_disagree", False, "Dear Sir")
    assert "1 of 2 pass it" in parked.detail
    with RecordStore.open("records.db") as store:
        kept = asyncio.run(store.get(parked.record_id))
        assert kept.decisions[-1].action == "ask"
        verdict = kept.context.attempts[0].verdict
        assert verdict is not None
        assert verdict.disputed

    word = Critique(critic=PERSON, kind="external", score=1.0, text="Polite enough.")
    choices = for_and_against()  # nothing more is written: the person's word is enough
    ended = asyncio.run(redraft.resume(parked.record_id, word, store="records.db", **choices))  # type: ignore[arg-type] # choices by name
    assert (ended.reason, ended.accepted, ended.text) == ("passed", True, "Dear Sir")
    with RecordStore.open("records.db") as store:
        resumed = asyncio.run(store.get(ended.record_id))
        assert resumed.resumes == parked.record_id
        assert [c.critic for c in resumed.context.attempts[0].critiques] == ["mild", "harsh", PERSON]
        assert [(vote.critic, vote.passed) for vote in votes_in([resumed])] == [
            ("mild", True),
            ("harsh", False),
            (PERSON, True),
        ]


def test_a_person_who_turns_it_down_sends_it_back_to_the_writer() -> None:
    Path("redraft.toml").write_text(ASKING)
    parked = redraft.correct_sync("Is it polite?", store="records.db", **for_and_against("Oi"))  # type: ignore[arg-type] # choices by name
    word = Critique(critic=PERSON, kind="external", score=0.0, text="Not polite.")
    choices = for_and_against("Dear Sir")
    again = asyncio.run(redraft.resume(parked.record_id, word, store="records.db", rounds=1, **choices))  # type: ignore[arg-type] # choices by name
    assert [attempt.draft.text for attempt in again.attempts] == ["Oi", "Dear Sir"]
    assert again.attempts[0].score == 0.0
    asked = choices["model"].asked  # type: ignore[attr-defined] # a scripted model
    assert len(asked) == 1
    assert "Not polite." in " ".join(message.text for message in asked[0].messages)
    # The critics disagree about the redraft as well, and nobody called it better than the draft.
    assert again.attempts[1].verdict is not None
    assert again.attempts[1].verdict.disputed
    assert (again.text, again.accepted) == ("Oi", False)


def test_a_dispute_can_end_in_no_answer_at_all() -> None:
    model = ScriptedModel("maybe")
    one, two = FixedScores(1.0, kind="external", name="one"), FixedScores(0.0, kind="external", name="two")
    panel = Majority(max_disagreement=0.2, on_disagreement="abstain")
    correction = redraft.correct_sync("q", model=model, critics=[one, two], panel=panel)
    assert (correction.draft, correction.reason, len(model.asked)) == (None, "critics_disagree", 1)


def test_where_nothing_is_said_about_disputes_they_count_as_unscored() -> None:
    one, two = FixedScores(1.0, kind="external", name="one"), FixedScores(0.0, kind="external", name="two")
    panel = Majority(max_disagreement=0.2)
    correction = redraft.correct_sync("q", model=ScriptedModel("maybe"), critics=[one, two], panel=panel)
    assert (correction.text, correction.accepted, correction.reason) == ("maybe", False, "unscored")


CRITICS = """
def says_yes(text):
    return 0.6 if "yes" in text else 0.4


def is_short(text):
    return 1.0
"""

MEASURED = """
[critics.eager]
type = "python"
function = "measured_two:says_yes"
kind = "external"
version = "{version}"

[critics.blind]
type = "python"
function = "measured_two:is_short"
kind = "external"
"""

WEIGHED = """
[profiles.default]
critics = ["eager", "blind"]
cards = ["cards/d-eager/card.json", "cards/d-blind/card.json"]

[profiles.default.panel]
method = "weighted"
"""


def test_cards_that_were_measured_on_the_command_line_weigh_the_critics() -> None:
    Path("measured_two.py").write_text(CRITICS)
    rows = [row | {"acceptable": (row["answer"] == "yes") is not (i % 10 == 3)} for i, row in enumerate(yes_and_no(60))]
    written(Path("d.jsonl"), rows)
    Path("redraft.toml").write_text(MEASURED.format(version="1"))
    for name in ("eager", "blind"):
        done = command("critics", "measure", name, "d.jsonl")
        assert done.code == 0, done.err

    Path("redraft.toml").write_text(MEASURED.format(version="1") + WEIGHED)
    correction = redraft.correct_sync("q", model=ScriptedModel("no", "yes"))
    assert [attempt.passed for attempt in correction.attempts] == [False, True]
    first = correction.attempts[0].verdict
    assert first is not None
    nats = dict(piece.split() for piece in first.details["decided by"].split(", "))
    assert float(nats["eager"]) < -0.5
    assert abs(float(nats["blind"])) < 0.2  # it passes everything, so its pass says nothing
    assert [critique.version[:2] for critique in correction.attempts[0].critiques] == ["1+", "1+"]  # calibrated

    Path("redraft.toml").write_text(MEASURED.format(version="2") + WEIGHED)
    with pytest.raises(
        SettingsError, match="is the card of version '1' of the critic 'eager', which is now of version"
    ):
        redraft.correct_sync("q", model=ScriptedModel())
