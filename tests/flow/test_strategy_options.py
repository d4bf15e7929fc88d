"""A profile whose strategy has options of its own is evaluated and calibrated beside ways that know nothing of them."""

from pathlib import Path

import pytest

from support.command_line import redraft

ADAPTIVE = """
strategy = "adaptive"
rounds = 3
threshold = 0.6

[profiles.default.strategy_options]
call_price = 0.02

[profiles.default.strategy_options.outlook]
draft_right = 0.7

[profiles.default.strategy_options.outlook.critics.self_check]
sensitivity = 0.9
specificity = 0.8
"""
PROFILES = {
    "adaptive": ADAPTIVE,
    "best_of_n": 'strategy = "best_of_n"\ngate = "best"\nstrategy_options = { n = 8 }\n',
    "in_context_alignment": "strategy_options = { rounds_verified = 2 }\nmargin = 0.1\n",
}


@pytest.fixture(params=sorted(PROFILES))
def strategy(request: pytest.FixtureRequest) -> str:
    """The strategy of the profile that redraft.toml describes."""
    Path("redraft.toml").write_text('[profiles.default]\nmodel = "embedded"\n' + PROFILES[request.param])
    return str(request.param)


def test_a_profile_with_options_is_evaluated_beside_its_baselines(strategy: str) -> None:
    dry = redraft("eval", "count", "--limit", "4", "--seeds", "1", "--dry-run")
    assert dry.code == 0, dry.err
    done = redraft("eval", "count", "--limit", "4", "--seeds", "1", "--out", "out")
    assert done.code == 0, done.err
    assert "6 ways of answering" in done.err
    assert strategy in done.out


@pytest.mark.usefixtures("strategy")
def test_a_profile_with_options_is_calibrated_beside_other_strategies() -> None:
    command = ("calibrate", "count", "--limit", "30", "--epsilon", "0.1")
    dry = redraft(*command, "--dry-run")
    assert dry.code == 0, dry.err
    assert "30 cases: " in dry.out
    done = redraft(*command)
    assert done.code == 0, done.err
    assert "120 of 120 answers" in done.err
    assert "Recommended: " in done.out


def test_critics_that_only_the_profile_consults_are_no_obstacle() -> None:
    Path("redraft.toml").write_text(
        '[profiles.default]\nmodel = "embedded"\ncritics = ["self_check"]\nconsultants = ["again"]\n'
        + ADAPTIVE
        + '\n[critics.again]\ntype = "self_check"\n'
    )
    evaluated = redraft("eval", "count", "--limit", "3", "--dry-run")
    assert evaluated.code == 0, evaluated.err
    calibrated = redraft("calibrate", "count", "--limit", "30", "--epsilon", "0.1", "--dry-run")
    assert calibrated.code == 0, calibrated.err
