"""A critic's card as one HTML page."""

from collections.abc import Sequence
from math import floor

from redraft.cli.views import card_scores
from redraft.cli.views import card_tables as tables
from redraft.report import page as html
from redraft.report.card_plots import Bin, calibration_plot, in_time, waiting_plot
from redraft.report.drawing import Tone
from redraft.report.markup import Html
from redraft.report.plots import Dot, dot_plot
from redraft.report.tables import Column, Row, Table, for_page
from redraft.report.text import counted, percent
from redraft.trust import calibration as trust
from redraft.trust.cards import Card
from redraft.trust.figures import Figures
from redraft.trust.intervals import Estimate

_MOST_DOTS = 40  # rows of a plot; a group with more values is a table alone


def card_page(card: Card) -> str:
    """The document.

    Raises:
        MissingExtra: without matplotlib.
    """
    return html.page(
        f"Critic card: {card.measured.critic}",
        f"What its verdicts are worth on {card.measured.data}. Sensitivity: of the outputs that are not acceptable, "
        "how many it flags. Specificity: of the acceptable ones, how many it passes. Outputs that it could not judge "
        "count in what it found and in its false alarms only.",
        html.key_figures(_key_figures(card.overall)),
        html.section("All outputs", for_page(tables.overall_table(card)), *_scores(card), *_reasons(card)),
        *(_group_section(card, name) for name in card.groups),
        *_calibration_section(card),
        *_agreement_section(card),
        html.section("When correcting is worth it", for_page(tables.worth_table(card))),
        *_cost_section(card),
        html.section("How this card was made", html.facts(_facts(card))),
    )


def _key_figures(overall: Figures) -> list[html.KeyFigure]:
    shown = (
        ("sensitivity", overall.sensitivity, "of what is not acceptable, flagged"),
        ("specificity", overall.specificity, "of what is acceptable, passed"),
        ("AUROC", overall.auroc, "acceptable ranked above not acceptable"),
        ("unscored", overall.unscored, "could not be judged"),
    )
    return [html.KeyFigure(_value(rate), f"{name}: {meaning}", _doubt(rate)) for name, rate, meaning in shown]


def _value(rate: Estimate | None) -> str:
    return "–" if rate is None else percent(rate.value)


def _doubt(rate: Estimate | None) -> str:
    if rate is None:
        return "no output could count for it"
    return f"95 % interval {100 * rate.low:.1f} to {100 * rate.high:.1f} %, {counted(rate.n, 'problem')}"


def _reasons(card: Card) -> list[Html]:
    return [for_page(tables.reasons_table(card))] if card.overall.reasons else []


def _scores(card: Card) -> list[Html]:
    table = card_scores.scores_table(card)
    return [] if table is None else [for_page(table)]


def _agreement_section(card: Card) -> list[Html]:
    if card.agreement is None:
        return []
    return [html.section("Does it agree with others?", for_page(card_scores.agreement_table(card.agreement)))]


def _group_section(card: Card, name: str) -> Html:
    scores = card_scores.group_scores_table(card, name)
    shown = [for_page(table) for table in (tables.group_table(card, name), scores) if table is not None]
    dots: list[Dot] = []
    for value, figures in card.groups[name].items():
        if figures.sensitivity is not None:
            dots.append(_dot(f"{value}: flagged", figures.sensitivity, "two"))
        if figures.specificity is not None:
            dots.append(_dot(f"{value}: passed", figures.specificity, "one"))
    if not dots or len(dots) > _MOST_DOTS:
        return html.section(f"By {name}", *shown)
    lowest = floor(10 * min(dot.low for dot in dots)) / 10
    title = f"Sensitivity and specificity by {name}"
    svg = dot_plot(
        title,
        "; ".join(f"{dot.name} {percent(dot.value)}" for dot in dots),
        dots,
        x_label="flagged of what is not acceptable, passed of what is acceptable",
        x_range=(min(lowest, 0.9), 1.0),
    )
    return html.section(f"By {name}", html.figure(title, svg, "Whiskers: 95 % intervals, by problem."), *shown)


def _dot(name: str, rate: Estimate, tone: Tone) -> Dot:
    return Dot(name=name, value=rate.value, low=rate.low, high=rate.high, tone=tone)


def _calibration_section(card: Card) -> list[Html]:
    curve, fitted = card.curve, card.overall.fitted
    if curve is None:
        return []
    title = "Shares of acceptable outputs by score"
    before, after = _drawn(curve.bins), _drawn(() if fitted is None else fitted.bins)
    rows = [_bin_row(one, "as it scores") for one in curve.bins]
    rows += [] if fitted is None else [_bin_row(one, "calibrated") for one in fitted.bins]
    columns = (
        Column("", "left"), Column("scores", "left"), Column("n"), Column("mean score"), Column("acceptable"),
        Column("interval"),
    )  # fmt: skip
    described = "; ".join(f"score {b.score:.2f}: {percent(b.acceptable.value)} acceptable" for b in curve.bins)
    numbers = Table(title=title, columns=columns, rows=tuple(rows))
    caption = "Scores that are probabilities lie on the dotted line. Whiskers: 95 % intervals; larger for more outputs."
    if fitted is not None:
        caption = f"{caption} Calibrated scores are those of problems that the calibrator was not fitted to."
    figure = html.figure(title, calibration_plot(title, described, before, after), caption, numbers)
    said = [f"{line}." for line in (tables.calibration_line(card), card_scores.calibrator_line(card)) if line]
    return [html.section("Are its scores probabilities?", html.paragraph(" ".join(said)), figure)]


def _drawn(bins: Sequence[trust.Bin]) -> list[Bin]:
    return [
        Bin(score=b.score, share=b.acceptable.value, low=b.acceptable.low, high=b.acceptable.high, n=b.n) for b in bins
    ]


def _bin_row(one: trust.Bin, name: str) -> Row:
    scores = f"{one.low:.3f}" if one.low == one.high else f"{one.low:.3f} to {one.high:.3f}"
    share = one.acceptable
    return Row(
        (name, scores, f"{one.n:,}", f"{one.score:.3f}", f"{share.value:.3f}", f"[{share.low:.3f}, {share.high:.3f}]")
    )


def _cost_section(card: Card) -> list[Html]:
    cost = card.cost
    if cost is None:
        return []
    title = "How long a judgement takes"
    described = f"half within {in_time(cost.wall_s_median)}, 95 % within {in_time(cost.wall_s_95)}"
    svg = waiting_plot(title, described, cost.wall_s_quantiles)
    caption = "Wall time of one judgement, on a logarithmic axis, on the machine that made this card."
    figure = html.figure(title, svg, caption)
    return [html.section("What it costs", html.paragraph(f"{tables.cost_line(card)}."), figure)]


def _facts(card: Card) -> dict[str, str]:
    of = card.measured
    hidden = f", without {', '.join(of.without)}" if of.without else ""
    return {
        "Command": of.command,
        "Critic": f"{of.critic}, {of.kind}, version {of.version}",
        "Data": f"{of.data}, form {of.form}{'' if of.limit is None else f', the first {of.limit:,} outputs'}{hidden}",
        "SHA-256 of the data": of.sha256,
        "Labels": tables.labels_line(card) or "those of the data",
        "Threshold": f"{card.threshold:g}",
        "Redraft": of.redraft_version,
    }
