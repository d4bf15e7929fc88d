"""Cards beside each other for the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from redraft.cli._output import data_console, print_json
from redraft.cli.views import card_scores
from redraft.errors import MissingExtra
from redraft.report.card_plots import in_time
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.text import printable

if TYPE_CHECKING:
    from redraft.evals.measuring.comparing import Compared
    from redraft.trust.cards import Card
    from redraft.trust.intervals import Estimate

_RATES = (
    ("sensitivity", "sensitivity"),
    ("specificity", "specificity"),
    ("found", "found"),
    ("false alarms", "false_alarms"),
    ("unscored", "unscored"),
    ("AUROC", "auroc"),
)


def shown(paths: Sequence[Path], *, as_json: bool) -> None:
    """Several cards as a table, and how far their critics agree.

    Raises:
        Misuse: when one is no card, or they cannot be compared.
        MissingExtra: without numpy.
    """
    try:
        from redraft.evals.measuring.comparing import compared
    except ModuleNotFoundError as error:
        raise MissingExtra("numpy is needed for intervals; install it with: pip install 'redraft[report]'") from error
    found = compared(paths)
    if as_json:
        print_json(found)
        return
    console = data_console()
    console.print(for_terminal(cards_table(found)))
    if found.agreement is not None:
        console.print(for_terminal(card_scores.agreement_table(found.agreement)))
    if found.no_agreement is not None:
        console.print(Text(printable(f"No agreement: {found.no_agreement}")), soft_wrap=True)


def cards_table(found: "Compared") -> Table:
    """A column for each card, a row for each figure."""
    cards = found.cards.values()
    rows = [
        ("data", *(card.measured.data for card in cards)),
        ("labels", *(card.measured.labels for card in cards)),
        ("outputs", *(f"{card.overall.n:,}" for card in cards)),
        *((name, *(_rate(getattr(card.overall, field)) for card in cards)) for name, field in _RATES),
        ("Kendall's tau", *(_tau(card) for card in cards)),
        ("Savage correlation", *(_savage(card) for card in cards)),
        ("calibration error", *(_error(card) for card in cards)),
        ("calibrated", *(_calibrated(card) for card in cards)),
        ("helps below", *(_helps(card) for card in cards)),
        ("median time", *(_time(card) for card in cards)),
    ]
    note = (
        "In brackets 95 % intervals; cards of different data are of different outputs. Helps below: accuracy of the "
        "drafts below which a round helps, where a redraft repairs as often as it breaks and always replaces."
    )
    return Table(
        title="Cards",
        columns=(Column("figure", "left"), *(Column(name) for name in found.cards)),
        rows=tuple(Row(row) for row in rows),
        note=note,
    )


def _rate(estimate: "Estimate | None") -> str:
    if estimate is None:
        return "–"
    return f"{100 * estimate.value:.1f} % [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"


def _number(estimate: "Estimate") -> str:
    return f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"


def _tau(card: "Card") -> str:
    return "–" if card.overall.ranking is None else _number(card.overall.ranking.tau)


def _savage(card: "Card") -> str:
    return "–" if card.overall.ranking is None else _number(card.overall.ranking.savage)


def _error(card: "Card") -> str:
    if card.overall.fitted is not None:
        return _number(card.overall.fitted.error_before)
    return "–" if card.curve is None else f"{card.curve.calibration_error:.2f}"


def _calibrated(card: "Card") -> str:
    return "–" if card.overall.fitted is None else _number(card.overall.fitted.error_after)


def _helps(card: "Card") -> str:
    even = next((one.ungated for one in card.worth if one.ratio == 1), None)
    return _rate(even)


def _time(card: "Card") -> str:
    return "–" if card.cost is None else in_time(card.cost.wall_s_median)
