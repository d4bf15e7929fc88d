"""Graded rewards 1 .. L, in any order and with ties, seen by all: two attention layers carry out all stages at once.

A critic that gives grades leaves nothing to find softly. The network turns a grade into a thermometer, whose steps are
0 or 1 exactly because grades are whole numbers::

    th_l = relu(r - l + 1) - relu(r - l)        1 where r >= l, for l = 2 .. L

and then every response hides, by itself, those that were chosen before it. Its grade r_i says which step of another
thermometer to look at: with rows ``1[r_i = l] = th_l - th_(l+1)`` (th_1 = 1, and nothing above L) in the queries and
``th_(l+1)`` in the keys, ``sum over l of 1[r_i = l] th_(l+1)(j)`` is 1 where r_j > r_i, and the logit loses B times
that::

    average   Q = (2w, 1, -B (th_l - th_(l+1)))   K = (y, -n - 2B is_query, th_(l+1))   V = y      O = -1 into a
    total     Q = 1                               K = -B is_query                       V = y + a  O = N into b

and a feed-forward network with ``w <- w + 2 eta |x|^2 b``. Response i averages over all j with r_j <= r_i with the
model's weights: each stage of Plackett-Luce, and for equal grades Breslow's form, where every one of them is chosen
from the same set. With distinct grades it is the plain step. There is no smallest gap, no temperature, and depth does
not grow with N; the price is L - 1 numbers in a token and as many hidden units, once.

k steps are the same two blocks k times: context tokens hold the new w, too, since nothing is hidden from them. A block
without attention comes first and fills in thermometer, |y|^2 and |x|^2.

Ties: against the step averaged over all orders of tied responses (`statements.ties`), one to four tied pairs among
eight responses leave a median error of 5, 12, 14 and 17 % of the step. A network that ranks them in an arbitrary order
is off by 6, 16, 18 and 23 % (`sorted_context`), and one that removes both at once by 17, 30, 38 and 48 % (`masked`,
`picked`); 200 problems each, tests/unit/theory/constructions/test_graded.py.

Source: wang2024incontext Theorem 3.3 (the construction is ours); breslow1974covariance (ties).
"""

import itertools
from dataclasses import replace

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import check_sizes
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import embedded, token_names
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


def build(
    *,
    n_responses: int,
    width: int,
    query_width: int = 5,
    n_grades: int | None = None,
    step_size: float = 0.1,
    n_steps: int = 1,
    largest_logit: float | None = None,
    activation: Activation = "relu",
) -> Construction[Problems]:
    """Two blocks for each step, after one that makes thermometers and lengths.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        n_grades: L, 2 or more; None for N, enough for grades without ties.
        step_size: eta.
        n_steps: k.
        largest_logit: how large ``|y|^2 + 2 |W x| |y|`` may become; None for 1000, and what k steps add (`needs`).
        activation: of the hidden units; SiLU and GELU are stretched until they act like ReLU.

    Raises:
        Misuse: for sizes that make no network; and by the network, for problems that it was not built for, such as
            rewards that are not whole numbers from 1 to L.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    highest = n_responses if n_grades is None else n_grades
    if highest < 2:
        raise Misuse(f"`n_grades` must be 2 or more, got {n_grades!r}; one grade for all says nothing about any")
    channels = layout(query_width, width, highest)
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, n_grades=highest,
    )  # fmt: skip
    depth = needs.mask_depth()
    blocks = [Block(name="thermometer", feed_forward=_prepared(channels, highest, activation))]
    average, total = _average(channels, highest, depth), _total(channels, n_responses, depth)
    for number in range(1, n_steps + 1):
        apply = _applied(channels, step_size, clear=number < n_steps, activation=activation)
        blocks.append(Block(name=f"step {number}, average", heads=(average,)))
        blocks.append(Block(name=f"step {number}, total", heads=(total,), feed_forward=apply))

    def embed(problems: Problems) -> Floats:
        needs.check(problems)
        return embedded(channels, problems, start_reward=None)

    return Construction(
        name="graded",
        source="wang2024incontext Theorem 3.3, for grades",
        channels=channels,
        network=Network(blocks=tuple(blocks)),
        embed=embed,
        needs=needs,
        token_names=token_names(start=False),
    )


def layout(query_width: int, width: int, n_grades: int) -> Channels:
    """The channels of a token; ``th l`` is 1 where the grade is l or higher."""
    vectors = (("x", query_width), ("y", width), ("w", width), ("a", width), ("b", width))
    scalars = ("r", *(f"th {level}" for level in range(2, n_grades + 1)), "n", "s", "is_query", "one")
    return Channels((*vectors, *((name, 1) for name in scalars)))


def as_grades(problems: Problems) -> Problems:
    """The same problems with ranks for rewards: 1 for the lowest, the next whole number for each higher one."""
    below = problems.rewards[:, None, :] < problems.rewards[:, :, None]
    first = ~(np.tril(problems.rewards[:, :, None] == problems.rewards[:, None, :], -1).any(axis=2))
    return replace(problems, rewards=1.0 + (below & first[:, None, :]).sum(axis=2))


def _prepared(channels: Channels, n_grades: int, activation: Activation) -> FeedForward:
    return feed_forward(
        "prepare",
        _thermometer(channels, n_grades, activation),
        squared_norm(channels["y"], channels["n"].T),
        squared_norm(channels["x"], channels["s"].T),
        activation=activation,
    )


def _thermometer(channels: Channels, n_grades: int, activation: Activation) -> Units:
    """One unit ``relu(r - l + 1)`` for each step l: what exceeds l - 1 counts for step l, and not once more for l - 1.

    For a whole number r the difference of two neighbours is 0 or 1. Above the highest step nothing is left to take off.
    """
    steps = [channels[f"th {level}"].T for level in range(2, n_grades + 1)]
    writes = [steps[0], *(step - below for below, step in itertools.pairwise(steps))]
    return positive_parts(
        np.repeat(channels["r"], n_grades - 1, axis=0),
        1.0 - np.arange(2, n_grades + 1),
        np.concatenate(writes, axis=1),
        sharpness=sharpness_of(activation),
    )


def _average(channels: Channels, n_grades: int, depth: float) -> Head:
    steps = [channels["one"], *(channels[f"th {level}"] for level in range(2, n_grades + 1))]
    # The query has grade 0 and asks as one of grade 1 would; nobody reads what it finds.
    grade_is = [lower - higher for lower, higher in itertools.pairwise(steps)]
    return Head(
        name="average",
        query=np.concatenate([2 * channels["w"], channels["one"], *(-depth * row for row in grade_is)]),
        key=np.concatenate([channels["y"], -channels["n"] - 2 * depth * channels["is_query"], *steps[1:]]),
        value=channels["y"],
        output=-channels["a"].T,
    )


def _total(channels: Channels, n_responses: int, depth: float) -> Head:
    return Head(
        name="total",
        query=channels["one"],
        key=-depth * channels["is_query"],
        value=channels["y"] + channels["a"],
        output=n_responses * channels["b"].T,
    )


def _applied(channels: Channels, step_size: float, *, clear: bool, activation: Activation) -> FeedForward:
    scale = np.repeat(2 * step_size * channels["s"], len(channels["b"]), axis=0)
    step = product(channels["b"], scale, channels["w"].T)
    rest = (cleared(channels["a"], channels["b"]),) if clear else ()
    return feed_forward("apply and clear" if clear else "apply", step, *rest, activation=activation)
