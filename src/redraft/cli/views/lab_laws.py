"""The laws on the command line: a table of verdicts on stdout; pictures, numbers and one page if wanted."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.errors import MissingExtra
from redraft.report.page import check_writable, page, section, write_page
from redraft.report.plots import check_available
from redraft.report.tables import Column, Row, Table, for_page, for_terminal

if TYPE_CHECKING:
    from redraft.theory.laws.picture import LawPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft lab laws`."""

    laws: list[str]
    full: bool
    seed: int
    out: Path | None
    html: Path | None


def simulated(chosen: Chosen, *, as_json: bool) -> None:
    """Draw the laws, show the verdicts and write what is wanted.

    Raises:
        Misuse: for a name that is no law's, or a place that cannot be written to.
        MissingExtra: when a package is missing that the numbers or the pictures need.
        typer.Exit: with 1 when a law and its simulation differ.
    """
    try:
        from redraft.report.figures import write_figure
        from redraft.theory.laws.drawing import draw_laws
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the lab needs {error.name}; install it with: pip install 'redraft[theory]'") from error
    if chosen.html is not None:
        check_writable(chosen.html)
    check_available()
    console = talk()

    def tell(words: str) -> None:
        console.print(Text(words, style="dim"))

    pictures: list[LawPicture] = []
    for picture in draw_laws("full" if chosen.full else "small", seed=chosen.seed, on_progress=tell, only=chosen.laws):
        pictures.append(picture)
        if chosen.out is not None:
            write_figure(picture.figure, chosen.out)
    if as_json:
        print_json({"seed": chosen.seed, "laws": [as_plain(picture) for picture in pictures]})
    else:
        data_console().print(for_terminal(verdicts(pictures)))
    if chosen.html is not None:
        write_page(chosen.html, laws_page(pictures))
    for path in (chosen.out, chosen.html):
        if path is not None:
            console.print(Text(f"written: {path.resolve()}", style="dim"), soft_wrap=True)
    if not all(picture.agrees for picture in pictures):
        raise typer.Exit(1)


def verdicts(pictures: "list[LawPicture]") -> Table:
    """A row for each figure: how many points agree, and how far off the farthest is."""
    rows = [
        Row(
            cells=(
                picture.law,
                picture.figure.title,
                f"{picture.n:,}",
                f"{sum(check.agrees for check in picture.checks)} of {len(picture.checks)}",
                f"{picture.farthest.n_errors:.1f}",
                "agrees" if picture.agrees else "DIFFERS",
            ),
            strong=not picture.agrees,
        )
        for picture in pictures
    ]
    return Table(
        title=f"Laws beside their simulations, seed {pictures[0].seed}",
        columns=(
            Column("law", "left"),
            Column("figure", "left"),
            Column("n a point"),
            Column("points that agree"),
            Column("farthest off, in standard errors"),
            Column("verdict", "left"),
        ),
        rows=tuple(rows),
        note="A point agrees when it is within 4 standard errors of its law, or of what the law is known to be off; a "
        "smaller difference is not seen.",
    )


def as_plain(picture: "LawPicture") -> dict[str, Any]:
    """A verdict with every point, as JSON can hold it."""
    return {
        "law": picture.law,
        "figure": picture.figure.name,
        "title": picture.figure.title,
        "agrees": picture.agrees,
        "n": picture.n,
        "points": [
            {
                "case": check.case,
                "law": check.run.law,
                "measured": check.run.measured,
                "standard_error": check.run.standard_error,
                "within": check.within,
                "agrees": check.agrees,
            }
            for check in picture.checks
        ],
    }


def laws_page(pictures: "list[LawPicture]") -> str:
    """One page with every figure under its law."""
    from redraft.report.figures import on_page

    laws = list(dict.fromkeys(picture.law for picture in pictures))
    n_points = sum(len(picture.checks) for picture in pictures)
    n_right = sum(check.agrees for picture in pictures for check in picture.checks)
    return page(
        "When correcting helps",
        f"Each law of self-correction beside a simulation that knows no law: {n_right:,} of {n_points:,} simulated "
        "points agree. Lines are the law, points are simulated, with intervals of 95 %.",
        *(
            section(
                law[0].upper() + law[1:],
                *(
                    on_page(picture.figure, f"{picture.figure.description} {picture.verdict}.")
                    for picture in pictures
                    if picture.law == law
                ),
            )
            for law in laws
        ),
        section("Verdicts", for_page(verdicts(pictures))),
    )
