"""`redraft init`: a redraft.toml with every usual setting in it, explained."""

from pathlib import Path
from typing import Annotated

import typer

from redraft.cli._options import Json
from redraft.errors import Misuse


def command(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")] = Path("redraft.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> None:
    """Write a commented redraft.toml to start from.

    It works as it is, with the embedded model; everything else in it is commented out.
    """
    from importlib.resources import files

    from redraft.cli._output import print_json, talk

    text = files("redraft.cli").joinpath("redraft.toml").read_text(encoding="utf-8")
    try:
        with out.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Misuse(
            f"{str(out)!r} is there already; give another name with --out, or replace it with --force"
        ) from None
    except OSError as error:
        raise Misuse(f"cannot write {str(out)!r}: {error.strerror}; give another place with --out") from error
    if json:
        print_json({"written": str(out.resolve())})
    else:
        talk().print(f"written: {out.resolve()}", markup=False, soft_wrap=True)
