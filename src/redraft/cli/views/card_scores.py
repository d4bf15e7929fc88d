"""What a critic's scores are worth beyond its verdicts, and how far it agrees with others: tables and sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent

if TYPE_CHECKING:  # they need numpy, which need not be there before a card is
    from redraft.trust.agreement import Agreement, PairAgreement
    from redraft.trust.calibrators import Fitted
    from redraft.trust.cards import Card
    from redraft.trust.figures import Figures
    from redraft.trust.intervals import Estimate

_METHODS = {
    "table": "a share for each distinct score",
    "logistic": "a logistic curve",
    "isotonic": "monotone steps",
}
_FEW_KNOTS = 4
_COLUMNS = (
    Column("figure", "left"),
    Column("what it is", "left"),
    Column("value"),
    Column("interval"),
    Column("problems"),
)


def scores_table(card: "Card") -> Table | None:
    """How well scores rank, and how far calibrating them helps; None for a card that does not say."""
    overall = card.overall
    if not _says(overall):
        return None
    rows, notes = list[Row](), list[str]()
    if overall.ranking is not None:
        ranking = overall.ranking
        pairs = "within problems" if ranking.pairs == "within" else "across problems"
        rows.append(_row("Kendall's tau", f"pairs ranked rightly less wrongly, {pairs}", ranking.tau))
        if ranking.tau_b is not None:
            rows.append(_row("Kendall's tau-b", "set against all pairs that its scores tell apart", ranking.tau_b))
        rows.append(_row("Savage correlation", "the same, the worst places counting most", ranking.savage))
        accuracy = percent(ranking.pairwise_accuracy.value)
        notes.append(
            f"Of {counted(ranking.n_pairs, 'pair')} of unlike label {pairs} it puts {accuracy} the right way round, "
            "ties counted half."
        )
    elif overall.no_ranking is not None:
        notes.append(f"No ranking: {overall.no_ranking}.")
    if overall.fitted is not None:
        fitted = overall.fitted
        rows += [
            _row("Brier loss", "of its scores as they are", fitted.brier_before),
            _row("Brier, calibrated", "the same after calibrating", fitted.brier_after),
            _row("Brier gain", "how much less it is", fitted.brier_gain),
            _row("calibration error", "of its scores as they are", fitted.error_before),
            _row("error, calibrated", "the same after calibrating", fitted.error_after),
        ]
        notes.append(f"{calibrator_line(card)}.")
    elif overall.no_fitted is not None:
        notes.append(f"No calibrator: {overall.no_fitted}.")
    return Table(title="What its scores are worth", columns=_COLUMNS, rows=tuple(rows), note=" ".join(notes))


def calibrator_line(card: "Card") -> str:
    """The fitted calibrator in a sentence, without its full stop; empty without one."""
    fitted = card.overall.fitted
    if fitted is None:
        return ""
    made = fitted.calibrator
    knots = ""
    if len(made.scores) <= _FEW_KNOTS:
        means = (f"{score:g} means {chance:.2f}" for score, chance in zip(made.scores, made.chances, strict=True))
        knots = f" ({', '.join(means)})"
    return (
        f"Calibrated by {_METHODS[made.method]}{knots}, judged on problems that it was not fitted to: {_helps(fitted)}"
    )


def _helps(fitted: "Fitted") -> str:
    if fitted.brier_gain.low > 0:
        return "it helps"
    return "it does harm" if fitted.brier_gain.high < 0 else "whether it helps is open"


def group_scores_table(card: "Card", name: str) -> Table | None:
    """The same for each value of a group; None when no value has any of it."""
    groups = card.groups[name]
    if not any(figures.ranking is not None or figures.fitted is not None for figures in groups.values()):
        return None
    rows = tuple(Row((value, *_group_cells(figures))) for value, figures in groups.items())
    columns = ("tau", "Savage", "Brier gain", "error, calibrated")
    return Table(
        title=f"What its scores are worth, by {name}",
        columns=(Column(name, "left"), *map(Column, columns)),
        rows=rows,
        note=_missing(groups),
    )


def _group_cells(figures: "Figures") -> tuple[str, ...]:
    ranking, fitted = figures.ranking, figures.fitted
    ranks = ("–", "–") if ranking is None else (_short(ranking.tau), _short(ranking.savage))
    if fitted is None:
        return (*ranks, "–", "–")
    return (*ranks, _short(fitted.brier_gain, 3), _short(fitted.error_after))


def _missing(groups: Mapping[str, "Figures"]) -> str:
    few = [value for value, figures in groups.items() if figures.no_fitted is not None]
    if not few:
        return ""
    why = next(figures.no_fitted for figures in groups.values() if figures.no_fitted is not None)
    shown = ", ".join(few[:_FEW_KNOTS]) + ("" if len(few) <= _FEW_KNOTS else f" and {len(few) - _FEW_KNOTS} more")
    return f"No calibrator for {shown}: {why}." if len(few) == 1 else f"No calibrator for {shown}; the first: {why}."


def agreement_table(found: "Agreement") -> Table:
    """How far two critics agree, pair by pair, and whether they err together."""
    return Table(
        title="Agreement",
        columns=(
            Column("critics", "left"),
            Column("outputs"),
            Column("same verdict"),
            Column("kappa"),
            Column("misses together"),
            Column("false alarms together"),
        ),
        rows=tuple(Row(_pair_cells(pair)) for pair in found.pairs),
        note=_agreement_note(found),
    )


def _pair_cells(pair: "PairAgreement") -> tuple[str, ...]:
    agreed = f"{100 * pair.agreed.value:.1f} % [{100 * pair.agreed.low:.0f}, {100 * pair.agreed.high:.0f}]"
    figures = (pair.kappa, pair.errors_bad, pair.errors_good)
    return (f"{pair.first}, {pair.second}", f"{pair.n:,}", agreed, *(_short(one) for one in figures))


def _agreement_note(found: "Agreement") -> str:
    together = (
        "Kappa is agreement beyond what their rates of passing alone would give. The last columns are the correlation "
        "of their errors, given the label: 0 for critics that err independently, none where one of them never errs."
    )
    if len(found.critics) < 3 or found.fleiss is None:
        return together
    return f"{together} Fleiss' kappa of all on {counted(found.n, 'output')}: {_short(found.fleiss)}."


def _says(figures: "Figures") -> bool:
    said = (figures.ranking, figures.no_ranking, figures.fitted, figures.no_fitted)
    return any(one is not None for one in said)


def _row(name: str, meaning: str, estimate: "Estimate") -> Row:
    cells = (f"{estimate.value:.3f}", f"[{estimate.low:.3f}, {estimate.high:.3f}]", f"{estimate.n:,}")
    return Row((name, meaning, *cells))


def _short(estimate: "Estimate | None", digits: int = 2) -> str:
    if estimate is None:
        return "–"
    return f"{estimate.value:.{digits}f} [{estimate.low:.{digits}f}, {estimate.high:.{digits}f}]"
