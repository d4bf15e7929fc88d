"""How the rows of one kind of data become samples."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from redraft.core import Message, Prompt
from redraft.errors import Misuse
from redraft.evals.labelled.forms.fields import text_in
from redraft.evals.sample import Sample

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleForm:
    """How the rows of one kind of data become samples.

    Attributes:
        name: as it is given with ``--form``.
        keys: every row has these; a form is recognised by them.
        sample: the sample of a row; gets the row. Raises `Misuse` for a row that does not fit, in words that file and
            line are put before.
        repeats: whether several rows may ask the same: stored outputs of several models, of which one sample is made.
    """

    name: str
    keys: frozenset[str]
    sample: Callable[[Row], Sample]
    repeats: bool = True


def asked(text: str, *, metadata: Mapping[str, str] | None = None) -> Prompt:
    """A prompt of one user message, named by what it asks: the same in every file, wherever the row stands in it."""
    return Prompt.from_messages((Message.of("user", text),), metadata=metadata)


def listed(row: Row, name: str) -> tuple[str, ...]:
    """The list of texts in field `name`.

    Raises:
        Misuse: when it is something else, or empty.
    """
    value = row.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
        raise Misuse(f"`{name}` must be a list of texts, got {value!r:.60}; write at least one")
    return tuple(value)


def with_options(question: str, options: Iterable[str], *, ask: str = "Answer with the letter of one option.") -> str:
    """A question with its options below, a line each: ``A) ...``."""
    lines = [f"{letter}) {option}" for letter, option in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", options, strict=False)]
    return "\n".join([question, *lines, ask])


def text_or(row: Row, name: str, otherwise: str) -> str:
    """The text in field `name`; `otherwise` where it is missing.

    Raises:
        Misuse: when it is no text.
    """
    return text_in(row, name) if name in row else otherwise
