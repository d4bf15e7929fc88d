"""The paper's own form: N - 1 blocks of three heads and a feed-forward network move every response by one step.

Tokens are (x, y, r) as in the paper: every response, and at the end the query with the dummy response W x and the
lowest reward. A step of gradient descent on the Plackett-Luce loss is carried out on the responses, not on the
prediction (Prop. 3.1): with ``|x| = 1`` every y becomes ``y - 2 eta g``, and the query's y shows what was taken away,
so that the prediction is ``2 W x - y``.

A step begins with a block that makes scratch out of what must survive: ``copy <- y``, ``n <- |copy|^2`` and
``r <- reward``. Then N - 1 equal blocks follow. Block k finds the best response that is left and removes it::

    top       attention softmax(beta r):                      y <- y - 2 eta y_top(k)
    average   attention softmax(2 w . copy - n), the model's  y <- y + 2 eta sum_j p_kj y_j
    subtract  attention as top, over rewards:                 r <- r - r+, with r+ the softly highest reward
    drop      g = clip(r / m + 1, 0, 1), 1 for the best only: r <- r - gamma g, copy <- copy - gamma g, n <- |copy|^2

A dropped copy lies so far away that its weights underflow to 0 in all heads. The query's dummy response is hidden from
all of them, so that nothing but responses is ranked and averaged. The gate is two ReLUs; its bias moves
the threshold below r+ (this alone mends Lemma E.7), and the second ReLU keeps g at 1 where the best exceeds r+. With
gaps of at least G and ``q = exp(-beta G)``, the k-th behind the best is at least k G below it and has at most weight
``q^k``, so r+ lies at most ``G q / (1 - q)^2`` below the best reward, and the second has
``r - r+ <= -G (1 - q / (1 - q)^2)``: g = 0 where that is at least m. Then selection is the only error,
``2 eta (N - 1) D q / (1 - q)`` with D the diameter of the responses.

**Lemma E.7 as written** has one ReLU in place of the gate: ``g = relu(r - r+) / eps``, with
``eps = r_top - r+ = sum_j p_j (r_top - r_j)``. With p the weight that the top head gives to the best response and R the
range of the rewards, ``G (1 - p) <= eps <= R (1 - p)``: eps falls to 0 exactly when the selection becomes exact. It
depends on the rewards and on the stage, so no fixed weights hold it. With a fixed eps = 1e-3 nothing is dropped once
gamma is large, and every block repeats the first stage: the error does not shrink as gamma grows, and at the best
temperature it is a hundredth of the step (`build_as_written`, tests/unit/theory/constructions/test_paper.py). With two
responses no block follows the first, and both forms are exact.

**How far is far.** With E^2 the largest ``|y - w|^2`` at any step (`needs`), the model's logit of a response is at
least ``|w|^2 - E^2``, that of the query ``|w|^2`` at most: it loses a mask of more than ``E^2 + 750``. A dropped copy
has ``|w|^2 - (gamma sqrt(d) - E)^2`` at most, which is 750 less than all others where gamma is at least 750 and
``2 E + 1``. Rewards within R of 0 are at most 2 R below the best; what was dropped lies ``gamma - 2 R`` or more below
the best that is left, and the query ``gamma``: a weight of 0 in the top head where ``beta (gamma - 2 R) >= 750``.

Where this differs from the paper: squares are exact through gated units (it allows an approximation); W x stands in
the token, so that one network serves problems with different W; a mask keeps the query's dummy response from being
ranked, as its reward, though the lowest, would leave it a weight in the top head: an error at low temperatures.

Source: wang2024incontext Theorem 3.3, Lemmas E.2 to E.7, Prop. 3.1.
"""

import math
from functools import partial

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EMPTY,
    EXACT,
    check_least,
    check_positive,
    check_sizes,
    reward_limit,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import stacked, token_names
from redraft.theory.constructions.units import Units, feed_forward, linear, positive_parts, squared_norm
from redraft.theory.problems import Floats, Problems

GAMMA = 1e3
"""How far a dropped response is moved at least, in every number, and its reward lowered."""

LEAST_SHARPNESS = math.log(2 + math.sqrt(3))
"""The smallest temperature times gap that leaves half of the gap for the margin: ``q / (1 - q)^2 <= 1/2``, 1.317."""

LARGEST_REWARD = GAMMA / 4
"""How far rewards may be from 0 where nothing else is said, and gaps are not wide."""


def build(
    *,
    n_responses: int,
    width: int,
    query_width: int = 5,
    step_size: float = 0.1,
    n_steps: int = 1,
    gap: float = 0.05,
    temperature: float | None = None,
    margin: float | None = None,
    largest_reward: float | None = None,
    largest_logit: float | None = None,
) -> Construction[Problems]:
    """The three-head form with the saturating gate.

    Args:
        n_responses: N, 2 or more.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: gradient steps, one after the other.
        gap: the smallest distance between two rewards that it has to tell apart, above 0.
        temperature: beta of the top head; None for 40 / gap, where selection is exact in float64.
        margin: m of the gate, above 0 and below the gap; None for half the gap.
        largest_reward: how far rewards may be from 0; None for 250, or four times all gaps.
        largest_logit: how large ``(|y| + |W x|)^2`` may become; None for 1000, and what k steps add (`needs`).

    Raises:
        Misuse: when the temperature is too low, or the margin too wide, for the gap.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    check_positive("gap", gap, remedy="give the smallest distance between two rewards of a problem")
    beta = EXACT / gap if temperature is None else temperature
    wide = gap / 2 if margin is None else margin
    check_positive("margin", wide, remedy=f"half the gap ({gap / 2:g}) is a good one")
    _check_gate(gap=gap, temperature=beta, margin=wide)
    least = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    limit = max(LARGEST_REWARD, least) if largest_reward is None else least
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, logits="distances", gap=gap, largest_reward=limit, unit_queries=True,
    )  # fmt: skip
    far = _far(needs, beta)
    channels = layout(width, query_width)
    drop = feed_forward("drop", _saturating_gate(channels, wide, far))
    return _built("paper", channels, needs, drop=drop, temperature=beta, far=far)


def build_as_written(
    *,
    n_responses: int,
    width: int,
    query_width: int = 5,
    step_size: float = 0.1,
    n_steps: int = 1,
    gap: float = 0.05,
    gamma: float = GAMMA,
    epsilon: float = 1e-3,
) -> Construction[Problems]:
    """The same form with the feed-forward network of Lemma E.7 as it is printed; it is exact for two responses only.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: gradient steps.
        gap: rewards closer than this are refused.
        gamma: the temperature of the top head, and how far a response is moved that has ``r - r+ = epsilon``.
        epsilon: the excess of the best reward that the network is made for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    check_positive("gamma", gamma, remedy="the proof lets it grow")
    check_positive("epsilon", epsilon, remedy="the proof takes a small one")
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        logits="distances", gap=gap, largest_reward=LARGEST_REWARD, unit_queries=True,
    )  # fmt: skip
    channels = layout(width, query_width)
    drop = feed_forward("drop", _gate_as_written(channels, gamma, epsilon))
    return _built("paper as written", channels, needs, drop=drop, temperature=gamma, far=_far(needs, gamma))


def layout(width: int, query_width: int) -> Channels:
    """The channels of a token: the paper's x, y and reward; W x; then scratch, and what tells the query apart."""
    return Channels(
        (
            ("x", query_width),
            ("y", width),
            ("reward", 1),
            ("w", width),
            ("copy", width),
            ("n", 1),
            ("r", 1),
            ("is_query", 1),
            ("one", 1),
        )
    )


def _far(needs: Needs, temperature: float) -> float:
    """Gamma: far enough that what was dropped has weight 0 in every head; a larger one would cost nothing."""
    distance = 2 * math.sqrt(needs.logit_limit) + 1
    return max(GAMMA, distance, 2 * needs.largest_reward + EMPTY / temperature)


def _built(
    name: str, channels: Channels, needs: Needs, *, drop: FeedForward, temperature: float, far: float
) -> Construction[Problems]:
    heads = _heads(channels, needs, temperature=temperature, far=far)
    stages = [Block(name=f"stage {k}", heads=heads, feed_forward=drop) for k in range(1, needs.n_responses)]
    # Cleared by a block of its own: a difference of what is far away and what is not would lose digits.
    cleared = Block(name="clear", feed_forward=_cleared(channels))
    one_step = (Block(name="copy", feed_forward=_copied(channels)), *stages, cleared)
    # The prediction is 2 W x - y: what the query's dummy response lost is what the prediction gains.
    read_out = feed_forward("read out", linear(channels["w"] - channels["y"], channels["w"].T))
    return Construction(
        name=name,
        source="wang2024incontext Theorem 3.3",
        channels=channels,
        # Nothing needs to be cleared at the very end.
        network=Network(blocks=(*stacked(one_step, needs.n_steps)[:-1], Block(name="read out", feed_forward=read_out))),
        embed=partial(_embed, channels, needs),
        token_names=token_names(start=False),
        needs=needs,
    )


def _heads(channels: Channels, needs: Needs, *, temperature: float, far: float) -> tuple[Head, ...]:
    """The three heads of a stage; the query's dummy response is hidden from all of them."""
    y, copy, n, r = (channels[name] for name in ("y", "copy", "n", "r"))
    w, is_query, one = (channels[name] for name in ("w", "is_query", "one"))
    into, best = 2 * needs.step_size * y.T, r - far * is_query
    top = Head(name="top", query=temperature * one, key=best, value=copy, output=-into)
    average = Head(
        name="average",
        query=np.vstack([2 * w, -one]),
        key=np.vstack([copy, n + needs.mask_depth() * is_query]),
        value=copy,
        output=into,
    )
    subtract = Head(name="subtract", query=temperature * one, key=best, value=r, output=-r.T)
    return top, average, subtract


def _copied(channels: Channels) -> FeedForward:
    y, copy, n = channels["y"], channels["copy"], channels["n"]
    return feed_forward(
        "copy",
        linear(y, copy.T),
        squared_norm(y, n.T),
        linear(channels["reward"], channels["r"].T),
    )


def _cleared(channels: Channels) -> FeedForward:
    # n is never below 0 and r never above it at the end of a step: one unit passes each of them on.
    signed = np.vstack([channels["n"], -channels["r"]])
    return feed_forward(
        "clear", linear(-channels["copy"], channels["copy"].T), positive_parts(signed, np.zeros(2), -signed.T)
    )


def _saturating_gate(channels: Channels, margin: float, far: float) -> Units:
    """The gate ``relu(r / m + 1) - relu(r / m)``; each unit twice, as n needs a second factor and the others none."""
    copy, n, r = channels["copy"], channels["n"], channels["r"]
    away = _total(copy)
    # |copy - gamma 1|^2 = |copy|^2 + d gamma^2 - 2 gamma sum(copy)
    farther, farther_bias = -2 * far * away, len(copy) * far**2
    moved = -far * (r + away).T
    return Units(
        inner=np.tile(r / margin, (4, 1)),
        bias=np.array([1.0, 0.0, 1.0, 0.0]),
        outer=np.hstack([moved, -moved, n.T, -n.T]),
        gate=np.vstack([0 * farther, 0 * farther, farther, farther]),
        gate_bias=np.array([1.0, 1.0, farther_bias, farther_bias]),
    )


def _gate_as_written(channels: Channels, gamma: float, epsilon: float) -> Units:
    """The gate ``relu(r) / eps``: one ReLU, and the same once more to keep n the square of the copy."""
    copy, n, r = channels["copy"], channels["n"], channels["r"]
    away, rate = _total(copy), gamma / epsilon
    # |copy - c 1|^2 = |copy|^2 + c (d c - 2 sum(copy)), with c = rate r where r is above 0
    farther = rate * (len(copy) * rate * r - 2 * away)
    return Units(
        inner=np.tile(r, (2, 1)),
        bias=np.zeros(2),
        outer=np.hstack([-rate * (r + away).T, n.T]),
        gate=np.vstack([0 * farther, farther]),
        gate_bias=np.array([1.0, 0.0]),
    )


def _total(rows: Floats) -> Floats:
    total: Floats = rows.sum(axis=0, keepdims=True)
    return total


def _embed(channels: Channels, needs: Needs, problems: Problems) -> Floats:
    needs.check(problems)
    n_responses = problems.rewards.shape[1]
    tokens = channels.tokens(len(problems.query), n_responses + 1)
    tokens[:, :, channels.place("x")] = problems.query[:, None]
    tokens[:, :, channels.place("w")] = problems.prediction[:, None]
    tokens[:, :, channels.place("one")] = 1
    tokens[:, :-1, channels.place("y")] = problems.responses
    tokens[:, :-1, channels.place("reward")] = problems.rewards[..., None]
    tokens[:, -1, channels.place("y")] = problems.prediction
    tokens[:, -1, channels.place("reward")] = problems.rewards.min(axis=1, keepdims=True)
    tokens[:, -1, channels.place("is_query")] = 1
    return tokens


def _check_gate(*, gap: float, temperature: float, margin: float) -> None:
    if margin >= gap:
        raise Misuse(f"`margin` must be below the gap {gap:g}, got {margin:g}; leave it out for half the gap")
    # gap (1 - q / (1 - q)^2) must be the margin or more. x exp(-beta x) falls from 1 / beta on, and the bound needs
    # it to fall from the gap on: hence the 1.
    free = 1 - margin / gap
    q = 2 * free / (1 + 2 * free + math.sqrt(1 + 4 * free))
    check_least(temperature, gap, least=max(1.0, -math.log(q)))
