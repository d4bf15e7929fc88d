"""`redraft correct`: one prompt, corrected; the answer on stdout, what happens on stderr."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options


def command(
    prompt: Annotated[
        str, typer.Argument(metavar="PROMPT", help="What to ask; @FILE reads it from a file, - from stdin.")
    ],
    draft: Annotated[
        Path | None,
        typer.Option("--draft", metavar="FILE", help="An answer that is there already, as first draft; - reads stdin."),
    ] = None,
    model: options.Model = None,
    critic: options.Critics = None,
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
    """Correct the answer to one prompt.

    The answer goes to stdout; progress, the reason why it ended and what it cost go to stderr. The record is kept, so
    that `redraft show` can tell the whole story.
    """
    from redraft.cli.views import correct_run

    text = options.text_of(prompt)
    given = None if draft is None else options.draft_of(draft, prompt)
    flags = options.Flags(
        profile=profile,
        config=config,
        model=model,
        critics=critic,
        strategy=strategy,
        rounds=rounds,
        calls=budget_calls,
        tokens=budget_tokens,
        seconds=budget_seconds,
        usd=budget_usd,
        seed=seed,
    )
    settings = options.settings_of(flags)
    if dry_run:
        correct_run.forecast(text, settings, draft=given, as_json=json)
    elif not correct_run.corrected(text, settings, draft=given, keeping=not no_record, as_json=json):
        raise typer.Exit(1)
