"""`redraft eval embedded`: the embedded model measured on problems it has not seen."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json, RunSeed
from redraft.errors import Misuse


def command(
    weights: Annotated[
        list[str] | None,
        typer.Option("--weights", metavar="NAME=DIR", help="ctranslate2 folder to measure; may be repeated."),
    ] = None,
    family: Annotated[
        list[str] | None,
        typer.Option("--family", metavar="NAME", help="pref, count or safe; may be repeated. All by default."),
    ] = None,
    prompts: Annotated[int, typer.Option("--prompts", metavar="N", min=1, help="Prompts for each condition.")] = 1000,
    seed: RunSeed = 0,
    json: Json = False,
) -> None:
    """Measure the embedded model on problems it has not seen.

    Accuracy by attempt for every critic, true, noisy and its own, beside resampling at equal calls and the ideal
    player; intervals by problem; and whether each target is met. Some minutes on one core.
    """
    from redraft.cli._output import print_json, talk, write_line
    from redraft.evals.embedded.run import FAMILIES, EmbeddedEvalConfig, evaluate_embedded
    from redraft.evals.embedded.tables import as_text

    chosen = tuple(family or FAMILIES)
    unknown = sorted(set(chosen) - FAMILIES.keys())
    if unknown:
        raise Misuse(f"--family {unknown[0]!r}: no such family; known: {', '.join(FAMILIES)}")
    config = EmbeddedEvalConfig(families=chosen, n_prompts=prompts, seed=seed)
    if weights:
        folders = _folders(weights)
        config = EmbeddedEvalConfig(weights=folders, families=chosen, n_prompts=prompts, seed=seed)
    console = talk()
    result = evaluate_embedded(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    if json:
        print_json(result)
    else:
        write_line(as_text(result))


def _folders(weights: list[str]) -> dict[str, Path]:
    folders = {}
    for given in weights:
        name, separator, folder = given.partition("=")
        if not (separator and name and folder):
            raise Misuse(f"--weights {given!r}: must be written NAME=DIR; for example seed1=runs/seed1/ct2")
        folders[name] = Path(folder)
    return folders
