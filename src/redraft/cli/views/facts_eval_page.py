"""`redraft eval facts` as one HTML page."""

from collections.abc import Iterator

from redraft.core.version import VERSION
from redraft.evals.facts.retrieval import DEPTHS, RetrievalFigures
from redraft.evals.facts.run import FactsResult
from redraft.evals.facts.tables import disagreements, tables
from redraft.report import page as html
from redraft.report.drawing import Tone
from redraft.report.markup import Html, element
from redraft.report.plots import Point, Series, line_plot
from redraft.report.tables import for_page
from redraft.report.text import percent, percent_between
from redraft.trust.intervals import Estimate

_TONES: tuple[Tone, ...] = ("one", "two", "three", "muted")
_MOST_LISTED = 60


def facts_page(result: FactsResult) -> str:
    """The document.

    Raises:
        MissingExtra: without matplotlib.
    """
    searched, *others = tables(result)
    listed = list(disagreements(result))
    blocks = [
        html.key_figures(list(_key_figures(result))),
        html.section("Is the evidence found?", _recall_plot(result), for_page(searched, wide=True)),
        html.section("What checks by code make of it", *(for_page(table, wide=True) for table in others)),
        html.section("Where code and people see it otherwise", *_listed(listed)),
        html.section("How this page was made", html.facts(_made(result))),
    ]
    lead = (
        "Claims of language models, with passages that people judged. No model was asked: the figures are those of "
        "searching and of comparing numbers, dates, names and denials by code. The test half of the claims was only "
        "measured."
    )
    return html.page("Facts without a model", lead, *blocks)


def _key_figures(result: FactsResult) -> Iterator[html.KeyFigure]:
    found = next((one for one in result.retrieval if one.part == "test"), None)
    if found is not None:
        yield _figure(f"passages found among the first 5, {found.n} claims", found.recall[5])
    pairs = next(one for one in result.pairs if one.part == "test")
    yield _figure("passages accused wrongly", pairs.accused)
    claims = next((one for one in result.claims if one.part == "test"), None)
    if claims is not None:
        yield _figure(f"of {claims.n_false} false claims found", claims.found)


def _figure(label: str, estimate: Estimate | None) -> html.KeyFigure:
    if estimate is None:
        return html.KeyFigure("-", label, "no case")
    between = percent_between(estimate.value, estimate.low, estimate.high)
    return html.KeyFigure(percent(estimate.value), label, f"test half, 95 %: {between.partition('%')[2].strip()}")


def _recall_plot(result: FactsResult) -> Html:
    ways = [one for one in result.retrieval if one.part == "test"]
    title = "Share of a claim's passages among the first results"
    series = [_line(one, tone) for one, tone in zip(ways, _TONES, strict=False)]
    told = "; ".join(f"{one.way}: {percent(one.recall[max(DEPTHS)].value)} at {max(DEPTHS)}" for one in ways)
    svg = line_plot(
        title, told, series, x_label="results", y_label="recall",
        x_ticks=[(float(depth), str(depth)) for depth in DEPTHS],
    )  # fmt: skip
    return html.figure(title, svg, "Test half; shaded: 95 % intervals, by claim.")


def _line(one: RetrievalFigures, tone: Tone) -> Series:
    points = tuple(Point(float(k), one.recall[k].value, one.recall[k].low, one.recall[k].high) for k in DEPTHS)
    return Series(name=one.way, points=points, tone=tone)


def _listed(listed: list[str]) -> list[Html]:
    shown = [_block(block) for block in listed[:_MOST_LISTED]]
    if len(listed) > _MOST_LISTED:
        shown.append(html.paragraph(f"{len(listed) - _MOST_LISTED} more: `--list` shows all."))
    return shown


def _block(block: str) -> Html:
    head, *rest = block.split("\n")
    return element("details", element("summary", head), *(html.paragraph(line.strip()) for line in rest))


def _made(result: FactsResult) -> dict[str, str]:
    files = {name: f"sha256 {digest[:16]}" for name, digest in result.sha256.items()}
    return {"redraft": VERSION, "critic of facts": result.critic_version, "seed": str(result.seed), **files}
