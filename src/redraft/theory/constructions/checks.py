"""What constructions ask of their sizes and of problems, checked at the door; messages say what to change."""

import math

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Activation
from redraft.theory.problems import Floats, GeneralProblems, Problems, check_gaps

LEAST_SHARPNESS = math.log(3 + 2 * math.sqrt(2))
"""The smallest temperature times gap at which the best response can be told from the next: 1.763.

With ``q = exp(-beta delta)`` the mean reward that a head reads lies below the best one by ``delta q / (1-q)^2`` at
most, and the threshold needs that to be ``delta / 4`` at most, which is ``q <= 3 - 2 sqrt(2)``.
"""

LEAST_SHARPNESS_SMOOTH = 1.83
"""The same with a smooth activation, whose threshold needs a margin of 0.04: ``q / (1-q)^2 <= 0.23``."""

EXACT = 40.0
"""Temperature times gap at which a choice is certain in float64: exp(-40) = 4e-18, and rounding is 2e-16."""

EMPTY = 750.0
"""How far a logit must lie below others for its weight to be 0 in float64: exp(-750) underflows."""


def check_sizes(
    *, n_responses: int, width: int, query_width: int, step_size: float, n_steps: int = 1, least_responses: int = 2
) -> None:
    """Refuse sizes that make no construction.

    Raises:
        Misuse: naming the size, its value and the smallest that works.
    """
    counts = (
        ("n_responses", n_responses, least_responses, "that many make a ranking"),
        ("width", width, 1, "give the numbers in a response"),
        ("query_width", query_width, 1, "give the numbers in a query"),
        ("n_steps", n_steps, 1, "a network that takes no step is none"),
    )
    for name, value, least, remedy in counts:
        if value < least:
            raise Misuse(f"`{name}` must be {least} or more, got {value!r}; {remedy}")
    check_positive("step_size", step_size, remedy="0.1 is a usual one")


def check_positive(name: str, value: float, *, remedy: str) -> None:
    """Refuse a number that is not above 0 and finite."""
    if not (math.isfinite(value) and value > 0):
        raise Misuse(f"`{name}` must be above 0 and finite, got {value!r}; {remedy}")


def check_gap(gap: float) -> None:
    """Refuse a smallest distance between rewards that is not above 0 and finite."""
    check_positive("gap", gap, remedy="give the smallest distance between two rewards of a problem")


def check_sharpness(temperature: float, gap: float, *, activation: Activation = "relu") -> None:
    """Refuse a temperature that is too low to tell rewards apart that differ by the smallest gap.

    Args:
        temperature: beta, what rewards are multiplied by in a head's logits: higher is sharper.
        gap: delta, the smallest distance between two rewards.
        activation: what the threshold is made of.

    Raises:
        Misuse: with the temperature that would do.
    """
    check_gap(gap)
    check_least(temperature, gap, least=LEAST_SHARPNESS if activation == "relu" else LEAST_SHARPNESS_SMOOTH)


def check_least(temperature: float, gap: float, *, least: float) -> None:
    """Refuse a temperature that is below `least` when it is multiplied by the gap.

    Raises:
        Misuse: with the temperature that would do.
    """
    check_positive(
        "temperature", temperature, remedy=f"{EXACT:g} / gap = {EXACT / gap:g} makes choices certain in float64"
    )
    if temperature * gap < least:
        raise Misuse(
            f"`temperature` times `gap` must be {least:.4g} or more to tell the best response from the next, "
            f"got {temperature:g} * {gap:g} = {temperature * gap:.4g}; "
            f"use a temperature of {math.ceil(1000 * least / gap) / 1000:g} or more"
        )


def reward_limit(largest_reward: float | None, *, n_responses: int, gap: float) -> float:
    """How far from 0 rewards may be: what was asked for, else 10 or, where gaps are wide, four times all of them."""
    limit = max(10.0, 4 * n_responses * gap) if largest_reward is None else largest_reward
    check_positive("largest_reward", limit, remedy="leave it out for a limit that fits the gap")
    return limit


def mask_depth(*, temperature: float, largest_reward: float, largest_logit: float) -> float:
    """B, what a masked key loses: so much more than logits differ by that its weight is 0 in float64.

    With logits within L of 0 and rewards within R, ``B = 8 beta (R + 1) + 8 L + 4 * 750``: a quarter of it is
    ``2 beta (R + 1) + 2 L + 750``, which exceeds all differences of logits by 750, and exp(-750) is 0.

    Args:
        temperature: beta; 0 for networks that do not read rewards.
        largest_reward: no reward is further from 0.
        largest_logit: no logit of the model is further from 0, at any step; see `needs`.
    """
    check_positive("largest_logit", largest_logit, remedy="leave it out for one that fits the steps")
    return 8 * temperature * (largest_reward + 1) + 8 * largest_logit + 4 * EMPTY


def check_shape(problems: Problems | GeneralProblems, *, n_responses: int | None, width: int, query_width: int) -> None:
    """Refuse problems of another size than a network was built for.

    Args:
        problems: what it is to run on.
        n_responses: N it was built for; None where any number will do.
        width: d.
        query_width: d_x.

    Raises:
        Misuse: naming the value and what to build instead.
    """
    _, got_responses, got_width = problems.responses.shape
    sizes = (("n_responses", got_responses, n_responses), ("width", got_width, width))
    for name, got, built in (*sizes, ("query_width", problems.query.shape[1], query_width)):
        if built is not None and got != built:
            raise Misuse(f"the network was built with {name}={built}, got problems with {got}; build with {name}={got}")


def check_rewards(problems: Problems | GeneralProblems, largest_reward: float) -> None:
    """Refuse rewards further from 0 than a network was built for."""
    reward = float(np.abs(problems.rewards).max())
    if reward > largest_reward:
        raise Misuse(
            f"rewards must lie within {largest_reward:g} of 0, got {reward:g}; "
            f"build with largest_reward={math.ceil(reward)}"
        )


def check_grades(rewards: Floats, n_grades: int) -> None:
    """Refuse rewards that are not whole numbers from 1 to L.

    Raises:
        Misuse: naming the first that is not.
    """
    wrong = (rewards != np.round(rewards)) | (rewards < 1) | (rewards > n_grades)
    if wrong.any():
        raise Misuse(
            f"grades must be whole numbers from 1 to {n_grades}, got {float(rewards[wrong][0])!r}; "
            "round them, use ranks (`as_grades`), or build with a higher n_grades"
        )


def check_distinct(problems: Problems | GeneralProblems, *, gap: float, remedy: str) -> None:
    """Refuse rewards nearer to each other than the network was built for.

    Args:
        problems: what it is to run on.
        gap: delta it was built for; with 0 they must only differ.
        remedy: what the caller can do.

    Raises:
        Misuse: naming the smallest gap.
    """
    check_gaps(problems.rewards, at_least=gap, remedy=remedy)


def check_unit_queries(query: Floats) -> None:
    """Refuse queries ``(B, d_x)`` whose length is not 1, for networks that cannot multiply by it."""
    lengths: Floats = np.linalg.norm(query, axis=1)
    wrong = np.flatnonzero(np.abs(lengths - 1) > 1e-9)
    if wrong.size:
        first = int(wrong[0])
        raise Misuse(
            f"queries must have length 1, got {lengths[first]:.6g} in problem {first}; "
            "divide the query by its length and multiply the weights by it"
        )
