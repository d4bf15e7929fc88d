"""An evaluation on BBQ for the command line: progress on stderr, tables on stdout."""

import asyncio
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from redraft.cli._options import as_flag
from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.core import Model
from redraft.errors import MissingExtra, Misuse
from redraft.profiles import assemble
from redraft.profiles.models import Models
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.settings import read_settings

if TYPE_CHECKING:
    from redraft.evals.bbq import BbqData, BbqResult, Progress

_INTERRUPTED = "interrupted; what was played is kept, the same command goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft eval bbq`."""

    data: Path
    model: str | None
    judge: str | None
    arms: tuple[str, ...]
    categories: tuple[str, ...]
    limit: int | None
    out: Path | None
    again: bool
    concurrency: int | None
    max_tokens: int | None
    profile: str | None
    config: Path | None
    seed: int

    @property
    def asks(self) -> bool:
        """Whether a model is asked: one is named, or a profile is."""
        return self.model is not None or self.profile is not None

    @property
    def command(self) -> str:
        """The command that evaluates the same, without folders, which differ between machines."""
        options: list[str] = []
        for name, value in (
            ("--model", self.model), ("--judge", self.judge), ("--limit", self.limit), ("--profile", self.profile),
            ("--max-tokens", self.max_tokens), ("--seed", self.seed or None),
        ):  # fmt: skip
            options += [] if value is None else [name, str(value)]
        options += [word for arm in self.arms for word in ("--arm", arm)]
        options += [word for category in self.categories for word in ("--category", category)]
        return shlex.join(["redraft", "eval", "bbq", self.data.name, *options])


def evaluated(chosen: Chosen, *, html: Path | None, as_json: bool) -> None:
    """Evaluate and show.

    Raises:
        Misuse: when data or settings cannot be used.
        MissingExtra: when the statistics or the page need a package that is not installed.
    """
    if html is not None:
        check_writable(html)
        check_available()
    try:
        from redraft.evals.bbq import evaluate_labels, read_bbq, tables
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[report]'") from error

    data = read_bbq(chosen.data, categories=chosen.categories, limit=chosen.limit)
    _check_flags(chosen)
    labels = None if chosen.asks else evaluate_labels(data, seed=chosen.seed, command=chosen.command)
    result = labels or _played(chosen, data)
    if html is not None:
        from redraft.cli.views.bbq_page import bbq_page

        write_page(html, bbq_page(result))
        talk().print(Text(f"written: {html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(result)
        return
    console = data_console()
    unread = tables.unread(result)
    if unread is not None:
        console.print(Text(unread, style="red"), soft_wrap=True)
    for table in tables.tables(result):
        console.print(for_terminal(table))
    for sentence in tables.sentences(result):
        console.print(Text(sentence), soft_wrap=True)


def _check_flags(chosen: Chosen) -> None:
    """Refuse flags that only mean something with a model, rather than measuring something else in silence."""
    without = {"--judge": chosen.judge, "--arm": chosen.arms, "--out": chosen.out, "--max-tokens": chosen.max_tokens}
    given = [name for name, value in without.items() if value]
    if given and not chosen.asks:
        raise Misuse(f"{given[0]} needs a model that answers; give one with --model, or leave it out")


def _played(chosen: Chosen, data: "BbqData") -> "BbqResult":
    from redraft.evals.bbq import ARMS, BbqConfig, Players, evaluate

    arguments: dict[str, Any] = {"model": chosen.model, "critics": [], "seed": chosen.seed}
    settings = read_settings(chosen.config, profile=chosen.profile, arguments=arguments, shown=as_flag)
    assembly = assemble({"config": settings, "store": False})
    judge: Model | None = None
    if chosen.judge is not None:
        judge = Models(settings).open(chosen.judge, ("judge",))
    players = Players(writer=assembly.plan.model, judge=judge, seed=chosen.seed, max_tokens=chosen.max_tokens)
    journal = chosen.out or Path("evaluations") / _journal_name(data, players.writer)
    _make_folder(journal.parent)
    config = BbqConfig(
        data=data,
        players=players,
        arms=chosen.arms or ARMS,
        concurrency=chosen.concurrency or assembly.concurrency,
        journal=journal,
        again=chosen.again,
        command=chosen.command,
    )
    with CountingLive(talk(), what="answer", on_interrupt=_INTERRUPTED) as live:
        shown = _Shown(live)
        result = asyncio.run(evaluate(config, on_progress=shown.on_progress))
    talk().print(Text(f"The journal: {journal}", style="dim"), soft_wrap=True)
    return result


class _Shown:
    """Shows the whole evaluation as one count; each arm is a part of it."""

    def __init__(self, live: CountingLive) -> None:
        self._live = live
        self._arms: dict[str, Progress] = {}

    def on_progress(self, progress: "Progress") -> None:
        self._arms[progress.arm] = progress
        n_done = sum(one.n_done for one in self._arms.values())
        right = f"{100 * progress.n_right / progress.n_done:.1f} % right" if progress.n_done else "begun"
        self._live.show(n_done, progress.n_arms * progress.n, f"{progress.arm}: {right}")


def _journal_name(data: "BbqData", writer: Model) -> str:
    stem = data.name.removesuffix(".gz").removesuffix(".jsonl")
    return re.sub(r"[^\w.-]+", "_", f"bbq-{stem}-{writer.name}")[:120] + ".journal.jsonl"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"cannot make the folder {str(folder)!r}: {error.strerror}; give another --out") from error
