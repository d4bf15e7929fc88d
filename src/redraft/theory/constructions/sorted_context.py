"""In a context sorted worst first, best last, the causal mask does the ranking: two attention layers for any N.

Stage i of Plackett-Luce chooses response i from those that are not better. Listed worst first, these are the tokens
that a causal mask lets it see: its own prefix. So all stages are carried out at once, by one head each in two blocks::

    average   Q = (2w, -1)   K = (y, n + B earlier copies)   V = y       O = -1 into a     a_i = -sum_j p_ij y_j
    total     Q = 1          K = B this copy                 V = y + a   O = N into b      b = sum_i (y_i + a_i) = g

and a feed-forward network with ``w <- w + 2 eta |x|^2 b``. The average of response i is over its prefix, the set that
it was chosen from, with the model's weights ``p_ij ~ exp(2 w . y_j - |y_j|^2)``. The worst response sees itself alone
and adds ``y - y = 0``. Rewards are not read at all: the order says it, so there is no temperature, no mask to keep, and
no smallest gap.

Sorting is part of the prompt's layout: `embed` lists the responses as the writer of a prompt would. The network does
not sort.

**k steps.** A token of the first block must know w before it averages, and once the last token has added up, the tokens
before it cannot learn the new w: the mask hides it from them. So the sorted context is listed k times. Pair t of blocks
uses copy t. Its tokens do not look at earlier copies (the logit loses B; later ones are hidden by the mask), and every
token behind copy t, which is what the next pairs use, reads the whole sum and moves its w. Tokens of copies that were
used compute what nobody reads. Between steps a and b are cleared.

Block 1 fills n = |y|^2 and s = |x|^2 by gated units; it can be dropped where the embedding supplies them. The width of
the feed-forward networks is 2 (d + d_x), then 2 d, and 6 d before further steps.

Source: wang2024incontext Theorem 3.3 and App. F.2 (the causal mask, the construction is ours).
"""

import numpy as np

from redraft.theory.constructions.blocks import Activation, Block, FeedForward, Head, Network
from redraft.theory.constructions.channels import Channels
from redraft.theory.constructions.checks import check_sizes
from redraft.theory.constructions.construction import Construction
from redraft.theory.constructions.needs import Needs
from redraft.theory.constructions.parts import lengths_block
from redraft.theory.constructions.units import cleared, feed_forward, product
from redraft.theory.problems import Floats, Problems


def build(
    *,
    n_responses: int,
    width: int,
    query_width: int = 5,
    step_size: float = 0.1,
    n_steps: int = 1,
    largest_logit: float | None = None,
    allow_ties: bool = False,
    activation: Activation = "relu",
) -> Construction[Problems]:
    """Two blocks for each step, after one that fills in lengths.

    Args:
        n_responses: N.
        width: d.
        query_width: d_x.
        step_size: eta.
        n_steps: k; the context is listed once for each.
        largest_logit: how large ``|y|^2 + 2 |W x| |y|`` may become; None for 1000, and what k steps add (`needs`).
        allow_ties: take equal rewards, in the order in which they come; the step is then that of this order.
        activation: of the hidden units; all are exact here.

    Raises:
        Misuse: for sizes that make no network; and by the network, for problems that it was not built for.
    """
    check_sizes(n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps)
    channels = layout(query_width, width, n_steps)
    remedy = "use `graded` for ties, or build with allow_ties=True to rank them in the order in which they come"
    needs = Needs(
        n_responses=n_responses, width=width, query_width=query_width, step_size=step_size, n_steps=n_steps,
        largest_logit=largest_logit, gap=None if allow_ties else 0.0, equal_remedy=remedy,
    )  # fmt: skip
    depth = needs.mask_depth()
    blocks = [lengths_block(channels, activation=activation)]
    for number in range(1, n_steps + 1):
        average = _average(channels, number, depth)
        total = _total(channels, number, n_responses=n_responses, depth=depth)
        apply = _applied(channels, step_size, clear=number < n_steps, activation=activation)
        blocks.append(Block(name=f"step {number}, average", heads=(average,)))
        blocks.append(Block(name=f"step {number}, total", heads=(total,), feed_forward=apply))

    def embed(problems: Problems) -> Floats:
        needs.check(problems)
        return _embedded(channels, problems, n_steps)

    return Construction(
        name="sorted",
        source="wang2024incontext App. F.2, one query",
        channels=channels,
        network=Network(blocks=tuple(blocks), causal=True),
        embed=embed,
        needs=needs,
        token_names=lambda n: _names(n, n_steps),
    )


def layout(query_width: int, width: int, n_steps: int) -> Channels:
    """The channels of a token; ``copy t`` is 1 in the t-th listing of the context. The query is in none."""
    vectors = (("x", query_width), ("y", width), ("w", width), ("a", width), ("b", width))
    copies = tuple((f"copy {number}", 1) for number in range(1, n_steps + 1))
    return Channels((*vectors, ("n", 1), ("s", 1), *copies, ("one", 1)))


def _average(channels: Channels, number: int, depth: float) -> Head:
    earlier = sum((channels[f"copy {t}"] for t in range(1, number)), start=np.zeros((1, channels.width)))
    return Head(
        name=f"average {number}" if number > 1 else "average",
        query=np.concatenate([2 * channels["w"], -channels["one"]]),
        key=np.concatenate([channels["y"], channels["n"] + depth * earlier]),
        value=channels["y"],
        output=-channels["a"].T,
    )


def _total(channels: Channels, number: int, *, n_responses: int, depth: float) -> Head:
    return Head(
        name=f"total {number}" if number > 1 else "total",
        query=channels["one"],
        key=depth * channels[f"copy {number}"],
        value=channels["y"] + channels["a"],
        output=n_responses * channels["b"].T,
    )


def _applied(channels: Channels, step_size: float, *, clear: bool, activation: Activation) -> FeedForward:
    scale = np.repeat(2 * step_size * channels["s"], len(channels["b"]), axis=0)
    step = product(channels["b"], scale, channels["w"].T)
    rest = (cleared(channels["a"], channels["b"]),) if clear else ()
    return feed_forward("apply" if not clear else "apply and clear", step, *rest, activation=activation)


def _embedded(channels: Channels, problems: Problems, n_steps: int) -> Floats:
    order = np.argsort(problems.rewards, axis=1, kind="stable")
    worst_first = np.take_along_axis(problems.responses, order[..., None], axis=1)
    n_problems, n_responses, _ = worst_first.shape
    tokens = channels.tokens(n_problems, n_steps * n_responses + 1)
    tokens[:, :, channels.place("x")] = problems.query[:, None, :]
    tokens[:, :, channels.place("w")] = problems.prediction[:, None, :]
    tokens[:, :, channels.place("one")] = 1
    for number in range(1, n_steps + 1):
        listing = slice((number - 1) * n_responses, number * n_responses)
        tokens[:, listing, channels.place("y")] = worst_first
        tokens[:, listing, channels.place(f"copy {number}")] = 1
    return tokens


def _names(n_responses: int, n_steps: int) -> tuple[str, ...]:
    ranks = [f"rank {rank}" for rank in range(n_responses, 0, -1)]
    if n_steps == 1:
        return (*ranks, "query")
    return (*(f"{rank}, copy {t}" for t in range(1, n_steps + 1) for rank in ranks), "query")
