"""Findings in words, in the language of the prompt."""

from collections.abc import Callable, Sequence

from redraft.core import Finding
from redraft.prompts import load_phrases

Say = Callable[..., str]
"""Words in one language: ``say(KEY, place=value, ...)``, keys of prompt text ``code``."""

MAX_CHARACTERS = 4_000
"""Of a critique's text: what a model reads next has to fit beside the drafts."""

_MAX_MINOR = 5


def say_in(language: str) -> Say:
    """Words in `language`."""
    phrases = load_phrases("code", language)
    return lambda key, **values: phrases[key].fill(**values)


def in_words(findings: Sequence[Finding], *, tests: str, n_more: int, say: Say) -> str:
    """What a model reads next: what fails the draft, then what may be worth a look.

    Args:
        findings: those to show.
        tests: how many tests passed, in words; empty when none did or none was tried.
        n_more: findings that are not among them.
        say: words.
    """
    failing = [finding for finding in findings if finding.severity != "minor"]
    minor = [finding for finding in findings if finding.severity == "minor"]
    lines = [say("broken"), *map(_line, failing)] if failing else [say("kept", tests=tests)] if tests else []
    if minor:
        lines += [say("minor"), *map(_line, minor[:_MAX_MINOR])]
    n_hidden = n_more + len(minor[_MAX_MINOR:])
    if n_hidden:
        lines.append(say("more", n=str(n_hidden)))
    text = "\n".join(lines)
    return text if len(text) <= MAX_CHARACTERS else f"{text[: MAX_CHARACTERS - 1]}…"


def _line(finding: Finding) -> str:
    return f"- {' '.join(filter(None, (finding.message, finding.suggestion)))}"
