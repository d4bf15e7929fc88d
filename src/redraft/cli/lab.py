"""`redraft lab`: the theory, run and drawn. Its commands stand in files of their own."""

import typer

from redraft.cli import lab_attend, lab_construct, lab_laws, lab_reproduce, lab_train

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _lab() -> None:
    """Exact constructions, trained aligners, and the laws of self-correction in pictures."""


app.command("construct")(lab_construct.command)
app.command("train")(lab_train.command)
app.command("laws")(lab_laws.command)
app.command("reproduce")(lab_reproduce.command)
app.command("attend")(lab_attend.command)
