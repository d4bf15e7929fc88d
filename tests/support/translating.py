"""Translations for the tests of their checks."""

from redraft.core import Message, Prompt
from redraft.critics.translation.check import Check, Flaw, flaws_by
from redraft.critics.translation.segment import Segment


def segment(source: str, languages: str = "en-de") -> Segment:
    """A segment whose languages are given as ``en-de``; a plus sign joins script and region, as in ``en-zh+Hant``."""
    ours, _, theirs = languages.partition("-")
    return Segment(
        source=source,
        source_language=ours.replace("+", "-") or None,
        target_language=theirs.replace("+", "-") or None,
    )


def flaws(check: Check, source: str, target: str, languages: str = "en-de") -> list[Flaw]:
    """What a check finds."""
    return [flaw for _, flaw in flaws_by([check], segment(source, languages), target)]


def said(check: Check, source: str, target: str, languages: str = "en-de") -> list[str]:
    """The keys of the phrases of what a check finds."""
    return [flaw.says for flaw in flaws(check, source, target, languages)]


def words(target: str, flaw: Flaw) -> str | None:
    """The words of the target that a flaw is about."""
    return None if flaw.start is None else target[flaw.start : flaw.end]


def asked(source: str, source_language: str = "en", target_language: str = "de") -> Prompt:
    """A prompt that is labelled with what is to be translated."""
    labels = {"source": source, "source_language": source_language, "target_language": target_language}
    return Prompt.from_messages((Message.of("user", "Translate the segment."),), metadata=labels)
