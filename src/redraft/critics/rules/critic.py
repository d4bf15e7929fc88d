"""The critic that checks rules."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, final

from redraft.core import Context, CriticKind, Critique, Draft, Finding, Prompt
from redraft.critics.rules.checks import Check, Contains, Length, Say, Undecided, Unit
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of, load_phrases

# One forbidden letter can stand in a long draft a million times, and locating each problem takes time.
_MAX_PROBLEMS_OF_A_RULE = 100


@final
class Rules:
    """A verified critic: the draft keeps every rule, or each breach is a finding with its place and what to do.

    Rules are checked on the draft's words. The score is 1.0 when all are kept and 0.0 when one is broken. When a rule
    cannot be decided (a pattern runs out of time, JSON is too large) and no other is broken, the critique is unscored.

    Args:
        json_schema: the whole draft is one JSON value that keeps this schema; ``format`` is a note, not a rule, and
            nothing is fetched.
        must_match: regular expressions that must be found in the draft; one, or several.
        must_not_match: regular expressions that must not be found in it.
        must_contain: words that must stand in the draft, taken literally.
        must_not_contain: words that must not stand in it.
        min_characters: fewest code points.
        max_characters: most code points.
        min_words: fewest words; a Chinese or Japanese character is a word.
        max_words: most words.
        min_lines: fewest lines.
        max_lines: most lines.
        ignore_case: whether words and patterns are found in either case; does not concern the JSON schema.
        pattern_timeout_s: seconds that all pattern searches on one draft may take together, the schema's included.
            Patterns and schemas are checked in a thread, so other work goes on meanwhile.
        max_findings: most findings in one critique; how many more there are is said in its text.
        name: how records and configuration call this critic.
        language: language of the findings; None follows the prompt.

    Raises:
        Misuse: when there is no rule, a bound cannot be kept, a pattern is no regular expression, or the schema is not
            valid or refers to what is not in it.
    """

    def __init__(
        self,
        *,
        json_schema: Mapping[str, Any] | None = None,
        must_match: str | Sequence[str] = (),
        must_not_match: str | Sequence[str] = (),
        must_contain: str | Sequence[str] = (),
        must_not_contain: str | Sequence[str] = (),
        min_characters: int | None = None,
        max_characters: int | None = None,
        min_words: int | None = None,
        max_words: int | None = None,
        min_lines: int | None = None,
        max_lines: int | None = None,
        ignore_case: bool = False,
        pattern_timeout_s: float = 2.0,
        max_findings: int = 20,
        name: str = "rules",
        language: str | None = None,
    ) -> None:
        self.name = name
        self._language = language
        self._max_findings = _positive("max_findings", max_findings)
        self._timeout_s = _positive("pattern_timeout_s", pattern_timeout_s)
        self._searches: tuple[Check, ...] = (
            *_patterns(must_match, must_not_match, ignore_case),
            *_schema(json_schema),
        )
        self._checks: tuple[Check, ...] = (
            *(Contains(wanted=words, ignore_case=ignore_case) for words in _several(must_contain)),
            *(Contains(wanted=words, forbidden=True, ignore_case=ignore_case) for words in _several(must_not_contain)),
            *_lengths("characters", min_characters, max_characters),
            *_lengths("words", min_words, max_words),
            *_lengths("lines", min_lines, max_lines),
        )
        # Written out, the rules are their own version.
        self._version = version_of((), *map(repr, (*self._checks, *self._searches)))
        if not self._checks and not self._searches:
            raise Misuse("a rules critic without rules passes everything; give at least one, such as max_words=100")

    @property
    def kind(self) -> CriticKind:
        """``verified``: rules are decided, not judged."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the rules."""
        return self._version

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether `draft` keeps the rules."""
        language = self._language or language_of(prompt.text)
        outcome = await self._outcome(draft.text, language)
        kept = outcome.findings[: self._max_findings]
        text = _in_words(kept, len(outcome.findings) - len(kept), _say(language))
        score = 0.0 if outcome.findings else 1.0
        reason = "; ".join(outcome.undecided) if outcome.undecided and not outcome.findings else None
        return Critique(
            critic=self.name,
            version=self.version,
            kind=self.kind,
            score=score if reason is None else None,
            reason=reason,
            text=text if reason is None else "",
            findings=kept,
        )

    async def _outcome(self, text: str, language: str) -> "_Outcome":
        if not self._searches:
            return _checked(self._checks, text, _say(language))
        return await asyncio.to_thread(self._searched, text, language)

    def _searched(self, text: str, language: str) -> "_Outcome":
        # Imported here: the pattern package is needed for pattern and schema rules only.
        from redraft.critics.rules.patterns import searching_within

        with searching_within(self._timeout_s):
            return _checked((*self._checks, *self._searches), text, _say(language))


class _Outcome(NamedTuple):
    findings: tuple[Finding, ...]
    undecided: tuple[str, ...]


def _checked(checks: Sequence[Check], text: str, say: Say) -> _Outcome:
    findings: list[Finding] = []
    undecided: list[str] = []
    for check in checks:
        problems = islice(check.problems(text, say), _MAX_PROBLEMS_OF_A_RULE)
        try:
            findings.extend(problems)
        except Undecided as failure:  # what the rule had found before stays found
            undecided.append(str(failure))
    findings.sort(key=lambda finding: finding.location.start if finding.location is not None else -1)
    return _Outcome(tuple(findings), tuple(undecided))


def _in_words(findings: Sequence[Finding], n_more: int, say: Say) -> str:
    if not findings:
        return say("kept")
    lines = [f"- {' '.join(filter(None, (finding.message, finding.suggestion)))}" for finding in findings]
    more = [say("more", n=str(n_more))] if n_more else []
    return "\n".join([say("broken"), *lines, *more])


def _say(language: str) -> Say:
    phrases = load_phrases("rules", language)
    return lambda key, **values: phrases[key].fill(**values)


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    # A lone text is one rule, not one rule for each of its letters.
    return (value,) if isinstance(value, str) else tuple(value)


def _lengths(unit: Unit, low: int | None, high: int | None) -> tuple[Length, ...]:
    return () if low is None and high is None else (Length(unit=unit, low=low, high=high),)


def _patterns(wanted: str | Sequence[str], forbidden: str | Sequence[str], ignore_case: bool) -> tuple[Check, ...]:
    if not wanted and not forbidden:
        return ()
    from redraft.critics.rules.patterns import Matches

    return (
        *(Matches(pattern=pattern, ignore_case=ignore_case) for pattern in _several(wanted)),
        *(Matches(pattern=pattern, forbidden=True, ignore_case=ignore_case) for pattern in _several(forbidden)),
    )


def _schema(schema: Mapping[str, Any] | None) -> tuple[Check, ...]:
    if schema is None:
        return ()
    from redraft.critics.rules.json_schema import MatchesSchema

    return (MatchesSchema(schema),)


def _positive(name: str, value: float) -> Any:
    if value <= 0:
        raise Misuse(f"`{name}` must be more than 0, got {value!r}")
    return value
