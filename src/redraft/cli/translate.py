"""`redraft translate`: a file of segments, its translations checked, corrected, and put back where they stood."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options


class Fuzzy(StrEnum):
    """What is done with PO entries that are marked fuzzy."""

    check = "check"
    clear = "clear"
    skip = "skip"


class Unsure(StrEnum):
    """What is done with new translations that did not pass."""

    mark = "mark"
    leave = "leave"


File = Annotated[Path, typer.Argument(metavar="FILE", help=".po, .xlf, .xliff, .tmx, or .jsonl with source, target.")]
To = Annotated[str | None, typer.Option("--to", metavar="LANG", help="Into which language; else FILE says.")]
From = Annotated[str | None, typer.Option("--from", metavar="LANG", help="From which language; else FILE says.")]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="Where to write; else NAME.redraft.po and so on.")
]
Glossary = Annotated[
    Path | None, typer.Option("--glossary", metavar="FILE", help="Terms that must be kept: CSV, TSV or TBX.")
]
Other = Annotated[
    Path | None, typer.Option("--other", metavar="FILE", help="Other translations, for translation_compare.")
]
Reference = Annotated[
    Path | None, typer.Option("--reference", metavar="FILE", help="Reference translations: chrF, BLEU at the end.")
]
CheckOnly = Annotated[
    bool, typer.Option("--check-only", help="Report what critics find; ask nobody to write and write nothing.")
]
Approved = Annotated[bool, typer.Option("--approved", help="Also segments marked approved or final.")]
OnlyExisting = Annotated[bool, typer.Option("--only-existing", help="Leave segments without a translation alone.")]
OfFuzzy = Annotated[
    Fuzzy,
    typer.Option(
        "--fuzzy",
        metavar="check|clear|skip",
        help="PO's mark: check such entries, clear it where they pass, or skip them.",
    ),
]
OfUnsure = Annotated[
    Unsure,
    typer.Option(
        "--unsure", metavar="mark|leave", help="New translations that did not pass: mark for review, or leave out."
    ),
]
Concurrency = Annotated[int | None, typer.Option("--concurrency", metavar="N", min=1, help="Segments side by side.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Ask again for which an earlier run got no answer.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget what an earlier run into --out did.")]


def command(
    input: File,
    to: To = None,
    from_: From = None,
    output: Out = None,
    glossary: Glossary = None,
    other: Other = None,
    reference: Reference = None,
    check_only: CheckOnly = False,
    approved: Approved = False,
    only_existing: OnlyExisting = False,
    fuzzy: OfFuzzy = Fuzzy.check,
    unsure: OfUnsure = Unsure.mark,
    concurrency: Concurrency = None,
    retry_failed: RetryFailed = False,
    fresh: Fresh = False,
    model: options.Model = None,
    critic: options.Critics = None,
    strategy: options.Strategy = None,
    rounds: options.Rounds = None,
    budget_calls: options.BudgetCalls = None,
    budget_usd: options.BudgetUsd = None,
    profile: options.Profile = None,
    config: options.Config = None,
    seed: options.Seed = None,
    dry_run: options.DryRun = False,
    html: options.Html = None,
    json: options.Json = False,
) -> None:
    """Check and correct the translations of a file; everything else in it stays byte for byte.

    A translation that is there gives way only to one that wins at the gate; segments without one are translated. The
    critic `translation` checks by code; `--critic mqm:MODEL` and `--critic translation_compare:MODEL` join it. Stopped
    and started again, it goes on. The exit code is 1 when a segment failed or is refuted at the end.
    """
    with options.needing("translation"):
        from redraft.batch.forms.bilingual.slots import BilingualOptions
        from redraft.batch.translating import TranslationConfig
        from redraft.cli.views import translate_check, translate_run

    settings = options.settings_of(options.Flags(
        profile=profile, config=config, model=model, critics=critic, strategy=strategy, rounds=rounds,
        calls=budget_calls, tokens=None, seconds=None, usd=budget_usd, seed=seed,
    ))  # fmt: skip
    chosen = translate_run.critics_for(settings, asked=critic is not None, profile=profile, glossary=glossary)
    wanted = BilingualOptions(
        source_language=from_, target_language=to, approved=approved, fuzzy=fuzzy.value, missing=not only_existing,
        unsure=unsure.value,
    )  # fmt: skip
    translation = TranslationConfig(input=input, options=wanted, glossary=glossary, other=other)
    running = translate_run.Running(concurrency, retry_failed, fresh)
    batch = translate_run.batch_for(input, output, settings, chosen, running)
    if check_only:
        done = translate_check.checked(translation, chosen, settings, html=html, as_json=json)
    elif dry_run:
        done = translate_run.forecast(translation, batch, as_json=json)
    else:
        done = translate_run.translated(translation, batch, reference=reference, html=html, as_json=json)
    if not done:
        raise typer.Exit(1)
