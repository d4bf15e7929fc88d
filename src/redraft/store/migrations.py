"""Written records of earlier versions, brought up to today's one step at a time.

A migration is a pure function over the plain dict of one record and is never changed again. The first change of the
written form adds ``m001_...`` here, makes `redraft.core.SCHEMA_VERSION` 2 and puts a golden file of version 2 beside
the one of version 1 in the tests; the second adds ``m002_...``, and so on. A new field with a default needs none.
"""

from collections.abc import Callable, Sequence
from typing import Any

from redraft.core import SCHEMA_VERSION
from redraft.errors import StoreError

Row = dict[str, Any]
Migration = Callable[[Row], Row]

FIRST_VERSION = 1
"""The version that the first migration starts from."""

MIGRATIONS: tuple[Migration, ...] = ()
"""``MIGRATIONS[k]`` turns version ``FIRST_VERSION + k`` into the next."""


def migrate(row: Row, migrations: Sequence[Migration] = MIGRATIONS) -> Row:
    """The record `row` in the newest written form; `row` itself stays as it is.

    Args:
        row: the plain values of one record; ``schema_version`` says which form it has.
        migrations: all steps there are, oldest first.

    Raises:
        StoreError: when `row` has no version, or one that this version of the package does not know.
    """
    newest = FIRST_VERSION + len(migrations)
    version = row.get("schema_version")
    if not isinstance(version, int) or version < FIRST_VERSION:
        raise StoreError(f"not a record: `schema_version` must be 1 to {newest}, got {version!r}")
    if version > newest:
        raise StoreError(
            f"the record has schema_version {version!r}, this version of redraft reads up to {newest}; "
            "it was written by a newer one: upgrade redraft to read it"
        )
    for number, step in enumerate(migrations[version - FIRST_VERSION :], start=version + 1):
        row = {**step(row), "schema_version": number}
    return row


assert FIRST_VERSION + len(MIGRATIONS) == SCHEMA_VERSION, "a schema version came without its migration"
