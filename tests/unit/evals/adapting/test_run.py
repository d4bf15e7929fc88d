"""The comparison on a few prompts, through the real engine and the embedded model."""

import asyncio

import pytest

from redraft.core import Draft, Message, Request
from redraft.evals.adapting import (
    STREAMS,
    AdaptingConfig,
    Draw,
    FixedPoint,
    Level,
    Prices,
    StreamResult,
    as_text,
    compare,
    measured_outlook,
)
from redraft.evals.adapting.remembering import Remembering
from redraft.evals.adapting.run import _prices
from redraft.evals.environments.splits import Split
from redraft.models.local import embedded_model
from redraft.models.scripted import ScriptedModel
from redraft.trust.intervals import Estimate


@pytest.fixture(scope="module")
def mixture():
    """The mixture of `count`, a small version of the committed run."""
    stream = next(stream for stream in STREAMS if stream.name == "count, mixture")
    model, told = embedded_model(), []
    config = AdaptingConfig(n=40, seeds=(1,), n_for_prices=20, rounds=(1, 7), prices=(0.01, 0.1))

    async def measure():
        outlook = await measured_outlook(stream.world, stream.qualities, Draw(40, 900, Split.VALIDATION), model)
        return outlook, await compare(stream, outlook, model, config, tell=told.append)

    return (*asyncio.run(measure()), told)


def test_measured_rates_tell_a_good_critic_from_a_useless_one(mixture):
    critics = mixture[0].critics
    quality = {name: rates.sensitivity + rates.specificity for name, rates in critics.items()}
    assert sorted(quality, key=quality.__getitem__) == ["flip_0.5", "flip_0.25", "flip_0.1", "flip_0"]
    assert quality["flip_0"] == 2
    assert abs(quality["flip_0.5"] - 1) < 0.15


def test_every_fixed_strategy_and_every_level_is_reported(mixture):
    result, told = mixture[1:]
    assert len(result.fixed) == 2 * 2 * 8
    assert (result.n_prompts, result.is_mixture, len(result.levels)) == (40, True, 2)
    assert all(
        level.rival.right_rate == max(p.right_rate for p in result.fixed if p.rounds <= level.rounds)
        for level in result.levels
    )
    drafts = {point.right_rate for point in result.fixed if point.rounds == 0}
    assert len(drafts) == 1  # the same answers for all: every strategy starts from the same draft
    assert "count, mixture" in told[0]
    for level in result.levels:
        assert level.over_lottery is not None
        # No fixed strategy of no more calls is better than the best lottery.
        best = max(point.right_rate for point in result.fixed if point.calls <= level.calls)
        assert level.right_rate - best >= level.over_lottery.value - 1e-9
    assert as_text([result]).count("| count, mixture |") == 2


def test_prices_meet_the_calls_between_two_neighbours():
    calls = {0.01: 5.0, 0.02: 4.0, 0.04: 1.0}
    assert _prices(calls, 2.5) == Prices(high=0.04, low=0.02, share=0.5)
    assert _prices(calls, 9.0) == Prices(high=0.01, low=0.01, share=0.0)
    assert _prices(calls, 0.5) == Prices(high=0.04, low=0.02, share=0.0)


def test_the_same_question_with_the_same_seed_is_answered_once():
    model = Remembering(ScriptedModel("one", "two"))
    asked = Request(messages=(Message.of("user", "q"),), seed=1, temperature=0.7)

    async def ask():
        return [(await model.generate(request))[0].text for request in (asked, asked)]

    assert asyncio.run(ask()) == ["one", "one"]
    other = Request(messages=(Message.of("user", "q"),), seed=2, temperature=0.7)
    assert asyncio.run(model.generate(other))[0].text == "two"
    assert isinstance(asyncio.run(model.generate(asked))[0], Draft)


def level(low, high, calls):
    rival = FixedPoint(kind="redraft", stop="passed", rounds=3, right_rate=0.5, calls=3.0)
    difference = Estimate(value=(low + high) / 2, low=low, high=high, n=100)
    return Level(
        rounds=3, rival=rival, prices=Prices(0.1, 0.1, 0.0), right_rate=0.5, calls=calls, difference=difference
    )


def test_verdicts_ask_for_intervals_and_for_no_more_calls():
    assert level(0.001, 0.02, 2.9).better
    assert not level(0.001, 0.02, 3.1).better
    assert level(-0.009, 0.02, 3.0).not_worse
    assert not level(-0.011, 0.02, 3.0).not_worse
    assert not level(-0.009, -0.001, 3.0).not_worse
    result = StreamResult(
        stream="s", is_mixture=False, n_prompts=1, n_problems=1, levels=(level(-0.5, 0.1, 3.0),), fixed=()
    )
    assert as_text([result]).endswith("| -20.0 [-50.0, +10.0] | missed |  |")
