import pytest

from redraft.core import Budget
from redraft.engine.gates import CheckAfterFix, Majority
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.errors import Misuse
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores


def described(**settings):
    return Plan(model=ScriptedModel(), critics=(), strategy=InContextAlignment(), **settings).described()


def test_whatever_changes_an_answer_changes_the_description():
    plans = [
        described(),
        described(seed=1),
        described(gate=CheckAfterFix(margin=0.5)),
        described(gate=CheckAfterFix(threshold=0.9)),
        described(gate=Majority()),
        described(critic_timeout_s=1.0),
        described(budget=Budget(calls=3)),
        described(on_exhausted="draft"),
    ]
    assert all(plans.count(plan) == 1 for plan in plans)


def test_the_description_is_plain_values():
    assert described(gate=Majority())["gate"] == {"name": "majority", "threshold": 0.5, "answer_of": "final_answer"}


@pytest.mark.parametrize("name", ["person", "panel"])
@pytest.mark.parametrize("role", ["critics", "consultants"])
def test_no_critic_may_bear_the_name_of_who_outranks_or_sums_up_all_critics(name, role):
    critics = {"critics": (), role: (FixedScores(1.0, name="fine"), FixedScores(1.0, name=name))}
    with pytest.raises(Misuse, match=f"no critic may be called '{name}'.*give it another name"):
        Plan(model=ScriptedModel(), strategy=InContextAlignment(), **critics)
