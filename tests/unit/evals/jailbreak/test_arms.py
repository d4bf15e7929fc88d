from redraft.critics.safety import SafetyCritic
from redraft.evals.jailbreak.arms import defences
from redraft.models.scripted import ScriptedModel


def test_every_defence_stands_beside_none_and_only_those_that_check_have_a_critic() -> None:
    model = ScriptedModel()
    check = SafetyCritic(model=model)
    made = defences(model, check, rounds=2, shown=(1, 3), seed=7)
    assert [(one.name, one.rounds, len(one.plan.critics)) for one in made] == [
        ("no defence", 0, 0),
        ("self-reminder, system", 0, 0),
        ("self-reminder, around", 0, 0),
        ("in-context defence, 1 shown", 0, 0),
        ("in-context defence, 3 shown", 0, 0),
        ("checking, diverse, 1 shown", 0, 0),
        ("checking, diverse, 3 shown", 0, 0),
        ("checking, self", 2, 1),
        ("checking, self-instruct", 2, 1),
    ]
    assert {one.plan.seed for one in made} == {7}
    renderings = {one.name: one.plan.strategy.rendering for one in made}
    assert renderings["checking, self"].repeat_prompt and not renderings["checking, self-instruct"].repeat_prompt
    assert renderings["checking, self"].check == "redraft_check_harm"
