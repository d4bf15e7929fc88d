"""The critic of schema, patterns, words and lengths."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from redraft.core import Critic
from redraft.critics import Rules
from redraft.errors import Misuse
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import RulesTable


def make(name: str, table: RulesTable, needs: Needs) -> Critic:
    """The rules that `table` describes.

    Raises:
        Misuse: when the JSON schema cannot be read.
    """
    return Rules(name=name, **{**asdict(table), "json_schema": _schema(table.json_schema)})


def _schema(schema: str | dict[str, Any] | None) -> dict[str, Any] | None:
    if not isinstance(schema, str):
        return schema
    try:
        read = json.loads(Path(schema).read_text(encoding="utf-8"))
    except OSError as error:
        raise Misuse(f"the JSON schema {schema!r} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise Misuse(f"the JSON schema {schema!r} is not JSON: {error}") from error
    if not isinstance(read, dict):
        raise Misuse(f"the JSON schema {schema!r} must be an object, got {type(read).__name__}")
    return read
