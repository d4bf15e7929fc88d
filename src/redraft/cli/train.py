"""`redraft train embedded`: make the embedded model again, from nothing."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json
from redraft.errors import MissingExtra

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _train() -> None:
    """Train what Redraft ships."""


@app.command("embedded")
def embedded(
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where checkpoints, log and weights go.")],
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Decides first weights and data.")] = 0,
    tokens: Annotated[
        int | None,
        typer.Option("--tokens", metavar="N", min=1, help="Training tokens, else those of the shipped model."),
    ] = None,
    json: Json = False,
) -> None:
    """Train the embedded model from nothing.

    The weights come out in the two forms that are shipped. Half an hour on one core with native bf16, minutes on a
    GPU. Stopped and started again with the same folder, it goes on from its last checkpoint.
    """
    try:
        from redraft.training.convert import export
        from redraft.training.embedded import EmbeddedTrainingConfig, train
    except ModuleNotFoundError as error:
        raise MissingExtra(f"training needs {error.name}; install it with: pip install 'redraft[train]'") from error
    from redraft.cli._output import print_json, talk, write_line

    config = EmbeddedTrainingConfig(folder=folder, seed=seed)
    if tokens is not None:
        config = EmbeddedTrainingConfig(folder=folder, seed=seed, n_tokens=tokens)
    console = talk()
    result = train(config, on_progress=lambda line: console.print(line, markup=False, soft_wrap=True))
    export(result.weights, folder)
    if json:
        print_json(result)
    else:
        write_line(str(folder.resolve()))
        console.print(
            f"{result.n_steps} steps, {result.n_tokens:,} tokens, {result.cpu_s / 60:.1f} CPU-minutes; "
            "hf holds the Hugging Face form, ct2 the one that Redraft runs",
            markup=False,
        )
