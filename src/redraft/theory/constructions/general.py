"""Responses that answer queries of their own: the outer products of the gradient move through attention.

With a query x_j for each response the gradient no longer points along one x, and parts with W do not cancel. With the
residuals ``e_j = y_j - W x_j`` and chances ``p_ij ~ exp(-|e_j|^2)``, over j ranked i or lower, a step is::

    W <- W + 2 eta sum_i ( e_i x_i^T - sum_j p_ij e_j x_j^T )

Every token holds its own prediction ``w_j = W x_j``, and the step moves it by ``2 eta A x_j`` with A the sum above,
which is the same for all tokens. So d d_x numbers of a token collect A, and as many hold ``p = e x^T``: the outer
products have to live somewhere, and this is what a query of one's own costs. A step is N blocks::

    residuals   no head     FFN   p_kl <- e_k x_l     n <- |e|^2         by gated products, as e = y - w
    stage       top         Q = 1   K = beta r + hide   V = (p, r)   O = +1 into A, and into rho
                average     Q = 1   K = -n + hide       V = p        O = -1 into A
                            FFN   m <- m + relu(2 (r - rho) / delta + 3/2)      rho <- 0
    last stage  the same heads, without rho
                            FFN   w_k <- w_k + 2 eta sum_l A_kl x_l     A, p, n, m <- 0

with ``hide = -B m - 2 B is_query``: a response that was chosen has m of 1 or more and is looked at no more, and the
query never is. The scores ``-|e_j|^2`` are complete in the keys, as every token knows its own residual: the average
head asks nothing. As in `masked`, m is 0 for all that were not chosen where ``beta delta >= 1.763``; then the top
head is the only source of error, at most ``2 eta |x| (N - 1) D q / (1 - q)`` with ``q = exp(-beta delta)`` and D the
diameter of the p. One unit makes the mask, since a mask that grows is as good as one that stays at 1. Before a
further step A, p, n and m are cleared: w has changed, and with it every residual.

With N responses in N - 1 stages one is always left, so no start token is needed.

Source: wang2024incontext App. E, general x_i (the statement, the construction is ours).
"""

from dataclasses import replace

import numpy as np

from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EXACT,
    check_sharpness,
    check_sizes,
    reward_limit,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import stacked, token_names
from redraft.theory.constructions.units import (
    Units,
    cleared,
    feed_forward,
    positive_parts,
    product,
    sharpness_of,
    squared_norm,
)
from redraft.theory.problems import Floats, GeneralProblems


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
) -> Construction[GeneralProblems]:
    """N blocks for each step.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k.
        gap: delta, the smallest distance between two rewards; closer ones are refused.
        temperature: beta; None for 40 / gap, where nothing is left of the error but rounding.
        activation: of the feed-forward networks.
        largest_reward: how far rewards may be from 0; None for 10, or four times all gaps.
        largest_logit: how large ``(|y| + |W x|)^2`` may become; None for 1000, and what k steps add (`needs`).

    Raises:
        Misuse: for sizes that make no network, and a temperature too low for the gap; and by the network, for problems
            that it was not built for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    beta = EXACT / gap if temperature is None else temperature
    check_sharpness(beta, gap, activation=activation)
    limit = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    channels = layout(query_width, width)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, logits="residuals", gap=gap, largest_reward=limit,
    )  # fmt: skip
    depth = needs.mask_depth(beta)
    stages = _stages(channels, n_responses, temperature=beta, depth=depth, gap=gap, activation=activation)
    residuals = Block(name="residuals", feed_forward=_residuals(channels, activation))
    last = replace(stages[-1], feed_forward=_applied(channels, step_size, activation))

    def embed(problems: GeneralProblems) -> Floats:
        needs.check(problems)
        return _embedded(channels, problems)

    return Construction(
        name="general",
        source="wang2024incontext App. E, general x_i",
        channels=channels,
        network=Network(blocks=stacked((residuals, *stages[:-1], last), n_steps)),
        embed=embed,
        needs=needs,
        token_names=token_names(start=False),
    )


def layout(query_width: int, width: int) -> Channels:
    """The channels of a token; ``p`` and ``A`` hold matrices ``(d, d_x)``, row by row."""
    vectors = (("x", query_width), ("y", width), ("w", width), ("p", width * query_width), ("A", width * query_width))
    return Channels((*vectors, *((name, 1) for name in ("r", "rho", "n", "m", "is_query", "one"))))


def _residuals(channels: Channels, activation: Activation) -> FeedForward:
    d, d_x = len(channels["y"]), len(channels["x"])
    left_over = channels["y"] - channels["w"]
    outer = product(np.repeat(left_over, d_x, axis=0), np.tile(channels["x"], (d, 1)), channels["p"].T)
    return feed_forward("residuals", outer, squared_norm(left_over, channels["n"].T), activation=activation)


def _stages(
    channels: Channels, n_responses: int, *, temperature: float, depth: float, gap: float, activation: Activation
) -> tuple[Block, ...]:
    """The N - 1 stages; nothing needs to be remembered after the last, which ends in another feed-forward network."""
    hide = -depth * (channels["m"] + 2 * channels["is_query"])
    average = _average(channels, hide)
    remember = feed_forward(
        "remember", _chosen(channels, gap, activation), cleared(channels["rho"]), activation=activation
    )
    top = _top(channels, temperature, hide, remembers=True)
    stages = (Block(name=f"stage {k}", heads=(top, average), feed_forward=remember) for k in range(1, n_responses - 1))
    last = (_top(channels, temperature, hide, remembers=False), average)
    return (*stages, Block(name=f"stage {n_responses - 1}", heads=last))


def _top(channels: Channels, temperature: float, hide: Floats, *, remembers: bool) -> Head:
    """Reads the best response that is left; its reward, too, where the mask has to know it afterwards."""
    value, into = [channels["p"]], [channels["A"]]
    if remembers:
        value, into = [*value, channels["r"]], [*into, channels["rho"]]
    return Head(
        name="top" if remembers else "last top",
        query=channels["one"],
        key=temperature * channels["r"] + hide,
        value=np.concatenate(value),
        output=np.concatenate(into).T,
    )


def _average(channels: Channels, hide: Floats) -> Head:
    return Head(
        name="average",
        query=channels["one"],
        key=hide - channels["n"],
        value=channels["p"],
        output=-channels["A"].T,
    )


def _chosen(channels: Channels, gap: float, activation: Activation) -> Units:
    return positive_parts(
        2 / gap * (channels["r"] - channels["rho"]),
        np.array([1.5]),
        channels["m"].T,
        sharpness=sharpness_of(activation),
    )


def _applied(channels: Channels, step_size: float, activation: Activation) -> FeedForward:
    d, d_x = len(channels["y"]), len(channels["x"])
    into = 2 * step_size * np.repeat(channels["w"], d_x, axis=0).T
    step = product(channels["A"], np.tile(channels["x"], (d, 1)), into)
    # n and m are never below 0: one unit passes each on. A smooth one does so for m, which is 0, or 1 and more, while n
    # may be too small for it.
    sharp = activation == "relu"
    signed, positive = ["A", "p", *([] if sharp else ["n"])], ["m", *(["n"] if sharp else [])]
    rows = np.concatenate([channels[name] for name in positive])
    rest = positive_parts(rows, np.zeros(len(rows)), -rows.T, sharpness=sharpness_of(activation))
    forget = cleared(*(channels[name] for name in signed))
    return feed_forward("apply", step, forget, rest, activation=activation)


def _embedded(channels: Channels, problems: GeneralProblems) -> Floats:
    n_problems, n_responses, _ = problems.responses.shape
    queries = np.concatenate([problems.queries, problems.query[:, None]], axis=1)
    tokens = channels.tokens(n_problems, n_responses + 1)
    tokens[:, :, channels.place("x")] = queries
    tokens[:, :, channels.place("w")] = np.einsum("byx,btx->bty", problems.weights, queries)
    tokens[:, :-1, channels.place("y")] = problems.responses
    tokens[:, :-1, channels.place("r")] = problems.rewards[..., None]
    tokens[:, -1, channels.place("is_query")] = 1
    tokens[:, :, channels.place("one")] = 1
    return tokens
