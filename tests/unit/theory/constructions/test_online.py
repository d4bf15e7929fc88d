import re
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from redraft.errors import Misuse
from redraft.theory.constructions import masked, online, picked
from redraft.theory.constructions.blocks import steps
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.online import prefix_predictions
from redraft.theory.problems import Floats, Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.verification.breaking import without_each

STEP_SIZE = 0.1
GAP = 0.05


def prefix_descent(problems: Problems, n_steps: int = 1) -> Floats:
    """``(B, N + 1, d)`` gradient descent on the first 0, 1, .. N responses alone; fewer than two teach nothing."""
    n_responses = problems.rewards.shape[1]
    prefixes = (
        replace(problems, responses=problems.responses[:, :n], rewards=problems.rewards[:, :n])
        for n in range(2, n_responses + 1)
    )
    learnt = [descend(prefix, STEP_SIZE, n_steps).predictions for prefix in prefixes]
    return np.stack([problems.prediction, problems.prediction, *learnt], axis=1)


def worst_error(construction: Construction[Problems], problems: Problems, n_steps: int = 1) -> float:
    """Over all prefixes, and at the query."""
    expected = prefix_descent(problems, n_steps)
    of_prefixes = np.abs(prefix_predictions(construction, problems) - expected).max()
    return float(max(of_prefixes, np.abs(construction.predictions(problems) - expected[:, -1]).max()))


def drawn(n_problems: int, *, n_responses: int, width: int, query_width: int = 5) -> Problems:
    """Problems with queries that are not of length 1, and rewards that turn negative below one rank or another."""
    problems = draw_problems(n_problems, n_responses=n_responses, width=width, query_width=query_width, seed=5)
    ranked = np.sort(problems.rewards, axis=1)
    between = (ranked[:, 1:] + ranked[:, :-1]) / 2
    turn = between[np.arange(n_problems), np.arange(n_problems) % (n_responses - 1)]
    return replace(problems, query=1.3 * problems.query, rewards=problems.rewards - turn[:, None])


@pytest.mark.parametrize("n_responses", [2, 4, 8, 16, 32])
@pytest.mark.parametrize("width", [1, 5, 16])
def test_one_causal_pass_takes_the_step_of_every_prefix(n_responses: int, width: int) -> None:
    problems = draw_problems(5, n_responses=n_responses, width=width)
    construction = online.build(n_responses=n_responses, width=width)
    assert construction.network.causal
    assert worst_error(construction, problems) <= 1e-12
    in_single = construction.predictions(problems, dtype="float32")
    assert np.abs(in_single - descend(problems, STEP_SIZE).predictions).max() <= 1e-5


def test_more_passes_descend_further_on_every_prefix_without_copies_of_the_context() -> None:
    problems = drawn(10, n_responses=7, width=3)
    construction = online.build(n_responses=7, width=3, n_steps=4)
    assert worst_error(construction, problems, 4) <= 1e-12
    assert construction.embed(problems).shape[1] == 9


def test_a_network_for_many_responses_takes_fewer() -> None:
    problems = drawn(10, n_responses=5, width=3)
    assert worst_error(online.build(n_responses=12, width=3, n_steps=2), problems, 2) <= 1e-12


@pytest.mark.parametrize("activation", ["silu", "gelu"])
def test_smooth_activations_are_as_exact(activation: str) -> None:
    problems = drawn(10, n_responses=8, width=5)
    construction = online.build(n_responses=8, width=5, activation=activation)  # type: ignore[arg-type]
    assert worst_error(construction, problems) <= 1e-12


def lists_are_right(construction: Construction[Problems], problems: Problems) -> bool:
    """Whether every token has on its list the best of its prefix, as many as there were stages, and nothing else."""
    rewards, listed = problems.rewards, construction.channels.place("m")
    n_responses = rewards.shape[1]
    stages = [s for s in steps(construction.network, construction.embed(problems)) if s.attention][:-1]
    for n_taken, stage in enumerate(stages, start=1):
        for n in range(1, n_responses + 1):
            better = (rewards[:, None, :n] > rewards[:, :n, None]).sum(axis=2)
            m = stage.tokens[:, n, listed][:, :n_responses]
            taken = better < n_taken
            if not ((m[:, :n] >= 1) == taken).all() or (m[:, :n][~taken] != 0).any() or (m[:, n:] != 0).any():
                return False
    return True


def evenly_ranked(n_problems: int, *, n_responses: int) -> Problems:
    """Problems with all gaps as small as they may be, where telling neighbours apart is hardest."""
    problems = draw_problems(n_problems, n_responses=n_responses, width=2, query_width=2, seed=6)
    ranks = problems.rewards.argsort(axis=1).argsort(axis=1)
    return replace(problems, rewards=GAP * ranks)


@pytest.mark.parametrize("n_responses", [2, 5, 16])
def test_at_the_lowest_temperature_that_is_let_in_lists_are_right(n_responses: int) -> None:
    problems = evenly_ranked(20, n_responses=n_responses)
    assert lists_are_right(
        online.build(n_responses=n_responses, width=2, query_width=2, temperature=1.39 / GAP), problems
    )


def test_a_soft_selection_errs_within_its_bound() -> None:
    problems = drawn(50, n_responses=8, width=5)
    q = np.exp(-5.0)
    diameter = np.linalg.norm(problems.responses[:, :, None] - problems.responses[:, None], axis=-1).max(axis=(1, 2))
    construction = online.build(n_responses=8, width=5, temperature=5 / GAP)
    errors = np.linalg.norm(prefix_predictions(construction, problems) - prefix_descent(problems), axis=2)
    bound = 2 * STEP_SIZE * 1.3**2 * 7 * diameter * q / (1 - q)
    assert (errors <= bound[:, None]).all()
    assert errors.max() > 1e-6


def test_every_single_weight_is_needed() -> None:
    problems = drawn(9, n_responses=4, width=2, query_width=2)
    sharp = online.build(n_responses=4, width=2, query_width=2, n_steps=2)
    even = evenly_ranked(20, n_responses=6)
    soft = online.build(n_responses=6, width=2, query_width=2, temperature=1.39 / GAP)
    assert worst_error(sharp, problems, 2) <= 1e-12
    needed = {w: worst_error(replace(sharp, network=net), problems, 2) > 1e-6 for w, net in without_each(sharp.network)}
    # What keeps small weights off the lists has nothing to do at a high temperature.
    kept = {w: not lists_are_right(replace(soft, network=net), even) for w, net in without_each(soft.network)}
    assert len(needed) > 100
    assert {weight for weight, red in needed.items() if not red and weight.part != "take"} == set()
    assert {weight for weight, red in kept.items() if not red and weight.part == "take"} == set()


def listed(problems: Problems, order: npt.NDArray[np.integer]) -> Problems:
    """The same problems with responses in another order."""
    return replace(
        problems,
        rewards=np.take_along_axis(problems.rewards, order, axis=1),
        responses=np.take_along_axis(problems.responses, order[..., None], axis=1),
    )


def missed_under_a_causal_mask(construction: Construction[Problems], problems: Problems, n_steps: int = 1) -> Floats:
    """How much of the step each problem misses when the network's tokens do not see later ones."""
    causal = replace(construction, network=replace(construction.network, causal=True))
    expected = descend(problems, STEP_SIZE, n_steps).predictions
    size = np.linalg.norm(expected - problems.prediction, axis=1)
    missed: Floats = np.linalg.norm(causal.predictions(problems) - expected, axis=1) / size
    return missed


@pytest.mark.parametrize(
    ("n_responses", "as_drawn", "worst_first"), [(4, (0.49, 0.67), (0.76, 0.84)), (16, (0.74, 0.73), (0.95, 0.95))]
)
def test_networks_that_mark_responses_miss_most_of_the_step_under_a_causal_mask(
    n_responses: int, as_drawn: tuple[float, float], worst_first: tuple[float, float]
) -> None:
    problems = draw_problems(200, n_responses=n_responses, width=5)
    turned = listed(problems, np.argsort(problems.rewards, axis=1))
    for network, *medians in zip((masked, picked), as_drawn, worst_first, strict=True):
        construction = network.build(n_responses=n_responses, width=5)
        for given, median in zip((problems, turned), medians, strict=True):
            assert np.median(missed_under_a_causal_mask(construction, given)) == pytest.approx(median, abs=0.03)


@pytest.mark.parametrize("n_steps", [1, 3])
def test_listed_best_first_they_are_exact_under_a_causal_mask(n_steps: int) -> None:
    problems = draw_problems(50, n_responses=8, width=5)
    best_first = listed(problems, np.argsort(-problems.rewards, axis=1))
    for network in (masked, picked):
        construction = network.build(n_responses=8, width=5, n_steps=n_steps)
        assert missed_under_a_causal_mask(construction, best_first, n_steps).max() <= 1e-12


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_responses": 1}, "`n_responses` must be 2 or more, got 1"),
        ({"n_responses": 3}, "positions for 3 responses, got 4; build with n_responses=4"),
        ({"width": 3}, "build with width=2"),
        ({"gap": 0.5}, "rewards must differ by 0.5 or more"),
        ({"gap": -1.0}, "`gap` must be above 0 and finite, got -1.0"),
        ({"temperature": 27.0}, "`temperature` times `gap` must be 1.386 or more"),
        ({"largest_reward": 1e-3}, "rewards must lie within 0.001 of 0"),
        ({"largest_logit": 1e-3}, "|y|^2 + 2 |W x| |y| must be 0.001 or less"),
    ],
)
def test_what_it_cannot_take_is_refused_with_a_remedy(options: dict[str, float], message: str) -> None:
    problems = draw_problems(3, n_responses=4, width=2)
    with pytest.raises(Misuse, match=re.escape(message)):
        online.build(**{"n_responses": 4, "width": 2, **options}).predictions(problems)  # type: ignore[arg-type]
