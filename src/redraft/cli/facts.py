"""`redraft facts`: documents of yours made searchable, and searched."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from redraft.cli import _options as options

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


class Backend(StrEnum):
    """What indexes the words."""

    fts5 = "fts5"
    tantivy = "tantivy"


Index = Annotated[
    str | None,
    typer.Option("--in", metavar="INDEX", help="Index, or name from [sources]; else the one in your data folder."),
]


@app.callback()
def _facts() -> None:
    """Make documents searchable, so that critics can look up what an answer states.

    Text, Markdown, PDF, HTML, CSV and JSON lines are read. What is indexed stays on this machine, unless you name an
    embedder, which is sent the passages.
    """


@app.command("add")
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Folders and files.")],
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="INDEX", help="Index to write, or name from [sources]."),
    ] = None,
    backend: Annotated[
        Backend | None,
        typer.Option("--backend", metavar="NAME", help="New index: fts5 (file), tantivy (folder)."),
    ] = None,
    embedder: Annotated[
        str | None, typer.Option("--embedder", metavar="MODEL", help="Also find by meaning: model of an endpoint.")
    ] = None,
    max_file_mb: Annotated[int, typer.Option("--max-file-mb", metavar="N", min=1, help="Leave larger files out.")] = 64,
    rehash: Annotated[bool, typer.Option("--rehash", help="Read every file, whatever its date says.")] = False,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Index folders and files, as far as they changed since.

    Unchanged files are not read, changed ones replace what was there, and what is gone from these folders is taken out.
    Stopped, it goes on where it was. The exit code is 1 when something could not be read; the rest is indexed.
    """
    from redraft.cli.views import facts_add
    from redraft.settings import read_settings

    chosen = facts_add.Chosen(
        paths=tuple(paths), into=into, backend=None if backend is None else backend.value, embedder=embedder,
        max_file_mb=max_file_mb, rehash=rehash,
    )  # fmt: skip
    if not facts_add.added(chosen, read_settings(config), as_json=json):
        raise typer.Exit(1)


@app.command("search")
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words to look for; @FILE or - for stdin.")],
    index: Annotated[
        list[str] | None,
        typer.Option(
            "--in",
            metavar="SOURCE",
            help="Index, folder, RDF file or name from [sources]; may be repeated.",
        ),
    ] = None,
    n: Annotated[int, typer.Option("-n", "--number", metavar="N", min=1, help="Passages at most.")] = 5,
    embedder: Annotated[
        str | None, typer.Option("--embedder", metavar="MODEL", help="Also find by meaning: as given to `add`.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show whole passages, not what is around the words.")] = False,
    no_color: options.NoColor = False,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Show the passages that answer a query best.

    Each comes with its document, position and date. A folder or a document is indexed on the fly. The exit code is 1
    when nothing was found.
    """
    from redraft.cli.views import facts_search
    from redraft.settings import read_settings

    how = facts_search.Showing(n=n, embedder=embedder, full=full, no_color=no_color, as_json=json)
    if not facts_search.searched(options.text_of(query), tuple(index or ()), read_settings(config), how):
        raise typer.Exit(1)


@app.command("list")
def list_(index: Index = None, config: options.Config = None, json: options.Json = False) -> None:
    """List the documents of an index."""
    from redraft.cli.views import facts_list
    from redraft.settings import read_settings

    facts_list.listed(index, read_settings(config), as_json=json)


@app.command("remove")
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="DOCUMENT...", help="Documents, or folders for all that lies in them.")
    ],
    index: Index = None,
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Take documents out of an index; the files themselves stay.

    The exit code is 1 when one of them was not in it.
    """
    from redraft.cli.views import facts_list
    from redraft.settings import read_settings

    if not facts_list.removed(tuple(names), index, read_settings(config), as_json=json):
        raise typer.Exit(1)
