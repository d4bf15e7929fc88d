import re
from dataclasses import replace

import numpy as np
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import paper
from redraft.theory.constructions.blocks import Network, run, steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Floats, Problems, draw_problems
from redraft.theory.statements.descent import descend, moved_responses
from redraft.theory.statements.gradients import direction
from redraft.theory.verification.breaking import without_each

STEP_SIZE = 0.1
GAP = 0.05


def centred(n_problems: int, *, n_responses: int, width: int, query_width: int = 5) -> Problems:
    """Problems with rewards of both signs."""
    problems = draw_problems(n_problems, n_responses=n_responses, width=width, query_width=query_width, min_gap=GAP)
    return replace(problems, rewards=problems.rewards - problems.rewards.mean(axis=1, keepdims=True))


def worst_error(construction: Construction[Problems], problems: Problems, n_steps: int = 1, **kwargs: str) -> float:
    expected = descend(problems, STEP_SIZE, n_steps).predictions
    return float(np.abs(construction.predictions(problems, **kwargs) - expected).max())


def scratch_error(construction: Construction[Problems], problems: Problems) -> float:
    """How far n is from the square of the copy after any stage of the first step, relative to it, and how far rewards
    that were lowered by gamma for each dropped copy are from the rewards of the problem, relative to gamma; and the
    largest weight that any head gives to the query's dummy response."""
    n, r, copy = (construction.channels.place(name) for name in ("n", "r", "copy"))
    stages = [s for s in steps(construction.network, construction.embed(problems)) if s.attention]
    worst = [0.0]
    for stage in stages[: problems.rewards.shape[1] - 1]:
        worst += [float(weights[:, :, -1].max()) for weights in stage.attention.values()]
        tokens = stage.tokens[:, :-1]
        squares = (tokens[..., copy] ** 2).sum(axis=-1)
        moved = (tokens[..., copy] - problems.responses)[..., 0]
        lowered = tokens[..., r][..., 0] - problems.rewards - moved
        worst.append(float((np.abs(tokens[..., n][..., 0] - squares) / (1 + squares)).max()))
        worst.append(float(np.ptp(lowered, axis=1).max() / paper.GAMMA))
    return max(worst)


@pytest.mark.parametrize("n_responses", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_one_pass_is_one_gradient_step(n_responses: int, width: int) -> None:
    problems = draw_problems(10, n_responses=n_responses, width=width)
    construction = paper.build(n_responses=n_responses, width=width)
    assert worst_error(construction, problems) <= 1e-12
    assert worst_error(construction, problems, dtype="float32") <= 1e-5


@pytest.mark.parametrize("n_responses", [2, 5, 16])
def test_passes_one_after_the_other_are_gradient_steps_one_after_the_other(n_responses: int) -> None:
    problems = centred(10, n_responses=n_responses, width=5)
    construction = paper.build(n_responses=n_responses, width=5, n_steps=4)
    assert worst_error(construction, problems, 4) <= 1e-12


def test_every_response_moves_by_what_the_weights_would_have_gained() -> None:
    problems = centred(20, n_responses=6, width=3)
    construction = paper.build(n_responses=6, width=3)
    tokens = run(construction.network, construction.embed(problems))
    moved = tokens[:, :-1, construction.channels.place("y")]
    assert np.abs(moved - moved_responses(problems, STEP_SIZE)).max() <= 1e-12


def test_each_stage_looks_at_the_best_response_that_is_left() -> None:
    problems = centred(5, n_responses=4, width=2)
    construction = paper.build(n_responses=4, width=2)
    looked = [step.attention["top"] for step in steps(construction.network, construction.embed(problems)) if step[1]]
    order = np.argsort(-problems.rewards, axis=1)
    assert len(looked) == 3
    for k, weights in enumerate(looked):
        assert (weights[:, -1].argmax(axis=-1) == order[:, k]).all()
        assert weights[:, -1].max(axis=-1) == pytest.approx(1, abs=1e-12)


def test_a_soft_selection_errs_within_its_bound() -> None:
    problems = centred(50, n_responses=8, width=5)
    q = np.exp(-5.0)
    diameter = np.linalg.norm(problems.responses[:, :, None] - problems.responses[:, None], axis=-1).max()
    construction = paper.build(n_responses=8, width=5, temperature=5 / GAP)
    bound = 2 * STEP_SIZE * 7 * diameter * q / (1 - q)
    assert 1e-6 < worst_error(construction, problems) <= bound


def test_without_any_one_weight_the_answer_or_the_scratch_is_wrong() -> None:
    problems = centred(8, n_responses=4, width=2, query_width=2)
    sharp = paper.build(n_responses=4, width=2, query_width=2, n_steps=2)
    # At a low temperature the best exceeds r+, and the second ReLU of the gate has work to do.
    soft = paper.build(n_responses=4, width=2, query_width=2, n_steps=2, temperature=3 / GAP)
    assert worst_error(sharp, problems, 2) <= 1e-12
    assert scratch_error(soft, problems) <= 1e-12
    idle, n_weights = [], 0
    for (weight, answering), (_, keeping) in zip(without_each(sharp.network), without_each(soft.network), strict=True):
        n_weights += 1
        # A part of the scratch would do to keep a dropped response away; all of it is held exactly all the same.
        if not (
            worst_error(replace(sharp, network=answering), problems, 2) > 1e-6
            or scratch_error(replace(soft, network=keeping), problems) > 1e-6
        ):
            idle.append(weight)
    assert n_weights > 90
    assert idle == []


def errors_as_written(n_responses: int, gamma: float) -> Floats:
    """The largest error of each of 200 problems, with the network of Lemma E.7 and eps = 1e-3."""
    problems = draw_problems(200, n_responses=n_responses, width=5, min_gap=GAP)
    construction = paper.build_as_written(n_responses=n_responses, width=5, gamma=gamma)
    expected = descend(problems, STEP_SIZE).predictions
    errors: Floats = np.abs(construction.predictions(problems) - expected).max(axis=1)
    return errors


@pytest.mark.parametrize(("n_responses", "median"), [(5, 0.96), (10, 2.5), (19, 5.4)])
def test_the_network_of_lemma_e7_errs_by_as_much_as_the_step_at_any_high_temperature(
    n_responses: int, median: float
) -> None:
    at_a_thousand = errors_as_written(n_responses, 1e3)
    assert np.median(at_a_thousand) == pytest.approx(median, rel=0.1)
    for gamma in (1e4, 1e5):
        assert errors_as_written(n_responses, gamma) == pytest.approx(at_a_thousand, rel=1e-6)


def test_the_network_of_lemma_e7_is_exact_for_two_responses() -> None:
    assert errors_as_written(2, 1e3).max() <= 1e-12


def test_the_network_of_lemma_e7_drops_nothing_so_every_block_repeats_the_first_choice() -> None:
    problems = draw_problems(50, n_responses=10, width=5, min_gap=GAP)
    construction = paper.build_as_written(n_responses=10, width=5, gamma=1e4)
    repeated = problems.prediction + 9 * 2 * STEP_SIZE * direction(problems, loss="infonce")
    assert np.abs(construction.predictions(problems) - repeated).max() <= 1e-12


@pytest.mark.parametrize("n_responses", [5, 10, 19])
def test_at_its_best_temperature_the_network_of_lemma_e7_still_errs_by_a_hundredth_of_the_step(
    n_responses: int,
) -> None:
    problems = draw_problems(200, n_responses=n_responses, width=5, min_gap=GAP)
    size = np.abs(descend(problems, STEP_SIZE).predictions - problems.prediction).max(axis=1)
    gammas = (10, 20, 30, 40, 50, 60, 70, 80, 100)
    medians = [float(np.median(errors_as_written(n_responses, gamma) / size)) for gamma in gammas]
    assert 0.01 < min(medians) < 0.03
    assert gammas[int(np.argmin(medians))] in (50, 60)


@pytest.mark.parametrize("n_responses", [5, 10, 19])
def test_a_bias_alone_mends_lemma_e7(n_responses: int) -> None:
    problems = draw_problems(50, n_responses=n_responses, width=5, min_gap=GAP)
    construction = paper.build(n_responses=n_responses, width=5)
    blocks = []
    for block in construction.network.blocks:
        if block.feed_forward is not None and block.feed_forward.name == "drop":
            # The gate is relu(r / m + 1) - relu(r / m): take the second ReLU away.
            first = block.feed_forward.outer * (block.feed_forward.bias == 1)
            block = replace(block, feed_forward=replace(block.feed_forward, outer=first))
        blocks.append(block)
    one_relu = replace(construction, network=replace(construction.network, blocks=tuple(blocks)))
    assert worst_error(one_relu, problems) <= 1e-12


def test_the_excess_that_lemma_e7_divides_by_vanishes_exactly_as_the_selection_becomes_exact() -> None:
    problems = centred(100, n_responses=6, width=2)
    rewards = problems.rewards
    ranked = np.sort(rewards, axis=1)
    gap, reach = ranked[:, -1] - ranked[:, -2], ranked[:, -1] - ranked[:, 0]
    medians = []
    for gamma in (10.0, 30.0, 100.0, 300.0, 1e4):
        construction = paper.build_as_written(n_responses=6, width=2, gamma=gamma)
        first = next(s for s in steps(construction.network, construction.embed(problems)) if s.attention)
        weights = first.attention["top"][:, -1, :-1] / first.attention["top"][:, -1, :-1].sum(axis=1, keepdims=True)
        missed = np.where(rewards < ranked[:, -1:], weights, 0).sum(axis=1)
        excess = (weights * (ranked[:, -1:] - rewards)).sum(axis=1)
        assert (gap * missed <= excess * (1 + 1e-9)).all()
        assert (excess <= reach * missed * (1 + 1e-9)).all()
        medians.append(float(np.median(excess)))
    assert medians == sorted(medians, reverse=True)
    assert medians[0] > 0.05
    assert medians[2] < 1e-2
    assert medians[-1] < 1e-100


def test_the_excess_depends_on_the_problem_and_on_the_stage() -> None:
    problems = centred(100, n_responses=6, width=2)
    construction = paper.build(n_responses=6, width=2, temperature=3 / GAP)
    r = construction.channels.place("r")
    held = [
        step.tokens[:, :-1, r][..., 0].max(axis=1)
        for step in steps(
            replace(construction, network=_without_drop(construction)).network, construction.embed(problems)
        )
        if step.attention
    ]
    assert held[0].max() > 10 * held[0].min() > 0


def _without_drop(construction: Construction[Problems]) -> Network:
    blocks = tuple(replace(b, feed_forward=None) if b.heads else b for b in construction.network.blocks)
    return replace(construction.network, blocks=blocks)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"temperature": 1.2 / GAP}, "must be 1.317 or more"),
        ({"temperature": 1.2 / GAP}, "use a temperature of 26.34 or more"),
        ({"temperature": 0.9 / GAP, "margin": GAP / 100}, "use a temperature of 20 or more"),
        ({"temperature": float("nan")}, "`temperature` must be above 0 and finite, got nan"),
        ({"margin": 2 * GAP}, "`margin` must be below the gap 0.05, got 0.1; leave it out for half the gap"),
        ({"margin": 0.0}, "`margin` must be above 0 and finite, got 0.0"),
        ({"gap": 0.0}, "`gap` must be above 0 and finite, got 0.0"),
        ({"gap": float("nan")}, "`gap` must be above 0 and finite, got nan"),
    ],
)
def test_a_gate_that_cannot_work_is_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(Misuse, match=re.escape(message)):
        paper.build(n_responses=4, width=2, **options)  # type: ignore[arg-type]


def test_problems_that_it_cannot_take_are_refused() -> None:
    problems = draw_problems(3, n_responses=4, width=2, min_gap=GAP)
    construction = paper.build(n_responses=4, width=2)
    with pytest.raises(Misuse, match="build with n_responses=4"):
        paper.build(n_responses=5, width=2).predictions(problems)
    tied = problems.rewards.copy()
    tied[1, 0] = tied[1, 1]
    with pytest.raises(
        Misuse, match=r"rewards must differ by 0\.05 or more, got a smallest distance of 0 in problem 1"
    ):
        construction.predictions(replace(problems, rewards=tied))
    with pytest.raises(Misuse, match="must have length 1, got 2 in problem 0"):
        construction.predictions(replace(problems, query=2 * problems.query))
    with pytest.raises(Misuse, match=r"must lie within 250 of 0, got [0-9.e+]+; build with largest_reward=[0-9]+"):
        construction.predictions(replace(problems, rewards=1e5 * problems.rewards))


def test_the_usual_margin_needs_no_more_than_the_least_sharpness() -> None:
    paper.build(n_responses=3, width=1, temperature=paper.LEAST_SHARPNESS / GAP * (1 + 1e-9))
    with pytest.raises(Misuse, match=r"must be 1\.317 or more to tell the best response"):
        paper.build(n_responses=3, width=1, temperature=paper.LEAST_SHARPNESS / GAP * (1 - 1e-6))


def test_rewards_far_from_0_are_taken_by_a_network_that_is_built_for_them() -> None:
    problems = draw_problems(20, n_responses=4, width=2, min_gap=GAP)
    far = replace(problems, rewards=problems.rewards - 900)
    assert worst_error(paper.build(n_responses=4, width=2, largest_reward=901), far) <= 1e-12
    wide = replace(problems, rewards=400 / GAP * problems.rewards)
    # At this temperature a dropped response must be moved by more than the usual gamma to be out of reach.
    soft = paper.build(n_responses=4, width=2, gap=400, temperature=3 / 400, largest_reward=6000)
    alike = paper.build(n_responses=4, width=2, gap=GAP, temperature=3 / GAP)
    assert np.abs(soft.predictions(wide) - alike.predictions(problems)).max() <= 1e-9


@pytest.mark.parametrize("n_responses", [2, 3, 8])
@pytest.mark.parametrize("sharpness", [1.9, 3.0, 10.0])
def test_the_bound_holds_where_the_prediction_is_far_from_all_responses(n_responses: int, sharpness: float) -> None:
    problems = draw_problems(100, n_responses=n_responses, width=5, min_gap=GAP)
    ranks = np.argsort(np.argsort(problems.rewards, axis=1), axis=1)
    problems = replace(problems, rewards=GAP * ranks, weights=5 * problems.weights)
    construction = paper.build(
        n_responses=n_responses, width=5, gap=GAP * (1 - 1e-9), temperature=sharpness / GAP, margin=GAP / 100
    )
    errors = np.linalg.norm(construction.predictions(problems) - descend(problems, STEP_SIZE).predictions, axis=1)
    between = problems.responses[:, :, None] - problems.responses[:, None]
    q = np.exp(-sharpness)
    allowed = 2 * STEP_SIZE * (n_responses - 1) * np.linalg.norm(between, axis=-1).max(axis=(1, 2)) * q / (1 - q)
    assert (errors <= allowed * (1 + 1e-6)).all()


def test_a_prediction_far_from_0_is_taken_or_refused_and_never_wrong() -> None:
    problem = Problems(
        query=np.ones((1, 1)), responses=np.array([[[1.0], [-1.0]]]), rewards=np.array([[1.0, 2.0]]),
        weights=np.full((1, 1, 1), 95.0),
    )  # fmt: skip
    size = {"n_responses": 2, "width": 1, "query_width": 1, "gap": 1.0}
    with pytest.raises(Misuse, match=re.escape("(|y| + |W x|)^2 must be 1000 or less, got 9216; build with")):
        paper.build(**size).predictions(problem)  # type: ignore[arg-type]
    built = paper.build(**size, largest_logit=9308)  # type: ignore[arg-type]
    assert worst_error(built, problem) <= 1e-12
