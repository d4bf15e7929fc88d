from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import masked
from redraft.theory.constructions.blocks import Activation, run
from redraft.theory.problems import Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.verification.breaking import without_each
from support.constructing import STEP_SIZE, idle, marks, two_sided, worst_error

SIZES = [(n, d) for n in (2, 4, 8, 16, 32) for d in (1, 5, 16)]
GAP = 0.05


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
def test_it_takes_one_plackett_luce_step(n_responses: int, width: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=width)
    network = masked.build(n_responses=n_responses, width=width)
    assert worst_error(network, problems) <= 1e-12
    assert worst_error(network, problems, dtype="float32") <= 1e-5


@pytest.mark.parametrize("activation", ["silu", "gelu"])
@pytest.mark.parametrize("n_responses", [2, 8])
def test_any_activation_will_do(activation: Activation, n_responses: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=5)
    network = masked.build(n_responses=n_responses, width=5, activation=activation, n_steps=2)
    assert worst_error(network, problems, 2) <= 1e-12


@pytest.mark.parametrize(("n_responses", "n_steps"), [(2, 3), (8, 3), (8, 10), (16, 5)])
def test_steps_on_top_of_each_other_are_steps_one_after_the_other(n_responses: int, n_steps: int) -> None:
    problems = two_sided(20, n_responses=n_responses, width=5)
    network = masked.build(n_responses=n_responses, width=5, n_steps=n_steps)
    assert worst_error(network, problems, n_steps) <= 1e-12


def test_a_step_is_as_long_as_its_query_squared() -> None:
    problems = two_sided(20, n_responses=6, width=5)
    longer = replace(problems, query=problems.query * np.linspace(0.2, 3, 20)[:, None])
    assert worst_error(masked.build(n_responses=6, width=5), longer) <= 1e-12


@pytest.mark.parametrize("sharpness", [1.77, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40])
@pytest.mark.parametrize("equal_gaps", [True, False])
def test_the_error_stays_within_its_proved_bound_at_every_temperature(sharpness: float, equal_gaps: bool) -> None:
    problems = two_sided(40, n_responses=8, width=5)
    if equal_gaps:
        problems = replace(problems, rewards=GAP * problems.rewards.argsort(axis=1).argsort(axis=1))
    temperature = sharpness / GAP
    network = masked.build(n_responses=8, width=5, temperature=temperature)
    missed = network.predictions(problems) - descend(problems, STEP_SIZE).predictions
    proved = masked.bound(problems, step_size=STEP_SIZE, temperature=temperature, gap=GAP)
    assert (np.linalg.norm(missed, axis=1) <= proved + 1e-14).all()
    assert marks(network, network.network, problems) <= 1e-13
    if equal_gaps and sharpness <= 20:
        assert np.linalg.norm(missed, axis=1).max() > 0.01 * proved.max()


def test_the_temperature_for_a_tolerance_keeps_to_it_and_a_lower_one_does_not() -> None:
    problems = draw_problems(20, n_responses=8, width=5)
    how = {"step_size": STEP_SIZE, "gap": GAP}
    for tolerance in (0.5, 1e-3, 1e-12):
        enough = masked.temperature_for(tolerance, problems, **how)
        assert masked.bound(problems, temperature=enough, **how).max() == pytest.approx(tolerance, rel=1e-9)
        assert masked.bound(problems, temperature=0.99 * enough, **how).max() > tolerance
    assert masked.temperature_for(1e9, problems, **how) * GAP == pytest.approx(1.763, abs=5e-4)
    with pytest.raises(Misuse, match="`tolerance` must be above 0 and finite, got 0; 1e-12 is a usual one"):
        masked.temperature_for(0, problems, **how)


@pytest.mark.parametrize("gap", [10.0, 1e-3, 1e-13])
def test_gaps_may_be_of_any_size_if_the_network_is_built_for_them(gap: float) -> None:
    problems = draw_problems(20, n_responses=8, width=5, min_gap=gap)
    assert worst_error(masked.build(n_responses=8, width=5, gap=gap), problems) <= 1e-12


def near_tie(share: float) -> Problems:
    """Problems of which two neighbours in the middle are only a share of the gap apart, the others more than it."""
    problems = draw_problems(40, n_responses=8, width=5)
    rewards = np.sort(problems.rewards, axis=1)
    rewards[:, 4:] -= (rewards[:, 4] - rewards[:, 3] - share * GAP)[:, None]
    return replace(problems, rewards=rewards)


def test_rewards_nearer_than_three_quarters_of_the_gap_lose_a_stage() -> None:
    network = masked.build(n_responses=8, width=5, allow_near_ties=True)
    assert worst_error(network, near_tie(0.76)) <= 1e-12
    for share in (0.74, 0.5, 0.2):
        problems = near_tie(share)
        expected = descend(problems, STEP_SIZE).predictions
        missed = np.linalg.norm(network.predictions(problems) - expected, axis=1)
        lost = np.median(missed / np.linalg.norm(expected - problems.prediction, axis=1))
        assert 0.15 < lost < 0.35


def test_ties_move_the_prediction_off_the_mean_over_their_orders() -> None:
    network = masked.build(n_responses=8, width=5, allow_near_ties=True)
    tied = near_tie(0)
    orders = [replace(tied, rewards=tied.rewards + shift * np.eye(8)[4]) for shift in (1e-6, -1e-6)]
    expected = sum(descend(problems, STEP_SIZE).predictions for problems in orders) / 2
    missed = np.linalg.norm(network.predictions(tied) - expected, axis=1)
    assert 0.1 < np.median(missed / np.linalg.norm(expected - tied.prediction, axis=1)) < 0.3


def test_every_token_but_the_start_ends_with_the_same_prediction() -> None:
    problems = two_sided(20, n_responses=5, width=3)
    network = masked.build(n_responses=5, width=3, n_steps=2)
    held = run(network.network, network.embed(problems))[..., network.channels.place("w")]
    assert np.allclose(held[:, 1:], held[:, -1:], rtol=0, atol=1e-14) and not held[:, 0].any()


def test_without_any_one_of_its_weights_an_answer_or_a_mask_is_another() -> None:
    problems = two_sided(40, n_responses=5, width=2, query_width=2)
    rewards = np.where(np.arange(40)[:, None] < 30, problems.rewards, 0)
    tied = replace(problems, rewards=rewards, query=problems.query * np.linspace(0.5, 1.5, 40)[:, None])
    network = masked.build(n_responses=5, width=2, query_width=2, n_steps=2, allow_near_ties=True)
    assert len(list(without_each(network.network))) > 90
    assert idle(network, tied, masks=True) == []


def test_its_size_is_as_stated() -> None:
    network = masked.build(n_responses=8, width=5, n_steps=2)
    first, *others = network.network.blocks
    assert first.heads == () and len(others) == 2 * (8 - 1)
    assert all([head.name for head in block.heads] == ["top", "average"] for block in others)
    widths = [len(block.feed_forward.bias) for block in others]
    assert widths == [*[5] * 6, 4 * 5 + 3] * 2
    assert all(block.feed_forward is others[0].feed_forward for block in others[:6])


def test_what_it_cannot_take_is_refused() -> None:
    with pytest.raises(Misuse, match=r"got 20 \* 0\.05 = 1; use a temperature of 35\.255 or more"):
        masked.build(n_responses=4, width=3, temperature=20)
    with pytest.raises(Misuse, match="`n_responses` must be 2 or more, got 1"):
        masked.build(n_responses=1, width=3)
    with pytest.raises(Misuse, match=r"`gap` must be above 0 and finite, got 0\.0"):
        masked.build(n_responses=4, width=3, gap=0.0)
    network, problems = masked.build(n_responses=4, width=3), draw_problems(2, n_responses=4, width=3)
    for rewards in (np.ones((2, 4)), np.tile([0.0, 1, 2, 2.04], (2, 1))):
        with pytest.raises(Misuse, match=r"rewards must differ by 0\.05 or more, got .* build with a gap no larger"):
            network.predictions(replace(problems, rewards=rewards))
    with pytest.raises(Misuse, match="build with largest_reward=300"):
        network.predictions(replace(problems, rewards=np.tile([0.0, 1, 2, 300], (2, 1))))
    with pytest.raises(Misuse, match="build with n_responses=8"):
        network.predictions(draw_problems(2, n_responses=8, width=3))
    with pytest.raises(Misuse, match="build with largest_logit="):
        network.predictions(replace(problems, responses=100 * problems.responses))
