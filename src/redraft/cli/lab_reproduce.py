"""`redraft lab reproduce`: what the paper measures, measured again, in one page."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options
from redraft.errors import MissingExtra, Misuse

DEFAULT_OUT = Path("redraft-lab")

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the run; one that is there goes on.")]
SizeName = Annotated[str, typer.Option("--size", metavar="NAME", help="tiny (a look), small or paper.")]
PaperSize = Annotated[bool, typer.Option("--paper-size", help="The published setting, as --size paper.")]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="NAME",
        help="This experiment, may be repeated: constructions, curve, noise, noise-aware, ablations, attention, laws.",
    ),
]
Seeds = Annotated[list[int] | None, typer.Option("--seed", metavar="N", help="Train with this seed; may be repeated.")]
Device = Annotated[str, typer.Option("--device", metavar="NAME", help="Where aligners are trained: cpu or cuda.")]
Processes = Annotated[int, typer.Option("--processes", metavar="N", min=1, help="Workers, with one thread each.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would cost; run nothing.")]


def command(
    out: Out = DEFAULT_OUT,
    size: SizeName = "small",
    paper_size: PaperSize = False,
    only: Only = None,
    seeds: Seeds = None,
    device: Device = "cpu",
    processes: Processes = 2,
    dry_run: DryRun = False,
    html: options.Html = None,
    json: options.Json = False,
) -> None:
    """Run the experiments of the paper again, and those that go past it.

    The small size takes two cores about a quarter of an hour. A run can be stopped at any time and goes on where it was
    with the same command; what is finished is not run again. The folder gets a report, every figure as SVG, PNG and
    CSV, and a table of what the paper prints beside what was measured.
    """
    if paper_size and size not in ("small", "paper"):
        raise Misuse(f"--paper-size and --size {size} say different things; give one of them")
    try:
        from redraft.cli.views import lab_reproduce
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the lab needs {error.name}; install it with: pip install 'redraft[theory]'") from error
    chosen = lab_reproduce.Chosen(
        out=out,
        size="paper" if paper_size else size,
        only=tuple(only or ()),
        seeds=None if seeds is None else tuple(seeds),
        device=device,
        processes=processes,
        html=html,
    )
    if dry_run:
        lab_reproduce.estimated(chosen, as_json=json)
    else:
        lab_reproduce.reproduced(chosen, as_json=json)
