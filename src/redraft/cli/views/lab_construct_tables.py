"""A construction as tables and sentences, the same for terminal and page."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted
from redraft.theory.problems import Floats
from redraft.theory.verification.catalogue import Kind
from redraft.theory.verification.walking import Look, Stage, Walk

_WIDEST = 10
"""Tokens that have a column each; with more of them only the answering token is shown."""

_FITS = 150
"""Columns of a terminal from which list and blocks show all they have, and break no word for it."""

_WHOLE = 200
"""As wide as a file or a pipe; a page has room for all, too."""

_BETWEEN = 3
"""Spaces between two columns of a terminal's table."""

_SAME_TO_TWO_DECIMALS = 5e-3

_SIZES = (
    "For N responses: most heads and most hidden units of a block, blocks, numbers in a token. η step size, D largest "
    "distance of two responses, q = exp(-temperature · gap). 0 means: but for rounding. "
    "Show one: redraft lab construct NAME"
)


def list_tables(kinds: Sequence[Kind], room: int = _WHOLE) -> list[Table]:
    """The constructions, with what each needs and what is proved of its error: two tables where one has no room.

    Args:
        kinds: what is listed.
        room: columns that the terminal has.
    """
    name, error = Column("name", "left"), Column("error proved", "left")
    what = (Column("what it is", "left"), Column("asks for", "left"))
    sizes = (*map(Column, ("N", "heads", "blocks", "units", "width")), Column("attention", "left"))
    sized = [_sizes(kind) for kind in kinds]
    if room >= _FITS:
        rows = tuple(
            Row((kind.name, kind.title, *cells, kind.asks, kind.error))
            for kind, cells in zip(kinds, sized, strict=True)
        )
        columns = (name, what[0], *sizes, what[1], error)
        return [Table(title="Exact constructions", columns=columns, rows=rows, note=_SIZES)]
    told = tuple(Row((kind.name, kind.title, kind.asks)) for kind in kinds)
    # Which way it attends goes with the rest; five figures and a formula are what 80 columns hold.
    small = tuple(Row((kind.name, *cells[:-1], kind.error)) for kind, cells in zip(kinds, sized, strict=True))
    causal = ", ".join(kind.name for kind in kinds if kind.causal)
    return [
        Table(title="Exact constructions", columns=(name, *what), rows=told),
        Table(
            title="Their sizes, and the error that is proved", columns=(name, *sizes[:-1], error), rows=small,
            note=f"{_SIZES}. Causal attention: {causal}; the others attend both ways.",
        ),
    ]  # fmt: skip


def _sizes(kind: Kind) -> tuple[str, ...]:
    figures = (kind.n_responses, kind.heads, kind.blocks, kind.units, kind.width)
    return (*map(str, figures), "causal" if kind.causal else "both ways")


def heading(walked: Walk) -> list[str]:
    """What is shown, in two lines."""
    network, channels = walked.construction.network, walked.construction.channels
    attention = "causal attention" if network.causal else "attention in both directions"
    made_of = (
        f"{walked.construction.source} · {counted(len(network.blocks), 'block')} · {attention} · "
        f"{counted(walked.setting.n_steps, 'gradient step')} of size {walked.setting.step_size:g} · tokens of "
        f"{channels.width} numbers"
    )
    return [f"{walked.construction.name}: {walked.entry.title}", made_of]


def tables_of(walked: Walk, room: int = _WHOLE) -> list[Table]:
    """All tables, in the order of reading, for a terminal with so many columns."""
    return [problem_table(walked), looks_table(walked, room), blocks_table(walked, room)]


def problem_table(walked: Walk) -> Table:
    """The responses in the order of the tokens, with their ranks; the best one stands out."""
    problem = walked.problem
    rewards, responses = problem.rewards[0], problem.responses[0]
    ranks = (rewards[None, :] > rewards[:, None]).sum(axis=1) + 1
    by_rank = any(token.startswith("rank ") for token in walked.tokens)
    order = np.argsort(rewards, kind="stable") if by_rank else np.arange(len(rewards))
    rows = tuple(
        Row((f"response {j + 1}", f"{rewards[j]:.4g}", f"{ranks[j]}", vector(responses[j])), strong=bool(ranks[j] == 1))
        for j in order
    )
    gap = float(np.diff(np.sort(rewards)).min())
    listed = " Listed worst first, as the network sees them: below, #k is the response of rank k." if by_rank else ""
    return Table(
        title="The context",
        columns=(Column("", "left"), Column("reward"), Column("rank"), Column("y")),
        rows=rows,
        note=f"Prediction before the step: {vector(walked.start)}. Smallest gap of two rewards: {gap:.3g}.{listed}",
    )


def looks_table(walked: Walk, room: int = _WHOLE) -> Table:
    """For every head what each token looks at most, with its weight; the answering token alone where room is short."""
    looks = [(stage.block, look) for stage in walked.stages for look in stage.looks]
    answering = range(len(walked.tokens))[walked.construction.answer_at]
    others = [place for place, name in enumerate(walked.tokens) if name != "start"]
    alike = all(
        np.allclose(look.attention[others], look.attention[answering], atol=_SAME_TO_TWO_DECIMALS) for _, look in looks
    )
    every = range(len(walked.tokens))
    fit = len(every) <= _WIDEST and _least_width(walked.tokens, looks) <= room
    shown = list(every) if fit and not alike else [answering]
    names = ["responses and query" if alike else short(walked.tokens[token]) for token in shown]
    shortened = {short(token): token for token in walked.tokens if token != short(token)}
    first = next(iter(shortened.items()), ("", ""))
    return Table(
        title="Where each head looks, and how far",
        columns=(Column("block", "left"), Column("head", "left"), *(Column(name) for name in names)),
        rows=tuple(
            Row((block, look.head, *(_looked(look, walked.tokens, token) for token in shown))) for block, look in looks
        ),
        note=f"Under a token: what it looks at most, and its weight, of 1. {first[0]} is {first[1]}.",
    )


def blocks_table(walked: Walk, room: int = _WHOLE) -> Table:
    """What every block leaves behind: masks, the prediction and how far it is off, and with room what it is made of."""
    has_masks = any(stage.masked is not None for stage in walked.stages)
    whole = room >= _FITS
    made = (Column("heads", "left"), Column("feed-forward", "left")) if whole else ()
    masks = (Column("ranked so far", "left"),) if has_masks else ()
    has_sum = whole and any(stage.collected is not None for stage in walked.stages)
    collected = (Column("collected"),) if has_sum else ()
    ended = ("gradient descent", *("" for _ in (*made, *masks)), "", vector(walked.expected), *("" for _ in collected))
    left_out = " A wider terminal also shows heads, feed-forward networks and what is collected of the step."
    return Table(
        title=f"What each block leaves in the token {walked.tokens[walked.construction.answer_at]!r}",
        columns=(Column("block", "left"), *made, *masks, Column("off by"), Column("prediction"), *collected),
        rows=(
            *(_block(stage, has_masks=has_masks, has_sum=has_sum, whole=whole) for stage in walked.stages),
            Row(ended),
        ),
        note="Off by: the largest difference of a number to what gradient descent predicts after the last step."
        + ("" if whole else left_out),
    )


def sentences(walked: Walk) -> list[str]:
    """What may be said of it."""
    moved = float(np.abs(walked.expected - walked.start).max())
    said = f"It is off by {walked.error:.1e}; the step moved the prediction by {moved:.2g}."
    bound = walked.bound
    if bound is None:
        return [f"{said} Nothing is proved about its error."]
    if bound < 1e-15:
        return [f"{said} Proved: no error but rounding."]
    return [f"{said} Proved: at most {bound:.1e}, and rounding."]


def as_plain(walked: Walk) -> dict[str, Any]:
    """The walk for JSON: numbers and lists."""
    problem = walked.problem
    return {
        "construction": walked.construction.name,
        "source": walked.construction.source,
        "setting": walked.setting,
        "tokens": list(walked.tokens),
        "rewards": problem.rewards[0].tolist(),
        "responses": problem.responses[0].tolist(),
        "query": problem.query[0].tolist(),
        "start": walked.start.tolist(),
        "blocks": [_plain_stage(stage) for stage in walked.stages],
        "expected": walked.expected.tolist(),
        "error": walked.error,
        "bound": walked.bound,
    }


def short(token: str) -> str:
    """A token's name where space is short."""
    return token.replace("response ", "r").replace("rank ", "#").replace(", copy ", "/")


def vector(numbers: Floats) -> str:
    """Up to four numbers with two decimals."""
    # Adding 0 turns the -0.0 that rounding leaves into 0.0.
    told = " ".join(f"{round(float(number), 2) + 0.0:+.2f}" for number in numbers[:4])
    return told if len(numbers) <= 4 else f"{told} …"


def _least_width(tokens: Sequence[str], looks: Sequence[tuple[str, Look]]) -> int:
    """Columns of a terminal that a table of all tokens takes; names may take a line for each word, figures may not."""
    words = (max(len(word) for block, _ in looks for word in block.split()), max(len(look.head) for _, look in looks))
    told = (max(len(_looked(look, tokens, token)) for _, look in looks) for token in range(len(tokens)))
    return sum(width + _BETWEEN for width in (*words, *told))


def _looked(look: Look, tokens: Sequence[str], token: int) -> str:
    weights = look.attention[token]
    most = int(np.argmax(weights))
    n_alike = int((weights > weights[most] - 1e-9).sum())
    return f"{short(tokens[most])} {weights[most]:.2f}" if n_alike == 1 else f"{n_alike} alike {weights[most]:.2f}"


def _block(stage: Stage, *, has_masks: bool, has_sum: bool, whole: bool) -> Row:
    masked = (", ".join(map(short, stage.masked or ())) or "none",) if has_masks else ()
    network = "" if stage.feed_forward is None else f"{stage.feed_forward}, {counted(stage.units, 'unit')}"
    made = (", ".join(look.head for look in stage.looks), network) if whole else ()
    collected = ("" if stage.collected is None else vector(stage.collected),) if has_sum else ()
    return Row((stage.block, *made, *masked, f"{stage.distance:.1e}", vector(stage.prediction), *collected))


def _plain_stage(stage: Stage) -> dict[str, Any]:
    return {
        "block": stage.block,
        "heads": [
            {"head": look.head, "token": look.token, "weight": look.weight, "attention": look.attention.tolist()}
            for look in stage.looks
        ],
        "feed_forward": stage.feed_forward,
        "units": stage.units,
        "masked": None if stage.masked is None else list(stage.masked),
        "collected": None if stage.collected is None else stage.collected.tolist(),
        "prediction": stage.prediction.tolist(),
        "off_by": stage.distance,
    }
