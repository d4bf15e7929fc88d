"""Under a causal mask and in any order, every token takes the gradient step of the examples up to itself.

The networks that mark a chosen response on the response itself (`masked`, `picked`) need it to know what comes later.
Under a causal mask it does not; what was chosen also differs from reader to reader, since each has another prefix. So
each token keeps its own list. Positions are one-hot, ``p_j``, and the list m_i of token i is the sum of the positions
that it has taken; keys of taken responses lose ``B m_i . p_j``. One pass gives the step of every prefix at once, which
is what a causal transformer trained on all prefixes is asked for::

    stage     top       Q = (1, m)       K = (beta r + hide, -B p)     V = (y, p)   O = +1 into a, and into t
              average   Q = (2w, 1, m)   K = (y, -n + hide, -B p)      V = y        O = -1 into a
                        FFN   m <- m + 2 relu(t - 1/4)    t <- 0
    last      the same heads
                        FFN   w <- w + 2 eta |x|^2 a      a, t, m <- 0

with ``hide = -2B is_query - B/4 is_start``. N - 1 stages are enough for the longest prefix. A shorter one is used up
earlier; then its reader looks at the start token, where y and p are 0, and nothing more is added.

t is the softly chosen position. With gaps of at least delta and ``q = exp(-beta delta)``, the best has a weight of at
least 1 - q in it and the others together at most q, so for ``q <= 1/4``, ``beta delta >= 1.386``, the list is right: it
grows by 1 or more for the response that was taken and by exactly 0 for the others. Then the average is exact, and the
error is that of the top head, at most ``2 eta |x|^2 (N - 1) D q / (1 - q)`` with D the diameter of the responses.

**k steps** are the same blocks k times, without copies of the context: w is only read by the token that owns it, and
what keys and values hold (y, n, r, p) never changes. So each token follows gradient descent on its own prefix.

Two orders need no lists. Worst first, the prefix is the set to choose from, and two layers do (`sorted_context`). Best
first, a response has seen all better ones, and `masked` and `picked` are exact under a causal mask as they are. In
another order these miss half of the step or more (tests/unit/theory/constructions/test_online.py).

Source: wang2024incontext App. F.2, Lemma F.1.
"""

import math

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network, run
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import (
    EXACT,
    check_positive,
    check_sizes,
    reward_limit,
)
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import applied, lengths_block, stacked, token_names
from redraft.theory.constructions.units import feed_forward, positive_parts, sharpness_of
from redraft.theory.problems import Floats, Problems

LEAST_SHARPNESS = math.log(4)
"""The smallest temperature times gap at which the chosen position can be told from the others."""


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
) -> Construction[Problems]:
    """N - 1 blocks for each step, after one block for the squared lengths.

    Args:
        n_responses: N, how many there may be; fewer will do, too.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k.
        gap: delta, the smallest distance between two rewards; closer ones are refused.
        temperature: beta; None for 40 / gap, where nothing is left of the bound but rounding.
        activation: of the feed-forward networks.
        largest_reward: how far rewards may be from 0; None for 10, or four times all gaps.
        largest_logit: how large ``|y|^2 + 2 |W x| |y|`` may become; None for 1000, and what k steps add (`needs`).

    Raises:
        Misuse: for sizes that make no network, and a temperature too low for the gap; and by the network, for problems
            that it was not built for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    beta = _temperature(temperature, gap)
    limit = reward_limit(largest_reward, n_responses=n_responses, gap=gap)
    channels = layout(query_width, width, n_responses)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, gap=gap, largest_reward=limit, fewer=True,
    )  # fmt: skip
    depth = needs.mask_depth(beta)
    heads = _heads(channels, temperature=beta, depth=depth)
    take = _taken(channels, activation)
    last = applied(channels, step_size, forget=(), unmark=("t", "m"), activation=activation)
    ends = (*(take for _ in range(n_responses - 2)), last)
    one_step = (Block(name=f"stage {k}", heads=heads, feed_forward=end) for k, end in enumerate(ends, start=1))
    blocks = (lengths_block(channels, activation=activation), *stacked(one_step, n_steps))

    def embed(problems: Problems) -> Floats:
        needs.check(problems)
        return _embedded(channels, problems)

    return Construction(
        name="online",
        source="wang2024incontext App. F.2",
        channels=channels,
        network=Network(blocks=blocks, causal=True),
        embed=embed,
        needs=needs,
        token_names=token_names(start=True),
    )


def prefix_predictions(construction: Construction[Problems], problems: Problems) -> Floats:
    """``(B, N + 1, d)`` all that one pass predicts: at n the prediction from the first n responses, n = 0 .. N.

    Args:
        construction: one that `build` made.
        problems: what to run it on.
    """
    tokens = run(construction.network, construction.embed(problems))
    return tokens[:, :-1, construction.channels.place("w")]


def layout(query_width: int, width: int, n_responses: int) -> Channels:
    """The channels of a token: p says where it stands, m what it has taken, and t what it is taking."""
    vectors = (("x", query_width), ("y", width), ("w", width), ("a", width))
    lists = (("p", n_responses), ("m", n_responses), ("t", n_responses))
    return Channels((*vectors, *lists, *((name, 1) for name in ("r", "n", "s", "is_query", "is_start", "one"))))


def _temperature(temperature: float | None, gap: float) -> float:
    check_positive("gap", gap, remedy="give the smallest distance between two rewards of a problem")
    beta = EXACT / gap if temperature is None else temperature
    check_positive("temperature", beta, remedy=f"40 / gap = {EXACT / gap:g} is exact in float64")
    if beta * gap < LEAST_SHARPNESS:
        raise Misuse(
            f"`temperature` times `gap` must be {LEAST_SHARPNESS:.4g} or more to tell which response is taken, "
            f"got {beta:g} * {gap:g} = {beta * gap:.4g}; use a temperature of {1.4 / gap:g} or more"
        )
    return beta


def _heads(channels: Channels, *, temperature: float, depth: float) -> tuple[Head, Head]:
    hide = -depth * (2 * channels["is_query"] + channels["is_start"] / 4)
    taken = -depth * channels["p"]
    top = Head(
        name="top",
        query=np.concatenate([channels["one"], channels["m"]]),
        key=np.concatenate([temperature * channels["r"] + hide, taken]),
        value=np.concatenate([channels["y"], channels["p"]]),
        output=np.concatenate([channels["a"], channels["t"]]).T,
    )
    average = Head(
        name="average",
        query=np.concatenate([2 * channels["w"], channels["one"], channels["m"]]),
        key=np.concatenate([channels["y"], hide - channels["n"], taken]),
        value=channels["y"],
        output=-channels["a"].T,
    )
    return top, average


def _taken(channels: Channels, activation: Activation) -> FeedForward:
    """Puts what was chosen on the list; two units for each position."""
    rows = channels["t"]
    sharpness = sharpness_of(activation)
    listed = positive_parts(rows, np.full(len(rows), -0.25), 2 * channels["m"].T, sharpness=sharpness)
    forgotten = positive_parts(rows, np.zeros(len(rows)), -rows.T, sharpness=sharpness)
    return feed_forward("take", listed, forgotten, activation=activation)


def _embedded(channels: Channels, problems: Problems) -> Floats:
    n_problems, n_responses, _ = problems.responses.shape
    tokens = channels.tokens(n_problems, n_responses + 2)
    tokens[:, :, channels.place("x")] = problems.query[:, None, :]
    tokens[:, :, channels.place("w")] = problems.prediction[:, None, :]
    tokens[:, :, channels.place("one")] = 1
    tokens[:, 0, channels.place("is_start")] = 1
    tokens[:, -1, channels.place("is_query")] = 1
    tokens[:, 1:-1, channels.place("y")] = problems.responses
    tokens[:, 1:-1, channels.place("r")] = problems.rewards[..., None]
    tokens[:, 1:-1, channels.place("p")][..., :n_responses] = np.eye(n_responses)
    return tokens
