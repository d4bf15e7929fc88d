"""What a source of knowledge gave, and where that stands: external knowledge never comes without its provenance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a piece of external knowledge is from, so that a reader can look it up and see whether it still stands.

    Attributes:
        document: name of the file or address of the document.
        start: first character of the piece in the document's text, at least 0.
        end: one past its last character.
        sha256: of the document's bytes, in hexadecimal; empty when the source does not tell.
        date: ISO date of the document, as it says itself or of its last change; None when not known.

    Raises:
        ValueError: when the document has no name or the piece ends before it starts.
    """

    document: str
    start: int = 0
    end: int = 0
    sha256: str = ""
    date: str | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could look up."""
        if not self.document:
            raise ValueError(f"a provenance names its document, got {self.document!r}; give a name or an address")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a piece starts at 0 or later and ends behind that, got {self.start!r} to {self.end!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document that a source found.

    Attributes:
        text: its words, as they stand in the document's text.
        provenance: where they stand.
        title: what they stand under: the document's title or the headings above; may be empty.
        score: how well it answers the query, higher is better; comparable within one search alone.
    """

    text: str
    provenance: Provenance
    title: str = ""
    score: float = 0.0
