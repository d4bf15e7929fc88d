"""The critic that checks translations by code."""

from redraft.core import Critic
from redraft.critics.translation import Glossary, TranslationCritic, glossary_of, read_glossary
from redraft.errors import Misuse
from redraft.profiles.making.needs import Needs
from redraft.settings.critics import TranslationTable


def make(name: str, table: TranslationTable, needs: Needs) -> Critic:
    """The critic of translations that `table` describes.

    Raises:
        Misuse: when its glossary cannot be used, a language is not known, or no check is called so.
    """
    return TranslationCritic(
        source_language=table.source_language,
        target_language=table.target_language,
        glossary=_glossary(table),
        skip=table.skip,
        warn_only=table.warn_only,
        max_findings=table.max_findings,
        language=table.language,
        name=name,
    )


def _glossary(table: TranslationTable) -> Glossary | None:
    if table.glossary is not None and table.terms:
        raise Misuse(f"both a glossary, {table.glossary!r}, and a table of terms are given; keep one of them")
    if table.glossary is not None:
        return read_glossary(table.glossary)
    return glossary_of(table.terms) if table.terms else None
