from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import masked, picked
from redraft.theory.constructions.blocks import Activation, run, steps
from redraft.theory.problems import draw_problems
from redraft.theory.verification.breaking import without_each
from support.constructing import idle, marks, two_sided, worst_error

SIZES = [(n, d) for n in (2, 4, 8, 16, 32) for d in (1, 5, 16)]
GAP = 0.05


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
def test_it_takes_one_plackett_luce_step_from_the_lowest_temperature_on(n_responses: int, width: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=width)
    # All neighbours as close as allowed: the hardest case for a low temperature.
    equal_gaps = replace(problems, rewards=GAP * problems.rewards.argsort(axis=1).argsort(axis=1))
    for sharpness in (1.77, 8.0):
        network = picked.build(n_responses=n_responses, width=width, temperature=sharpness / GAP)
        assert worst_error(network, problems) <= 1e-12
        assert worst_error(network, equal_gaps) <= 1e-12
    assert worst_error(picked.build(n_responses=n_responses, width=width), problems, dtype="float32") <= 1e-5


def test_the_temperature_makes_no_difference_once_it_is_high_enough() -> None:
    problems = two_sided(40, n_responses=8, width=5)
    by_temperature = [
        picked.build(n_responses=8, width=5, temperature=sharpness / GAP).predictions(problems)
        for sharpness in (1.77, 3, 10, 40)
    ]
    assert np.ptp(by_temperature, axis=0).max() <= 1e-14


def test_below_the_lowest_temperature_it_does_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picked, "check_sharpness", lambda *_, **__: None)
    problems = two_sided(40, n_responses=8, width=5)
    equal_gaps = replace(problems, rewards=GAP * problems.rewards.argsort(axis=1).argsort(axis=1))
    assert worst_error(picked.build(n_responses=8, width=5, temperature=1.5 / GAP), equal_gaps) > 0.01


@pytest.mark.parametrize("activation", ["silu", "gelu"])
@pytest.mark.parametrize("sharpness", [1.83, 40.0])
@pytest.mark.parametrize("n_responses", [2, 8, 32])
def test_any_activation_will_do(activation: Activation, sharpness: float, n_responses: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=5)
    equal_gaps = replace(problems, rewards=GAP * problems.rewards.argsort(axis=1).argsort(axis=1))
    how = {"activation": activation, "temperature": sharpness / GAP, "n_steps": 2}
    network = picked.build(n_responses=n_responses, width=5, **how)
    assert worst_error(network, problems, 2) <= 1e-12
    assert worst_error(network, equal_gaps, 2) <= 1e-12


@pytest.mark.parametrize(("n_responses", "n_steps"), [(2, 3), (8, 3), (8, 10), (16, 5)])
def test_steps_on_top_of_each_other_are_steps_one_after_the_other(n_responses: int, n_steps: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=5)
    network = picked.build(n_responses=n_responses, width=5, n_steps=n_steps)
    assert worst_error(network, problems, n_steps) <= 1e-12


def test_a_step_is_as_long_as_its_query_squared() -> None:
    problems = two_sided(20, n_responses=6, width=5)
    longer = replace(problems, query=problems.query * np.linspace(0.2, 3, 20)[:, None])
    assert worst_error(picked.build(n_responses=6, width=5), longer) <= 1e-12


@pytest.mark.parametrize("gap", [10.0, 1e-3, 1e-13])
def test_gaps_may_be_of_any_size_if_the_network_is_built_for_them(gap: float) -> None:
    problems = draw_problems(20, n_responses=8, width=5, min_gap=gap)
    assert worst_error(picked.build(n_responses=8, width=5, gap=gap), problems) <= 1e-12


def test_each_block_flags_one_response_in_the_order_of_rewards_and_the_next_one_picks_it() -> None:
    problems = two_sided(20, n_responses=5, width=3)
    network = picked.build(n_responses=5, width=3)
    walked = list(steps(network.network, network.embed(problems)))[1:]
    order = np.argsort(-problems.rewards, axis=1)
    flags = network.channels.place("t")
    for stage, (step, following) in enumerate(pairwise(walked)):
        flagged = np.eye(5)[order[:, stage]]
        assert np.allclose(step.tokens[:, 1:-1, flags][..., 0], flagged, atol=1e-13)
        assert np.allclose(following.attention["pick"][:, -1, 1:-1], flagged, atol=1e-13)
    # Nothing is flagged in the first block, so that it picks the start token, which holds nothing.
    assert np.allclose(walked[0].attention["pick"][:, :, 0], 1)


def test_ties_cost_it_what_they_cost_the_masked_network() -> None:
    problems = two_sided(20, n_responses=6, width=3)
    tied = replace(problems, rewards=np.tile([0.0, 0, 1, 2, 3, 3], (20, 1)))
    how = {"n_responses": 6, "width": 3, "temperature": 40 / GAP, "allow_near_ties": True}
    both = [module.build(**how).predictions(tied) for module in (masked, picked)]
    assert np.abs(both[0] - tied.prediction).max() > 0.1
    assert np.allclose(both[0], both[1], atol=1e-12)


def test_every_token_but_the_start_ends_with_the_same_prediction_and_cleared_channels() -> None:
    problems = two_sided(20, n_responses=5, width=3)
    network = picked.build(n_responses=5, width=3, n_steps=2)
    tokens = run(network.network, network.embed(problems))
    held = tokens[..., network.channels.place("w")]
    assert np.allclose(held[:, 1:], held[:, -1:], rtol=0, atol=1e-14) and not held[:, 0].any()
    for name in ("a", "rho", "m", "t"):
        assert np.allclose(tokens[..., network.channels.place(name)], 0, atol=1e-14)


def test_without_any_one_of_its_weights_an_answer_or_a_mask_is_another() -> None:
    problems = two_sided(40, n_responses=5, width=2, query_width=2)
    rewards = np.where(np.arange(40)[:, None] < 30, problems.rewards, 0)
    tied = replace(problems, rewards=rewards, query=problems.query * np.linspace(0.5, 1.5, 40)[:, None])
    network = picked.build(n_responses=5, width=2, query_width=2, n_steps=2, allow_near_ties=True)
    assert marks(network, network.network, problems) <= 1e-13
    assert len(list(without_each(network.network))) > 100
    assert idle(network, tied, masks=True) == []


def test_its_size_is_as_stated() -> None:
    network = picked.build(n_responses=8, width=5, n_steps=2)
    first, *others = network.network.blocks
    assert first.heads == () and len(others) == 2 * 8
    heads = [[head.name for head in block.heads] for block in others]
    assert heads == [*[["top", "average", "pick"]] * 7, ["pick"]] * 2
    assert [len(block.feed_forward.bias) for block in others] == [*[6] * 7, 4 * 5 + 2] * 2


def test_what_it_cannot_take_is_refused() -> None:
    with pytest.raises(Misuse, match=r"got 35 \* 0\.05 = 1\.75; use a temperature of 35\.255 or more"):
        picked.build(n_responses=4, width=3, temperature=35)
    with pytest.raises(Misuse, match=r"must be 1\.83 or more .* use a temperature of 36\.6 or more"):
        picked.build(n_responses=4, width=3, temperature=36, activation="silu")
    with pytest.raises(Misuse, match="`step_size` must be above 0 and finite, got -1; "):
        picked.build(n_responses=4, width=3, step_size=-1)
    network = picked.build(n_responses=4, width=3)
    with pytest.raises(Misuse, match=r"rewards must differ by 0\.05 or more, got a smallest distance of 0"):
        network.predictions(replace(draw_problems(2, n_responses=4, width=3), rewards=np.ones((2, 4))))
    with pytest.raises(Misuse, match="build with width=5"):
        network.predictions(draw_problems(2, n_responses=4, width=5))
