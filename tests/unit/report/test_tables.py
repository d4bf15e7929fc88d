import io

import pytest
from rich.console import Console

from redraft.report.tables import Column, Row, Table, for_markdown, for_page, for_terminal

TABLE = Table(
    title="How <it> went",
    columns=(Column("way", "left"), Column("right, %")),
    rows=(Row(("draft", "79.8 [76, 83]")), Row(("[red]corrected[/red] \x1b[2J", "95.0 [92, 97]"), strong=True)),
    note="n = 400 & more",
)


def in_terminal(table, width=100):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(for_terminal(table))
    return console.file.getvalue()


def test_a_row_needs_a_cell_for_each_column():
    with pytest.raises(ValueError, match=r"needs 2 cells, got \('draft',\)"):
        Table(title="t", columns=TABLE.columns, rows=(Row(("draft",)),))


def test_a_terminal_shows_every_cell_and_obeys_none():
    shown = in_terminal(TABLE)
    for piece in ("How <it> went", "79.8 [76, 83]", "[red]corrected[/red] ␛[2J", "n = 400 & more"):
        assert piece in shown
    assert "\x1b" not in shown


def test_a_narrow_terminal_breaks_words_and_never_figures():
    narrow = in_terminal(TABLE, width=30)
    assert "79.8 [76, 83]" in narrow and "95.0 [92, 97]" in narrow
    assert max(map(len, narrow.splitlines())) <= 30


def test_a_page_escapes_every_cell_and_marks_the_strong_row():
    html = for_page(TABLE)
    assert "<caption>How &lt;it&gt; went</caption>" in html
    assert '<tr class="strong"><td class="left">[red]corrected[/red] ␛[2J</td>' in html
    assert html.count("<tr") == 3 and html.count('scope="col"') == 2
    assert "n = 400 &amp; more" in html


def test_a_table_in_markdown_keeps_its_alignment_and_takes_no_words_for_markdown():
    table = Table(
        title="a [b]",
        columns=(Column("who", "left"), Column("n")),
        rows=(Row(("x|y `z` <i> [a](b)", "[1, 2]")),),
        note="all\nof it",
    )
    assert for_markdown(table).splitlines() == [
        "**a [b]**", "", "| who | n |", "| --- | ---: |", "| x\\|y \\`z\\` \\<i> [a\\](b) | [1, 2] |", "", "all of it",
    ]  # fmt: skip
