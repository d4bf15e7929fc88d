"""N blocks of three heads take a Plackett-Luce step whose error does not depend on the temperature.

As `masked`, but the head that finds the best reward brings back nothing but that reward. The feed-forward network turns
it into an exact mask, and beside it into a flag t that says which response was chosen just now; in the next block a
third head picks that response. So the temperature only has to be high enough for the mask, and then all that a head
reads is exact::

    top       Q = 1         K = beta r + pi                             V = r    O = into rho
    average   Q = (2w, 1)   K = (y, -|y|^2 + pi - (B / 2) is_start)     V = y    O = - into a
    pick      Q = 1         K = B t - 2 B is_query + (B / 2) is_start   V = y    O = into a
    remember  t <- clip(2 (r - rho) / delta + 3/2, 0, 1) - m,  m <- m + t,  rho <- 0

In the first block no response has the flag, and `pick` reads the start token, which holds 0. The N-th block has only
this head, for the response that was flagged in block N - 1; then ``w += 2 eta |x|^2 a``, and a, m and t are 0 again.

**Exactness.** For ``beta delta >= 1.763`` all masks and flags are exactly 0 or 1 (the proof in `masked` holds word for
word). Then `average` sees the set that is left and nothing else, and `pick` one response: its weight misses 1 by
``exp(-B / 2)``, which is 0 in float64. What is left is rounding.

Source: wang2024incontext Theorem 3.3, here with a head of our own that picks what was chosen.
"""

import numpy as np

from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import check_gap, check_sharpness, check_sizes, reward_limit
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import (
    applied,
    average_head,
    chosen,
    embedding,
    lengths_block,
    penalty,
    stacked,
    standard_channels,
    token_names,
)
from redraft.theory.constructions.units import cleared, feed_forward, positive_parts, sharpness_of
from redraft.theory.problems import Problems

SHARPNESS = 8.0
"""Temperature times gap where nothing else is asked for: far above 1.763, and higher has no use."""


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
    """N blocks for each step, after one block for the squared lengths.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k, gradient steps one after the other.
        gap: delta, the smallest distance between two rewards; closer ones are refused.
        temperature: beta, at least 1.763 / gap; None for 8 / gap.
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
    beta = SHARPNESS / gap if temperature is None else temperature
    check_sharpness(beta, gap, activation=activation)
    limit = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, gap=None if allow_near_ties else gap, largest_reward=limit,
    )  # fmt: skip
    depth = needs.mask_depth(beta)
    channels = standard_channels(query_width, width)
    pick, *others = _heads(channels, temperature=beta, depth=depth)
    stage = _remember(channels, gap, activation=activation)
    last = applied(channels, step_size, forget=(), unmark=("m", "t"), activation=activation)
    heads = (*others, pick)
    stages = (Block(name=f"stage {k}", heads=heads, feed_forward=stage) for k in range(1, n_responses))
    one_step = (*stages, Block(name="apply", heads=(pick,), feed_forward=last))
    return Construction(
        name="picked",
        source="wang2024incontext Theorem 3.3",
        channels=channels,
        network=Network(blocks=(lengths_block(channels, activation=activation), *stacked(one_step, n_steps))),
        embed=embedding(channels, needs, limit),
        needs=needs,
        token_names=token_names(start=True),
    )


def _heads(channels: Channels, *, temperature: float, depth: float) -> tuple[Head, Head, Head]:
    hide = penalty(channels, depth)
    top = Head(
        name="top",
        query=channels["one"],
        key=temperature * channels["r"] + hide,
        value=channels["r"],
        output=channels["rho"].T,
    )
    pick = Head(
        name="pick",
        query=channels["one"],
        key=depth * (channels["t"] - 2 * channels["is_query"] + channels["is_start"] / 2),
        value=channels["y"],
        output=channels["a"].T,
    )
    return pick, top, average_head(channels, hide - depth / 2 * channels["is_start"], write=-channels["a"].T)


def _remember(channels: Channels, gap: float, *, activation: Activation) -> FeedForward:
    """Masks and flags the response that was just chosen, takes back the last flag, forgets rho; six units."""
    mark = chosen(channels, gap, (channels["m"] + channels["t"]).T, activation=activation)
    unflag = positive_parts(channels["t"], np.zeros(1), -channels["t"].T, sharpness=sharpness_of(activation))
    return feed_forward("remember", mark, unflag, cleared(channels["rho"]), activation=activation)
