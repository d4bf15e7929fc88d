"""One line of the input: a prompt, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from redraft.core import Prompt
from redraft.errors import Misuse
from redraft.profiles import as_prompt
from redraft.store.codec import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line or row of the input.

    Attributes:
        line: its number, the first line of the file being 1.
        row: its fields as they were read; empty when they could not be.
        prompt: what it asks; None when it is bad.
        problem: what is wrong with it; None when it is good.
        draft: an answer that is there already, such as a translation to be checked; None when the model writes first.
    """

    line: int
    row: Mapping[str, Any]
    prompt: Prompt | None = None
    problem: str | None = None
    draft: str | None = None


def entry_from(line: int, row: Mapping[str, Any]) -> Entry:
    """The entry of a row with a field ``prompt`` or ``messages`` and, if it likes, an ``id`` and ``metadata``."""
    given = [name for name in ("prompt", "messages") if row.get(name) is not None]
    if len(given) != 1:
        seen = ", ".join(map(repr, row)) or "none"
        return Entry(line=line, row=row, problem=f"needs one of the fields 'prompt' and 'messages'; it has {seen}")
    try:
        metadata = metadata_from(row.get("metadata"))
        return Entry(line=line, row=row, prompt=as_prompt(row[given[0]], id=id_from(row.get("id")), metadata=metadata))
    except Misuse as error:
        return Entry(line=line, row=row, problem=str(error))


def id_from(value: object) -> str | None:
    """The id that a field gives; None for no id.

    Raises:
        Misuse: when it is neither text nor a whole number.
    """
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Misuse(f"an id must be a text or a whole number, got {value!r:.200}; write it as text")
    return str(value)


def metadata_from(value: object) -> dict[str, str]:
    """The labels that a field gives, such as visible ``tests`` for the critic of code; none for no field.

    A label that is no text is kept as its JSON.

    Raises:
        Misuse: when it is no object.
    """
    if value is None or value == "":
        return {}
    if not isinstance(value, Mapping):
        raise Misuse(f'metadata must be an object of texts, got {value!r:.200}; write {{"tests": "assert ..."}}')
    return {str(name): label if isinstance(label, str) else encode(label) for name, label in value.items()}


def content_of(prompt: Prompt) -> str:
    """Names what a prompt asks and what its critics are told about it, whatever its id."""
    asked = Prompt.from_messages(prompt.messages, options=prompt.options).id
    return f"{asked} {encode(dict(prompt.metadata))}" if prompt.metadata else asked
