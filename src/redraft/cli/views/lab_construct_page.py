"""A construction as one HTML page, and as a folder of pictures and numbers."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from redraft.cli.views import lab_construct_tables as tables
from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.report import page as html
from redraft.report.figures import Figure, on_page, write_figure
from redraft.report.heat_maps import HeatMap, Place, heat_maps
from redraft.report.markup import Html, element
from redraft.report.page import KeyFigure
from redraft.report.tables import for_page
from redraft.report.text import counted
from redraft.theory.export.folders import Made
from redraft.theory.verification.walking import Look, Stage, Walk

PICTURES = Made(
    marker="blocks.json",
    keys=frozenset({"construction", "setting", "blocks"}),
    files=frozenset({"blocks.json", "attention.svg", "attention.png", "attention.csv"}),
)
"""What `write_folder` leaves."""

_MOST_PANELS = 24
"""Of one page; of a construction with more of them the first and the last blocks are shown."""

_NUMBERS_FIT = 6
"""Tokens up to which the weights can be written into the cells."""


def figures_of(walked: Walk) -> list[Figure]:
    """One attention picture: a panel for each head of each block.

    Raises:
        MissingExtra: without matplotlib.
    """
    shown = shown_stages(walked)
    panels = [_panel(walked, stage, look) for stage in shown for look in stage.looks]
    if not panels:
        return []
    left_out = len(walked.stages) - len(shown)
    some = f" Shown are the first and the last blocks; {left_out} between them are like their neighbours."
    numbers = len(walked.tokens) <= _NUMBERS_FIT
    title = f"Where the heads of {walked.construction.name} look"
    return [
        heat_maps(
            "attention", title, _described(walked) + (some if left_out > 0 else ""), panels,
            row_label="token that looks", column_label="token it looks at", value_label="attention", strongest=1.0,
            number_format=".2f" if numbers else None, n_columns=_columns(shown, len(walked.tokens)),
        )
    ]  # fmt: skip


def shown_stages(walked: Walk) -> list[Stage]:
    """The blocks that have heads; the first and the last of them where there are too many for a picture."""
    looking = [stage for stage in walked.stages if stage.looks]
    fitting = _MOST_PANELS // max((len(stage.looks) for stage in looking), default=1)
    if len(looking) <= fitting:
        return looking
    return [*looking[: fitting // 2], *looking[-(fitting // 2) :]]


def construction_page(walked: Walk, figures: Sequence[Figure]) -> str:
    """The document."""
    blocks = walked.construction.network.blocks
    problem, looks, left = tables.tables_of(walked)
    bound = walked.bound
    promised = "nothing is proved" if bound is None else "proved: rounding alone" if bound < 1e-15 else f"≤ {bound:.1e}"
    heads = max(len(block.heads) for block in blocks)
    cards = [
        KeyFigure(f"{walked.error:.1e}", "off from gradient descent by", promised),
        KeyFigure(f"{len(blocks)}", "blocks", f"for {counted(walked.setting.n_steps, 'gradient step')}"),
        KeyFigure(f"{heads}", "heads in a block at most", "causal" if walked.construction.network.causal else ""),
    ]
    named = {
        "Construction": walked.construction.name,
        "Statement": walked.construction.source,
        "Asks for": walked.entry.asks,
        "Error proved": walked.entry.error,
        "Redraft": VERSION,
    }
    said = element("ul", *(element("li", sentence) for sentence in tables.sentences(walked)))
    return html.page(
        f"{walked.construction.name}: {walked.entry.title}",
        "A transformer whose weights were written down, not trained. In its context it takes a step of gradient "
        "descent on the ranking that a critic's rewards make of the responses.",
        html.key_figures(cards),
        html.section("The problem", for_page(problem)),
        html.section(
            "Where the heads look", *(_on_page(figure, walked) for figure in figures), for_page(looks, wide=True)
        ),
        html.section("Block by block", for_page(left, wide=True), said),
        html.section("How it is made, and why it is exact", _derivation(walked)),
        html.section("With what", html.facts(named)),
    )


def write_folder(walked: Walk, figures: Sequence[Figure], folder: Path) -> list[Path]:
    """Write pictures with their numbers, and the walk as JSON; returns the files.

    Raises:
        Misuse: when nothing can be written there.
    """
    plain = tables.as_plain(walked)
    path = folder / "blocks.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(plain | {"setting": asdict(walked.setting)}, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Misuse(f"cannot write into {str(folder)!r}: {error.strerror}; give another folder with --out") from error
    # Pictures come last: the file that says whose folder this is stands there even if a run is ended between them.
    return [*(drawn for figure in figures for drawn in write_figure(figure, folder)), path]


def _panel(walked: Walk, stage: Stage, look: Look) -> HeatMap:
    names = [tables.short(token) for token in walked.tokens]
    answering = range(len(names))[walked.construction.answer_at]
    # What the answering token looks at most is framed: the eye finds the line that the answer is read from.
    # What a causal mask hides is left empty: 0.00 would say that a head chose not to look there.
    hidden = walked.construction.network.causal
    weights = look.attention[answering]
    most = np.flatnonzero(weights > weights.max() - 1e-9)
    framed = (Place(answering, int(most[0])),) if len(most) == 1 else ()
    return HeatMap(
        values=[
            [None if hidden and column > row else weight for column, weight in enumerate(weights)]
            for row, weights in enumerate(look.attention.tolist())
        ],
        row_names=names,
        column_names=names,
        title=f"{stage.block}: {look.head}",
        outlined=framed,
    )


def _columns(shown: Sequence[Stage], n_tokens: int) -> int:
    """Heads of a block stand beside each other; blocks with few heads share a line where the cells stay large."""
    heads = max(len(stage.looks) for stage in shown)
    fitting = 4 if n_tokens > _NUMBERS_FIT else 2
    n_panels = sum(len(stage.looks) for stage in shown)
    if any(len(stage.looks) != heads for stage in shown):
        return min(fitting, n_panels)
    return max(heads, min(fitting // heads * heads, n_panels))


def _described(walked: Walk) -> str:
    answering = walked.tokens[walked.construction.answer_at]
    looks = [
        f"{stage.block}, {look.head}: {look.token} {look.weight:.2f}"
        for stage in walked.stages[:8]
        for look in stage.looks
    ]
    return f"Tokens in rows and columns. What {answering} looks at most: {'; '.join(looks)}."


def _on_page(figure: Figure, walked: Walk) -> Html:
    answering = walked.tokens[walked.construction.answer_at]
    return on_page(
        figure, f"A row is a token that looks, its cells sum to 1. Framed: what {answering} looks at most."
    )  # fmt: skip


def _derivation(walked: Walk) -> Html:
    # The derivation is set in columns, as in the source that it is taken from; narrow screens may break its lines.
    text = element("pre", walked.entry.derivation, style="white-space: pre-wrap; font-size: .74rem")
    return element("details", element("summary", "The derivation, from the construction's source"), text)
