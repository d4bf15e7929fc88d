"""The HTML page of `redraft eval translation`."""

from pathlib import Path

from redraft.cli.views.translation_eval_lifts import Lift, lift_figure
from redraft.evals.translation.figures import CheckFigures
from redraft.evals.translation.held import ANY, DIGITS, LONG, REFUTED
from redraft.evals.translation.run import TranslationResult
from redraft.evals.translation.tables import tables
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.figures import on_page
from redraft.report.markup import Html
from redraft.report.page import KeyFigure
from redraft.report.plots import check_available
from redraft.report.tables import for_page

_TOGETHER, _CONTROLS = (REFUTED, ANY), (LONG, DIGITS)


def check_page(path: Path) -> None:
    """Refuse before the work what would fail after it.

    Raises:
        Misuse: when the page cannot be written there.
        MissingExtra: without matplotlib.
    """
    html.check_writable(path)
    check_available()


def write_translation_page(path: Path, result: TranslationResult) -> None:
    """Write the page.

    Raises:
        Misuse: when it cannot be written.
    """
    html.write_page(path, _document(result))


def _document(result: TranslationResult) -> str:
    return html.page(
        "What the checks of translations are worth",
        f"{result.n:,} translations of {result.data} whose errors people marked. The checks were developed on one "
        "half of the sources; the figures to cite are those of the other, the test half.",
        html.key_figures(_key_figures(result)),
        html.section(
            "Where a check flags, how much likelier is an error?",
            _plot(result, "accuracy", "accuracy errors"),
            _plot(result, "fluency/punctuation", "punctuation errors"),
            html.aside(
                "Long sources have more of everything, errors too: one control flags every long source and nothing "
                "else. A check whose lift is not above the control's says little about that sort of error."
            ),
        ),
        html.section("In figures", *(for_page(table, wide=True) for table in tables(result))),
        html.section("How this was made", html.facts(_facts(result))),
    )  # fmt: skip


def _key_figures(result: TranslationResult) -> list[KeyFigure]:
    chosen = [one for one in _shown(result) if one.check in (REFUTED, ANY)]
    cards = []
    for one in chosen:
        coverage, lift = one.coverage, one.lift["accuracy"]
        if coverage is not None:
            detail = "" if lift is None else f"lift {lift.value:.2f} [{lift.low:.2f}, {lift.high:.2f}] for accuracy"
            cards.append(KeyFigure(f"{100 * coverage.value:.1f} %", f"flagged by {one.check}, test half", detail))
    cards.append(KeyFigure(f"{result.segments_per_cpu_s:,.0f}", "translations per second", "of processor time"))
    return cards


def _shown(result: TranslationResult) -> list[CheckFigures]:
    """The test half of all pairs, translations of systems."""
    pair = "all" if any(one.pair == "all" for one in result.figures) else None
    return [
        one
        for one in result.figures
        if one.of == "systems" and one.half == "test" and (pair is None or one.pair == pair)
    ]  # fmt: skip


def _plot(result: TranslationResult, label: str, words: str) -> Html:
    rows: list[Lift] = []
    for one in _shown(result):
        lift = one.lift[label]
        if lift is not None:
            tone: Tone = "muted" if one.check in _CONTROLS else "two" if one.check in _TOGETHER else "one"
            rows.append(Lift(one.check, lift.value, lift.low, lift.high, lift.n, tone))
    if not rows:
        return html.paragraph(f"No check flagged a translation whose {words} are known.")
    figure = lift_figure(f"lift_{label.replace('/', '_')}", f"Lift for {words}", rows)
    return on_page(figure, f"{words.capitalize()}, test half; whiskers hold 95 %, by source.")


def _facts(result: TranslationResult) -> dict[str, str]:
    return {
        "Data": f"{result.data}, SHA-256 {result.sha256}",
        "Critic": f"translation, version {result.critic_version}",
        "Translations": f"{result.n:,}" + ("" if result.limit is None else f", the first {result.limit:,} of the file"),
        "Planted faults": f"seed {result.seed}",
        "Flagged nothing": ", ".join(result.silent) or "none",
    }
