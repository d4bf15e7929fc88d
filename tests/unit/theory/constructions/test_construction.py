import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import general, picked, sorted_context
from redraft.theory.constructions.blocks import Activation, Block, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Floats, Problems, draw_general_problems, draw_problems
from redraft.theory.statements.descent import descend

CHANNELS = Channels((("w", 2), ("y", 2)))
# A network that says the mean response: a head that looks everywhere alike, and writes what it reads.
MEAN = Head(name="mean", query=np.zeros((1, 4)), key=np.zeros((1, 4)), value=CHANNELS["y"], output=CHANNELS["w"].T)


def embed(problems: Problems) -> Floats:
    tokens = CHANNELS.tokens(*problems.rewards.shape)
    tokens[..., CHANNELS.place("y")] = problems.responses
    return tokens


def mean_of_responses(answer_at: int = -1) -> Construction[Problems]:
    return Construction(
        name="mean",
        source="nowhere",
        channels=CHANNELS,
        network=Network(blocks=(Block(name="mean", heads=(MEAN,)),)),
        embed=embed,
        token_names=lambda n: tuple(f"response {j}" for j in range(1, n + 1)),
        answer_at=answer_at,
    )


def test_a_prediction_is_what_the_last_token_holds_in_channel_w() -> None:
    problems = draw_problems(5, n_responses=3, width=2)
    assert np.allclose(mean_of_responses().predictions(problems), problems.responses.mean(axis=1))


def test_the_answer_may_stand_at_another_token() -> None:
    tokens = np.arange(24.0).reshape(1, 6, 4)
    assert mean_of_responses().answer(tokens).tolist() == [[20, 21]]
    assert mean_of_responses(answer_at=1).answer(tokens).tolist() == [[4, 5]]


def test_a_precision_in_which_masks_are_infinite_is_refused() -> None:
    problems = draw_general_problems(3, n_responses=32, width=1)
    deep = general.build(n_responses=32, width=1, n_steps=25)
    with pytest.raises(Misuse, match=r"float32 holds numbers up to 3.4e\+38, and the masks of 'general' are [0-9.]+e"):
        deep.predictions(problems, dtype="float32")
    assert np.isfinite(deep.predictions(problems)).all()


def test_predictions_come_in_the_precision_asked_for() -> None:
    problems = draw_problems(5, n_responses=3, width=2)
    exact, rounded = (mean_of_responses().predictions(problems, dtype=dtype) for dtype in ("float64", "float32"))
    assert exact.dtype == np.float64 and rounded.dtype == np.float32
    assert np.allclose(exact, rounded, atol=1e-6)


@pytest.mark.parametrize(("activation", "allowed"), [("relu", 1e-5), ("silu", 2e-5), ("gelu", 2e-5)])
def test_one_step_in_single_precision_is_as_near_as_is_said(activation: Activation, allowed: float) -> None:
    problems = draw_problems(50, n_responses=32, width=16)
    expected = descend(problems, 0.1).predictions
    for module in (picked, sorted_context):
        said = module.build(n_responses=32, width=16, activation=activation).predictions(problems, dtype="float32")
        assert np.abs(said - expected).max() <= allowed


def test_deep_masks_cost_no_digits_in_single_precision() -> None:
    problems = draw_problems(20, n_responses=8, width=5)
    usual, deep = (picked.build(n_responses=8, width=5, largest_logit=logit) for logit in (1e3, 1e30))
    assert np.array_equal(usual.predictions(problems, dtype="float32"), deep.predictions(problems, dtype="float32"))
    assert np.array_equal(usual.predictions(problems), deep.predictions(problems))
