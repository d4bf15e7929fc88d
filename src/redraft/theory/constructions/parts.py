"""What the constructions have in common: the channels of a token, tokens of a problem, heads and the end of a step.

The tokens are a start token, the responses, and the query, which comes last. With one query for all responses a step
only needs the prediction ``w = W x``, which every token carries::

    w <- w + 2 eta |x|^2 g        g = sum over stages of (y chosen - mean of y under the model)

`w` is where the weights W live during a pass: W_0 is the linear embedding ``x -> W_0 x``. The model's chances are
``p_j ~ exp(-|w - y_j|^2) ~ exp(2 w . y_j - |y_j|^2)``: a bilinear form, which is what attention computes.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.units import (
    Units,
    cleared,
    feed_forward,
    positive_parts,
    product,
    sharpness_of,
    squared_norm,
)
from redraft.theory.problems import Floats, Problems


def standard_channels(query_width: int, width: int) -> Channels:
    """The layout of a token for problems with one query; ``d_x + 3 d + 9`` numbers.

    ===========  ====  =====================================================  ================  =======  =============
    channel      size  meaning                                                response j        query    start
    ===========  ====  =====================================================  ================  =======  =============
    x            d_x   the query                                              x                 x        0
    y            d     the response; never changed                            y_j               0        0
    w            d     the prediction W x                                     W_0 x             W_0 x    0
    a            d     collects the direction g                               0                 0        0
    r            1     the reward                                             r_j               0        below all
    rho          1     reward of the response chosen in this block            0                 0        0
    n            1     squared length of y                                    0, then filled in
    s            1     squared length of x                                    0, then filled in
    m            1     1 once chosen                                          0                 0        0
    t            1     1 in the block after being chosen                      0                 0        0
    is_query     1                                                            0                 1        0
    is_start     1                                                            0                 0        1
    one          1                                                            1                 1        1
    ===========  ====  =====================================================  ================  =======  =============
    """
    vectors = (("x", query_width), ("y", width), ("w", width), ("a", width))
    scalars = ("r", "rho", "n", "s", "m", "t", "is_query", "is_start", "one")
    return Channels((*vectors, *((name, 1) for name in scalars)))


def embedded(
    channels: Channels, problems: Problems, *, start_reward: float | None, lengths: tuple[str, ...] = ()
) -> Floats:
    """``(B, T, width)`` tokens of problems: a start token where one is asked for, the responses, the query.

    Args:
        channels: must have x, y, w, r, is_query and one, and what else is asked for.
        problems: as they are; checks are the caller's.
        start_reward: the reward of the start token, lower than all others; None for no start token.
        lengths: which of n and s to fill, for networks that do not begin with `lengths_block`.
    """
    n_problems, n_responses, _ = problems.responses.shape
    first = 0 if start_reward is None else 1
    tokens = channels.tokens(n_problems, first + n_responses + 1)
    answers, asks = slice(first, first + n_responses), slice(first, None)
    tokens[:, asks, channels.place("x")] = problems.query[:, None, :]
    tokens[:, asks, channels.place("w")] = problems.prediction[:, None, :]
    tokens[:, answers, channels.place("y")] = problems.responses
    tokens[:, answers, channels.place("r")] = problems.rewards[..., None]
    tokens[:, -1, channels.place("is_query")] = 1
    tokens[:, :, channels.place("one")] = 1
    if start_reward is not None:
        tokens[:, 0, channels.place("r")] = start_reward
        tokens[:, 0, channels.place("is_start")] = 1
    for name in lengths:
        vector = tokens[..., channels.place({"n": "y", "s": "x"}[name])]
        tokens[..., channels.place(name)] = np.square(vector).sum(axis=-1, keepdims=True)
    return tokens


def embedding(channels: Channels, needs: Needs, largest_reward: float) -> Callable[[Problems], Floats]:
    """The tokens of a network that ranks by masking: `embedded` with a start token, after checks.

    Args:
        channels: the layout.
        needs: what it was built for.
        largest_reward: how far rewards may be from 0; the start token has one that is lower still.
    """

    def embed(problems: Problems) -> Floats:
        needs.check(problems)
        return embedded(channels, problems, start_reward=-largest_reward - 1)

    return embed


def token_names(*, start: bool) -> Callable[[int], tuple[str, ...]]:
    """Names of the tokens that `embedded` makes, as a function of the number of responses."""

    def names(n_responses: int) -> tuple[str, ...]:
        answers = (f"response {number}" for number in range(1, n_responses + 1))
        return (*(("start",) if start else ()), *answers, "query")

    return names


def lengths_block(channels: Channels, *, activation: Activation = "relu") -> Block:
    """A block that fills n with |y|^2 and s with |x|^2; once, before the first step."""
    squares = (squared_norm(channels[of], channels[into].T) for of, into in (("y", "n"), ("x", "s")))
    return Block(name="lengths", feed_forward=feed_forward("squared lengths", *squares, activation=activation))


def penalty(channels: Channels, depth: float) -> Floats:
    """``(1, width)`` what a key loses that must not be looked at, added to its logit: chosen before B, the query 2 B.

    Args:
        channels: with m and is_query.
        depth: B, so large that exp(-B / 4) is 0 in float64; see `checks.mask_depth`.
    """
    row: Floats = -depth * (channels["m"] + 2 * channels["is_query"])
    return row


def average_head(channels: Channels, penalty: Floats, *, write: Floats) -> Head:
    """Attention that is the model: it looks at response j with probability p_j, and reads the mean response.

    Its logits are ``2 w . y_j - |y_j|^2`` plus the penalty: keys of ``d + 1`` numbers.

    Args:
        channels: with w, y, n and one.
        penalty: ``(1, width)`` what keys lose.
        write: ``(width, d)`` where the mean goes, with its factor.
    """
    return Head(
        name="average",
        query=np.concatenate([2 * channels["w"], channels["one"]]),
        key=np.concatenate([channels["y"], penalty - channels["n"]]),
        value=channels["y"],
        output=write,
    )


def chosen(channels: Channels, gap: float, write: Floats, *, activation: Activation = "relu") -> Units:
    """Three units that say which responses were chosen in this block and not before.

    They add ``clip(2 (r - rho) / delta + 3/2, 0, 1) - m``: 1 for a response that was chosen now, 0 for the others,
    whose reward lies ``3 delta / 4`` or more below rho, and 0 for those chosen before, whose reward is higher still.
    The start token, which is what rho comes from once nothing is left, never counts.

    Args:
        channels: with r, rho, m and is_start.
        gap: delta, the smallest distance of two rewards.
        write: ``(width, 1)`` where it goes.
        activation: SiLU and GELU are stretched until they act like ReLU.
    """
    above = 2 / gap * (channels["r"] - channels["rho"]) - 2 * channels["is_start"]
    return positive_parts(
        np.concatenate([above, above, channels["m"]]),
        np.array([1.5, 0.5, 0.0]),
        np.concatenate([write, -write, -write], axis=1),
        sharpness=sharpness_of(activation),
    )


def applied(
    channels: Channels, step_size: float, *, forget: tuple[str, ...], unmark: tuple[str, ...], activation: Activation
) -> FeedForward:
    """The end of a step: ``w += 2 eta s a``, and a and other channels are 0 again for the next step.

    Four units for each number of a, two for each number that is forgotten, one for each mark.

    Args:
        channels: with a, s and w.
        step_size: eta.
        forget: further channels to clear, of any sign.
        unmark: channels to clear that hold 0 or 1.
        activation: any; all are exact here.
    """
    scale = np.repeat(2 * step_size * channels["s"], len(channels["a"]), axis=0)
    step = product(channels["a"], scale, channels["w"].T)
    marks = np.concatenate([channels[name] for name in unmark])
    return feed_forward(
        "apply",
        step,
        cleared(*(channels[name] for name in ("a", *forget))),
        positive_parts(marks, np.zeros(len(marks)), -marks.T, sharpness=sharpness_of(activation)),
        activation=activation,
    )


def stacked(one_step: Iterable[Block], n_steps: int) -> tuple[Block, ...]:
    """The blocks of a step, as often as there are steps; with more than one, their names say which."""
    blocks = tuple(one_step)
    if n_steps == 1:
        return blocks
    return tuple(replace(block, name=f"step {k}, {block.name}") for k in range(1, n_steps + 1) for block in blocks)


def diameter(problems: Problems) -> Floats:
    """``(B,)`` D, the largest distance between two responses of a problem, which bounds of errors are made of."""
    differences = problems.responses[:, :, None, :] - problems.responses[:, None, :, :]
    largest: Floats = np.sqrt(np.square(differences).sum(axis=-1)).max(axis=(1, 2))
    return largest
