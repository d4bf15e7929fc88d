"""The table of the critic `translation`: checks of a translation by code."""

from dataclasses import dataclass, field
from typing import ClassVar

from redraft.settings.kinds import AtLeast1, FilePath, Language, Named


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationTable:
    """``[critics.NAME]`` with ``type = "translation"``: a translation is checked by code.

    Attributes:
        source_language: language of the source, by its tag or name; as the prompt says when left out.
        target_language: language of the translation; as the prompt says when left out.
        glossary: file of terms with their translations: CSV, TSV or TBX.
        terms: terms with their translations, ``"hard drive" = "Festplatte"``, in place of a file.
        skip: names of checks to leave out, such as ``ending``.
        warn_only: names of checks whose findings only warn.
        max_findings: most findings in one critique.
        language: language of the findings; that of the prompt when left out.
    """

    type: ClassVar[str] = "translation"
    short: ClassVar[str | None] = "glossary"
    asks: ClassVar[tuple[str, ...]] = ()
    source_language: Named | None = None
    target_language: Named | None = None
    glossary: FilePath | None = None
    terms: dict[str, str] = field(default_factory=dict)
    skip: tuple[Named, ...] = ()
    warn_only: tuple[Named, ...] = ()
    max_findings: AtLeast1 = 20
    language: Language | None = None
