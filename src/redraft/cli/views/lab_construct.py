"""A construction for the command line: tables on stdout; a page, pictures and an exported module if wanted."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk
from redraft.errors import MissingExtra, Misuse
from redraft.report.page import check_writable, write_page
from redraft.report.plots import check_available
from redraft.report.tables import for_terminal

if TYPE_CHECKING:
    from redraft.theory.problems import Floats
    from redraft.theory.verification.entries import Entry, Setting
    from redraft.theory.verification.walking import Walk

USUAL_RESPONSES = 4
"""What fits a terminal, with a head's attention in each line."""

LARGEST_SIZES = {"--responses": 256, "--width": 256, "--steps": 100}
"""What a minute or two and two gigabytes allow: matrices grow with the square of the first two."""

LARGEST_WORK = 400_000
"""The same for all, as squared responses times width times steps: every block keeps where its heads looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the command line asked for; see the options of `redraft lab construct`."""

    name: str | None
    n_responses: int | None
    width: int
    n_steps: int
    seed: int
    temperature: float | None
    rewards: str | None
    out: Path | None
    html: Path | None
    export: Path | None


def constructed(chosen: Chosen, *, as_json: bool) -> None:
    """Show a construction, or list them all.

    Raises:
        Misuse: when there is no such construction, or it does not take this size or these rewards.
        MissingExtra: when a package is missing that the numbers, the pictures or the export need.
    """
    try:
        from redraft.cli.views import lab_construct_tables as tables
        from redraft.cli.views.lab_construct_page import PICTURES
        from redraft.theory.export.folders import EXPORT, check_own
        from redraft.theory.verification.catalogue import named
        from redraft.theory.verification.walking import walk
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the lab needs {error.name}; install it with: pip install 'redraft[theory]'") from error
    _check_sizes(chosen)
    if chosen.name is None:
        _listed(chosen, as_json=as_json)
        return
    if chosen.html is not None:
        check_writable(chosen.html)
    if chosen.html is not None or chosen.out is not None:
        check_available()
    for folder, flag in ((chosen.out, "--out"), (chosen.export, "--export")):
        if folder is not None:
            _check_folder(folder, flag)
            check_own(folder, (EXPORT, PICTURES))
    entry = named(chosen.name)
    setting, rewards = _setting(chosen, entry)
    problem = entry.problem(setting, chosen.seed, rewards)
    walked = walk(entry, entry.reaching(setting, problem), problem)
    if as_json:
        print_json(tables.as_plain(walked))
    else:
        console = data_console()
        for line in tables.heading(walked):
            console.print(Text(line))
        for table in tables.tables_of(walked, console.width):
            console.print(for_terminal(table))
        for sentence in tables.sentences(walked):
            console.print(Text(sentence))
    _write(chosen, walked)


def _check_sizes(chosen: Chosen) -> None:
    """Refuse sizes whose matrices would fill the memory, before any is made."""
    asked = {"--responses": chosen.n_responses or 0, "--width": chosen.width, "--steps": chosen.n_steps}
    for flag, size in asked.items():
        if size > LARGEST_SIZES[flag]:
            raise Misuse(f"{flag} must be {LARGEST_SIZES[flag]} or less, got {size}; show a smaller network")
    n_responses, width, n_steps = (max(1, size) for size in asked.values())
    work = n_responses**2 * width * n_steps
    if work > LARGEST_WORK:
        raise Misuse(
            f"squared --responses times --width times --steps must be {LARGEST_WORK:,} or less, got {work:,}; "
            "make one of them smaller"
        )


def _check_folder(folder: Path, flag: str) -> None:
    """Refuse a folder that cannot be made or written, before anything is shown."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise Misuse(f"cannot write into {str(folder)!r}: {str(there)!r} is no folder to write into; change {flag}")


def _setting(chosen: Chosen, entry: "Entry") -> "tuple[Setting, Floats | None]":
    """The size to build for, and the rewards that were given."""
    from redraft.theory.verification.catalogue import rewards_from
    from redraft.theory.verification.entries import Setting

    rewards = None if chosen.rewards is None else rewards_from(chosen.rewards)
    n_responses = chosen.n_responses
    if n_responses is None:
        n_responses = entry.nearest(USUAL_RESPONSES) if rewards is None else len(rewards)
    if rewards is not None and len(rewards) != n_responses:
        raise Misuse(f"--rewards has {len(rewards)} numbers, got --responses {n_responses}; give one for each response")
    setting = Setting(n_responses=n_responses, width=chosen.width, n_steps=chosen.n_steps)
    if rewards is not None:
        setting = entry.fitted(setting, rewards)
    if chosen.temperature is not None:
        setting = replace(setting, sharpness=chosen.temperature * setting.gap)
    entry.check(setting)
    return setting, rewards


def _listed(chosen: Chosen, *, as_json: bool) -> None:
    from redraft.cli.views import lab_construct_tables as tables
    from redraft.theory.verification.catalogue import overview
    from redraft.theory.verification.entries import Setting

    kinds = overview(Setting(n_responses=chosen.n_responses or 8, width=chosen.width, n_steps=chosen.n_steps))
    if as_json:
        print_json({"constructions": kinds})
        return
    console = data_console()
    for table in tables.list_tables(kinds, console.width):
        console.print(for_terminal(table))


def _write(chosen: Chosen, walked: "Walk") -> None:
    written: list[Path] = []
    if chosen.html is not None or chosen.out is not None:
        from redraft.cli.views import lab_construct_page as pictured

        figures = pictured.figures_of(walked)
        if chosen.html is not None:
            write_page(chosen.html, pictured.construction_page(walked, figures))
            written.append(chosen.html)
        if chosen.out is not None:
            written += pictured.write_folder(walked, figures, chosen.out)
    if chosen.export is not None:
        written.append(_export(chosen, walked, chosen.export))
    console = talk()
    for path in written:
        console.print(Text(f"written: {path.resolve()}", style="dim"), soft_wrap=True)


def _export(chosen: Chosen, walked: "Walk", folder: Path) -> Path:
    try:
        from redraft.cli.views.lab_construct_page import PICTURES
        from redraft.theory.export.exporting import exported, write_export
        from redraft.theory.export.folders import EXPORT
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"an export needs {_missing(error)}; install it with: pip install 'redraft[theory]'"
        ) from error
    n_checked = 16
    problems = walked.entry.draw(n_checked, walked.setting, chosen.seed)
    write_export(exported(walked.construction, problems), folder, (EXPORT, PICTURES))
    return folder


def _missing(error: BaseException) -> str:
    """The package whose absence was the first cause: transformers raises anew, without a name."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return (error.name if isinstance(error, ModuleNotFoundError) else None) or "a package that is missing"
