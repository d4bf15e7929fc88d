"""A record as JSON text and back, for every text a model can write."""

import json
from typing import Any, TypeVar

import msgspec

from redraft.core import Record
from redraft.errors import StoreError
from redraft.store.migrations import migrate

T = TypeVar("T")


def encode(value: object) -> str:
    """`value` (dataclasses, tuples, mappings) as one line of JSON.

    Values that JSON has no form for, such as a class given as `response_format`, are kept as their text.
    """
    try:
        return msgspec.json.encode(value, enc_hook=str).decode()
    except UnicodeEncodeError:
        # A lone surrogate, half of a pair that a model broke off, has no UTF-8 form but an escape in JSON.
        return json.dumps(msgspec.to_builtins(value, enc_hook=str), separators=(",", ":"))


def decode(text: str | bytes) -> Any:
    """The plain values of one JSON text.

    Raises:
        ValueError: when it is not JSON, not UTF-8, or nested too deeply to be read.
    """
    try:
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeError):
            # Reads the escapes of lone surrogates; raises ValueError for what is no JSON at all. It is given no bytes:
            # those it would read as if lone surrogates had a form in UTF-8.
            return json.loads(text if isinstance(text, str) else text.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def decode_as(text: str | bytes, wanted: type[T]) -> T:
    """One JSON text as `wanted`.

    Raises:
        ValueError: when it is not JSON or lacks what `wanted` needs.
    """
    return msgspec.convert(decode(text), wanted)


def encode_record(record: Record) -> str:
    """The record as one line of JSON."""
    return encode(record)


def decode_record(text: str | bytes) -> Record:
    """The record in a text of this or any earlier version.

    Raises:
        StoreError: when the text is no record, or one of a later version.
    """
    try:
        row = decode(text)
    except ValueError as error:
        raise StoreError(f"not JSON: {error}; a record is one JSON object, got {_shown(text)}") from error
    if not isinstance(row, dict):
        raise StoreError(f"a record is one JSON object, got {_shown(text)}")
    try:
        record = msgspec.convert(migrate(row), Record)
    except (msgspec.ValidationError, ValueError) as error:
        raise StoreError(f"not a record: {error}; got {_shown(text)}") from error
    standing, n_attempts = record.context.standing, len(record.context.attempts)
    if standing is not None and not 0 <= standing < n_attempts:
        raise StoreError(f"not a record: attempt {standing!r} stands, but it has {n_attempts}; got {_shown(text)}")
    return record


def _shown(text: str | bytes) -> str:
    words = text if isinstance(text, str) else text.decode(errors="backslashreplace")
    return repr(words if len(words) <= 60 else words[:57] + "...")
