"""From a name to a source of knowledge: tables of settings, indexes, folders, files of statements."""

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from redraft.core import Embedder, Source
from redraft.errors import MissingExtra, Misuse, SourceError
from redraft.models import ModelSettings, open_embedder
from redraft.settings import Settings, did_you_mean
from redraft.settings.sources import FilesTable, HttpSourceTable, SourceTable, TogetherTable, TriplesTable
from redraft.sources import HttpSource, Knowledge, Together, is_knowledge, open_knowledge, read_triples
from redraft.sources.adding import Added, add_files
from redraft.sources.statements import ENDINGS

_LOG = logging.getLogger("redraft.sources")
_STATEMENTS = frozenset(ENDINGS) - {".csv", ".tsv"}
_HOW = "a name from [sources], an index, a folder or file of documents, or an RDF file"

Notice = Callable[[str], None]
"""Told what is done on the way: a folder indexed, files that could not be read."""


def source_from(
    name: str, settings: Settings, *, notice: Notice = _LOG.warning, embedder: Embedder | None = None
) -> Source:
    """The source of that name.

    A folder, or a file that is no index, is indexed on the fly into the cache, as far as it changed since, and that is
    told; so are files that cannot be read, and the rest is there.

    Args:
        name: a name from ``[sources]``, or a path: an index, a folder, a document or a file of statements.
        settings: where names are looked up.
        notice: told in a sentence what is done on the way.
        embedder: finds by meaning, too, in the index that a path leads to; tables name their own.

    Raises:
        SettingsError: when there is no such source, or its table cannot be used.
        MissingExtra: when it needs a package that is not installed.
        SourceError: when it cannot be opened or written.
    """
    return _opened(name, settings, notice, (), embedder)


def _opened(
    name: str, settings: Settings, notice: Notice, above: tuple[str, ...], embedder: Embedder | None = None
) -> Source:
    table = settings.sources.get(name)
    try:
        if table is not None:
            return _of_table(name, table, settings, notice, above)
        return _of_path(name, settings, notice, embedder)
    except (MissingExtra, SourceError):
        raise
    except Misuse as error:
        problem = " ".join(str(error).split())
        raise settings.written.wrong(("sources", name), name, "cannot be opened", problem) from error


def _of_table(name: str, table: SourceTable, settings: Settings, notice: Notice, above: tuple[str, ...]) -> Source:
    match table:
        case FilesTable():
            return _of_files(name, table, settings, notice)
        case TriplesTable():
            return _of_statements(table.files, name, notice)
        case HttpSourceTable():
            most = table.max_answer_mb * 2**20
            key = _key(table.api_key_env)
            return HttpSource(name=name, url=table.url, key=key, timeout_s=table.timeout_s, max_answer_bytes=most)
        case TogetherTable():
            if name in above:
                raise Misuse(f"the source holds itself, by way of {' > '.join((*above, name))}; take it out of one")
            inner = [_opened(one, settings, notice, (*above, name)) for one in table.sources]
            return Together(inner, name=name)


def _of_files(name: str, table: FilesTable, settings: Settings, notice: Notice) -> Knowledge:
    embedder = None if table.embedder is None else embedder_from(table.embedder, settings)
    if not table.paths:
        if table.index is None:
            raise Misuse("it has neither `index` nor `paths`; give the path of an index, or what to index")
        return open_knowledge(table.index, name=name, backend=table.backend, embedder=embedder)
    index = Path(table.index) if table.index is not None else cached_index(table.paths, table.backend)
    most = table.max_file_mb * 2**20
    return _indexed(index, table.paths, name, notice, backend=table.backend, embedder=embedder, max_file_bytes=most)


def _of_path(name: str, settings: Settings, notice: Notice, embedder: Embedder | None) -> Source:
    path = Path(name)
    if not path.exists():
        advice = f"{did_you_mean(name, settings.sources)}; or give {_HOW}"
        raise settings.written.wrong(("sources", name), name, "no such source, and no such path", advice)
    if is_knowledge(path):
        return open_knowledge(path, embedder=embedder)
    if path.suffix.lower() in _STATEMENTS and path.is_file():
        return _of_statements((name,), path.stem, notice)
    return _indexed(cached_index((name,), None), (name,), path.stem or "here", notice, embedder=embedder)


def _of_statements(files: Sequence[str], name: str, notice: Notice) -> Source:
    triples = read_triples(files, name=name)
    _tell_faults([str(fault) for fault in triples.faults], notice)
    return triples


def _indexed(
    index: Path, paths: Sequence[str], name: str, notice: Notice, *,
    backend: str | None = None, embedder: Embedder | None = None, max_file_bytes: int = 64 * 2**20,
) -> Knowledge:  # fmt: skip
    """The index of some paths, brought up to date."""
    knowledge = open_knowledge(index, name=name, backend=backend, writing=True, embedder=embedder)
    added = add_files(knowledge, paths, max_file_bytes=max_file_bytes)
    if told := _told(added):
        notice(f"indexed {', '.join(paths)} into {index}: {told}")
    _tell_faults([str(fault) for fault in added.faults], notice)
    if knowledge.n_passages == 0:
        knowledge.close()
        raise Misuse(f"there is nothing to read in {', '.join(paths)}; see `redraft facts add` for what is read")
    return knowledge


def _told(added: Added) -> str:
    """What changed, in words; empty when nothing did."""
    counts = added.counts
    changes = (("new", counts.new), ("changed", counts.changed), ("removed", counts.removed))
    return ", ".join(f"{n:,} {word}" for word, n in changes if n)


def _tell_faults(faults: Sequence[str], notice: Notice) -> None:
    for fault in faults[:_TOLD]:
        notice(fault)
    if len(faults) > _TOLD:
        notice(f"{len(faults) - _TOLD:,} more could not be read; `redraft facts add` lists them all")


_TOLD = 5


def embedder_from(name: str, settings: Settings) -> Embedder:
    """What turns texts into vectors: a name from ``[models]``, or a model string of an endpoint.

    Raises:
        Misuse: when it names no model of an endpoint.
        SettingsError: when its key is missing.
    """
    table = settings.models.get(name)
    if table is None:
        return open_embedder(name)
    return open_embedder(
        ModelSettings(
            model=table.model,
            base_url=table.base_url,
            api_key_env=table.api_key_env,
            max_concurrency=table.max_concurrency,
            connect_timeout_s=table.connect_timeout_s,
            timeout_s=table.timeout_s,
            retries=table.retries,
        )
    )


def _key(variable: str | None) -> str | None:
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise Misuse(f"it needs a key: the environment variable {variable} is not set")
    if not key.isascii() or not key.isprintable():
        raise Misuse(f"the environment variable {variable} holds no key: it has characters that no key has")
    return key


def cached_index(paths: Sequence[str], backend: str | None) -> Path:
    """Where the index of some paths is kept when nothing says otherwise: below ``XDG_CACHE_HOME`` or ``~/.cache``."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    told = "\0".join([backend or "fts5", *sorted(os.path.abspath(path) for path in paths)])
    ending = "words" if backend == "tantivy" else "db"
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return Path(base) / "redraft" / "facts" / f"{digest}.{ending}"
