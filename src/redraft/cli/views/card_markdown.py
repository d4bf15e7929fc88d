"""Critics' cards as Markdown: one whole, and many as a table with their main figures."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from redraft.cli.views import card_tables
from redraft.report.card_plots import in_time
from redraft.report.tables import Column, Row, Table, for_markdown

if TYPE_CHECKING:  # they need numpy, which need not be there before a card is
    from redraft.trust.cards import Card
    from redraft.trust.intervals import Estimate


def card_markdown(card: "Card") -> str:
    """One card: every table, what a judgement costs, and the command that makes it."""
    of = card.measured
    blocks = [
        f"# Card of the critic `{of.critic}`",
        *(for_markdown(table) for table in card_tables.tables_of(card)),
        *(f"{line}." for line in card_tables.lines_of(card)),
        f"Made with Redraft {of.redraft_version}, SHA-256 of the data `{of.sha256}`:",
        f"```shell\n{of.command}\n```",
    ]
    return "\n\n".join(blocks) + "\n"


def index_markdown(cards: Mapping[str, "Card"]) -> str:
    """A table of cards, one row each.

    Args:
        cards: by the name of the file of the card, which the row links to.
    """
    columns = ("sensitivity", "specificity", "found", "false alarms", "tau", "unscored", "first error", "median time")
    rows = tuple(_row(name, card) for name, card in cards.items())
    table = Table(
        title="In percent, with 95 % intervals by problem",
        columns=(Column("card", "left"), Column("n"), *(Column(column) for column in columns)),
        rows=rows,
    )
    return for_markdown(table) + "\n"


def _row(name: str, card: "Card") -> Row:
    overall = card.overall
    tau = None if overall.ranking is None else overall.ranking.tau
    rates = (overall.sensitivity, overall.specificity, overall.found, overall.false_alarms, tau, overall.unscored)
    waited = "–" if card.cost is None else in_time(card.cost.wall_s_median)
    cells = (f"{overall.n:,}", *(_rate(rate) for rate in (*rates, overall.first_error)), waited)
    return Row((f"{name}.md", *cells))


def _rate(rate: "Estimate | None") -> str:
    return "–" if rate is None else f"{100 * rate.value:.1f} [{100 * rate.low:.1f}, {100 * rate.high:.1f}]"
