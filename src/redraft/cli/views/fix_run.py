"""One repair for the command line: the tests before, the patch, the tests after, and the question."""

import asyncio
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from redraft.cli._output import data_console, print_json, shows_colors, talk
from redraft.cli.views.correction_live import CorrectionLive
from redraft.cli.views.forecasts import show_forecast
from redraft.critics.patch import SuiteRun
from redraft.errors import Misuse
from redraft.profiles.choices import Choices
from redraft.profiles.estimate import estimate
from redraft.profiles.fixing import GREEN, Begun, Repair, Repaired, begin, chosen, repaired, write_patch
from redraft.report.terminal import cost
from redraft.report.text import counted, printable
from redraft.sandbox import shared
from redraft.settings import Settings, store_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the user said beforehand about the patch.

    Attributes:
        yes: apply it without asking when the tests pass with it.
        partial: with `yes`, apply also one with which only more tests pass.
        diff_only: write nothing.
        dry_run: ask no model.
        as_json: print one JSON object and ask nothing.

    Raises:
        Misuse: when two of them contradict each other.
    """

    yes: bool
    partial: bool
    diff_only: bool
    dry_run: bool
    as_json: bool

    def __post_init__(self) -> None:
        """Refuse contradictions."""
        if self.yes and self.diff_only:
            raise Misuse("--yes writes the patch and --diff-only does not; give one of them")
        if self.partial and not self.yes:
            raise Misuse("--partial says what --yes may apply; give both, or neither to be asked")


def repair_of(
    test: str,
    files: list[Path],
    note: str,
    protected: tuple[str, ...],
    max_lines: int,
    max_files: int | None,
    timeout_s: float,
    memory_mb: int,
    max_project_mb: int,
) -> Repair:
    """The repair that the flags describe, in the working directory."""
    return Repair(
        test=test,
        files=tuple(files),
        folder=Path.cwd(),
        note=note,
        protected=protected,
        max_lines=max_lines,
        max_files=max_files,
        timeout_s=timeout_s,
        memory_mb=memory_mb,
        max_project_mb=max_project_mb,
    )


def fixed(repair: Repair, settings: Settings, asking: Asking, *, keeping: bool) -> bool:
    """Repair, show, ask, write.

    Returns:
        Whether the tests pass, with the patch or without one.
    """
    console = talk()
    choices: Choices = {"config": settings, "store": store_url(settings) if keeping else False}
    result = asyncio.run(_worked(repair, choices, settings.in_use.seed, asking, console))
    if result is None:  # a dry run
        return True
    if isinstance(result, Begun):
        _tell_green(result, asking, console)
        return True
    if asking.as_json:
        accepted = asking.yes and (result.green or asking.partial)
    else:
        _show(result, console, kept=keeping)
        accepted = result.patch is not None and _accepted(result, asking, console)
    files = write_patch(result.patch, repair.folder) if accepted and result.patch is not None else ()
    if asking.as_json:
        print_json(_plain(result, files))
    elif files:
        console.print(Text(f"written: {', '.join(files)}", style="bold green"), soft_wrap=True)
    return result.green


async def _worked(
    repair: Repair, choices: Choices, seed: int, asking: Asking, console: Console
) -> Begun | Repaired | None:
    """What came of it; what it began with when there is nothing to repair, None for a dry run."""
    running = Text(f"running {printable(repair.test)} on the files as they are")
    with console.status(running) if console.is_terminal else nullcontext():
        begun = await begin(repair, shared(), seed=seed)
    if begun.prompt is None:
        return begun
    console.print(Text(f"before: {printable(begun.before.summary)}"), soft_wrap=True)
    if spared := begun.project.spared:
        said = f"left as they are, since the test command names them: {', '.join(spared[:5])}"
        console.print(Text(f"{said}{' ...' if len(spared) > 5 else ''}", style="dim"), soft_wrap=True)
    if asking.dry_run:
        show_forecast(await estimate([begun.prompt], **chosen(begun, choices)), as_json=asking.as_json)
        return None
    live = CorrectionLive(console, colors=shows_colors(console), threshold=GREEN, briefly=True)
    if console.is_terminal:
        choices = {**choices, "observers": (live,)}
    with live:
        return await repaired(begun, **choices)


def _tell_green(begun: Begun, asking: Asking, console: Console) -> None:
    if asking.as_json:
        print_json({"green": True, "before": _outcome(begun.before), "diff": "", "files": []})
    said = f"nothing to repair: {printable(begun.repair.test)} passes ({printable(begun.before.summary)})"
    console.print(Text(said, style="bold green"), soft_wrap=True)


def _show(result: Repaired, console: Console, *, kept: bool) -> None:
    """The patch on stdout, and what the tests say of it."""
    if result.patch is not None:
        _print_diff(result.patch.diff)
        console.print(Text(f"after:  {printable(result.after or '')}"), soft_wrap=True)
    correction = result.correction
    rounds = max((attempt.draft.round for attempt in correction.attempts), default=0)
    line = Text(correction.reason, style="bold green" if result.green else "bold yellow")
    line.append(f": {printable(correction.detail)} · {counted(rounds, 'round')} · {cost(correction.usage)}", style="")
    if kept:
        line.append(f" · redraft show {correction.record_id[:12]}", style="dim")
    console.print(line, soft_wrap=True)
    if result.patch is None:
        console.print(Text("no patch makes more tests pass; the files are as they were", style="bold yellow"))
    elif not result.green:
        console.print(Text("more tests pass with this patch, but not all", style="bold yellow"))


def _print_diff(diff: str) -> None:
    """The patch: in colours on a terminal, to the letter for a file or another program."""
    if not sys.stdout.isatty():
        sys.stdout.write(diff)
        sys.stdout.flush()
        return
    styles = {"+": "green", "-": "red", "@": "cyan"}
    console = data_console()
    for line in diff.split("\n")[:-1]:
        style = "bold" if line.startswith(("--- ", "+++ ")) else styles.get(line[:1], "")
        console.print(Text(printable(line.removesuffix("\r")), style=style), soft_wrap=True)


def _accepted(result: Repaired, asking: Asking, console: Console) -> bool:
    """Whether the patch is to be written."""
    if asking.diff_only:
        return False
    if asking.yes:
        if result.green or asking.partial:
            return True
        console.print(Text("not written: --yes takes it only when all is well; --partial takes it, too"))
        return False
    if not (sys.stdin.isatty() and console.is_terminal):
        console.print(Text("not written: --yes writes it without asking"))
        return False
    console.print(Text("Apply this patch? [y/N] "), end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _plain(result: Repaired, files: tuple[str, ...]) -> dict[str, object]:
    correction = result.correction
    return {
        "green": result.green,
        "applied": bool(files),
        "files": [] if result.patch is None else [source.path for source in result.patch.after],
        "before": _outcome(result.begun.before),
        "after": result.after,
        "diff": "" if result.patch is None else result.patch.diff,
        "reason": correction.reason,
        "detail": correction.detail,
        "usage": correction.usage,
        "record_id": correction.record_id,
    }


def _outcome(run: SuiteRun) -> dict[str, object]:
    told = run.cases is not None
    counts = {"n_passed": run.n_passed, "n_tests": run.n_tests} if told else {}
    return {"summary": run.summary, "exit_code": run.exit_code, "sandbox": run.level, **counts}
