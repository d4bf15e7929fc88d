"""N - 1 blocks of two heads and a feed-forward network of width 5 take a Plackett-Luce step, for any N responses.

Block k carries out stage k: it finds the best response that is left, adds ``y_best - mean`` to a, and masks it. With
``pi = -B m - 2 B is_query``, which hides what was chosen before::

    top       Q = 1         K = beta r + pi                             V = (y, r)   O = into (a, rho)
    average   Q = (2w, 1)   K = (y, -|y|^2 + pi - (B / 2) is_start)     V = y        O = - into a
    remember  m <- clip(2 (r - rho) / delta + 3/2, 0, 1),  rho <- 0

that is ``a += y_best``, ``rho = r_best``, ``a -= sum_j p_j y_j``. The start token has the lowest reward and y = 0: it
is what both heads read once nothing is left.

The last block of a step has another feed-forward network, of width 4 d + 3: ``w += 2 eta |x|^2 a``, then a, rho and m
are 0 again, so that a further step can follow. Blocks of a stage are all equal: a looped transformer with tied weights
will do. Before the first step a feed-forward network fills in ``|y|^2`` and ``|x|^2``. Attention is not causal:
responses see later ones.

**Bound.** Let rewards differ by delta or more and ``q = exp(-beta delta) <= 3 - 2 sqrt(2)``, that is
``beta delta >= 1.763``, for any N. Then all masks are exactly 0 or 1 and ``|error of a| <= (N - 1) D q / (1 - q)``,
with D the largest distance of two responses; the step is off by ``2 eta |x|^2`` times that.

*Proof.* Let m be right up to stage k. The j-th best of those left lies ``j delta`` or more below the best, so its
weight in the top head is at most ``q^j``, and ``|y read - y_best| <= D sum_j q^j = D q / (1 - q)``. Further
``0 <= r_best - rho <= sum_j j delta q^j = delta q / (1 - q)^2 <= delta / 4``, as ``t exp(-beta t)`` falls for
t >= 1 / beta. So the best has ``2 (r - rho) / delta + 3/2 >= 3/2``, and so have those chosen before, which are better:
their mask is 1. The second has ``r <= r_best - delta <= rho - 3 delta / 4``: its mask is 0, and so are those of the
others. By induction masks are right at every stage, so the average head is exact; N - 1 stages make the bound.

What happens below: rewards nearer to each other than 3 delta / 4 are masked together, a stage is lost, and the step is
off by a quarter of its length. The network refuses such rewards. delta may be as small as the rewards ask for, 1e-13
even; it is the product with beta that counts.

Source: wang2024incontext Theorem 3.3, here with two heads where the paper has three, and a bound of our own.
"""

import math

import numpy as np

from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EXACT,
    LEAST_SHARPNESS,
    check_gap,
    check_positive,
    check_sharpness,
    check_sizes,
    reward_limit,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import (
    applied,
    average_head,
    chosen,
    diameter,
    embedding,
    lengths_block,
    penalty,
    stacked,
    standard_channels,
    token_names,
)
from redraft.theory.constructions.units import cleared, feed_forward
from redraft.theory.problems import Floats, Problems


def build(
    *,
    n_responses: int,
    width: int,
    query_width: int = 5,
    step_size: float = 0.1,
    n_steps: int = 1,
    gap: float = 0.05,
    temperature: float | None = None,
    activation: Activation = "relu",
    largest_reward: float | None = None,
    largest_logit: float | None = None,
    allow_near_ties: bool = False,
) -> Construction[Problems]:
    """N - 1 blocks for each step, after one block for the squared lengths.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k, gradient steps one after the other.
        gap: delta, the smallest distance between two rewards; closer ones are refused.
        temperature: beta; None for 40 / gap, where nothing is left of the bound but rounding.
        activation: of the feed-forward networks.
        largest_reward: how far rewards may be from 0; None for 10, or four times all gaps.
        largest_logit: how large ``|y|^2 + 2 |W x| |y|`` may become; None for 1000, and what k steps add (`needs`).
        allow_near_ties: take rewards however near, to see what becomes of them.

    Raises:
        Misuse: for sizes that make no network, and a temperature too low for the gap; and by the network, for problems
            that it was not built for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    check_gap(gap)
    beta = EXACT / gap if temperature is None else temperature
    check_sharpness(beta, gap, activation=activation)
    limit = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, gap=None if allow_near_ties else gap, largest_reward=limit,
    )  # fmt: skip
    depth = needs.mask_depth(beta)
    channels = standard_channels(query_width, width)
    heads = _heads(channels, temperature=beta, depth=depth)
    stage = _remember(channels, gap, activation=activation)
    last = applied(channels, step_size, forget=("rho",), unmark=("m",), activation=activation)
    ends = (*(stage for _ in range(n_responses - 2)), last)
    one_step = (Block(name=f"stage {k}", heads=heads, feed_forward=end) for k, end in enumerate(ends, start=1))
    return Construction(
        name="masked",
        source="wang2024incontext Theorem 3.3",
        channels=channels,
        network=Network(blocks=(lengths_block(channels, activation=activation), *stacked(one_step, n_steps))),
        embed=embedding(channels, needs, limit),
        needs=needs,
        token_names=token_names(start=True),
    )


def bound(problems: Problems, *, step_size: float, temperature: float, gap: float) -> Floats:
    """``(B,)`` how far one step can be from the exact one, in Euclidean length; rounding comes on top.

    Args:
        problems: whose rewards differ by the gap or more.
        step_size: eta.
        temperature: beta, with ``beta gap >= 1.763``.
        gap: delta.
    """
    check_sharpness(temperature, gap)
    return selection_bound(math.exp(-temperature * gap), problems, step_size=step_size)


def temperature_for(tolerance: float, problems: Problems, *, step_size: float, gap: float) -> float:
    """The lowest temperature at which `bound` is within a tolerance for all problems.

    Args:
        tolerance: above 0, in units of the responses.
        problems: whose rewards differ by the gap or more.
        step_size: eta.
        gap: delta.
    """
    check_positive("tolerance", tolerance, remedy="1e-12 is a usual one")
    # q / (1 - q) is 1 at q = 1/2: the bound there is what it is a multiple of.
    whole = float(selection_bound(0.5, problems, step_size=step_size).max())
    return max(math.log1p(whole / tolerance), LEAST_SHARPNESS) / gap


def selection_bound(q: float, problems: Problems, *, step_size: float) -> Floats:
    """``(B,)`` what a soft choice of the best costs one step, in any network that drops the right response each time.

    Args:
        q: in (0, 1), the weight that the second best keeps beside the best, ``exp(-beta delta)``.
        problems: whose rewards differ by delta or more.
        step_size: eta.
    """
    rate = 2 * step_size * np.square(problems.query).sum(axis=1)
    largest: Floats = rate * (problems.rewards.shape[1] - 1) * diameter(problems) * q / (1 - q)
    return largest


def _remember(channels: Channels, gap: float, *, activation: Activation) -> FeedForward:
    """Masks the response that was just chosen and forgets its reward; five units, whatever the width."""
    mask = chosen(channels, gap, channels["m"].T, activation=activation)
    return feed_forward("remember", mask, cleared(channels["rho"]), activation=activation)


def _heads(channels: Channels, *, temperature: float, depth: float) -> tuple[Head, Head]:
    hide = penalty(channels, depth)
    top = Head(
        name="top",
        query=channels["one"],
        key=temperature * channels["r"] + hide,
        value=np.concatenate([channels["y"], channels["r"]]),
        output=np.concatenate([channels["a"], channels["rho"]]).T,
    )
    return top, average_head(channels, hide - depth / 2 * channels["is_start"], write=-channels["a"].T)
