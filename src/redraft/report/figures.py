"""A figure of the lab: one picture in the three forms in which it is wanted, and the numbers that it was drawn from.

`curves` and `heat_maps` make them. A page shows `svg`, a document `standing_svg`, slides `png`; `columns` and `rows`
are what was drawn, and become the CSV beside the pictures, so that nobody has to read figures off a picture.
"""

import csv
import io
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from redraft.errors import Misuse
from redraft.report.drawing import PAGE, Palette, as_png, as_svg, drawing, light_palette, standing_alone
from redraft.report.markup import Html
from redraft.report.page import figure as page_figure
from redraft.report.text import printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

Cell = str | int | float | None
"""A cell of the numbers behind a figure; None where there is none, an empty cell in the CSV."""

Draw = Callable[["Canvas", Palette], None]
"""Draws on an empty canvas, in the colours of a palette."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture with the numbers behind it.

    Attributes:
        name: of its files, without an ending: small letters, digits and underscores.
        title: what it shows.
        description: what a reader who cannot see it should learn from it.
        svg: one `<svg>` element for a page of `report.page`, in the page's own colours, light and dark.
        standing_svg: the same as a file of its own.
        png: the same as pixels, in light colours on white, two pixels for each of a page in both directions.
        columns: names of the columns of the numbers behind it.
        rows: those numbers, a cell for each column.
    """

    name: str
    title: str
    description: str
    svg: str = field(repr=False)
    standing_svg: str = field(repr=False)
    png: bytes = field(repr=False)
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)

    @property
    def csv(self) -> str:
        """The numbers as comma-separated values, with a line of names; figures are written so that none is rounded."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.rows:
            writer.writerow(
                ["" if cell is None else printable(cell) if isinstance(cell, str) else cell for cell in row]
            )
        return file.getvalue()


class Written(NamedTuple):
    """The files of a figure."""

    svg: Path
    png: Path
    csv: Path


def drawn(
    name: str,
    title: str,
    description: str,
    draw: Draw,
    *,
    height_inches: float,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> Figure:
    """A figure, drawn once for pages and once for pixels.

    Args:
        name: of its files: small letters, digits and underscores.
        title: what it shows; two figures of one page must not have the same.
        description: what a reader who cannot see it should learn from it.
        draw: draws it; called twice.
        height_inches: of the figure; its width is that of a page.
        columns: names of the columns of the numbers behind it.
        rows: those numbers, a cell for each column.

    Raises:
        Misuse: when the name is none for a file, or a row is ragged.
        MissingExtra: without matplotlib.
    """
    if not _NAME.fullmatch(name):
        raise Misuse(f"`name` must be small letters, digits and underscores, got {name!r}; files are called by it")
    ragged = next((row for row in rows if len(row) != len(columns)), None)
    if ragged is not None:
        raise Misuse(f"each row needs {len(columns)} cells, got {tuple(ragged)!r} in figure {name!r}")
    with drawing(title, height_inches) as canvas:
        draw(canvas, PAGE)
        svg = as_svg(canvas, title, description)
    light = light_palette()
    with drawing(title, height_inches, light) as canvas:
        draw(canvas, light)
        png = as_png(canvas, light)
    return Figure(
        name=name,
        title=title,
        description=description,
        svg=svg,
        standing_svg=standing_alone(svg),
        png=png,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
    )


def write_figure(figure: Figure, folder: Path) -> Written:
    """Write NAME.svg, NAME.png and NAME.csv, each whole or not at all; files that are there are replaced.

    Args:
        figure: what is written.
        folder: where to; made if it is not there.

    Raises:
        Misuse: when nothing can be written there.
    """
    written = Written(*(folder / f"{figure.name}.{ending}" for ending in Written._fields))
    contents = (figure.standing_svg.encode(), figure.png, figure.csv.encode())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(written, contents, strict=True):
            _write(path, content)
    except OSError as error:
        raise Misuse(f"cannot write into {str(folder)!r}: {error.strerror}; give another folder") from error
    return written


def on_page(figure: Figure, caption: str) -> Html:
    """The figure as a block of a page, under its title and over its caption."""
    return page_figure(figure.title, figure.svg, caption)


def _write(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)  # a picture to look at: mkstemp alone would keep it from everyone else
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
