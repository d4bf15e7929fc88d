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

_MOST_NUMBERS = 1000


def reference(source: Provenance, language: str) -> str:
    """A source as an entry of the list at the end says it, on one line."""
    values = {"document": _line(source.document), "start": str(source.start), "end": str(source.end)}
    dated = "" if source.date is None else f" ({_line(source.date)})"
    return load_phrases("facts", language)["cite_place"].fill(**values) + dated


def heading(language: str) -> str:
    """The line above the list of sources."""
    return load_phrases("facts", language)["cite_heading"].text


def inline(source: Provenance, language: str) -> str:
    """A source as it stands behind a sentence."""
    return load_phrases("facts", language)["cite_inline"].fill(document=_line(source.document))


def without_citations(text: str, context: Context) -> str:
    """The text with every citation of a passage that the context names blanked out; places stay as they are."""
    sources = list(dict.fromkeys(_sources(context)))
    if not sources:
        return text
    for language in LANGUAGES:
        text = _without_list(text, [reference(source, language) for source in sources], heading(language))
        for source in sources:
            words = inline(source, language)
            text = text.replace(words, " " * len(words))
    return text


def _without_list(text: str, references: Sequence[str], head: str) -> str:
    """The text without a list of these sources at its end, and without the numbers that point to them."""
    before, found, listed = text.rpartition(f"\n{head}\n")
    if not found:
        return text
    numbers: list[str] = []
    for line in listed.splitlines():
        number, _, words = line.partition(" ")
        if words not in references or number != f"[{len(numbers) + 1}]" or len(numbers) == _MOST_NUMBERS:
            return text
        numbers.append(number)
    for number in numbers:
        before = before.replace(number, " " * len(number))
    return before + "".join(c if c == "\n" else " " for c in found + listed)


def _sources(context: Context) -> Iterable[Provenance]:
    for attempt in context.attempts:
        for critique in attempt.critiques:
            for finding in critique.findings:
                yield from finding.sources


def _line(words: str) -> str:
    return " ".join(words.split())
