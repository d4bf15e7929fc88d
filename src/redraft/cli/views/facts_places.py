"""Which index a command of `redraft facts` means, and how documents are called on a screen."""

import os
from pathlib import Path

from redraft.errors import Misuse
from redraft.profiles.sources import cached_index
from redraft.settings import Settings, did_you_mean
from redraft.settings.sources import FilesTable


def default_index() -> Path:
    """The index that is meant when none is named: a file in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "redraft" / "facts.db"


def index_of(named: str | None, settings: Settings) -> Path:
    """The path of an index: of a name from ``[sources]``, or the path itself.

    Raises:
        Misuse: when the name is that of a source of another type.
    """
    if named is None:
        return default_index()
    table = settings.sources.get(named)
    if table is None:
        return Path(named)
    if not isinstance(table, FilesTable):
        files = [name for name, one in settings.sources.items() if isinstance(one, FilesTable)]
        advice = did_you_mean(named, files)
        raise Misuse(f"source {named!r} is of type {table.type!r}, which has no index; {advice}")
    return Path(table.index) if table.index is not None else cached_index(table.paths, table.backend)


def there(index: Path) -> Path:
    """The index, which has to be there.

    Raises:
        Misuse: when it is not.
    """
    if not index.exists():
        raise Misuse(f"{index}: no such index; make one with `redraft facts add DIR --into {index}`")
    return index


def shown_name(name: str) -> str:
    """A document's name from the working directory on, where it lies in it."""
    try:
        return str(Path(name).relative_to(Path.cwd()))
    except ValueError:
        return name
