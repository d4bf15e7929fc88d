"""`redraft fix`: files repaired against a test command; the patch on stdout, what the tests say on stderr."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

Test = Annotated[str, typer.Option("--test", metavar="COMMAND", help="What has to pass, such as 'pytest -q'.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What else the model should know.")]
Protect = Annotated[
    list[str] | None, typer.Option("--protect", metavar="GLOB", help="Files that must not change; may be repeated.")
]
MaxLines = Annotated[int, typer.Option("--max-lines", metavar="N", min=1, help="Lines that a patch may change.")]
MaxFiles = Annotated[
    int | None, typer.Option("--max-files", metavar="N", min=1, help="Files that a patch may change, else all named.")
]
Timeout = Annotated[float, typer.Option("--timeout", metavar="S", help="Seconds for one run of the tests.")]
Memory = Annotated[int, typer.Option("--memory-mb", metavar="MB", min=1, help="Memory for one run of the tests.")]
Size = Annotated[int, typer.Option("--max-project-mb", metavar="MB", min=1, help="Size of the project at most.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Apply a patch that makes the tests pass, without asking.")]
Partial = Annotated[bool, typer.Option("--partial", help="With --yes: apply one with which only more tests pass, too.")]
DiffOnly = Annotated[bool, typer.Option("--diff-only", help="Print the patch; ask nothing and write nothing.")]


def command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files that may change; or a folder, for the code in it.")
    ],
    test: Test,
    note: Note = "",
    protect: Protect = None,
    max_lines: MaxLines = 60,
    max_files: MaxFiles = None,
    timeout: Timeout = 120.0,
    memory_mb: Memory = 2048,
    max_project_mb: Size = 64,
    yes: Yes = False,
    partial: Partial = False,
    diff_only: DiffOnly = False,
    model: options.Model = None,
    strategy: options.Strategy = None,
    rounds: options.Rounds = None,
    budget_calls: options.BudgetCalls = None,
    budget_tokens: options.BudgetTokens = None,
    budget_seconds: options.BudgetSeconds = None,
    budget_usd: options.BudgetUsd = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    dry_run: options.DryRun = False,
    no_record: options.NoRecord = False,
    json: options.Json = False,
) -> None:
    """Repair files so that a test command passes.

    The command runs in the sandbox, in a copy of this folder. The patch is shown, and written only when you accept it;
    tests and files that were not named never change. The exit code is 1 when the tests do not pass with it.
    """
    from redraft.cli.views import fix_run

    ask = fix_run.Asking(yes=yes, partial=partial, diff_only=diff_only, dry_run=dry_run, as_json=json)
    budget = (budget_calls, budget_tokens, budget_seconds, budget_usd)
    settings = options.settings_of(options.Flags(profile, config, model, None, strategy, rounds, *budget, seed))
    bounds = (tuple(protect or ()), max_lines, max_files, timeout, memory_mb, max_project_mb)
    repair = fix_run.repair_of(test, files, note, *bounds)
    if not fix_run.fixed(repair, settings, ask, keeping=not no_record):
        raise typer.Exit(1)
