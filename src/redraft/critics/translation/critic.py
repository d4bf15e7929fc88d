"""The critic that checks translations by code."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, final

from redraft.core import Context, CriticKind, Critique, Draft, Finding, Location, Prompt
from redraft.critics.translation.check import Check, Flaw, flaws_by
from redraft.critics.translation.checks import CHECKS, NAMES
from redraft.critics.translation.detection import detected
from redraft.critics.translation.glossary import Glossary
from redraft.critics.translation.languages import language as language_named
from redraft.critics.translation.prose import prose_of
from redraft.critics.translation.segment import Segment, segment_of
from redraft.critics.translation.terms import check_of
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 50_000
"""Source and target together: longer ones are documents, to be checked segment by segment."""

# Rises when the code of a check changes what it finds.
_CHECKS_VERSION = "checks 3"

# A source with so many letters says something; "OK" may well become a check mark. A Chinese one needs fewer.
_SAYS_SOMETHING, _FIRST_OF_CJK = 8, "\u2e80"
_MAX_SHOWN, _MAX_TEXT = 160, 4000
_MIN_LETTERS, _LIKELY = 15, 0.6
_PLACES_OF_SEVERITY = ("critical", "major", "minor")

_Say = Callable[..., str]


class _Seen(NamedTuple):
    check: str
    flaw: Flaw


@final
class TranslationCritic:
    """A verified critic: what code can tell about a translation without knowing what it should be.

    The score is 0.0 when something is broken that no right translation breaks: a lost placeholder or tag, an ICU
    message that cannot be read, another language, a copy of the source, a term of the glossary. Everything else is
    unscored: what code can check may all hold in a wrong translation, so the critique is `Critique.unrefuted`, with
    what is worth a look as minor findings. Which checks refute and which warn follows what they are worth on
    translations that people judged.

    Args:
        source_language: tag or name of the language of the source, where the prompt does not say.
        target_language: the same for the translation.
        glossary: terms and their translations; None for none.
        skip: names of checks to leave out.
        warn_only: names of checks whose findings warn and never refute.
        max_findings: most findings in one critique; how many more there are is said in its text.
        language: language of the findings; None follows the prompt.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when a language is not known, no check is called so, or `max_findings` is not positive.
    """

    def __init__(
        self,
        *,
        source_language: str | None = None,
        target_language: str | None = None,
        glossary: Glossary | None = None,
        skip: Sequence[str] = (),
        warn_only: Sequence[str] = (),
        max_findings: int = 20,
        language: str | None = None,
        name: str = "translation",
    ) -> None:
        if max_findings < 1:
            raise Misuse(f"`max_findings` must be 1 or more, got {max_findings!r}; leave it out for 20")
        for option, names in (("skip", skip), ("warn_only", warn_only)):
            unknown = [one for one in names if one not in NAMES]
            if unknown:
                raise Misuse(f"`{option}` names no check: {unknown[0]!r}; there are {', '.join(NAMES)}")
        self.name = name
        self._source = None if source_language is None else language_named(source_language)
        self._target = None if target_language is None else language_named(target_language)
        self._glossary, self._skip, self._warn_only = glossary, frozenset(skip), frozenset(warn_only)
        self._max_findings, self._language = max_findings, language
        checks = CHECKS if glossary is None else (*CHECKS, check_of(glossary))
        self._checks: tuple[Check, ...] = tuple(check for check in checks if check.name not in self._skip)

    @property
    def kind(self) -> CriticKind:
        """``verified``: source and target are compared, nobody is asked."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the checks, their settings, the glossary and the words of the findings."""
        return version_of(
            ("translation",), _CHECKS_VERSION, self._source or "", self._target or "",
            "" if self._glossary is None else self._glossary.sha256, *sorted(self._skip), "|",
            *sorted(self._warn_only),
        )  # fmt: skip

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What the checks say about `draft` as a translation of what `prompt` gives.

        Raises:
            CriticFailed: when the prompt gives nothing to translate, or a language is not known.
            MissingExtra: without the packages of the extra ``translation``.
        """
        segment = segment_of(prompt, source_language=self._source, target_language=self._target)
        if "source" not in prompt.metadata:
            segment = _with_ends_of(draft.text, segment)
        say = _say(self._language or language_of(prompt.text))
        return await asyncio.to_thread(self._examined, segment, draft.text, say)

    def flaws(self, segment: Segment, target: str) -> list[tuple[str, Flaw]]:
        """Every flaw with the name of its check: those that refute first, then in the order of the text."""
        if not target.strip():
            found = [_Seen("empty", Flaw(says="empty", severity="critical"))]
        elif _wordless(segment.source, target):
            found = [_Seen("empty", Flaw(says="wordless", severity="critical"))]
        else:
            found = [_Seen(*one) for one in flaws_by(self._checks, segment, target)]
        found.sort(key=lambda one: (self._rank(one), one.flaw.start if one.flaw.start is not None else -1))
        return [(one.check, one.flaw) for one in found]

    def _rank(self, one: _Seen) -> int:
        return 2 if one.check in self._warn_only else _PLACES_OF_SEVERITY.index(one.flaw.severity)

    def _examined(self, segment: Segment, target: str, say: _Say) -> Critique:
        n = len(segment.source) + len(target)
        if n > MAX_CHARACTERS:
            return self._unscored(say("too_long_text", n=f"{n:,}", limit=f"{MAX_CHARACTERS:,}"), segment)
        if segment.source_language is None:
            segment = replace(segment, source_language=_told_by(segment.source))
        flaws = [_Seen(*one) for one in self.flaws(segment, target)]
        refuting = [one for one in flaws if self._rank(one) < 2]
        findings = tuple(self._finding(one, say) for one in flaws[: self._max_findings])
        if refuting:
            return Critique(
                critic=self.name, version=self.version, kind=self.kind, score=0.0, findings=findings,
                text=_in_words(findings, len(flaws), say), details=self._details(segment),
            )  # fmt: skip
        reason = say("warnings", n=str(len(flaws))) if flaws else say("unproven")
        return self._unscored(reason, segment, findings, unrefuted=True)

    def _unscored(
        self, reason: str, segment: Segment, findings: tuple[Finding, ...] = (), *, unrefuted: bool = False
    ) -> Critique:
        return Critique(
            critic=self.name, version=self.version, kind=self.kind, reason=reason, unrefuted=unrefuted,
            findings=findings, details=self._details(segment),
        )  # fmt: skip

    def _details(self, segment: Segment) -> Mapping[str, str]:
        found = {"languages": f"{segment.source_language or '?'} to {segment.target_language or '?'}"}
        if self._glossary is not None:
            found["glossary"] = f"{self._glossary.name}, {len(self._glossary.terms)} terms"
            if self._glossary.faults:
                found["glossary rows left out"] = "; ".join(self._glossary.faults[:5])
        return found

    def _finding(self, one: _Seen, say: _Say) -> Finding:
        flaw = one.flaw
        place = None if flaw.start is None or flaw.end is None else Location(start=flaw.start, end=flaw.end)
        return Finding(
            kind=one.check,
            message=say(flaw.says, **{name: _one_line(value) for name, value in flaw.values.items()}),
            severity="minor" if one.check in self._warn_only else flaw.severity,
            location=place,
            suggestion=say("term_advice" if one.check == "glossary" else f"{one.check}_advice"),
            evidence=flaw.evidence,
            sources=flaw.sources,
        )


def _wordless(source: str, target: str) -> bool:
    """Whether there is no letter and no digit in `target`, though `source` says something."""
    if any(map(str.isalnum, target)):
        return False
    return sum(3 if sign >= _FIRST_OF_CJK else 1 for sign in prose_of(source) if sign.isalpha()) >= _SAYS_SOMETHING


def _with_ends_of(target: str, segment: Segment) -> Segment:
    """The segment with the white space around the target: a request does not say where that of its text ends."""
    bare = target.strip()
    start = target.find(bare) if bare else 0
    return replace(segment, source=target[:start] + segment.source.strip() + target[start + len(bare) :])


def _told_by(source: str) -> str | None:
    """The language that a source is likely in, among those that have a table; None for any other.

    It only says how terms are inflected and numbers written, and refutes nothing: less than a sure guess will do.
    """
    tag = detected(prose_of(source), min_letters=_MIN_LETTERS, sure=_LIKELY)
    try:
        return None if tag is None else language_named(tag)
    except Misuse:
        return None


def _one_line(words: str) -> str:
    """Words of the source or the draft for a message: on one line, and not too long."""
    line = " ".join(words.split())
    return line if len(line) <= _MAX_SHOWN else f"{line[: _MAX_SHOWN - 1]}…"


def _in_words(findings: Sequence[Finding], n_flaws: int, say: _Say) -> str:
    """The findings for the next redraft: what refutes, then what warns, as far as there is room."""
    lines = [say("refuted")]
    room, shown, warned = _MAX_TEXT - len(lines[0]), 0, False
    for finding in findings:
        line = f"- {finding.message} {finding.suggestion or ''}".rstrip()
        room -= len(line) + 1
        if room < 0:
            break
        if finding.severity == "minor" and not warned:
            lines.append(say("warned"))
            warned = True
        lines.append(line)
        shown += 1
    if n_flaws > shown:
        lines.append(say("more", n=str(n_flaws - shown)))
    return "\n".join(lines)


def _say(language: str) -> _Say:
    phrases = load_phrases("translation", language)

    def say(key: str, **values: str) -> str:
        return phrases[key].fill(**{name: value for name, value in values.items() if name in phrases[key].places})

    return say
