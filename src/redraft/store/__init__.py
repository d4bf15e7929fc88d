"""Records in a database, in JSONL files, and the ledger of a batch.

Reading order: `codec` (a record as text), `migrations` (texts of older versions), `tables`, `database` (one thread,
group commit), `records` (the store), `jsonl` (in and out), `ledger` (who works on which prompt of a batch),
`monitoring` (what is known of watched profiles).

SQLAlchemy takes a quarter of a second to import, so it is imported when the first store is opened, not here.
"""

from typing import TYPE_CHECKING

from redraft.store.codec import decode_record, encode_record
from redraft.store.summary import BadLine, Imported, Summary

if TYPE_CHECKING:
    from redraft.store.ledger import Claim, LeaseLost, Ledger
    from redraft.store.records import RecordStore

__all__ = [
    "BadLine",
    "Claim",
    "Imported",
    "LeaseLost",
    "Ledger",
    "RecordStore",
    "Summary",
    "decode_record",
    "encode_record",
]


def __getattr__(name: str) -> object:
    """The names that need SQLAlchemy, imported when first asked for."""
    if name == "RecordStore":
        from redraft.store.records import RecordStore

        return RecordStore
    if name in ("Claim", "LeaseLost", "Ledger"):
        from redraft.store import ledger

        return getattr(ledger, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
