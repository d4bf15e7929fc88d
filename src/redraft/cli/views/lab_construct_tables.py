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

_SAME_TO_TWO_DECIMALS = 5e-3


def list_table(kinds: Sequence[Kind]) -> Table:
    """The constructions, with what each needs and what is proved of its error."""
    rows = tuple(
        Row((
            kind.name, kind.title, f"{kind.n_responses}", f"{kind.heads}", f"{kind.blocks}", f"{kind.units}",
            f"{kind.width}", "causal" if kind.causal else "both ways", kind.asks, kind.error,
        ))
        for kind in kinds
    )  # fmt: skip
    return Table(
        title="Exact constructions",
        columns=(
            Column("name", "left"), Column("what it is", "left"), Column("N"), Column("heads"), Column("blocks"),
            Column("units"), Column("width"), Column("attention", "left"), Column("asks for", "left"),
            Column("error proved", "left"),
        ),
        rows=rows,
        note="For N responses: most heads and most hidden units of a block, blocks, numbers in a token. η step size, D "
        "largest distance of two responses, q = exp(-temperature · gap). 0 means: but for rounding. "
        "Show one: redraft lab construct NAME",
    )  # fmt: skip


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


def tables_of(walked: Walk) -> list[Table]:
    """All tables, in the order of reading."""
    return [problem_table(walked), looks_table(walked), blocks_table(walked)]


def problem_table(walked: Walk) -> Table:
    """The responses as the network sees them, best and worst marked by their rank."""
    problem = walked.problem
    rewards, responses = problem.rewards[0], problem.responses[0]
    ranks = (rewards[None, :] > rewards[:, None]).sum(axis=1) + 1
    rows = tuple(
        Row((f"response {j + 1}", f"{rewards[j]:.4g}", f"{ranks[j]}", vector(responses[j])), strong=bool(ranks[j] == 1))
        for j in range(len(rewards))
    )
    gap = float(np.diff(np.sort(rewards)).min())
    return Table(
        title="The context",
        columns=(Column("", "left"), Column("reward"), Column("rank"), Column("y")),
        rows=rows,
        note=f"Prediction before the step: {vector(walked.start)}. Smallest gap of two rewards: {gap:.3g}.",
    )


def looks_table(walked: Walk) -> Table:
    """For every head what each token looks at most, with its weight."""
    looks = [(stage.block, look) for stage in walked.stages for look in stage.looks]
    answering = range(len(walked.tokens))[walked.construction.answer_at]
    others = [place for place, name in enumerate(walked.tokens) if name != "start"]
    alike = all(
        np.allclose(look.attention[others], look.attention[answering], atol=_SAME_TO_TWO_DECIMALS) for _, look in looks
    )
    shown = list(range(len(walked.tokens))) if len(walked.tokens) <= _WIDEST and not alike else [answering]
    names = ["responses and query" if alike else short(walked.tokens[token]) for token in shown]
    told = {short(token): token for token in walked.tokens if token != short(token)}
    first = next(iter(told.items()), ("", ""))
    return Table(
        title="Where each head looks, and how far",
        columns=(Column("block", "left"), Column("head", "left"), *(Column(name) for name in names)),
        rows=tuple(
            Row((block, look.head, *(_looked(look, walked.tokens, token) for token in shown))) for block, look in looks
        ),
        note=f"Under a token: what it looks at most, and its weight, of 1. {first[0]} is {first[1]}.",
    )


def blocks_table(walked: Walk) -> Table:
    """What every block leaves behind: masks, what is collected, the prediction and how far it is off."""
    has_masks = any(stage.masked is not None for stage in walked.stages)
    rows = tuple(_block(stage, has_masks=has_masks) for stage in walked.stages)
    masks = (Column("ranked so far", "left"),) if has_masks else ()
    return Table(
        title=f"What each block leaves in the token {walked.tokens[walked.construction.answer_at]!r}",
        columns=(
            Column("block", "left"), Column("heads", "left"), Column("feed-forward", "left"), *masks,
            Column("collected"), Column("prediction"), Column("off by"),
        ),
        rows=(*rows, Row(("gradient descent", "", "", *("" for _ in masks), "", vector(walked.expected), ""))),
        note="Off by: the largest difference of a number to what gradient descent predicts after the last step.",
    )  # fmt: skip


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


def _looked(look: Look, tokens: Sequence[str], token: int) -> str:
    weights = look.attention[token]
    most = int(np.argmax(weights))
    n_alike = int((weights > weights[most] - 1e-9).sum())
    return f"{short(tokens[most])} {weights[most]:.2f}" if n_alike == 1 else f"{n_alike} alike {weights[most]:.2f}"


def _block(stage: Stage, *, has_masks: bool) -> Row:
    masked = ", ".join(map(short, stage.masked or ())) or "none"
    network = "" if stage.feed_forward is None else f"{stage.feed_forward}, {counted(stage.units, 'unit')}"
    return Row((
        stage.block, ", ".join(look.head for look in stage.looks), network, *((masked,) if has_masks else ()),
        "" if stage.collected is None else vector(stage.collected), vector(stage.prediction), f"{stage.distance:.1e}",
    ))  # fmt: skip


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
