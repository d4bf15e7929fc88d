"""A proof for the command line: the forecast first, progress on stderr, tables on stdout, a page if one is wanted."""

import asyncio
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer
from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.cli.views.counting_live import CountingLive
from redraft.errors import MissingExtra, Misuse
from redraft.profiles.models import is_local
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal
from redraft.report.text import counted, printable
from redraft.settings import PriceTable, Settings
from redraft.store.codec import encode

if TYPE_CHECKING:
    from redraft.evals.prove import Progress, Proof, ProveConfig, ProveForecast
    from redraft.prompts import Language

_NOTHING_ASKED = "nothing was asked: all answers are those kept in {folder}; for a changed model give another --out"
_INTERRUPTED = "interrupted; what was answered is kept, the same command goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft prove`."""

    critics: tuple[str, ...]
    n: int | None
    families: tuple[str, ...]
    grades: tuple[int, ...]
    language: str
    rounds: int
    n_forced: int | None
    n_votes: int
    out: Path | None
    html: Path | None
    max_calls: int | None
    concurrency: int | None


def proved(chosen: Chosen, settings: Settings, *, dry_run: bool, yes: bool, as_json: bool) -> bool:
    """Forecast, ask, run, show.

    Returns:
        Whether any draft that could be scored said anything; True for a forecast alone.

    Raises:
        Misuse: when the run could not begin, or could take more calls than it may.
        MissingExtra: when statistics or plots need a package that is not installed.
    """
    try:
        from redraft.evals import prove as proving
    except ModuleNotFoundError as error:
        raise MissingExtra("numpy is needed for intervals; install it with: pip install 'redraft[report]'") from error
    if chosen.html is not None:
        check_writable(chosen.html)
        check_available()
    local = is_local(_model_string(settings))
    folder = _folder(chosen, settings, local=local)
    config = _config(chosen, settings, folder)
    console = talk()
    forecast = asyncio.run(proving.forecast_proof(config))
    if dry_run:
        if as_json:
            print_json(forecast)
        for line in [] if as_json else [*_forecast_lines(forecast, settings), "nothing was sent"]:
            data_console().print(Text(line), soft_wrap=True)
        return True
    for line in _forecast_lines(forecast, settings):
        console.print(Text(line), soft_wrap=True)
    _check_calls(forecast, chosen.max_calls)
    if not (yes or local or not sys.stdin.isatty()):
        typer.confirm("Go on?", abort=True, err=True)
    if folder is not None:
        _made(folder)
    with CountingLive(console, what="task", on_interrupt="" if local else _INTERRUPTED) as live:
        proof = asyncio.run(proving.prove(config, on_progress=lambda done: live.show(done.n_done, done.n, _said(done))))
    if not proof.result.n_sent and folder is not None:
        console.print(Text(_NOTHING_ASKED.format(folder=folder)), soft_wrap=True)
    _show(proof, chosen, folder, as_json=as_json)
    return proof.result.n_unscored + proof.result.n_empty < proof.result.n_tasks


def _config(chosen: Chosen, settings: Settings, folder: Path | None) -> "ProveConfig":
    from redraft.evals.prove import ProveConfig

    return ProveConfig(
        settings=settings,
        critics=chosen.critics,
        n=chosen.n,
        families=chosen.families,
        grades=chosen.grades,
        language=cast("Language", chosen.language),  # an unknown one is refused there
        rounds=chosen.rounds,
        n_forced=chosen.n_forced,
        n_votes=chosen.n_votes,
        concurrency=chosen.concurrency,
        journal=None if folder is None else folder / "calls.jsonl",
        seed=settings.in_use.seed,
    )


def _show(proof: "Proof", chosen: Chosen, folder: Path | None, *, as_json: bool) -> None:
    from redraft.cli.views import prove_tables
    from redraft.evals.prove import sentences

    result, console = proof.result, talk()
    said = {"sentences": sentences(result), "result": result}
    if folder is not None:
        write_page(folder / "result.json", encode(said) + "\n")
        kept = f"every answered call and the result: {folder}"
        console.print(Text(kept, style="dim"), soft_wrap=True)
    if chosen.html is not None:
        from redraft.cli.views.prove_page import prove_page

        write_page(chosen.html, prove_page(proof))
        console.print(Text(f"written: {chosen.html.resolve()}", style="dim"), soft_wrap=True)
    if as_json:
        print_json(said)
        return
    shown = data_console()
    for table in prove_tables.tables_of(result):
        shown.print(for_terminal(table))
    for number, sentence in enumerate(sentences(result)):
        shown.print(Text(printable(sentence), style="bold" if number == 0 else ""), soft_wrap=True)


def _forecast_lines(forecast: "ProveForecast", settings: Settings) -> list[str]:
    least, middle, most = forecast.least, forecast.middle, forecast.most
    lines = [
        f"{counted(forecast.n_tasks, 'task')}, each in {counted(forecast.n_arms, 'way')} that share calls",
        f"at least {counted(least.calls, 'call')}, about {counted(least.tokens, 'token')}, if every answer passes",
        f"about    {counted(middle.calls, 'call')}, about {counted(middle.tokens, 'token')}, if every second one does",
        f"at most  {counted(most.calls, 'call')}, about {counted(most.tokens, 'token')}, if none ever does",
    ]
    price = _price(settings)
    if price is not None:
        low, usual, high = (
            (used.prompt_tokens * price.input + used.completion_tokens * price.output) / 1e6
            for used in (least, middle, most)
        )
        lines.append(f"about ${usual:.2f}, ${low:.2f} to ${high:.2f}, by the price in the settings")
    if not is_local(_model_string(settings)):
        assumed = f"(assumed: {forecast.answer_tokens} tokens an answer or a check, 4 characters a token)"
        lines.append(assumed)
    return lines


def _check_calls(forecast: "ProveForecast", max_calls: int | None) -> None:
    from redraft.evals.prove.samples import FEWEST

    if max_calls is None or forecast.most.calls <= max_calls:
        return
    n = max_calls * forecast.n_tasks // forecast.most.calls
    fewer = f"--n {n} or less, " if n >= FEWEST else ""
    raise Misuse(
        f"the run could take {forecast.most.calls} calls, and --max-calls is {max_calls}; give {fewer}fewer "
        "--rounds or --votes, or more calls"
    )


def _said(progress: "Progress") -> str:
    scored = progress.n_done - progress.n_unscored
    said = [f"{100 * progress.n_right / scored:.1f} % of drafts right"] if scored else []
    said.append(counted(progress.n_sent, "call"))
    said += [f"{progress.n_before:,} kept before"] if progress.n_before else []
    said += [f"{progress.n_failed:,} failed"] if progress.n_failed else []
    return ", ".join(said)


def _model_string(settings: Settings) -> str:
    name = settings.in_use.model
    table = settings.models.get(name)
    return name if table is None else table.model


def _price(settings: Settings) -> PriceTable | None:
    table = settings.models.get(settings.in_use.model)
    return None if table is None else table.price


def _folder(chosen: Chosen, settings: Settings, *, local: bool) -> Path | None:
    """Where calls are kept: nowhere by default for a model in this process, which answers anew in a minute."""
    if chosen.out is not None or local:
        return chosen.out
    name = settings.in_use.model.split("://", 1)[-1]
    return Path("prove") / (re.sub(r"[^\w.-]+", "-", name).strip("-.") or "model")


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"cannot make the folder {str(folder)!r}: {error.strerror}; give another with --out") from error
    check_writable(folder / "result.json")
