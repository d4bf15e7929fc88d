"""PDF files: the text of their pages."""

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from redraft.errors import MissingExtra
from redraft.sources.extracting.decoding import Unreadable
from redraft.sources.extracting.extracted import Extracted, Fault, Heading

if TYPE_CHECKING:
    from pypdf import PdfReader

# What a broken file makes pypdf raise besides its own errors, found by breaking files: it follows what the file says.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError,
    TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
# Two letters in one sign, as typesetters join them, and what stands where a font tells no characters.
_SIGNS: dict[int, str | None] = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SIGNS[0] = None
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def from_pdf(data: bytes, *, max_characters: int) -> Extracted:
    """The text of a PDF, page after page; a page that cannot be read is a fault, and the others are there.

    Raises:
        Unreadable: when none of it can be read: broken, encrypted, or pictures alone.
        MissingExtra: when pypdf is not installed.
    """
    pypdf = _package()
    broken = (pypdf.errors.PyPdfError, *_BROKEN)
    with _quiet():
        try:
            reader: PdfReader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("is encrypted; save a copy without a password")
            pages = list(reader.pages)
        except pypdf.errors.DependencyError as error:
            raise Unreadable(f"is encrypted in a way that needs another package ({error}); save a copy") from error
        except broken as error:
            raise Unreadable(f"is a broken PDF: {_said(error)}; save it anew, or convert it to text") from error
        parts, headings, faults, length = [], [], [], 0
        for number, page in enumerate(pages, start=1):
            try:
                text = _HYPHEN.sub("", page.extract_text().translate(_SIGNS)).strip()
            except broken as error:
                faults.append(Fault(f"page {number}", f"cannot be read: {_said(error)}"))
                continue
            if text and length + len(text) > max_characters:
                faults.append(Fault(f"page {number}", f"and what follows is beyond {max_characters:,} characters"))
                break
            if text:
                headings.append(Heading(length, 1, f"p. {number}"))
                parts.append(text + "\n\n")
                length += len(parts[-1])
        title, date = _told(reader, broken)
    if not parts:
        problem = faults[0] if faults else "it may be scanned; recognise its text first"
        raise Unreadable(f"has no text on its {len(pages)} pages: {problem}")
    return Extracted(text="".join(parts), title=title, headings=tuple(headings), date=date, faults=tuple(faults))


def _told(reader: "PdfReader", broken: tuple[type[Exception], ...]) -> tuple[str, str | None]:
    """Title and date as the file tells them."""
    try:
        told = reader.metadata or {}
        title = str(told.get("/Title") or "").strip()
        match = _DATE.match(str(told.get("/ModDate") or told.get("/CreationDate") or ""))
    except broken:
        return "", None
    year, month, day = match.groups() if match else ("", "", "")
    is_date = bool(match) and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return title, f"{year}-{month}-{day}" if is_date else None


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf from telling the user's log what it repairs by itself; its loggers take their level from this one."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _package() -> Any:
    try:
        import pypdf
        import pypdf.errors
    except ImportError as error:
        raise MissingExtra("PDF files need pypdf; install it with: pip install 'redraft[facts]'") from error
    return pypdf
