from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import bradley_terry
from redraft.theory.constructions.blocks import run
from redraft.theory.problems import draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.verification.breaking import without_each
from support.constructing import STEP_SIZE, idle, two_sided, worst_error

SIZES = [(n, d) for n in (2, 4, 8, 16, 32) for d in (1, 5, 16)]


@pytest.mark.parametrize(("n_responses", "width"), SIZES)
def test_one_layer_takes_the_step_of_the_first_choice(n_responses: int, width: int) -> None:
    problems = two_sided(40, n_responses=n_responses, width=width)
    layer = bradley_terry.build(n_responses=n_responses, width=width)
    assert worst_error(layer, problems, loss="infonce") <= 1e-12
    assert worst_error(layer, problems, loss="infonce", dtype="float32") <= 1e-5
    if n_responses == 2:
        assert worst_error(layer, problems, loss="bradley_terry") <= 1e-12


@pytest.mark.parametrize("n_responses", [2, 8])
@pytest.mark.parametrize("temperature", [0.1, 3.0, 50.0])
def test_at_any_temperature_it_is_the_exact_step_of_a_soft_label(n_responses: int, temperature: float) -> None:
    problems = two_sided(40, n_responses=n_responses, width=5)
    layer = bradley_terry.build(n_responses=n_responses, width=5, temperature=temperature, n_steps=3)
    assert worst_error(layer, problems, 3, loss="infonce", temperature=temperature) <= 1e-13


def test_equal_rewards_share_the_label() -> None:
    problems = replace(draw_problems(20, n_responses=4, width=5), rewards=np.tile([1.0, 2, 2, 0], (20, 1)))
    layer = bradley_terry.build(n_responses=4, width=5, allow_near_ties=True)
    assert worst_error(layer, problems, loss="infonce") <= 1e-13


@pytest.mark.parametrize("n_steps", [2, 10])
def test_layers_on_top_of_each_other_are_steps_one_after_the_other(n_steps: int) -> None:
    problems = two_sided(40, n_responses=8, width=5)
    layers = bradley_terry.build(n_responses=8, width=5, n_steps=n_steps)
    assert len(layers.network.blocks) == n_steps
    assert worst_error(layers, problems, n_steps, loss="infonce") <= 1e-12


@pytest.mark.parametrize("sharpness", [10, 20, 30])
def test_against_a_certain_label_two_responses_miss_what_is_proved_and_no_less(sharpness: float) -> None:
    problems = draw_problems(200, n_responses=2, width=5)
    temperature = sharpness / 0.05
    layer = bradley_terry.build(width=5, temperature=temperature)
    missed = layer.predictions(problems) - descend(problems, STEP_SIZE).predictions
    proved = bradley_terry.bound(problems, step_size=STEP_SIZE, temperature=temperature)
    assert np.allclose(np.linalg.norm(missed, axis=1), proved, rtol=1e-9, atol=2e-15)
    apart = np.linalg.norm(problems.responses[:, 0] - problems.responses[:, 1], axis=1)
    by_hand = 2 * STEP_SIZE * apart / (1 + np.exp(temperature * np.abs(np.diff(problems.rewards)[:, 0])))
    assert np.allclose(proved, by_hand, rtol=1e-12)


@pytest.mark.parametrize("temperature", [1.0, 30.0, 200.0, 800.0])
def test_against_a_certain_label_many_responses_stay_within_the_bound(temperature: float) -> None:
    problems = draw_problems(200, n_responses=8, width=5)
    layer = bradley_terry.build(n_responses=8, width=5, temperature=temperature)
    missed = layer.predictions(problems) - descend(problems, STEP_SIZE, loss="infonce").predictions
    proved = bradley_terry.bound(problems, step_size=STEP_SIZE, temperature=temperature)
    assert (np.linalg.norm(missed, axis=1) <= proved + 1e-14).all()


def test_every_token_ends_with_the_same_prediction() -> None:
    problems = two_sided(20, n_responses=5, width=3)
    layer = bradley_terry.build(n_responses=5, width=3, n_steps=2)
    held = run(layer.network, layer.embed(problems))[..., layer.channels.place("w")]
    assert np.allclose(held, held[:, -1:], rtol=0, atol=1e-14)


def test_without_any_one_of_its_weights_the_answer_is_another() -> None:
    problems = two_sided(40, n_responses=4, width=2, query_width=2)
    layer = bradley_terry.build(n_responses=4, width=2, query_width=2)
    assert len(list(without_each(layer.network))) == 18
    assert idle(layer, problems, masks=False) == []


def test_it_is_two_heads_and_nothing_else() -> None:
    layer = bradley_terry.build(width=5)
    (block,) = layer.network.blocks
    assert [head.name for head in block.heads] == ["top", "average"] and block.feed_forward is None
    assert layer.name == "bradley-terry" and bradley_terry.build(n_responses=3, width=5).name == "infonce"
    assert layer.token_names(2) == ("response 1", "response 2", "query")


def test_what_it_cannot_take_is_refused() -> None:
    layer, problems = bradley_terry.build(width=3), draw_problems(2, n_responses=2, width=3)
    with pytest.raises(Misuse, match="queries must have length 1, got 2 "):
        layer.predictions(replace(problems, query=2 * problems.query))
    with pytest.raises(
        Misuse, match=r"rewards must differ by 0\.05 or more, got a smallest distance of 0 in problem 0"
    ):
        layer.predictions(replace(problems, rewards=np.ones((2, 2))))
    with pytest.raises(Misuse, match="build with n_responses=3"):
        layer.predictions(draw_problems(2, n_responses=3, width=3))
    with pytest.raises(
        Misuse, match="`temperature` must be above 0 and finite, got -1; 40 / gap = 800 makes the label"
    ):
        bradley_terry.build(width=3, temperature=-1)
    with pytest.raises(Misuse, match="`n_responses` must be 2 or more, got 1"):
        bradley_terry.build(n_responses=1, width=3)
