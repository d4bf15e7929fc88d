"""The tables of sources: where external knowledge is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal, get_args

from redraft.settings.kinds import AtLeast1, FilePath, Named, Positive, VariableName


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesTable:
    """``[sources.NAME]`` with ``type = "files"``: documents of yours, as `redraft facts add` indexes them.

    Attributes:
        index: path of the index; by default one for `paths` is kept in the cache folder.
        paths: folders and files that are indexed, as far as they changed, whenever the source is opened; none when the
            index is kept up to date by `redraft facts add`.
        backend: what indexes the words of a new index: ``fts5`` in one file, or ``tantivy`` in a folder, for large
            collections.
        embedder: model of an endpoint that turns texts into vectors, for finding by meaning beside words: a name from
            ``[models]``, or a model string.
        max_file_mb: a larger file is left out.
    """

    type: ClassVar[str] = "files"
    index: FilePath | None = None
    paths: tuple[FilePath, ...] = ()
    backend: Literal["fts5", "tantivy"] | None = None
    embedder: Named | None = None
    max_file_mb: AtLeast1 = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class TriplesTable:
    """``[sources.NAME]`` with ``type = "triples"``: statements of RDF files.

    Attributes:
        files: Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD, or CSV with subject, predicate and object.
    """

    type: ClassVar[str] = "triples"
    files: tuple[FilePath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSourceTable:
    """``[sources.NAME]`` with ``type = "http"``: a search service of yours.

    Attributes:
        url: address that queries are posted to.
        api_key_env: name of the environment variable that holds the key.
        timeout_s: seconds to wait for an answer.
        max_answer_mb: a longer answer is refused.
    """

    type: ClassVar[str] = "http"
    url: Named
    api_key_env: VariableName | None = None
    timeout_s: Positive = 10.0
    max_answer_mb: AtLeast1 = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherTable:
    """``[sources.NAME]`` with ``type = "together"``: several sources searched as one, their ranks put together.

    Attributes:
        sources: names from ``[sources]``, or paths.
    """

    type: ClassVar[str] = "together"
    sources: tuple[Named, ...]


SourceTable = FilesTable | TriplesTable | HttpSourceTable | TogetherTable
"""Any table of a source; its key ``type`` says which."""

SOURCES: Mapping[str, type[SourceTable]] = MappingProxyType({table.type: table for table in get_args(SourceTable)})
"""The table of each type of source."""
