"""One answer, examined: the verdict and where each problem is."""

import asyncio
from bisect import bisect_right
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from redraft.cli._output import data_console, print_json
from redraft.core import Critique, Draft, Finding, Prompt
from redraft.critics.private_data import KINDS as PRIVATE
from redraft.evals.measuring.judging import critique_with
from redraft.profiles.critics import critic_from
from redraft.report.text import counted, printable, shortened
from redraft.settings import Settings

_WIDEST_QUOTE = 100


class Place(NamedTuple):
    """Where a finding begins in a text, both counted from 1, and the words it is about; none of private data."""

    line: int
    column: int
    quote: str


def examined(name: str, answer: str, prompt: str, settings: Settings, *, threshold: float, as_json: bool) -> bool:
    """Ask the critic and show what it says.

    Returns:
        Whether the answer passed.

    Raises:
        Misuse: when there is no such critic.
    """
    critic = critic_from(name, settings)
    ask = critique_with(critic, timeout_s=settings.in_use.critic_timeout_s)
    draft = Draft.of(answer)
    critique = asyncio.run(ask(Prompt.of(prompt), draft))
    passed = None if critique.score is None else critique.score >= threshold
    places = [place_of(finding, answer) for finding in critique.findings]
    if as_json:
        print_json({"passed": passed, "critique": critique, "places": [p and p._asdict() for p in places]})
    else:
        _show(critique, places, passed, data_console())
    return bool(passed)


def place_of(finding: Finding, text: str) -> Place | None:
    """Where a finding is in the text; None when it has no place in it."""
    location = finding.location
    if location is None or location.kind != "text":
        return None
    start, end = int(location.start), int(location.end)
    begins = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]
    line = bisect_right(begins, start)
    quote = "" if finding.kind in PRIVATE else text[start:end]
    return Place(line=line, column=start - begins[line - 1] + 1, quote=quote)


def _show(critique: Critique, places: list[Place | None], passed: bool | None, console: Console) -> None:
    mark, style = {True: ("✓ passed", "green"), False: ("✗ failed", "red"), None: ("? unscored", "yellow")}[passed]
    head = Text.assemble((mark, f"bold {style}"))
    head.append(f" {critique.score:.2f}" if critique.score is not None else f": {printable(critique.reason or '')}")
    details = [critique.kind, *(f"{key} {shortened(value, 40)}" for key, value in critique.details.items())]
    head.append(
        f"  {critique.critic} ({', '.join(details)}), {counted(len(critique.findings), 'finding')}", style="dim"
    )
    console.print(head, soft_wrap=True)
    for finding, place in zip(critique.findings, places, strict=True):
        where = "whole answer" if place is None else f"{place.line}:{place.column}"
        line = Text.assemble((f"{where}: ", "bold"), f"{finding.severity} {finding.kind}: {printable(finding.message)}")
        console.print(line, soft_wrap=True)
        if place is not None and place.quote.strip():
            console.print(Text(f"    > {shortened(place.quote, _WIDEST_QUOTE)}", style=style), soft_wrap=True)
        if finding.suggestion:
            console.print(Text(f"    → {printable(finding.suggestion)}"), soft_wrap=True)
        for evidence in finding.evidence:
            console.print(Text(f"    {shortened(evidence, _WIDEST_QUOTE)}", style="dim"), soft_wrap=True)
        for source in finding.sources:
            where = f"{source.document}, characters {source.start} to {source.end}"
            console.print(Text(f"    source: {printable(where)}", style="dim"), soft_wrap=True)
    if not critique.findings and critique.text:
        console.print(Text(printable(critique.text)), soft_wrap=True)
