"""Passages on the command line: where each stands, and the words of the query in it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.text import Text

from redraft.cli._output import data_console, print_json, shows_colors, talk
from redraft.cli.views.facts_places import default_index, shown_name, there
from redraft.core import Passage, Source
from redraft.profiles.sources import embedder_from, source_from
from redraft.report.text import printable
from redraft.settings import Settings
from redraft.sources import Together
from redraft.sources.words import is_among, query_words, spans_of

_WINDOW = 300
"""Characters around the words of the query that are shown of a passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How many passages are wanted, what finds by meaning, and how they are shown."""

    n: int
    embedder: str | None
    full: bool
    no_color: bool
    as_json: bool


def searched(query: str, indexes: Sequence[str], settings: Settings, how: Showing) -> bool:
    """Search and show.

    Returns:
        Whether anything was found.
    """
    console = talk(no_color=how.no_color)
    names = indexes or (str(there(default_index())),)

    def notice(told: str) -> None:
        console.print(Text(printable(told), style="dim"), soft_wrap=True)

    embedder = None if how.embedder is None else embedder_from(how.embedder, settings)
    sources: list[Source] = [source_from(name, settings, notice=notice, embedder=embedder) for name in names]
    source = sources[0] if len(sources) == 1 else Together(sources)
    found = asyncio.run(source.search(query, how.n))
    if how.as_json:
        print_json([asdict(passage) for passage in found])
        return bool(found)
    if not found:
        console.print(Text(f"nothing was found for {printable(query)!r}; try other words", style="dim"), soft_wrap=True)
    out = data_console(no_color=how.no_color)
    wanted = set(query_words(query))
    for number, passage in enumerate(found, start=1):
        _show(number, passage, wanted, out, full=how.full)
    return bool(found)


def _show(number: int, passage: Passage, wanted: set[str], out: Console, *, full: bool) -> None:
    where = passage.provenance
    date = f", {where.date}" if where.date else ""
    head = f"{number}. {shown_name(where.document)}, characters {where.start:,} to {where.end:,}{date}"
    out.print(Text(printable(f"{head}, score {passage.score:.3g}"), style="bold"), soft_wrap=True)
    if passage.title:
        out.print(Text(printable(f"   {passage.title}"), style="dim"), soft_wrap=True)
    out.print(_marked(passage.text, wanted, full=full, marks=not shows_colors(out)))
    out.print()


def _marked(text: str, wanted: set[str], *, full: bool, marks: bool) -> Text:
    """The passage, or what of it is around the words of the query, with these words marked."""
    places = [(start, end) for word, start, end in spans_of(text) if is_among(word, wanted)]
    first, last = (0, len(text)) if full else _window(text, places)
    shown = Text("   " + ("" if first == 0 else "… "))
    place = first
    for start, end in _joined(places):
        if not (first <= start and end <= last):
            continue
        shown.append(_on_a_line(text[place:start]))
        word = printable(text[start:end])
        shown.append(f"«{word}»" if marks else word, style="bold green")
        place = end
    shown.append(_on_a_line(text[place:last]) + ("" if last == len(text) else " …"))
    return shown


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places of words, those that touch made one: pairs of characters overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _window(text: str, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch with most of the words, from one blank to another where there are any."""
    if len(text) <= _WINDOW * 1.2:
        return 0, len(text)
    starts = [start for start, _ in places] or [0]
    best = max(starts, key=lambda first: sum(first <= start < first + _WINDOW * 2 // 3 for start in starts))
    first = max(0, best - _WINDOW // 6)
    last = min(len(text), first + _WINDOW)
    blank = text.rfind(" ", 0, first) + 1 if first else 0
    first = blank if first - blank < _LONGEST_WORD else first
    blank = text.find(" ", last)
    return first, blank if 0 <= blank < last + _LONGEST_WORD else last


_LONGEST_WORD = 20
_BLANKS = re.compile(r"\s+")


def _on_a_line(text: str) -> str:
    return printable(_BLANKS.sub(" ", text))
