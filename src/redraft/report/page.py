"""One self-contained HTML page: no script, no font, no picture from elsewhere; light and dark."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from redraft.core import Critique, Decision, Finding
from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.report.markup import Html, element, joined
from redraft.report.story import Step, Story, refused_in_words, sources_in_words
from redraft.report.tables import Table, for_page
from redraft.report.terminal import cost

# A page that is opened from disk or mailed around must not fetch or run anything, whatever a draft contains.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class KeyFigure(NamedTuple):
    """A figure worth large print, what it is, and its interval or comparison."""

    value: str
    label: str
    detail: str


def page(title: str, lead: str, *blocks: Html) -> str:
    """The whole document.

    Args:
        title: heading and window title.
        lead: what a reader should know before anything else; text or inline HTML.
        blocks: sections in order.
    """
    style = files("redraft.report").joinpath("page.css").read_text(encoding="utf-8")
    head = joined(
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Html('<meta name="color-scheme" content="light dark">'),
        element("title", title),
        Html(f"<style>{style}</style>"),
    )
    body = joined(
        element("header", element("h1", title), element("p", lead, class_="lead")),
        element("main", *blocks),
        element("footer", f"Written by Redraft {VERSION}. This page is one file and loads nothing."),
    )
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{body}</body></html>\n'


def check_writable(path: Path) -> None:
    """Refuse a path that a page cannot be written to, before the work that the page is about.

    Raises:
        Misuse: when its folder is missing or may not be written.
    """
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK) or path.is_dir():
        raise Misuse(
            f"cannot write {str(path)!r}: no folder to write a file into; give another file with --out or --html"
        )


def write_page(path: Path, document: str) -> None:
    """Write the document whole or not at all; a file that is there is replaced.

    Raises:
        Misuse: when it cannot be written there.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(document)
            os.chmod(temporary, 0o644)  # a report to read: mkstemp alone would keep it from everyone else
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise Misuse(f"cannot write {str(path)!r}: {error.strerror}; give another file with --out or --html") from error


def section(title: str, *blocks: Html) -> Html:
    """A section with its heading."""
    return element("section", element("h2", title), *blocks)


def paragraph(*parts: str) -> Html:
    """A paragraph; its parts are text or inline HTML."""
    return element("p", *parts)


def aside(*parts: str) -> Html:
    """A paragraph set apart: a caveat."""
    return element("p", *parts, class_="aside")


def key_figures(figures: Sequence[KeyFigure]) -> Html:
    """Large figures side by side, each with its label and its doubt."""
    cards = (
        element("div", element("dt", f.label), element("dd", element("b", f.value), element("span", f.detail)))
        for f in figures
    )
    return element("dl", *cards, class_="key-figures")


def figure(title: str, svg: str, caption: str, numbers: Table | None = None) -> Html:
    """A plot under its title, with its caption; `numbers` are the figures behind it, folded away."""
    folded = Html()
    if numbers is not None:
        folded = element("details", element("summary", "The numbers behind it"), for_page(numbers))
    return element("figure", element("p", title, class_="title"), Html(svg), element("figcaption", caption), folded)


def facts(named: Mapping[str, str]) -> Html:
    """Names and values, for how the page was made."""
    return element("dl", *(joined(element("dt", n), element("dd", v)) for n, v in named.items()), class_="facts")


def trajectory(story: Story) -> Html:
    """The trajectory of one correction: every attempt with its changes marked, its verdicts and the decisions."""
    asked = [
        element("p", element("span", message.role, class_="label"), element("code", message.text), class_="asked")
        for message in story.record.context.prompt.messages
    ]
    steps = element("ol", *(_step(step) for step in story.steps))
    why = "" if story.ending is None else f"{story.ending.reason}: {story.ending.detail} · "
    end = element("p", f"{why}{cost(story.record.usage)} · record {story.record.id}", class_="ending")
    return element("article", *asked, steps, end, class_="trajectory")


def _step(step: Step) -> Html:
    label = (
        "draft" if step.number == 1 else "resample" if step.written_from is None else f"redraft of {step.written_from}"
    )
    passed = step.attempt.passed
    state = "unscored" if passed is None else "passed" if passed else "failed"
    tags = {"same": "span", "old": "del", "new": "ins"}
    text = element("pre", *(element(tags[segment.kind], segment.text) for segment in step.changes))
    head = element(
        "p", element("b", f"{step.number}"), f" {label}", " · returned" if step.returned else "", class_="label"
    )
    said = [_critique(critique, step.passes(critique)) for critique in step.attempt.critiques]
    said += [] if step.panel is None else [_panel(step.panel, passed)]
    decided = [_decision("gate", step.admission)] if step.admission is not None else []
    refused = [element("p", words, class_="label") for words in refused_in_words(step.attempt.draft)]
    return element("li", head, text, *refused, *said, *decided, class_=f"{state}{' returned' if step.returned else ''}")


def _critique(critique: Critique, passed: bool | None) -> Html:
    if critique.score is None:
        verdict = element("b", f"? unscored: {critique.reason}", class_="unscored")
    else:
        mark, state = ("✓", "passed") if passed else ("✗", "failed")
        verdict = element("b", f"{mark} {critique.score:.2f}", class_=state)
    who = element("span", f"{critique.critic} ({critique.kind})", class_="label")
    findings = [
        element("li", f"{f.severity}: {f.message}{f' → {f.suggestion}' if f.suggestion else ''}", *_sources(f))
        for f in critique.findings
    ]
    listed = element("ul", *findings) if findings else Html()
    return element("div", verdict, " ", element("code", critique.text), " ", who, listed, class_="critique")


def _sources(finding: Finding) -> list[Html]:
    return [element("div", source, class_="label") for source in sources_in_words(finding)]


def _panel(verdict: Critique, passed: bool | None) -> Html:
    if verdict.score is None:
        said = element("b", f"? unscored: {verdict.reason}", class_="unscored")
    else:
        mark, state = ("✓", "passed") if passed else ("✗", "failed")
        said = element("b", f"{mark} {verdict.score:.2f}", class_=state)
    details = "; ".join(f"{name} {words}" for name, words in verdict.details.items())
    return element("div", said, " ", element("span", f"together: {details}", class_="label"), class_="critique")


def _decision(who: str, decision: Decision) -> Html:
    return element("p", f"{who}: {decision.action} · {decision.reason} · {decision.detail}", class_="decision")
