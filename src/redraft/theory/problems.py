"""Ranking problems: what one step of in-context alignment starts from. Data alone; nothing is computed here.

The oracle of `statements` and the networks of `constructions` both read these, and share nothing else.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from redraft.core import seed_for
from redraft.errors import Misuse

Floats = npt.NDArray[np.floating]
"""Real numbers; float64 unless a test of precision says float32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """``B`` problems of one shape: one query, ``N`` responses with rewards, and the linear model before its step.

    Source: wang2024incontext Sec. 2.

    Attributes:
        query: ``(B, d_x)`` the query x that every response of a problem answers.
        responses: ``(B, N, d)`` the responses y, in any order.
        rewards: ``(B, N)`` the critic's reward of each, higher is better, any scale.
        weights: ``(B, d, d_x)`` the model W before the step; it predicts W x.

    Raises:
        Misuse: with fewer than two responses, with shapes that do not match, or with numbers that are not finite.
    """

    query: Floats
    responses: Floats
    rewards: Floats
    weights: Floats

    def __post_init__(self) -> None:
        """Check shapes and numbers once, at the door."""
        _check_shapes(self, {"query": "b x", "responses": "b n y", "rewards": "b n", "weights": "b y x"})

    @property
    def prediction(self) -> Floats:
        """``(B, d)`` what the model says before the step, W x."""
        prediction: Floats = np.einsum("byx,bx->by", self.weights, self.query)
        return prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralProblems:
    """Problems whose responses answer queries of their own; the step is read out at a further query.

    Source: wang2024incontext App. E, general x_i.

    Attributes:
        query: ``(B, d_x)`` the query to answer after the step.
        queries: ``(B, N, d_x)`` the query that each response answers.
        responses: ``(B, N, d)``.
        rewards: ``(B, N)``.
        weights: ``(B, d, d_x)``.

    Raises:
        Misuse: as for `Problems`.
    """

    query: Floats
    queries: Floats
    responses: Floats
    rewards: Floats
    weights: Floats

    def __post_init__(self) -> None:
        """Check shapes and numbers once, at the door."""
        shapes = {"query": "b x", "queries": "b n x", "responses": "b n y", "rewards": "b n", "weights": "b y x"}
        _check_shapes(self, shapes)


def smallest_gaps(rewards: Floats) -> Floats:
    """``(B,)`` the smallest distance between two rewards of each problem; 0 where two are equal."""
    gaps: Floats = np.diff(np.sort(rewards, axis=-1), axis=-1).min(axis=-1)
    return gaps


def check_gaps(rewards: Floats, *, at_least: float, remedy: str) -> None:
    """Refuse rewards that lie too close together for a construction that has to tell them apart.

    Args:
        rewards: ``(B, N)``.
        at_least: the smallest distance allowed; with 0 rewards must only differ.
        remedy: what the caller can do, the end of the message.

    Raises:
        Misuse: naming the first problem that breaks it, and its distance.
    """
    gaps = smallest_gaps(rewards)
    # A gap made by subtracting may miss its target by rounding; what is refused is a real shortfall.
    wrong = np.flatnonzero((gaps <= 0) | (gaps < at_least * (1 - 1e-9)))
    if wrong.size:
        first = int(wrong[0])
        need = "differ" if at_least == 0 else f"differ by {at_least:g} or more"
        raise Misuse(
            f"rewards must {need}, got a smallest distance of {float(gaps[first]):.3g} in problem {first}; {remedy}"
        )


def draw_problems(
    n_problems: int, *, n_responses: int, width: int, query_width: int = 5, min_gap: float = 0.05, seed: int = 0
) -> Problems:
    """Problems with Gaussian weights and responses, a query of length 1, and rewards in random order.

    Args:
        n_problems: B.
        n_responses: N, 2 or more.
        width: d, numbers in a response.
        query_width: d_x, numbers in a query.
        min_gap: the smallest distance between two rewards of a problem; other distances are up to three times it.
        seed: decides every draw; the shape is part of its address.
    """
    rng = np.random.default_rng(seed_for(seed, "problems", f"{n_problems} {n_responses} {width} {query_width}"))
    query = rng.standard_normal((n_problems, query_width))
    gaps = min_gap * rng.uniform(1, 3, (n_problems, n_responses))
    return Problems(
        query=query / np.linalg.norm(query, axis=1, keepdims=True),
        responses=rng.standard_normal((n_problems, n_responses, width)),
        rewards=rng.permuted(np.cumsum(gaps, axis=1), axis=1),
        weights=rng.standard_normal((n_problems, width, query_width)) / np.sqrt(query_width),
    )


def draw_general_problems(
    n_problems: int, *, n_responses: int, width: int, query_width: int = 5, min_gap: float = 0.05, seed: int = 0
) -> GeneralProblems:
    """As `draw_problems`, with a query of length 1 for every response."""
    plain = draw_problems(
        n_problems, n_responses=n_responses, width=width, query_width=query_width, min_gap=min_gap, seed=seed
    )
    rng = np.random.default_rng(seed_for(seed, "queries", f"{n_problems} {n_responses} {width} {query_width}"))
    queries = rng.standard_normal((n_problems, n_responses, query_width))
    return GeneralProblems(
        query=plain.query,
        queries=queries / np.linalg.norm(queries, axis=2, keepdims=True),
        responses=plain.responses,
        rewards=plain.rewards,
        weights=plain.weights,
    )


def _check_shapes(problems: Problems | GeneralProblems, shapes: dict[str, str]) -> None:
    sizes: dict[str, int] = {}
    for name, axes in shapes.items():
        array = getattr(problems, name)
        if array.ndim != len(axes.split()):
            raise Misuse(
                f"`{name}` must have the axes ({axes}), got shape {array.shape}; add the axis of problems first"
            )
        if not np.isfinite(array).all():
            raise Misuse(
                f"`{name}` must be finite, got {float(array[~np.isfinite(array)][0])!r}; leave such problems out"
            )
        for axis, size in zip(axes.split(), array.shape, strict=True):
            if sizes.setdefault(axis, size) != size:
                raise Misuse(
                    f"shapes do not match: `{name}` {array.shape} has {size} where others have {sizes[axis]} "
                    f"(axes: {axes}); b problems, n responses, y numbers in a response, x in a query"
                )
    if sizes["n"] < 2:
        raise Misuse(f"a ranking needs 2 responses or more, got {sizes['n']}; add responses to the context")
