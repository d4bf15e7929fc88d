"""Segments of a bilingual file: what is to be translated, what stands there already, and how to write into the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from redraft.batch.forms.bilingual.text import FileText, Splice
from redraft.errors import Misuse


class CannotWrite(Misuse):
    """A translation that does not fit into its place; the place stays as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One segment.

    Attributes:
        id: its name in the file, which other segments may have too.
        line: the line it begins on.
        source: the text to be translated; inline elements as placeholders.
        target: the translation that is there, in the same form; None when there is none.
        source_language: its tag; None when nobody said.
        target_language: its tag.
        notes: what the file says about it to translators.
        left: why it stays as it is (locked, approved, empty); None when it is to be worked on.
        problem: why it cannot be worked on; None when it can.
        write: the splices that put a translation there; gets the text and whether it passed. Raises `CannotWrite` for a
            text that does not fit, such as one that lost a placeholder.
    """

    id: str
    line: int
    source: str
    target: str | None
    source_language: str | None
    target_language: str | None
    notes: tuple[str, ...] = ()
    left: str | None = None
    problem: str | None = None
    write: Callable[[str, bool], tuple[Splice, ...]]


class BilingualFile(Protocol):
    """A file of segments."""

    @property
    def text(self) -> FileText:
        """The file's text, which splices are places in."""
        ...

    def slots(self) -> Iterator[Slot]:
        """Its segments, in the order of the file, as often as they are asked for.

        Raises:
            Misuse: when the file as a whole cannot be read; the message names file and line.
        """
        ...

    def completing(self) -> tuple[Splice, ...]:
        """What else changes when translations were added where there were none, such as the file's target language."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualOptions:
    """How a file of segments is worked on.

    Attributes:
        source_language: language of the sources; None for what the file says.
        target_language: language of the translations; None for what the file says.
        approved: whether segments that are marked as approved, final or signed off are worked on, too.
        fuzzy: what is done with PO entries that are marked fuzzy: ``check`` them and leave the mark, ``clear`` the mark
            where the translation passes, or ``skip`` them.
        missing: whether segments without a translation get one.
        unsure: what is done with a new translation, for a segment that had none, that did not pass: ``mark`` writes it
            with the file's own mark for work that needs review (PO and XLIFF have one), ``leave`` leaves it out.
    """

    source_language: str | None = None
    target_language: str | None = None
    approved: bool = False
    fuzzy: Literal["check", "clear", "skip"] = "check"
    missing: bool = True
    unsure: Literal["mark", "leave"] = "mark"


def never(_text: str, _passed: bool) -> tuple[Splice, ...]:
    """The `Slot.write` of a segment that nothing is written into."""
    raise CannotWrite("this segment stays as it is")
