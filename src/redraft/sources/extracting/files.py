"""Which reader reads which file."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from redraft.sources.extracting.decoding import Unreadable, decoded
from redraft.sources.extracting.extracted import Extracted
from redraft.sources.extracting.html import from_html
from redraft.sources.extracting.pdf import from_pdf
from redraft.sources.extracting.plain import from_markdown, from_text
from redraft.sources.extracting.rows import from_csv, from_json_lines

MAX_CHARACTERS = 50_000_000
"""Of the text of one document; a file of 64 MB may hold a PDF that unfolds to gigabytes."""


def _text_with(read: Callable[[str], Extracted]) -> Callable[[bytes], Extracted]:
    def from_bytes(data: bytes) -> Extracted:
        text, assumed = decoded(data)
        return replace(read(text), assumed=assumed)

    return from_bytes


def _pdf(data: bytes) -> Extracted:
    return from_pdf(data, max_characters=MAX_CHARACTERS)


def _tsv(text: str) -> Extracted:
    return from_csv(text, delimiter="\t")


READERS: Mapping[str, Callable[[bytes], Extracted]] = {
    **dict.fromkeys((".txt", ".text", ".rst", ".org", ".adoc"), _text_with(from_text)),
    **dict.fromkeys((".md", ".markdown"), _text_with(from_markdown)),
    **dict.fromkeys((".html", ".htm", ".xhtml"), from_html),
    ".pdf": _pdf,
    ".csv": _text_with(from_csv),
    ".tsv": _text_with(_tsv),
    **dict.fromkeys((".jsonl", ".ndjson"), _text_with(from_json_lines)),
}
"""What reads a file, by the ending of its name."""


def is_read(path: Path) -> bool:
    """Whether files with such a name are read; others in a folder are passed over."""
    return path.suffix.lower() in READERS


def extracted_from(path: Path, data: bytes) -> Extracted:
    """What a file says; one with a name of another kind is taken for text.

    Raises:
        Unreadable: when nothing of it can be read; the message says why, and what to do.
        MissingExtra: when it needs a package that is not installed.
    """
    if not data.strip():
        raise Unreadable("is empty; leave it out, or fill it")
    read = READERS.get(path.suffix.lower(), _text_with(from_text))
    found = read(data)
    if not found.text.strip():
        problem = f": {found.faults[0]}" if found.faults else "; leave it out, or check how it was saved"
        raise Unreadable(f"has no words{problem}")
    if len(found.text) > MAX_CHARACTERS:
        raise Unreadable(f"has {len(found.text):,} characters, more than {MAX_CHARACTERS:,}; cut it into several files")
    return found
