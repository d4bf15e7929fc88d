"""Adding documents on the command line: progress, counts, and at the end what could not be read."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from redraft.cli._output import print_json, talk, write_line
from redraft.cli.views.facts_places import index_of, shown_name
from redraft.profiles.sources import embedder_from
from redraft.report.text import counted, printable, shortened
from redraft.settings import Settings
from redraft.sources import open_knowledge
from redraft.sources.adding import Added, add_files
from redraft.sources.adding import Progress as Made

_NAME_WIDTH = 50
_TOLD_ENDINGS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the flags of `redraft facts add` say; None where nothing was said."""

    paths: tuple[Path, ...]
    into: str | None
    backend: str | None
    embedder: str | None
    max_file_mb: int
    rehash: bool


def added(chosen: Chosen, settings: Settings, *, as_json: bool) -> bool:
    """Index, and show what came of it.

    Returns:
        Whether everything could be read.
    """
    console, index = talk(), index_of(chosen.into, settings)
    embedder = None if chosen.embedder is None else embedder_from(chosen.embedder, settings)
    with open_knowledge(index, backend=chosen.backend, writing=True, embedder=embedder) as knowledge:
        most = chosen.max_file_mb * 2**20
        with _shown(console) as live:
            result = add_files(
                knowledge, chosen.paths, max_file_bytes=most, rehash=chosen.rehash, on_progress=live.show
            )
        with console.status("making vectors") if console.is_terminal and embedder else nullcontext():
            n_vectors = None if embedder is None else asyncio.run(knowledge.embed())
        n_passages = knowledge.n_passages
    _tell(result, console)
    if as_json:
        print_json(_plain(result, index, n_passages, n_vectors))
    else:
        counts = result.counts
        states = f"{counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged"
        write_line(f"{states}, {counts.removed:,} removed, {counted(len(result.faults), 'fault')}")
        meaning = "" if n_vectors is None else f", {counted(n_vectors, 'new vector')}"
        write_line(f"{shown_name(str(index))} holds {counted(n_passages, 'passage')}{meaning}")
    return not result.faults


def _tell(result: Added, console: Console) -> None:
    """What a reader should know beside the counts; faults last."""
    if result.passed_over:
        kinds = sorted(result.passed_over.items(), key=lambda pair: (-pair[1], pair[0]))
        told = ", ".join(f"{n:,} {ending}" for ending, n in kinds[:_TOLD_ENDINGS])
        more = f" and {len(kinds) - _TOLD_ENDINGS} more kinds" if len(kinds) > _TOLD_ENDINGS else ""
        console.print(Text(f"passed over, for they are of other kinds: {told}{more}", style="dim"), soft_wrap=True)
    for place, what in result.assumed:
        console.print(Text(f"{printable(shown_name(place))}: {printable(what)}", style="yellow"), soft_wrap=True)
    for name in result.removed:
        console.print(Text(f"{printable(shown_name(name))}: is gone and was taken out", style="dim"), soft_wrap=True)
    for fault in result.faults:
        file, comma, place = fault.place.partition(", ")
        line = f"{shown_name(file)}{comma}{place}: {fault.problem}"
        console.print(Text(printable(line), style="red"), soft_wrap=True)


def _plain(result: Added, index: Path, n_passages: int, n_vectors: int | None) -> dict[str, object]:
    return {
        "index": str(index),
        **asdict(result.counts),
        "n_passages": n_passages,
        "n_vectors": n_vectors,
        "faults": [fault._asdict() for fault in result.faults],
        "assumed": [one._asdict() for one in result.assumed],
        "removed_names": list(result.removed),
        "passed_over": result.passed_over,
    }


class _Live:
    """Shows how far adding is: a bar on a terminal, else a line for each tenth of many files."""

    def __init__(self, console: Console) -> None:
        self._console, self._tenths = console, 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=console, transient=True)
        self._task = self.bar.add_task("looking for files", total=None)

    def show(self, made: Made) -> None:
        """Take notice of how far it is."""
        if self._console.is_terminal:
            words = shortened(shown_name(made.file), _NAME_WIDTH) if made.file else "tidying up"
            self.bar.update(self._task, completed=made.n_done, total=made.n_files, description=words)
        elif made.n_files >= _MANY_FILES and (tenths := 10 * made.n_done // made.n_files) > self._tenths:
            self._tenths = tenths
            self._console.print(Text(f"{10 * tenths} %: {made.n_done:,} of {made.n_files:,} files"))


_MANY_FILES = 100


@contextmanager
def _shown(console: Console) -> Iterator[_Live]:
    live = _Live(console)
    if not console.is_terminal:
        yield live
        return
    with live.bar:
        yield live
