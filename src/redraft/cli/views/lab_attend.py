"""The attention of an aligner for the command line: a table of its heads, figures in a folder or on a page."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra, Misuse
from redraft.report import page as html
from redraft.report.figures import Figure, on_page, write_figure
from redraft.report.plots import check_available
from redraft.report.tables import Column, Row, Table, for_page, for_terminal

if TYPE_CHECKING:
    from redraft.theory.aligners.training import Trained

_TITLE = "Where a trained aligner looks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft lab attend`."""

    aligner: Path | None
    tokens: str
    which: int
    n_tasks: int
    out: Path | None
    html: Path | None
    seed: int


def attended(chosen: Chosen, *, as_json: bool) -> None:
    """Read every head, and show it.

    Raises:
        Misuse: when there is no such aligner or task, or nothing can be written.
        MissingExtra: without torch.
    """
    try:
        from redraft.theory.aligners.looking import use_one_thread
        from redraft.theory.experiments.attention import NOTES, attend, figures_of, sentence
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the lab needs {error.name}; install it with: pip install 'redraft[theory]'") from error
    if chosen.which >= chosen.n_tasks:
        raise Misuse(f"--task must be below --tasks {chosen.n_tasks}, got {chosen.which!r}")
    pictured = chosen.html is not None or chosen.out is not None
    if pictured:
        check_available()
    if chosen.html is not None:
        html.check_writable(chosen.html)
    use_one_thread()
    trained = _aligner(chosen)
    seed = trained.config.seed
    outcome = attend(trained.config, {seed: trained.aligner}, n_tasks=chosen.n_tasks, which=chosen.which)
    heads, before = outcome["trained"][str(seed)], outcome["untrained"][str(seed)]
    title = f"{trained.config.aligner.tokens} tokens"
    table, said = _table(heads, before, chosen.n_tasks), sentence(title, outcome)
    if pictured:
        figures = figures_of(trained.config.aligner.tokens, title, outcome)
        _write(chosen, figures, _page(figures, table, said, NOTES, trained))
    if as_json:
        print_json({"config": trained.config, "n_tasks": chosen.n_tasks, "trained": heads, "untrained": before})
        return
    console = data_console()
    console.print(for_terminal(table))
    console.print(Text(said))


def _aligner(chosen: Chosen) -> "Trained":
    from redraft.theory.aligners.config import small
    from redraft.theory.aligners.training import Progress, load, train

    if chosen.aligner is not None:
        return load(chosen.aligner)
    if chosen.tokens not in ("packed", "interleaved"):
        raise Misuse(f"--tokens must be packed or interleaved, got {chosen.tokens!r}")
    config = small("packed" if chosen.tokens == "packed" else "interleaved", seed=chosen.seed)
    console = talk()
    console.print(Text(f"training a small aligner first, {config.steps:,} steps", style="dim"))
    with CountingLive(console, what="step") as live:

        def show(progress: Progress) -> None:
            live.show(progress.step, progress.n_steps, f"loss {progress.loss:.3f}")

        return train(config, on_progress=show)


def _table(heads: list[dict[str, Any]], before: list[dict[str, Any]], n_tasks: int) -> Table:
    shown = ("top", "average", "worst")
    most = {ideal: max(head[ideal][0] for head in heads) for ideal in shown}
    rows = tuple(
        Row(
            (
                f"{head['layer']}.{head['head']}",
                *(_between(head[ideal]) for ideal in shown),
                f"{head['latest'][0]:+.2f}",
                " ".join(f"{untrained[ideal][0]:+.2f}" for ideal in shown),
            ),
            strong=any(head[ideal][0] == value for ideal, value in most.items()),
        )
        for head, untrained in zip(heads, before, strict=True)
    )
    return Table(
        title=f"Correlation of each head with an ideal one, mean over {n_tasks - n_tasks // 2:,} tasks",
        columns=(
            Column("layer.head", "left"), Column("TOP [95 %]"), Column("AVERAGE [95 %]"), Column("WORST [95 %]"),
            Column("LATEST"), Column("the first three untrained"),
        ),
        rows=rows,
        note="TOP looks at the best response so far, AVERAGE at each by its agreement with the prediction, WORST at "
        "the worst; LATEST, the newest example, is a control. Bold: the most similar heads. Of the "
        f"{n_tasks:,} tasks the first half picks the heads that the sentence below names; all figures are read on the "
        "other half.",
    )  # fmt: skip


def _between(mean: tuple[float, float, float, int]) -> str:
    return f"{mean[0]:+.2f} [{mean[1]:+.2f}, {mean[2]:+.2f}]"


def _page(figures: tuple[Figure, ...], table: Table, said: str, notes: tuple[str, ...], trained: "Trained") -> str:
    config = trained.config
    return html.page(
        _TITLE,
        said,
        html.section("Every head", for_page(table, wide=True)),
        html.section("Pictures", *(on_page(figure, figure.description) for figure in figures)),
        html.section(
            "How to read this",
            *(html.paragraph(note) for note in notes),
            html.facts(
                {
                    "Aligner": f"{config.aligner.n_layers} layers, {config.aligner.n_heads} heads, "
                    f"{config.steps:,} steps, {config.loss} loss, seed {config.seed}",
                    "Tasks": f"held out, {config.tasks.noise} generator",
                }
            ),
        ),
    )


def _write(chosen: Chosen, figures: tuple[Figure, ...], document: str) -> None:
    console = talk()
    if chosen.out is not None:
        for figure in figures:
            write_figure(figure, chosen.out)
        console.print(Text(f"written: figures in {chosen.out.resolve()}", style="dim"), soft_wrap=True)
    if chosen.html is not None:
        html.write_page(chosen.html, document)
        console.print(Text(f"written: {chosen.html.resolve()}", style="dim"), soft_wrap=True)
