"""Defences, judges and the embedded model under attack for the command line: progress on stderr, tables on stdout."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk, write_line
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra, Misuse
from redraft.profiles import assemble
from redraft.profiles.models import Models
from redraft.report.page import check_writable, write_page
from redraft.report.tables import Table, for_terminal
from redraft.report.text import counted
from redraft.settings import Settings

if TYPE_CHECKING:
    from redraft.critics.safety import FormName
    from redraft.evals.jailbreak.behaviours import Behaviour, Behaviours
    from redraft.evals.jailbreak.run import JailbreakConfig, Progress

_INTERRUPTED = "interrupted; what was answered is kept, the same command goes on from there"
_SHOWN_FAULTS = 10
_NO_BENIGN = (
    "OVER-REFUSAL IS NOT MEASURED: no benign request was given. A model that refuses everything would look best here, "
    "so no defence can be called better than another; give --benign FILE, or a file of XSTest."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """How a result is shown."""

    json: bool
    html: Path | None
    list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft eval jailbreak`."""

    data: Path
    benign: Path | None
    attacks: tuple[Path, ...]
    judge: str | None
    judge_form: str
    rounds: int
    shown: tuple[int, ...]
    limit: int | None
    out: Path | None
    concurrency: int | None
    again: bool
    dry_run: bool


def is_labelled(path: Path) -> bool:
    """Whether a file holds answers that people labelled."""
    _check_statistics()
    from redraft.evals.jailbreak.labels import is_labelled

    return is_labelled(path)


def labels(path: Path, *, limit: int | None, shows: Shows) -> None:
    """The patterns held against people's labels.

    Raises:
        Misuse: when the file cannot be read.
    """
    from redraft.cli.views import jailbreak_page, jailbreak_tables
    from redraft.evals.jailbreak.labels import evaluate_labels

    _check_page(shows)
    result = evaluate_labels(path, limit=limit)
    _shown(result, jailbreak_tables.of_labels(result), shows, lambda: jailbreak_page.of_labels(result))
    if shows.list and not shows.json:
        for block in jailbreak_tables.disagreements(result):
            write_line(block)


def embedded(*, n_seeds: int, limit: int | None, seed: int | None, shows: Shows) -> None:
    """The embedded model under attack."""
    _check_statistics("embedded")
    from redraft.cli.views import jailbreak_page, jailbreak_tables
    from redraft.evals.jailbreak.embedded import EmbeddedDefenceConfig, evaluate_embedded_defences

    _check_page(shows)
    console = talk()
    config = EmbeddedDefenceConfig(n_seeds=n_seeds, limit=limit, seed=seed or 0)
    result = evaluate_embedded_defences(
        config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True)
    )
    _shown(result, jailbreak_tables.of_embedded(result), shows, lambda: jailbreak_page.of_embedded(result))


def requests(chosen: Chosen, settings: Settings, *, shows: Shows) -> None:
    """Every defence before the user's model, requests and attacks.

    Raises:
        Misuse: when files, settings or the folder cannot be used.
    """
    from redraft.cli.views import jailbreak_page, jailbreak_tables
    from redraft.evals.jailbreak.run import measure

    _check_page(shows)
    console = talk()
    config = _config(chosen, settings, console.print)
    n_prompts = len(config.asked)
    said = f"{counted(n_prompts, 'request')}, {counted(len(config.defences), 'defence')}: {config.n_calls:,} calls"
    console.print(Text(f"{said} of {config.model.name}{_judge_calls(config)}", style="dim"), soft_wrap=True)
    if not config.benign:
        console.print(Text(_NO_BENIGN, style="bold red"), soft_wrap=True)
    if chosen.dry_run:
        write_line("nothing was sent")
        return
    with CountingLive(console, what="answer", on_interrupt=_INTERRUPTED) as live:

        def on_progress(progress: "Progress") -> None:
            live.show(progress.n_done, progress.n, progress.defence)

        result = asyncio.run(measure(config, on_progress=on_progress))
    _shown(result, jailbreak_tables.of_requests(result), shows, lambda: jailbreak_page.of_requests(result))
    if not config.benign and not shows.json:
        data_console().print(Text(_NO_BENIGN, style="bold red"))
    console.print(Text.assemble("Every answer: ", (str(config.folder / "outcomes.jsonl"), "bold")), soft_wrap=True)


def _config(chosen: Chosen, settings: Settings, say: Callable[..., None]) -> "JailbreakConfig":
    _check_statistics()
    from redraft.critics.safety import SafetyCritic
    from redraft.evals.jailbreak.attacks import read_attacks
    from redraft.evals.jailbreak.behaviours import joined, read_behaviours
    from redraft.evals.jailbreak.run import JailbreakConfig

    files = [read_behaviours(chosen.data)]
    if chosen.benign is not None:
        files.append(read_behaviours(chosen.benign, wish="benign"))
    _tell(files, say)
    items = joined(files)
    assembly = assemble({"config": settings, "store": False, "critics": []})
    model, seed = assembly.plan.model, assembly.plan.seed
    if model.dialect != "chat":
        raise Misuse(
            f"{model.name!r} does not chat, so it can neither be asked a file's requests nor reminded; leave FILE out "
            "for the embedded model, or give --model"
        )
    return JailbreakConfig(
        harmful=_first(items, "harmful", chosen.limit),
        benign=_first(items, "benign", chosen.limit),
        attacks=read_attacks(chosen.attacks),
        model=model,
        check=SafetyCritic(model=model, name="check", seed=seed),
        judges=_judges(chosen, settings, seed),
        rounds=chosen.rounds,
        shown=chosen.shown,
        folder=chosen.out or Path("evaluations") / _folder_name(chosen, model.name),
        concurrency=chosen.concurrency or assembly.concurrency,
        seed=seed,
        again=chosen.again,
        sources=tuple(file.name for file in files),
    )


def _judges(chosen: Chosen, settings: Settings, seed: int) -> Any:
    from redraft.critics.safety import FORMS
    from redraft.evals.jailbreak.judging import Judges

    if chosen.judge_form not in FORMS:
        raise Misuse(f"--judge-form {chosen.judge_form!r}: no such form; known: {', '.join(FORMS)}")
    if chosen.judge is None:
        return None
    model = Models(settings).open(chosen.judge, ("judge",))
    return Judges.by(model, cast("FormName", chosen.judge_form), seed=seed)


def _judge_calls(config: "JailbreakConfig") -> str:
    if config.judges is None:
        return "; no judge beside the patterns"
    return f", and at most {len(config.asked) * sum(one.rounds + 1 for one in config.defences):,} of the judge"


def _tell(files: "Iterable[Behaviours]", say: Callable[..., None]) -> None:
    """What was read and what could not be: the rest goes on."""
    for file in files:
        wishes = [item.wish for item in file.items]
        kinds = ", ".join(f"{wishes.count(wish):,} {wish}" for wish in ("harmful", "benign") if wish in wishes)
        say(Text(f"{file.name} ({file.form}): {kinds}", style="dim"), soft_wrap=True)
        for why, n in file.left_out.items():
            say(Text(f"left out {counted(n, 'row')}: {why}"), soft_wrap=True)
        for fault in file.faults[:_SHOWN_FAULTS]:
            say(Text(f"not read: {fault}", style="yellow"), soft_wrap=True)
        if len(file.faults) > _SHOWN_FAULTS:
            say(Text(f"{len(file.faults) - _SHOWN_FAULTS:,} more rows were not read", style="yellow"))


def _first(items: "Iterable[Behaviour]", wish: str, limit: int | None) -> "tuple[Behaviour, ...]":
    return tuple([item for item in items if item.wish == wish][:limit])


def _folder_name(chosen: Chosen, model: str) -> str:
    parts = ["jailbreak", chosen.data.stem, *(path.stem for path in chosen.attacks), model]
    return re.sub(r"[^\w.-]+", "_", "-".join(parts))[:120]


def _shown(result: object, tables: Iterable[Table], shows: Shows, page: Callable[[], str]) -> None:
    if shows.html is not None:
        write_page(shows.html, page())
        talk().print(Text(f"written: {shows.html.resolve()}", style="dim"), soft_wrap=True)
    if shows.json:
        print_json(result)
        return
    console = data_console()
    for table in tables:
        console.print(for_terminal(table))


def _check_page(shows: Shows) -> None:
    """Refuse a page that could not be written, before the work that it is about."""
    if shows.html is not None:
        from redraft.report.plots import check_available

        check_writable(shows.html)
        check_available()


def _check_statistics(extra: str = "report") -> None:
    try:
        import redraft.evals.jailbreak.figures  # noqa: F401 - tells whether numpy is there
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{error.name} is needed here; install it with: pip install 'redraft[{extra}]'") from error
