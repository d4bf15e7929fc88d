"""The documents of an index on the command line, and taking some out."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from redraft.cli._output import data_console, print_json, talk, write_line
from redraft.cli.views.facts_places import index_of, shown_name, there
from redraft.report.tables import Column, Row, Table, for_terminal
from redraft.report.text import counted, printable
from redraft.settings import Settings
from redraft.sources import open_knowledge
from redraft.sources.index.catalogue import Known

_COLUMNS = (Column("document", "left"), Column("date", "left"), Column("passages"), Column("bytes"))


def listed(index: str | None, settings: Settings, *, as_json: bool) -> None:
    """Show what is indexed."""
    path = there(index_of(index, settings))
    with open_knowledge(path) as knowledge:
        documents, n_passages = knowledge.documents(), knowledge.n_passages
    if as_json:
        print_json([_plain(one) for one in documents])
        return
    rows = tuple(
        Row((shown_name(one.name), one.date or "", f"{one.n_passages:,}", f"{one.size:,}")) for one in documents
    )
    note = f"{counted(len(documents), 'document')}, {counted(n_passages, 'passage')} in {shown_name(str(path))}"
    data_console().print(for_terminal(Table(title="Documents", columns=_COLUMNS, rows=rows, note=note)))


def removed(names: Sequence[str], index: str | None, settings: Settings, *, as_json: bool) -> bool:
    """Take documents out, and say which.

    Returns:
        Whether each of the names stood for one at least.
    """
    with open_knowledge(there(index_of(index, settings)), writing=True) as knowledge:
        documents = [one.name for one in knowledge.documents()]
        found = {name: _meant(name, documents) for name in names}
        leaving = sorted({document for meant in found.values() for document in meant})
        knowledge.remove(leaving)
    unknown = [name for name, meant in found.items() if not meant]
    if as_json:
        print_json({"removed": leaving, "unknown": unknown})
    else:
        for document in leaving:
            write_line(f"removed {printable(shown_name(document))}")
    for name in unknown:
        words = f"{printable(name)}: no such document; `redraft facts list` shows what there is"
        talk().print(Text(words, style="red"), soft_wrap=True)
    return not unknown


def _meant(name: str, documents: Sequence[str]) -> list[str]:
    """The document of that name, or path, or all that lie in that folder."""
    path = Path(os.path.abspath(name))
    return [one for one in documents if one in (name, str(path)) or path in Path(one).parents]


def _plain(document: Known) -> dict[str, object]:
    """A document without the numbers that only the index knows."""
    return {key: value for key, value in asdict(document).items() if key not in ("id", "how", "mtime_ns")}
