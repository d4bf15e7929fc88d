"""The tables of sources: where external knowledge is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, get_args

from redraft.settings.kinds import FilePath, Named, Positive, VariableName


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesTable:
    """``[sources.NAME]`` with ``type = "files"``: an index of your files, as `redraft facts add` writes it.

    Attributes:
        index: path of the index.
    """

    type: ClassVar[str] = "files"
    index: FilePath


@dataclass(frozen=True, slots=True, kw_only=True)
class TriplesTable:
    """``[sources.NAME]`` with ``type = "triples"``: statements of RDF files.

    Attributes:
        files: Turtle, N-Triples, RDF/XML, JSON-LD, or CSV with subject, predicate and object.
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
    """

    type: ClassVar[str] = "http"
    url: Named
    api_key_env: VariableName | None = None
    timeout_s: Positive = 10.0


SourceTable = FilesTable | TriplesTable | HttpSourceTable
"""Any table of a source; its key ``type`` says which."""

SOURCES: Mapping[str, type[SourceTable]] = MappingProxyType({table.type: table for table in get_args(SourceTable)})
"""The table of each type of source."""
