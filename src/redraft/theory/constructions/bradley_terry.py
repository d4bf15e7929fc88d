"""One attention layer with two heads takes the step of Bradley-Terry (two responses) or InfoNCE (one best of many).

With one query of length 1 the step is ``w <- w + 2 eta (y_best - sum_j p_j y_j)``. Each head brings one of the terms::

    top       Q = 1         K = beta r - B is_query         V = y   O = +2 eta into w    ->  +2 eta y_best
    average   Q = (2w, 1)   K = (y, -|y|^2 - B is_query)    V = y   O = -2 eta into w    ->  -2 eta sum_j p_j y_j

The logits of the second are ``2 w . y_j - |y_j|^2``, which is ``-|w - y_j|^2`` but for ``|w|^2``, the same for all j:
so its attention is the model's own p. There is no feed-forward network; the embedding supplies ``|y|^2``.

The first reads ``sum_j q_j y_j`` with ``q = softmax(beta r)`` instead of y_best. That is no error but another label:
the layer takes the *exact* step of the loss whose labels are q (`statements`, with a temperature). Where beta is fitted
so that q_j is the probability that the critic's favourite is right, this is the expected step under a noisy critic,
without the variance of drawing labels. Against the certain label the step is off by at most ``2 eta D (1 - q_best)``,
which for two responses is ``2 eta |y_1 - y_2| / (1 + exp(beta |r_1 - r_2|))`` exactly: less than rounding from
``beta |r_1 - r_2| = 37`` on.

Where this differs from the paper: the prediction w moves, not the responses, which is the same by Prop. 3.1; so several
layers on top of each other take several steps, and all tokens end with the same w.

Source: wang2024incontext Theorem 3.2, Lemmas E.2 and E.5.
"""

import numpy as np

from redraft.theory.constructions.blocks import Block, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EXACT,
    check_gap,
    check_positive,
    check_sizes,
    reward_limit,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import average_head, diameter, embedded, stacked, token_names
from redraft.theory.problems import Floats, Problems


def build(
    *,
    n_responses: int = 2,
    width: int,
    query_width: int = 5,
    step_size: float = 0.1,
    n_steps: int = 1,
    gap: float = 0.05,
    temperature: float | None = None,
    largest_reward: float | None = None,
    largest_logit: float | None = None,
    allow_near_ties: bool = False,
) -> Construction[Problems]:
    """One layer for each step.

    Args:
        n_responses: N, 2 for Bradley-Terry, more for InfoNCE.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k, layers.
        gap: the smallest distance between two rewards; closer ones are refused.
        temperature: beta, any above 0; None for 40 / gap, where the label is certain in float64.
        largest_reward: how far rewards may be from 0; None for 10, or four times all gaps.
        largest_logit: how large ``|y|^2 + 2 |W x| |y|`` may become; None for 1000, and what k steps add (`needs`).
        allow_near_ties: take rewards however near, for soft labels.

    Raises:
        Misuse: for sizes that make no network; and by the network, for problems that it was not built for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    check_gap(gap)
    beta = EXACT / gap if temperature is None else temperature
    check_positive("temperature", beta, remedy=f"40 / gap = {EXACT / gap:g} makes the label certain")
    limit = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    channels = layout(query_width, width)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, gap=None if allow_near_ties else gap, largest_reward=limit,
        unit_queries=True,
    )  # fmt: skip
    depth = needs.mask_depth(beta)
    heads = _heads(channels, step_size=step_size, temperature=beta, hide=-depth * channels["is_query"])

    def embed(problems: Problems) -> Floats:
        needs.check(problems)
        return embedded(channels, problems, start_reward=None, lengths=("n",))

    return Construction(
        name="bradley-terry" if n_responses == 2 else "infonce",
        source="wang2024incontext Theorem 3.2",
        channels=channels,
        network=Network(blocks=stacked((Block(name="ranking", heads=heads),), n_steps)),
        embed=embed,
        needs=needs,
        token_names=token_names(start=False),
    )


def layout(query_width: int, width: int) -> Channels:
    """The channels of a token; see `parts.standard_channels` for what they mean."""
    return Channels((("x", query_width), ("y", width), ("w", width), ("r", 1), ("n", 1), ("is_query", 1), ("one", 1)))


def bound(problems: Problems, *, step_size: float, temperature: float) -> Floats:
    """``(B,)`` how far one step can be from that of a certain label, in Euclidean length; rounding comes on top.

    Args:
        problems: with queries of length 1.
        step_size: eta.
        temperature: beta.
    """
    below = np.sort(problems.rewards - problems.rewards.max(axis=1, keepdims=True), axis=1)
    raw = np.exp(temperature * below)
    wrong = raw[:, :-1].sum(axis=1) / raw.sum(axis=1)
    largest: Floats = 2 * step_size * diameter(problems) * wrong
    return largest


def _heads(channels: Channels, *, step_size: float, temperature: float, hide: Floats) -> tuple[Head, Head]:
    top = Head(
        name="top",
        query=channels["one"],
        key=temperature * channels["r"] + hide,
        value=channels["y"],
        output=2 * step_size * channels["w"].T,
    )
    return top, average_head(channels, hide, write=-2 * step_size * channels["w"].T)
