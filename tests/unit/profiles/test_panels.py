from pathlib import Path

import pytest

from redraft.core import Panel
from redraft.critics import HOfK, Majority, Strictest, Weighted
from redraft.critics.calibrated import Calibrated
from redraft.errors import SettingsError
from redraft.models import ScriptedModel
from redraft.profiles import Choices, assemble
from redraft.store.codec import encode
from redraft.trust.consensus.reliability import Reliability
from unit.profiles.test_cards import card_of, critic

PROFILE = "[profiles.default]\n"
PANEL = "[profiles.default.panel]\n"
RATES = """[profiles.default.panel.reliabilities.one]
sensitivity = 0.9
specificity = 1.0
n_bad = 30
n_good = 20
[profiles.default.panel.reliabilities.two]
sensitivity = 0.6
specificity = 0.7
threshold = 0.4
"""


def panel(toml: str, **choices: object) -> Panel:
    Path("redraft.toml").write_text(toml)
    given = {"model": ScriptedModel(), "critics": [critic("one"), critic("two")], **choices}
    return assemble(Choices(**given)).plan.panel  # type: ignore[typeddict-item] # choices by name


def refusal(toml: str, **choices: object) -> str:
    with pytest.raises(SettingsError) as caught:
        panel(toml, **choices)
    (line,) = str(caught.value).splitlines()
    return line


def test_without_settings_the_strictest_decides() -> None:
    assert panel("") == Strictest()


def test_each_method_is_made_with_what_it_takes() -> None:
    dispute = 'max_disagreement = 0.3\non_disagreement = "ask"\n'
    assert panel(f'{PANEL}method = "majority"\nvote_threshold = 0.6\n{dispute}') == Majority(
        vote_threshold=0.6, max_disagreement=0.3, on_disagreement="ask"
    )
    assert panel(f'{PANEL}method = "votes"\nh = 2\n{dispute}') == HOfK(h=2, max_disagreement=0.3, on_disagreement="ask")
    assert panel(f'{PANEL}method = "weighted"\nprior = 0.7\n{dispute}{RATES}') == Weighted(
        reliabilities={
            "one": Reliability(sensitivity=0.9, specificity=1.0, n_bad=30, n_good=20),
            "two": Reliability(sensitivity=0.6, specificity=0.7, threshold=0.4),
        },
        prior=0.7,
        max_disagreement=0.3,
        on_disagreement="ask",
    )


def test_a_method_can_be_chosen_by_name_or_as_an_object() -> None:
    assert panel(f"{PANEL}max_disagreement = 0.2", panel="majority") == Majority(max_disagreement=0.2)
    chosen = HOfK(h=1)
    assert panel("", panel=chosen) is chosen


def test_correlations_are_written_between_two_critics() -> None:
    made = panel(
        f'{PANEL}method = "weighted"\n{RATES}[profiles.default.panel.correlation]\ntwo.one = 0.6\none.two = 0.6\n'
    )
    assert isinstance(made, Weighted)
    assert made.correlations == {("one", "two"): 0.6}


def test_cards_say_what_opinions_are_worth_and_settings_win_over_them() -> None:
    Path("a.json").write_text(encode(card_of("one", n=200, unlike=20, passing=0.6)))
    Path("b.json").write_text(encode(card_of("two", n=200, unlike=20, passing=0.6)))
    toml = f'{PROFILE}cards = ["a.json", "b.json"]\n{PANEL}method = "weighted"\n'
    made = panel(toml)
    assert isinstance(made, Weighted)
    assert (made.reliabilities["one"].sensitivity, made.reliabilities["one"].base_rate) == (0.9, 0.5)
    overridden = panel(toml + RATES)
    assert isinstance(overridden, Weighted)
    assert overridden.reliabilities["two"].sensitivity == 0.6


def test_critics_that_may_be_consulted_need_a_reliability_too() -> None:
    toml = f'{PANEL}method = "weighted"\n{RATES}'
    assert isinstance(panel(toml, consultants=[]), Weighted)
    assert "says nothing about 'third', and no card does" in refusal(
        toml, strategy="adaptive", consultants=[critic("third")]
    )


def test_scores_are_calibrated_unless_that_is_switched_off() -> None:
    Path("a.json").write_text(encode(card_of("one", n=200, unlike=20, passing=0.6)))
    for setting, is_calibrated in (("", True), ("calibrate = false\n", False)):
        Path("redraft.toml").write_text(f'{PROFILE}cards = ["a.json"]\n{setting}')
        plan = assemble(Choices(model=ScriptedModel(), critics=[critic("one"), critic("two")])).plan
        assert [isinstance(one, Calibrated) for one in plan.critics] == [is_calibrated, False]


def test_the_record_says_which_panel_it_was() -> None:
    Path("redraft.toml").write_text(f'{PANEL}method = "votes"\nh = 2\nmax_disagreement = 0.4\n')
    critics = [critic("one"), critic("two")]
    described = assemble(Choices(model=ScriptedModel(), critics=critics)).plan.described()["panel"]
    assert (described["name"], described["h"], described["max_disagreement"]) == ("votes", 2, 0.4)


def test_more_flags_than_critics_are_refused_for_no_answer_could_be_flagged() -> None:
    toml = f'{PANEL}method = "votes"\nh = 3'
    assert refusal(toml) == (
        "redraft.toml: [profiles.default.panel] h = 3: only 2 critics could vote, so no answer could ever be flagged; "
        "write h = 2 or less, or add critics"
    )
    assert panel(toml, critics=[critic("one"), critic("two"), critic("three")]) == HOfK(h=3)
    consulting = {"strategy": "adaptive", "consultants": [critic("three")]}
    assert panel(toml, **consulting) == HOfK(h=3)
    assert panel(toml, consultants=[]) == HOfK(h=3)  # a way beside an adaptive profile


def test_how_many_flags_it_takes_is_said_once() -> None:
    line = refusal(f'{PROFILE}threshold = 0.8\n{PANEL}method = "votes"\nh = 2')
    assert line == (
        "redraft.toml: [profiles.default] threshold = 0.8: does not go with a panel of votes; leave it out: `h` says "
        "what passes"
    )
    assert panel(f'{PROFILE}threshold = 0.5\n{PANEL}method = "votes"\nh = 2') == HOfK(h=2)


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ('method = "votes"', "[profiles.default.panel] h is missing; add the number of flags that flag an answer"),
        (
            'method = "vote"',
            "[profiles.default.panel] method = 'vote': must be one of 'strictest', 'majority', 'votes',",
        ),
        (
            "max_disagreement = 0.2",
            "[profiles.default.panel] max_disagreement does not go with method = 'strictest'; leave it out, or choose",
        ),
        ('on_disagreement = "ask"', "[profiles.default.panel] on_disagreement does not go with method = 'strictest';"),
        (
            'method = "majority"\non_disagreement = "ask"',
            "[profiles.default.panel] on_disagreement = 'ask' never happens without `max_disagreement`; add the share",
        ),
        (
            'method = "majority"\nh = 2',
            "[profiles.default.panel] h does not go with method = 'majority'; leave it out,",
        ),
        ('method = "majority"\nmax_disagreement = 0.9', "[profiles.default.panel] max_disagreement = 0.9: must be a"),
        (
            'method = "weighted"',
            "[profiles.default.panel] reliabilities says nothing about 'one', 'two', and no card does; measure",
        ),
        (f'method = "weighted"\nprior = 0.0\n{RATES}', "[profiles.default] panel: `prior` must lie strictly between 0"),
        (
            'method = "weighted"\nreliabilities.one = { sensitivity = 1.0, specificity = 0.5 }',
            "[profiles.default.panel.reliabilities] one: a rate of 1.0 would make a critic certain; give `n_bad`,",
        ),
        (
            f'method = "weighted"\ncorrelation.one = 0.6\n{RATES}',
            "[profiles.default.panel.correlation] one = 0.6: must be a table; write it as one.other = 0.6",
        ),
        (
            f'method = "weighted"\ncorrelation.one.three = 0.6\n{RATES}',
            "[profiles.default.panel.correlation.one] three = 0.6: no reliability of 'three' is known; known: one",
        ),
        (
            f'method = "weighted"\ncorrelation.one.two = 1.6\n{RATES}',
            "[profiles.default.panel.correlation.one] two = 1.6: must be a number from -1 to 1 between two critics;",
        ),
        (
            f'method = "weighted"\ncorrelation.one.two = 0.6\ncorrelation.two.one = 0.5\n{RATES}',
            "[profiles.default.panel.correlation.two] one = 0.5: contradicts what stands there in the other order;",
        ),
    ],
)
def test_what_cannot_be_a_panel_is_one_clear_line(toml: str, line: str) -> None:
    assert refusal(f"{PANEL}{toml}").startswith(f"redraft.toml: {line}")
