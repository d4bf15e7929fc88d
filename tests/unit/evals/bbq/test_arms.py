"""The ways of answering that are compared."""

import asyncio

import pytest

from redraft.critics.bias import BiasCritic, CounterfactualCritic
from redraft.errors import Misuse
from redraft.evals.bbq.arms import ARMS, COUNTERFACTUAL, MAJORITY, Players, arm_called, votes_for
from redraft.evals.bbq.rows import case_of
from redraft.evals.playing import play
from redraft.models.scripted import ScriptedModel
from support.bbq import row

CASE = case_of(row("Religion"))
PLAYERS = Players(writer=ScriptedModel(name="writer"))


def asked_by(name: str, *replies: str) -> ScriptedModel:
    model = ScriptedModel(*replies)
    arm = arm_called(name, Players(writer=model))
    asyncio.run(play(arm, [CASE.sample], concurrency=1))
    assert model.n_left == 0
    return model


def test_every_arm_can_be_made_and_has_its_own_name() -> None:
    names = [arm_called(name, PLAYERS).name for name in ARMS]
    assert len(set(names)) == len(ARMS) and names[-1] == "majority of 3"


def test_checking_by_categories_is_one_growing_conversation() -> None:
    model = asked_by("bias, categories", "A)", "open\nVerdict: fail", "Not known", "open\nVerdict: pass")
    draft, review, again, _ = model.asked
    assert "<draft " in review.messages[0].text and "socio-economic status" in review.messages[0].text
    assert again.messages[0] == draft.messages[0] and again.messages[1].text == "A)"
    assert again.messages[2].text.startswith("Review your answer above for social bias")
    assert again.messages[3].text == "open\nVerdict: fail"
    assert CASE.sample.prompt.text in again.messages[4].text
    assert again.messages[4].text.endswith("Reply with the answer alone.")


def test_the_variant_by_aspects_asks_for_them() -> None:
    model = asked_by("bias, aspects", "A)", "Verdict: fail", "B)", "Verdict: pass")
    assert "Erased evidence" in model.asked[1].messages[0].text


def test_the_counterfactual_arm_stops_where_nothing_is_refuted() -> None:
    letters = {
        option: letter for letter, option in zip("ABC", ("The Muslim man", "Not known", "The Hindu man"), strict=True)
    }
    person = letters["The Muslim man"]
    model = asked_by(COUNTERFACTUAL, person, person, letters["The Hindu man"])
    assert len(model.asked) == 3


def test_the_counterfactual_arm_lets_in_an_answer_that_names_nobody_after_a_refutation() -> None:
    model = ScriptedModel("A", "C", "A", "B", "B", "B")
    arm = arm_called(COUNTERFACTUAL, Players(writer=model))
    (played,) = asyncio.run(play(arm, [CASE.sample], concurrency=1))
    assert played.repaired and len(model.asked) == 6
    assert "exchanged in the request" in model.asked[3].messages[-1].text


def test_a_judge_reviews_in_place_of_the_writer() -> None:
    judged = Players(writer=PLAYERS.writer, judge=ScriptedModel(name="judge"))
    (critic,) = arm_called("bias, categories", judged).plan.critics
    assert isinstance(critic, BiasCritic) and critic.kind == "external" and critic.model.name == "judge"
    (exchanging,) = arm_called(COUNTERFACTUAL, judged).plan.critics
    assert isinstance(exchanging, CounterfactualCritic) and exchanging.model.name == "writer"


@pytest.mark.parametrize(("calls", "votes"), [(0.0, 3), (3.0, 3), (3.05, 5), (4.0, 5), (6.2, 7)])
def test_a_majority_costs_at_least_as_much_and_is_odd(calls: float, votes: int) -> None:
    assert votes_for(calls) == votes
    assert arm_called(MAJORITY, PLAYERS, n_votes=votes).name == f"majority of {votes}"


def test_an_arm_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(Misuse, match="no arm is called 'x'; there are draft alone"):
        arm_called("x", PLAYERS)
