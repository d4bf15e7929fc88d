"""Rewards that are nearly equal, and equal: what each construction makes of them, by how much it is off.

Networks that tell rewards apart by a threshold have a cliff at three quarters of the gap they were built for: two
responses nearer than that are masked together and a stage is lost. Networks that go by order, or by grades, have none.
Errors are relative here: how far a step ends from where it should, of the length of the step.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from redraft.core import seed_for
from redraft.errors import Misuse
from redraft.theory.constructions import graded, masked, picked, sorted_context
from redraft.theory.constructions.construction import Construction
from redraft.theory.problems import Floats, Problems, draw_problems
from redraft.theory.statements.descent import descend
from redraft.theory.statements.ties import tie_averaged_predictions
from redraft.theory.verification.entries import Setting

Build = Callable[[Setting], Construction[Any]]


def _any_gap(module: Any) -> Build:
    def build(setting: Setting) -> Construction[Any]:
        built: Construction[Any] = module.build(
            n_responses=setting.n_responses, width=setting.width, query_width=setting.query_width,
            step_size=setting.step_size, gap=setting.gap, allow_near_ties=True,
        )  # fmt: skip
        return built

    return build


def _size(setting: Setting) -> dict[str, Any]:
    return {
        "n_responses": setting.n_responses,
        "width": setting.width,
        "query_width": setting.query_width,
        "step_size": setting.step_size,
    }


BUILDS: Mapping[str, Build] = {
    "masked": _any_gap(masked),
    "picked": _any_gap(picked),
    "sorted": lambda setting: sorted_context.build(**_size(setting), allow_ties=True),
    "graded": lambda setting: graded.build(**_size(setting)),
}
"""Constructions that are let look at ties, built without the check that would refuse them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a construction makes of rewards that are nearly or exactly equal.

    Attributes:
        construction: its name.
        kind: "near" for one pair at a part of the gap, "equal" for pairs of equal rewards.
        closeness: the part of the gap, in [0, 1]; 0 for equal rewards.
        n_pairs: pairs that are near or equal.
        setting: the size, and the gap that the network was built for.
        n_draws: problems.
        seed: of their draw.
        median: of the relative distances.
        largest: of them.
    """

    construction: str
    kind: Literal["near", "equal"]
    closeness: float
    n_pairs: int
    setting: Setting
    n_draws: int
    seed: int
    median: float
    largest: float


def near_ties(closeness: Sequence[float], setting: Setting, *, n_draws: int = 200, seed: int = 0) -> Iterator[Tie]:
    """One pair of rewards at a part of the gap that the network was built for, against the step of the strict order.

    Args:
        closeness: parts of the gap, above 0.
        setting: size and gap.
        n_draws: problems for each.
        seed: of their draw.
    """
    if min(closeness) <= 0:
        raise Misuse(f"`closeness` must be above 0, got {min(closeness)!r}; `equal_rewards` takes equal ones")
    for part in closeness:
        problems = _near(n_draws, setting, part, seed)
        for name in ("masked", "picked", "sorted"):
            distances = _relative(BUILDS[name](setting), problems, descend(problems, setting.step_size).predictions)
            yield _tie(name, "near", part, 1, setting, n_draws, seed, distances)


def equal_rewards(n_pairs: Sequence[int], setting: Setting, *, n_draws: int = 200, seed: int = 0) -> Iterator[Tie]:
    """Pairs of equal rewards, against the step averaged over all orders that they leave open.

    Args:
        n_pairs: numbers of pairs, each at most half the responses.
        setting: size and gap.
        n_draws: problems for each.
        seed: of their draw.
    """
    for pairs in n_pairs:
        problems = _equal(n_draws, setting, pairs, seed)
        expected = tie_averaged_predictions(problems, setting.step_size)
        for name, build in BUILDS.items():
            taken = graded.as_grades(problems) if name == "graded" else problems
            yield _tie(name, "equal", 0.0, pairs, setting, n_draws, seed, _relative(build(setting), taken, expected))


def _near(n_draws: int, setting: Setting, part: float, seed: int) -> Problems:
    rng = np.random.default_rng(seed_for(seed, "near ties", f"{n_draws} {setting.n_responses} {part}"))
    gaps = setting.gap * rng.uniform(1, 3, (n_draws, setting.n_responses))
    gaps[np.arange(n_draws), rng.integers(1, setting.n_responses, n_draws)] = part * setting.gap
    return _with_rewards(n_draws, setting, rng.permuted(np.cumsum(gaps, axis=1), axis=1), seed)


def _equal(n_draws: int, setting: Setting, n_pairs: int, seed: int) -> Problems:
    n = setting.n_responses
    if not 1 <= n_pairs <= n // 2:
        raise Misuse(f"`n_pairs` must be 1 to {n // 2} of {n} responses, got {n_pairs}")
    rng = np.random.default_rng(seed_for(seed, "equal rewards", f"{n_draws} {n} {n_pairs}"))
    rewards = np.empty((n_draws, n))
    for row in rewards:
        # Which of the distinct rewards, from worst to best, are held by two responses.
        held_twice = rng.permutation(np.repeat([2, 1], [n_pairs, n - 2 * n_pairs]))
        levels = np.cumsum(setting.gap * rng.uniform(1, 3, len(held_twice)))
        row[:] = rng.permutation(np.repeat(levels, held_twice))
    return _with_rewards(n_draws, setting, rewards, seed)


def _with_rewards(n_draws: int, setting: Setting, rewards: Floats, seed: int) -> Problems:
    drawn = draw_problems(
        n_draws, n_responses=setting.n_responses, width=setting.width, query_width=setting.query_width, seed=seed
    )
    return replace(drawn, rewards=rewards)


def _relative(construction: Construction[Any], problems: Problems, expected: Floats) -> Floats:
    """``(B,)`` how far each prediction is from the expected one, of the length of the step."""
    off = np.linalg.norm(construction.predictions(problems) - expected, axis=1)
    distances: Floats = off / np.linalg.norm(expected - problems.prediction, axis=1)
    return distances


def _tie(
    name: str, kind: Literal["near", "equal"], closeness: float, n_pairs: int, setting: Setting, n_draws: int,
    seed: int, distances: Floats,
) -> Tie:  # fmt: skip
    return Tie(
        construction=name, kind=kind, closeness=closeness, n_pairs=n_pairs, setting=setting, n_draws=n_draws,
        seed=seed, median=float(np.median(distances)), largest=float(distances.max()),
    )  # fmt: skip
