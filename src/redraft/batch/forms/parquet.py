"""Parquet, with pyarrow: a column ``prompt`` or ``messages`` and, if it likes, ``id``; results get further columns."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from redraft.batch.config import FormName
from redraft.batch.entries import Entry, entry_from
from redraft.batch.forms.base import Reader
from redraft.batch.outcome import COLUMNS, Outcome, input_names, result_row
from redraft.errors import MissingExtra, Misuse

try:
    import pyarrow
    import pyarrow.parquet
except ModuleNotFoundError as error:
    raise MissingExtra(
        "pyarrow is needed for Parquet files; install it with: pip install 'redraft[parquet]'"
    ) from error

_ROWS_PER_GROUP = 1000
_TYPES = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}


class ParquetReader:
    """Reads prompts from a Parquet file; a row's number counts as its line, from 1."""

    form: FormName = "parquet"

    def __init__(self, path: Path) -> None:
        """Read from `path`.

        Raises:
            Misuse: when it is no Parquet file, or has no column ``prompt`` or ``messages``.
        """
        self._path = path
        try:
            self.schema = pyarrow.parquet.read_schema(path)
        except pyarrow.ArrowException as error:
            raise Misuse(f"{path.name!r} is no Parquet file: {error}") from error
        self.columns: Sequence[str] = self.schema.names
        if not {"prompt", "messages"} & set(self.columns):
            raise Misuse(
                f"{path.name!r} needs a column 'prompt' or 'messages', it has {', '.join(map(repr, self.columns))}"
            )

    def count(self) -> int:
        """Rows."""
        return int(pyarrow.parquet.read_metadata(self._path).num_rows)

    def entries(self) -> Iterator[Entry]:
        """See `Reader`."""
        number = 0
        with pyarrow.parquet.ParquetFile(self._path) as file:
            for batch in file.iter_batches(batch_size=_ROWS_PER_GROUP):
                for row in batch.to_pylist():
                    number += 1
                    yield entry_from(number, row)


class ParquetWriter:
    """Writes results as Parquet: the input's columns where it has a fixed set of them, then ours."""

    def __init__(self, path: Path, reader: Reader) -> None:
        """Write to `path`, made anew."""
        self._path = path
        inherited = self._inherited(reader)
        ours = [pyarrow.field(name, _TYPES[kind]) for name, kind in COLUMNS.items()]
        self._schema = pyarrow.schema([*inherited, *ours])
        self._rows: list[dict[str, Any]] = []
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema)

    def write(self, entry: Entry, outcome: Outcome | None) -> None:
        """See `Writer`."""
        self._rows.append(result_row(entry, outcome))
        if len(self._rows) == _ROWS_PER_GROUP:
            self._write_group()

    def flush(self) -> None:
        """Nothing: a Parquet file can be read only when it is whole."""

    def close(self) -> None:
        """See `Writer`."""
        self._write_group()
        self._writer.close()
        descriptor = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _write_group(self) -> None:
        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def _inherited(self, reader: Reader) -> list[Any]:
        fields = list(reader.schema) if isinstance(reader, ParquetReader) else _as_text(reader.columns)
        names = input_names(field.name for field in fields)
        return [field.with_name(names[field.name]) for field in fields if field.name in names]


def _as_text(columns: Sequence[str]) -> list[Any]:
    return [pyarrow.field(name, pyarrow.string()) for name in columns]
