"""Tables that read the same in a terminal and on a page."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table as RichTable
from rich.text import Text

from redraft.report.markup import Html, element, joined
from redraft.report.text import printable

# What would start a link, a code span, an element or another cell. A star or an underscore stays: names have them.
_MARKDOWN = re.compile(r"[\\`|<]|\](?=\()")


class Column(NamedTuple):
    """The head of a column; figures stand to the right, words to the left."""

    name: str
    align: Literal["left", "right"] = "right"


class Row(NamedTuple):
    """The cells of a row; a `strong` row is the one the table is about."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns, rows and a title; `note` says what a reader needs to know to read the figures.

    Raises:
        ValueError: when a row has not one cell for each column.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse ragged rows."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"a row needs {len(self.columns)} cells, got {row.cells!r} in table {self.title!r}")


def for_terminal(table: Table) -> RichTable:
    """The table for rich."""
    shown = RichTable(
        title=printable(table.title), caption=printable(table.note) or None, box=SIMPLE_HEAD, title_justify="left",
        caption_justify="left", title_style="bold", caption_style="dim", pad_edge=False,
    )  # fmt: skip
    for column in table.columns:
        shown.add_column(Text(column.name), justify=column.align, overflow="fold", min_width=_longest(table, column))
    for row in table.rows:
        shown.add_row(*(Text(printable(cell)) for cell in row.cells), style="bold" if row.strong else None)
    return shown


def _longest(table: Table, column: Column) -> int | None:
    """The width at which no figure of a column breaks; words may break."""
    if column.align == "left":
        return None
    place = table.columns.index(column)
    return max((len(row.cells[place]) for row in table.rows), default=0)


def for_page(table: Table, *, wide: bool = False) -> Html:
    """The table as HTML; a `wide` one may stand out over the margins of the text where a window has room."""
    head = element("tr", *(element("th", c.name, class_=c.align, scope="col") for c in table.columns))
    body = [
        element(
            "tr",
            *(element("td", cell, class_=c.align) for cell, c in zip(row.cells, table.columns, strict=True)),
            class_="strong" if row.strong else "",
        )
        for row in table.rows
    ]
    shown = element("table", element("caption", table.title), element("thead", head), element("tbody", *body))
    note = element("p", table.note, class_="note") if table.note else Html()
    # A wide table scrolls by itself; being focusable it can be scrolled by keyboard.
    return joined(element("div", shown, class_="table wide" if wide else "table", tabindex="0"), note)


def for_markdown(table: Table) -> str:
    """The table as Markdown, its title in bold above and its note below."""
    marks = ["---:" if column.align == "right" else "---" for column in table.columns]
    rows = [[column.name for column in table.columns], marks, *(list(row.cells) for row in table.rows)]
    lines = [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    note = ["", _cell(table.note)] if table.note else []
    return "\n".join([f"**{_cell(table.title)}**", "", *lines, *note])


def _cell(text: str) -> str:
    """One line in which nothing is taken for Markdown or HTML."""
    line = " ".join(printable(text).split())
    return _MARKDOWN.sub(r"\\\g<0>", line)
