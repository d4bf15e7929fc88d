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

A dropped copy lies so far away that its weights underflow to 0 in both heads. The gate is two ReLUs; its bias moves
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

Where this differs from the paper: squares are exact through gated units (it allows an approximation); W x stands in
the token, so that one network serves problems with different W; the query's dummy response is not ranked.

Source: wang2024incontext Theorem 3.3, Lemmas E.2 to E.7, Prop. 3.1.
"""

from functools import partial

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EXACT,
    check_distinct,
    check_positive,
    check_problems,
    check_sizes,
    check_unit_queries,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.parts import stacked, token_names
from redraft.theory.constructions.units import Units, feed_forward, linear, positive_parts, squared_norm
from redraft.theory.problems import Floats, Problems

# How far a dropped response is moved, in every number, and its reward lowered. It must exceed the range of rewards, and
# its square all squared distances; larger ones cost digits of rewards that are shifted by it.
GAMMA = 1e3

# What |y|^2 + 2 |W x| |y| may reach, and what the query's key loses: exp(-7000) is 0 in float64.
LARGEST_LOGIT = 1e3
MASK = 8e3


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

    Raises:
        Misuse: when the temperature is too low, or the margin too wide, for the gap.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    check_positive("gap", gap, remedy="give the smallest distance between two rewards of a problem")
    beta = EXACT / gap if temperature is None else temperature
    wide = gap / 2 if margin is None else margin
    check_positive("margin", wide, remedy=f"half the gap ({gap / 2:g}) is a good one")
    _check_gate(gap=gap, temperature=beta, margin=wide)
    channels = layout(width, query_width)
    return _built(
        "paper",
        channels,
        drop=feed_forward("drop", _saturating_gate(channels, wide)),
        n_responses=n_responses,
        step_size=step_size,
        n_steps=n_steps,
        gap=gap,
        temperature=beta,
    )


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
    channels = layout(width, query_width)
    return _built(
        "paper as written",
        channels,
        drop=feed_forward("drop", _gate_as_written(channels, gamma, epsilon)),
        n_responses=n_responses,
        step_size=step_size,
        n_steps=n_steps,
        gap=gap,
        temperature=gamma,
    )


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


def _built(
    name: str,
    channels: Channels,
    *,
    drop: FeedForward,
    n_responses: int,
    step_size: float,
    n_steps: int,
    gap: float,
    temperature: float,
) -> Construction[Problems]:
    heads = _heads(channels, temperature=temperature, step_size=step_size)
    stages = [Block(name=f"stage {k}", heads=heads, feed_forward=drop) for k in range(1, n_responses)]
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
        network=Network(blocks=(*stacked(one_step, n_steps)[:-1], Block(name="read out", feed_forward=read_out))),
        embed=partial(_embed, channels, n_responses, gap),
        token_names=token_names(start=False),
    )


def _heads(channels: Channels, *, temperature: float, step_size: float) -> tuple[Head, ...]:
    """The three heads of a stage. The query has the lowest reward, so the top head needs no mask for it."""
    y, copy, n, r = (channels[name] for name in ("y", "copy", "n", "r"))
    w, is_query, one = (channels[name] for name in ("w", "is_query", "one"))
    top = Head(name="top", query=temperature * one, key=r, value=copy, output=-2 * step_size * y.T)
    average = Head(
        name="average",
        query=np.vstack([2 * w, -one]),
        key=np.vstack([copy, n + MASK * is_query]),
        value=copy,
        output=2 * step_size * y.T,
    )
    subtract = Head(name="subtract", query=temperature * one, key=r, value=r, output=-r.T)
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


def _saturating_gate(channels: Channels, margin: float) -> Units:
    """The gate ``relu(r / m + 1) - relu(r / m)``; each unit twice, as n needs a second factor and the others none."""
    copy, n, r = channels["copy"], channels["n"], channels["r"]
    away = _total(copy)
    # |copy - gamma 1|^2 = |copy|^2 + d gamma^2 - 2 gamma sum(copy)
    farther, farther_bias = -2 * GAMMA * away, len(copy) * GAMMA**2
    moved = -GAMMA * (r + away).T
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


def _embed(channels: Channels, n_responses: int, gap: float, problems: Problems) -> Floats:
    check_problems(
        problems,
        n_responses=n_responses,
        width=len(channels["y"]),
        query_width=len(channels["x"]),
        largest_reward=GAMMA / 4,
        largest_logit=LARGEST_LOGIT,
    )
    check_unit_queries(problems)
    check_distinct(problems, gap=gap, allow_near_ties=False)
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
    q = np.exp(-temperature * gap)
    # x exp(-beta x) falls from 1 / beta on, and the bound needs it to fall from the gap on.
    room = gap * (1 - q / (1 - q) ** 2) if temperature * gap >= 1 else 0.0
    if room < margin:
        raise Misuse(
            f"a temperature of {temperature:g} leaves {max(room, 0):.3g} of the gap {gap:g} and the margin takes "
            f"{margin:g}; use a temperature of {EXACT / gap:g} and a margin of {gap / 2:g}"
        )
