"""`redraft run`: a file of prompts, corrected side by side, in order, resumable."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options


class Form(StrEnum):
    """How prompts are written in a file."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    openai = "openai"


def command(
    input: Annotated[Path, typer.Argument(metavar="IN", help="Prompts: .jsonl, .csv, .parquet, or an OpenAI batch.")],
    output: Annotated[Path, typer.Argument(metavar="OUT", help="Answers, in the same order.")],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", metavar="FORM", help="How IN is written: jsonl, csv, parquet, openai; else its name says."
        ),
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", metavar="N", min=1, help="Corrections side by side.")
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask again for which an earlier run got no answer.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what an earlier run into OUT did, and replace OUT.")
    ] = False,
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
    json: options.Json = False,
) -> None:
    """Correct a file of prompts.

    Each line or row holds `prompt` or `messages` and, if it likes, an `id` and `metadata`, such as
    {"tests": "assert ..."} for the critic of code. Stopped and started again with the same
    OUT, it goes on where it was. Budgets hold for each prompt. Bad lines are reported with their numbers and the rest
    goes on; the exit code is then 1.
    """
    from redraft.batch import BatchConfig
    from redraft.cli.views import batch_run

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
    batch = BatchConfig(
        input=input,
        output=output,
        choices={"config": options.settings_of(flags)},
        input_form=None if form is None else form.value,
        concurrency=concurrency,
        retry_failed=retry_failed,
        fresh=fresh,
    )
    if dry_run:
        batch_run.forecast(batch, as_json=json)
    elif not batch_run.corrected(batch, as_json=json):
        raise typer.Exit(1)
