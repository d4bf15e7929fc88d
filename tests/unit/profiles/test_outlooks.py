from pathlib import Path

import pytest

from redraft.engine.outlook import CriticRates, WritingRates
from redraft.engine.posterior_gate import PosteriorGate
from redraft.engine.strategies import Adaptive
from redraft.errors import SettingsError
from redraft.models import ScriptedModel
from redraft.profiles import Choices, assemble
from redraft.store.codec import encode
from unit.profiles.test_cards import card_of, critic

PROFILE = '[profiles.default]\nstrategy = "adaptive"\n'
OPTIONS = "[profiles.default.strategy_options]\n"
OUTLOOK = "[profiles.default.strategy_options.outlook]\n"


def plan_of(toml: str, **choices: object):
    Path("redraft.toml").write_text(toml)
    given = {"model": ScriptedModel(), "critics": [critic("one")], **choices}
    return assemble(Choices(**given)).plan  # type: ignore[typeddict-item] # choices by name


def adaptive(toml: str, **choices: object) -> Adaptive:
    strategy = plan_of(toml, **choices).strategy
    assert isinstance(strategy, Adaptive)
    return strategy


def refusal(toml: str, **choices: object) -> str:
    with pytest.raises(SettingsError) as caught:
        plan_of(toml, **choices)
    (line,) = str(caught.value).splitlines()
    return line


def test_options_and_nested_tables_reach_the_strategy() -> None:
    strategy = adaptive(
        f"{PROFILE}{OPTIONS}call_price = 0.02\nask_below = 0.4\n{OUTLOOK}draft_right = 0.8\n"
        "[profiles.default.strategy_options.outlook.critics.one]\nsensitivity = 0.9\nspecificity = 0.8\nfresh = true\n"
        "[profiles.default.strategy_options.outlook.critics.one.redraft]\nfix_rates = [0.4, 0.2]\n"
        "[profiles.default.strategy_options.outlook.resample]\nfix_rates = [0.1]\nstrength = 3\n"
    )
    assert (strategy.call_price, strategy.ask_below, strategy.outlook.draft_right) == (0.02, 0.4, 0.8)
    assert strategy.outlook.critics == {
        "one": CriticRates(sensitivity=0.9, specificity=0.8, fresh=True, redraft=WritingRates(fix_rates=(0.4, 0.2)))
    }
    assert strategy.outlook.resample == WritingRates(fix_rates=(0.1,), strength=3)


def test_the_rates_stand_in_the_record() -> None:
    described = plan_of(f"{PROFILE}{OUTLOOK}draft_right = 0.8\n").described()["strategy_options"]
    assert described["outlook"]["draft_right"] == 0.8
    assert described["outlook"]["redraft"]["fix_rates"] == (0.3,)


def test_cards_of_the_profile_say_what_verdicts_are_worth_unless_rates_were_given() -> None:
    Path("one.card.json").write_text(encode(card_of("one", n=200, unlike=20)))
    toml = f'{PROFILE}cards = ["one.card.json"]\ncalibrate = false\n'
    from_card = adaptive(toml).outlook.critics["one"]
    assert 0.8 < from_card.sensitivity < 1
    assert from_card.threshold == 0.6
    given = "[profiles.default.strategy_options.outlook.critics.one]\nsensitivity = 0.6\nspecificity = 0.6\n"
    assert adaptive(toml + given).outlook.critics["one"] == CriticRates(sensitivity=0.6, specificity=0.6)


def test_the_threshold_of_the_profile_is_that_of_strategy_and_gate() -> None:
    plan = plan_of(f"{PROFILE}threshold = 0.8\n")
    gate = plan.acting_gate
    assert isinstance(gate, PosteriorGate)
    assert (gate.threshold, gate.outlook.threshold, plan.strategy.outlook.threshold) == (0.8, 0.8, 0.8)


def test_further_critics_are_in_the_plan_and_known_to_the_strategy() -> None:
    plan = plan_of(PROFILE, consultants=[critic("two")])
    assert [one.name for one in plan.critics] == ["one"]
    assert [one.name for one in plan.consultants] == ["two"]
    assert plan.strategy.consultants == ("two",)
    named = plan_of(f'{PROFILE}consultants = ["self_check"]\n')
    assert named.strategy.consultants == ("self_check",)


def test_a_strategy_that_consults_nobody_refuses_further_critics() -> None:
    line = refusal('[profiles.default]\nconsultants = ["self_check"]\n')
    assert "strategy 'in_context_alignment' consults nobody" in line
    assert line.endswith('leave it out, or set strategy = "adaptive"')


RATES = "sensitivity = 0.9\nspecificity = 0.9\n"


def test_rates_of_a_critic_that_does_not_exist_are_refused_with_the_nearest_name() -> None:
    line = refusal(f"{PROFILE}[profiles.default.strategy_options.outlook.critics.onne]\n{RATES}")
    assert "[profiles.default.strategy_options.outlook.critics]" in line
    assert "onne" in line and "no such critic; did you mean 'one'?" in line


@pytest.mark.parametrize("name", ["one", "two", "three", "self_check", "judge:openai/other"])
def test_rates_of_critics_that_only_others_ask_are_no_error(name: str) -> None:
    toml = f'{PROFILE}[critics.three]\ntype = "self_check"\n'
    rates = f'[profiles.default.strategy_options.outlook.critics."{name}"]\n{RATES}'
    assert name in adaptive(toml + rates, consultants=[critic("two")]).outlook.critics


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (f"{OPTIONS}outlook = 3\n", "outlook = 3: must be a table"),
        (f"{OUTLOOK}draft_rigth = 0.5\n", "draft_rigth = 0.5: no such key; did you mean 'draft_right'?"),
        (f"{OUTLOOK}draft_right = 'x'\n", "draft_right = 'x': Expected float, got str"),
        (f"{OUTLOOK}draft_right = 70\n", "`draft_right` is a rate in [0, 1], got 70"),
        ("[profiles.default.strategy_options.outlook.critics.one]\nsensitivity = 0.9\n", "specificity"),
        (f"{OPTIONS}consultants = ['one']\n", "strategy 'adaptive' has no such option"),
    ],
)
def test_wrong_tables_are_refused_in_one_line(toml: str, message: str) -> None:
    assert message in refusal(PROFILE + toml)
