"""How sources are cited in an answer, and how an answer that cites them is read again.

What code wrote, code takes out again before the claims of a redraft are looked up: a reference is no claim. Only
citations of passages that an earlier critique named are taken out, to the letter, so that nothing can be hidden in one.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from redraft.core import Context, Provenance
from redraft.prompts import LANGUAGES, load_phrases

Citation = Literal["none", "numbered", "inline"]
"""``numbered`` puts [1] behind a sentence and a list at the end, ``inline`` the name of the document behind it."""


def reference(source: Provenance, language: str) -> str:
    """A source as an entry of the list at the end says it, on one line."""
    values = {"document": _line(source.document), "start": str(source.start), "end": str(source.end)}
    dated = "" if source.date is None else f" ({_line(source.date)})"
    return load_phrases("facts", language)["cite_place"].fill(**values) + dated


def heading(language: str) -> str:
    """The line above the list of sources."""
    return load_phrases("facts", language)["cite_heading"].text


def reason(language: str) -> str:
    """Why an edit puts in nothing but a citation."""
    return load_phrases("facts", language)["cite_reason"].text


def listed(text: str, language: str) -> tuple[str, ...]:
    """The entries of the list of sources that a text ends with, in order; none where it ends with no such list."""
    _, found, lines = text.rpartition(f"\n{heading(language)}\n")
    entries = []
    for number, line in enumerate(lines.splitlines() if found else [], 1):
        mark, _, entry = line.partition(" ")
        if mark != f"[{number}]" or not entry:
            return ()
        entries.append(entry)
    return tuple(entries)


def inline(source: Provenance, language: str) -> str:
    """A source as it stands behind a sentence."""
    return load_phrases("facts", language)["cite_inline"].fill(document=_line(source.document))


def without_citations(text: str, context: Context) -> str:
    """The text with every citation of a passage that the context names blanked out; places stay as they are."""
    sources = list(dict.fromkeys(_sources(context)))
    if not sources:
        return text
    for language in LANGUAGES:
        text = _without_list(text, [reference(source, language) for source in sources], language)
        for source in sources:
            words = inline(source, language)
            text = text.replace(words, " " * len(words))
    return text


def _without_list(text: str, references: Sequence[str], language: str) -> str:
    """The text without a list of these sources at its end, and without the numbers that point to them."""
    entries = listed(text, language)
    if not entries or any(entry not in references for entry in entries):
        return text
    before, found, lines = text.rpartition(f"\n{heading(language)}\n")
    for number in range(1, len(entries) + 1):
        mark = f"[{number}]"
        before = before.replace(mark, " " * len(mark))
    return before + "".join(c if c == "\n" else " " for c in found + lines)


def _sources(context: Context) -> Iterable[Provenance]:
    for attempt in context.attempts:
        for critique in attempt.critiques:
            for finding in critique.findings:
                yield from finding.sources


def _line(words: str) -> str:
    return " ".join(words.split())
