"""Tables of a construction, for terminals of any width."""

from io import StringIO

import numpy as np
import pytest
from rich.console import Console

from redraft.cli.views import lab_construct_tables as tables
from redraft.report.tables import Table, for_terminal
from redraft.theory.verification.catalogue import named, overview
from redraft.theory.verification.entries import Setting
from redraft.theory.verification.walking import Walk, walk


def walked(name: str, n_responses: int, width: int = 3) -> Walk:
    entry, setting = named(name), Setting(n_responses=n_responses, width=width)
    return walk(entry, setting, entry.problem(setting, 0))


def shown(table: Table, room: int) -> str:
    console = Console(file=StringIO(), width=room, color_system=None)
    console.print(for_terminal(table))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(("name", "n_responses"), [("masked", 8), ("paper", 8), ("sorted", 4), ("sorted", 9)])
@pytest.mark.parametrize("room", [80, 100, 150, 200])
def test_no_figure_is_lost_and_no_word_breaks_at_any_width(name: str, n_responses: int, room: int) -> None:
    for table in tables.tables_of(walked(name, n_responses, width=5), room):
        lines = shown(table, room)
        assert all(len(line) <= room for line in lines.splitlines())
        words = set(lines.split())
        for row in table.rows:
            assert all(word in words for cell in row.cells for word in cell.split())
        assert all(word in words for column in table.columns for word in column.name.split())


@pytest.mark.parametrize("room", [80, 150, 200])
def test_the_list_breaks_between_words_only(room: int) -> None:
    for table in tables.list_tables(overview(Setting(n_responses=8)), room):
        words = set(shown(table, room).split())
        assert all(word in words for row in table.rows for cell in row.cells for word in cell.split())


def test_a_narrow_list_says_all_that_a_wide_one_does() -> None:
    kinds = overview(Setting(n_responses=8))
    (wide,), narrow = tables.list_tables(kinds), tables.list_tables(kinds, 80)
    assert len(narrow) == 2
    dropped = {column.name for column in wide.columns} - {c.name for table in narrow for c in table.columns}
    assert dropped == {"attention"} and "Causal attention: sorted, online;" in narrow[1].note


@pytest.mark.parametrize("room", [80, 200])
def test_how_far_it_is_off_stands_before_the_vectors(room: int) -> None:
    names = [column.name for column in tables.blocks_table(walked("masked", 8), room).columns]
    assert names.index("off by") < names.index("prediction")
    assert ("heads" in names) == ("collected" in names) == (room == 200)


def test_what_is_never_collected_has_no_column() -> None:
    assert "collected" not in [column.name for column in tables.blocks_table(walked("paper", 3)).columns]


def test_a_context_is_listed_in_the_order_of_the_tokens() -> None:
    entry, setting = named("sorted"), Setting(n_responses=4, width=2)
    rewards = np.array([0.3, 0.9, 0.1, 0.5])
    table = tables.problem_table(walk(entry, setting, entry.problem(setting, 0, rewards)))
    assert [row.cells[0] for row in table.rows] == ["response 3", "response 1", "response 4", "response 2"]
    assert [row.cells[2] for row in table.rows] == ["4", "3", "2", "1"] and "worst first" in table.note
    assert tables.problem_table(walked("masked", 3)).rows[0].cells[0] == "response 1"
