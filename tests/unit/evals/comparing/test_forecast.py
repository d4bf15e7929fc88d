import asyncio
from pathlib import Path

from redraft.core import Prompt
from redraft.critics import FunctionCritic
from redraft.engine.strategies import InContextAlignment
from redraft.evals.comparing import forecast
from redraft.models import Price, ScriptedModel

PROMPTS = [Prompt.of("one?"), Prompt.of("two?")]


def test_each_way_is_forecast_without_asking_anybody() -> None:
    model = ScriptedModel()  # prepared for no request at all
    found = asyncio.run(
        forecast(
            PROMPTS,
            n_seeds=3,
            has_critics=True,
            price=Price(input=1.0, output=2.0),
            model=model,
            critics=["self_check"],
            strategy=InContextAlignment(),
            rounds=2,
            store=False,
        )
    )
    calls = {way.role: (way.least.calls, way.most.calls) for way in found}
    # Two prompts, three seeds: a draft and its check at least, three of both at most; best of 3 costs as much.
    assert calls == {
        "profile": (12, 36),
        "none": (6, 6),
        "best_of_n": (24, 36),
        "self_consistency": (12, 36),
        "ignoring": (6, 18),
        "oracle": (6, 18),
    }
    assert all(way.most.usd is not None and way.most.usd > 0 for way in found)
    assert not model.asked


def test_without_critics_only_what_needs_none_is_forecast() -> None:
    found = asyncio.run(
        forecast(PROMPTS, n_seeds=1, has_critics=False, price=None, model=ScriptedModel(), critics=[], store=False)
    )
    assert [way.role for way in found] == ["profile", "none", "self_consistency", "oracle"]
    assert {way.most.usd for way in found} == {None}


def test_rates_of_a_critic_of_ones_own_in_redraft_toml_are_no_obstacle() -> None:
    Path("redraft.toml").write_text(
        '[profiles.default]\nstrategy = "adaptive"\n[profiles.default.strategy_options.outlook.critics.mine]\n'
        "sensitivity = 0.9\nspecificity = 0.9\n"
    )
    critic = FunctionCritic(function=lambda text: 1.0, name="mine")
    found = asyncio.run(
        forecast(PROMPTS, n_seeds=1, has_critics=True, price=None, model=ScriptedModel(), critics=[critic], store=False)
    )
    assert len(found) == 6


def test_a_critic_of_ones_own_is_not_called() -> None:
    def loud(text: str) -> float:
        raise AssertionError("called")

    critic = FunctionCritic(function=loud, name="loud")
    asyncio.run(
        forecast(PROMPTS, n_seeds=1, has_critics=True, price=None, model=ScriptedModel(), critics=[critic], store=False)
    )
