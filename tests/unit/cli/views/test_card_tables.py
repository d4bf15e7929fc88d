from redraft.cli.views import card_tables
from redraft.core import Usage
from redraft.report.tables import Table
from redraft.trust.cards import Card, Measured, measure
from redraft.trust.figures import Judged

MEASURED = Measured(
    critic="c", version="1", kind="external", data="d.jsonl", sha256="0" * 64, form="plain", limit=None,
    command="redraft critics measure c d.jsonl", redraft_version="0",
)  # fmt: skip


def card(*, unscored: int = 0, located: bool | None = None, calls: int = 0) -> Card:
    usage = Usage(calls=calls, prompt_tokens=100 * calls, usd=0.001 * calls, seconds=0.004)
    judged = [
        Judged(
            id=str(i), problem=str(i), score=float(i % 4 > 0), acceptable=i % 5 > 0, usage=usage, groups={"task": "t"},
            located=located if i % 5 == 0 else None,
        )
        for i in range(40)
    ]  # fmt: skip
    judged += [
        Judged(id=f"u{i}", problem=f"u{i}", score=None, reason=f"reason {chr(97 + i)}", acceptable=True)
        for i in range(unscored)
    ]
    return measure(judged, MEASURED)


def heads(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def names(table: Table) -> list[str]:
    return [row.cells[0] for row in table.rows]


def test_every_figure_has_its_interval_and_its_n() -> None:
    table = card_tables.overall_table(card())
    rows = {row.cells[0]: row.cells for row in table.rows}
    assert rows["sensitivity"][2:] == ("25.0 %", "[7.1, 59.1]", "8")
    assert rows["specificity"][2:] == ("75.0 %", "[57.9, 86.7]", "32")
    assert rows["accuracy"][4] == rows["AUROC"][4] == rows["unscored"][4] == "40"
    assert "first error" not in rows
    assert "2 flagged, 6 passed; acceptable: 24 passed, 8 flagged" in table.note


def test_the_first_error_is_shown_where_the_data_knows_it() -> None:
    assert "first error" in names(card_tables.overall_table(card(located=True)))
    assert heads(card_tables.group_table(card(located=True), "task"))[-1] == "first error"
    assert "first error" not in heads(card_tables.group_table(card(), "task"))


def test_a_critic_that_leaves_much_unjudged_is_shown_with_what_it_finds() -> None:
    assert {"found", "false alarms"} <= set(heads(card_tables.group_table(card(unscored=9), "task")))
    assert "AUROC" in heads(card_tables.group_table(card(unscored=1), "task"))


def test_reasons_come_by_frequency_and_the_rare_ones_are_summed_up() -> None:
    assert [table.title for table in card_tables.tables_of(card())][-1].startswith("When correcting")
    table = card_tables.tables_of(card(unscored=15))[-1]
    assert len(table.rows) == 12 and table.note == "3 more for 3 rarer reasons."


def test_what_was_not_measured_is_a_dash_and_never_a_number() -> None:
    empty = measure([], MEASURED)
    cells = [row.cells[2] for row in card_tables.overall_table(empty).rows]
    assert set(cells) == {"–"}
    assert card_tables.lines_of(empty) == ["nothing was judged"]
    assert {row.cells[1] for row in card_tables.worth_table(empty).rows} == {"–"}


def test_the_cost_names_calls_and_money_where_there_are_any() -> None:
    assert card_tables.cost_line(card()) == (
        "One judgement: 0 µs of processor time; half within 4 ms, 95 % within 4 ms, mean 4 ms"
    )
    assert card_tables.cost_line(card(calls=2)).startswith(
        "One judgement: 2 calls, 200 tokens, 0.002000 US dollars; 0 µs of processor time"
    )
