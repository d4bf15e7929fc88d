"""A critic measured for the command line: progress on stderr, tables on stdout, the card in a folder."""

import asyncio
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views import card_tables
from redraft.cli.views.card_markdown import card_markdown
from redraft.cli.views.counting_live import CountingLive
from redraft.core import Critic
from redraft.errors import Misuse
from redraft.profiles.critics import critic_from
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.report.text import counted, printable
from redraft.settings import Settings

if TYPE_CHECKING:
    from redraft.evals.measuring.outputs import StoredOutputs
    from redraft.evals.measuring.run import Progress

_INTERRUPTED = "interrupted; what was judged is kept, the same command goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft critics measure`."""

    name: str
    data: str
    out: Path | None
    limit: int | None
    form: str | None
    without: tuple[str, ...]
    labels_from: str | None
    labels: Path | None
    version: str | None
    beside: tuple[Path, ...]
    concurrency: int | None
    threshold: float
    again: bool
    model: str | None
    profile: str | None

    @property
    def folder(self) -> Path:
        """Where the card goes."""
        if self.out is not None:
            return self.out
        data = self.data_name.removesuffix(".gz").removesuffix(".jsonl")
        name = "-without-".join([f"{data}-{self.name}", *self.without])
        return Path("cards") / re.sub(r"[^\w.-]+", "_", name)

    @property
    def data_name(self) -> str:
        """The data without its folder; an address may hold a password, and its last part does not."""
        return self.data.rstrip("/").rpartition("/")[2]

    @property
    def command(self) -> str:
        """The command that makes this card, without folders, which differ between machines."""
        options: list[str] = []
        for flag, value in (("--limit", self.limit), ("--form", self.form), ("--model", self.model)):
            options += [] if value is None else [flag, str(value)]
        options += [word for key in self.without for word in ("--without", key)]
        options += [] if self.labels_from is None else ["--labels-from", self.labels_from]
        options += [] if self.labels is None else ["--labels", self.labels.name]
        options += [] if self.version is None else ["--version", self.version]
        options += [word for folder in self.beside for word in ("--beside", folder.resolve().name)]
        options += [] if self.profile is None else ["--profile", self.profile]
        options += [] if self.threshold == 0.5 else ["--threshold", f"{self.threshold:g}"]
        return shlex.join(["redraft", "critics", "measure", self.name, self.data_name, *options])


def measured(chosen: Chosen, settings: Settings, *, as_json: bool) -> bool:
    """Measure, show the tables, write the card.

    Returns:
        Whether the critic judged any output at all.

    Raises:
        Misuse: when there is no such critic, or data or folder cannot be used.
        MissingExtra: without matplotlib, before anything is judged.
    """
    check_available()
    # After the check: the figures need numpy, which matplotlib brings.
    from redraft.cli.views.card_page import card_page
    from redraft.evals.measuring.document import as_document
    from redraft.evals.measuring.run import MeasureConfig, measure_critic

    who, folder, console = _who(chosen, settings), _made(chosen.folder), talk()
    config = MeasureConfig(
        data=Path(chosen.data),
        journal=folder / "judged.jsonl",
        form=chosen.form,
        without=chosen.without,
        limit=chosen.limit,
        threshold=chosen.threshold,
        concurrency=chosen.concurrency,
        timeout_s=settings.in_use.critic_timeout_s,
        labels=chosen.labels,
        version=chosen.version,
        beside=chosen.beside,
        again=chosen.again,
        command=chosen.command,
    )
    with CountingLive(console, what="output", on_interrupt=_INTERRUPTED) as live:
        card = asyncio.run(
            measure_critic(
                who.critic,
                config,
                source=who.source,
                labeller=who.labeller,
                on_progress=lambda done: live.show(done.n_done, done.n, _said(done)),
            )
        )
    write_page(folder / "card.json", as_document(card))
    write_page(folder / "card.md", card_markdown(card))
    write_page(folder / "card.html", card_page(card))
    if as_json:
        print_json(card)
    else:
        shown = data_console()
        for table in card_tables.tables_of(card):
            shown.print(for_terminal(table))
        for line in card_tables.lines_of(card):
            shown.print(Text(printable(line)))
    written = Text.assemble("The card: ", (str(folder / "card.html"), "bold"), ", card.md, card.json")
    console.print(written, soft_wrap=True)
    return card.overall.n_scored > 0


class _Who(NamedTuple):
    """Who is measured on what: a name stands for what a critic said in the source's records."""

    critic: Critic | str
    source: "StoredOutputs | None"
    labeller: Critic | str | None


def _who(chosen: Chosen, settings: Settings) -> _Who:
    from redraft.evals.measuring.outputs import read_source
    from redraft.evals.replay.reading import holds_records

    def critic(name: str, judged: Mapping[str, int]) -> Critic | str:
        return name if name in judged else critic_from(name, settings)

    if chosen.labels_from is None and chosen.labels is None and not holds_records(chosen.data):
        return _Who(critic=critic_from(chosen.name, settings), source=None, labeller=None)
    source = read_source(chosen.data, form=chosen.form, limit=chosen.limit)
    judged = source.critics
    labeller = None if chosen.labels_from is None else critic(chosen.labels_from, judged)
    return _Who(critic=critic(chosen.name, judged), source=source, labeller=labeller)


def _said(progress: "Progress") -> str:
    if progress.labelling:
        return "labelled"
    said = f"{counted(progress.n_unscored, 'output')} unscored"
    if scored := progress.n_done - progress.n_unscored:
        said = f"{100 * progress.n_right / scored:.1f} % of verdicts right, {said}"
    return f"{said}, {progress.n_before:,} judged before" if progress.n_before else said


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"cannot make the folder {str(folder)!r}: {error.strerror}; give another with --out") from error
    check_writable(folder / "card.html")
    return folder
