"""The critic that finds personal data and secrets in an answer."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Finding, Location, Prompt
from redraft.critics.private_data.allowing import Allowed, is_role, plain
from redraft.critics.private_data.hits import KINDS, SECRETS, SEVERITIES, Hit, Kind, Severity
from redraft.critics.private_data.identities import is_installed
from redraft.critics.private_data.masking import masked
from redraft.critics.private_data.searching import search
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 1_000_000
"""Of a longer answer only so much is searched, which takes about a second; the rest leaves it unscored."""

# Rises when the code of a search changes what it finds.
_SEARCH_VERSION = "searches 2"

_Say = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A find, where it stands, and how bad it is.

    Attributes:
        hit: the find.
        location: its place in the draft's text; None in a tool call.
        severity: how bad it is here.
        note: key of the phrase that says why it is less bad than usual; None when it is not.
    """

    hit: Hit
    location: Location | None
    severity: Severity
    note: str | None = None


@final
class PrivateData:
    """A verified critic: no payment card, account, identity number, address or secret leaves in the answer.

    What has check digits is computed, what has a published prefix is recognised by it, and only clear forms count
    among the rest. The score is 0.0 when something leaves that must not. Otherwise the critique is unscored and
    `Critique.unrefuted`: that no pattern was found proves neither that nothing leaks nor that the answer is any good,
    so it must not outrank a critic who judges the answer; but it lets such a draft replace one with a leak.

    Names, street addresses and whatever is described in words are not found. Findings show at most a quarter of what
    they are about, and nothing of passwords and keys: critiques go to models, logs and records.

    Args:
        kinds: which of `KINDS` are searched; None for all that can be.
        allow: values that may be said, whatever their separators and case.
        allow_domains: domains whose e-mail addresses may be said, their subdomains included.
        allow_examples: whether values that stand for nobody may be said: the test cards of processors, ``example.com``,
            555-01xx and the like.
        allow_from_prompt: whether what the user's own messages hold may be repeated. Secrets are then minor findings,
            all else is none. What stands in a system prompt, an earlier answer or a tool's output is never excused.
        max_findings: most findings in one critique; how many more there are is said in its text.
        language: language of the findings; None follows the prompt.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when a kind is unknown or `max_findings` is not positive.
        MissingExtra: when ``national_id`` is among the `kinds` and python-stdnum is not installed.
    """

    def __init__(
        self,
        *,
        kinds: Iterable[Kind] | None = None,
        allow: Iterable[str] = (),
        allow_domains: Iterable[str] = (),
        allow_examples: bool = True,
        allow_from_prompt: bool = True,
        max_findings: int = 20,
        language: str | None = None,
        name: str = "private_data",
    ) -> None:
        if max_findings < 1:
            raise Misuse(f"`max_findings` must be 1 or more, got {max_findings!r}; leave it out for 20")
        self.name = name
        self._kinds = _kinds_of(kinds)
        self._unsearched = tuple(kind for kind in KINDS if kind not in self._kinds)
        allowed, domains = tuple(allow), tuple(allow_domains)
        self._allowed = Allowed(allowed, domains, examples=allow_examples)
        self._allow_from_prompt, self._max_findings, self._language = allow_from_prompt, max_findings, language
        self._settings = (repr(self._kinds), repr(allowed), repr(domains), f"{allow_examples} {allow_from_prompt}")

    @property
    def kind(self) -> CriticKind:
        """``verified``: numbers are computed and forms looked up, nothing is judged."""
        return "verified"

    @property
    def version(self) -> str:
        """Changes with the searches, the settings, and whether numbers of people can be checked."""
        return version_of(("private_data",), _SEARCH_VERSION, *self._settings)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """What `draft` gives away."""
        return await asyncio.to_thread(self._examined, prompt, draft)

    def _examined(self, prompt: Prompt, draft: Draft) -> Critique:
        say = _say(self._language or language_of(prompt.text))
        said = [_said_in(part.data) for part in draft.parts if part.kind == "tool_call"]
        found = self._found(prompt, draft.text, said)
        blank = Critique(
            critic=self.name, version=self.version, kind=self.kind, reason="not searched",
            details={"not searched": ", ".join(self._unsearched)} if self._unsearched else {},
        )  # fmt: skip
        findings = tuple(_finding(one, say) for one in found[: self._max_findings])
        if any(one.severity != "minor" for one in found):
            text = _in_words(findings, len(found), say)
            return replace(blank, score=0.0, reason=None, text=text, findings=findings)
        longest = max(len(draft.text), *map(len, said), 0)
        if longest > MAX_CHARACTERS:
            reason = say("too_long", n=f"{longest:,}", limit=f"{MAX_CHARACTERS:,}")
            return replace(blank, reason=reason, findings=findings)
        return replace(blank, reason=say("nothing"), findings=findings, unrefuted=True)

    def _found(self, prompt: Prompt, answer: str, said: Sequence[str]) -> list[_Found]:
        """What may not leave and what is only noted, those that may not leave first."""
        text = answer[:MAX_CHARACTERS]
        places: list[tuple[Hit, Location | None]] = [
            (hit, Location(start=hit.start, end=hit.end)) for hit in search(text, self._kinds)
        ]
        for call in said:
            places += [(hit, None) for hit in search(call[:MAX_CHARACTERS], self._kinds)]
        kept = [(hit, place) for hit, place in places if not self._allowed.allows(hit)]
        given = self._given(prompt) if kept and self._allow_from_prompt else frozenset()
        judged = (self._judged(hit, place, given) for hit, place in kept)
        return sorted((one for one in judged if one is not None), key=lambda one: one.severity == "minor")

    def _judged(self, hit: Hit, place: Location | None, given: frozenset[str]) -> _Found | None:
        if plain(hit.value) in given:
            if hit.kind not in SECRETS:
                return None
            return _Found(hit=hit, location=place, severity="minor", note="from_prompt")
        if is_role(hit):
            return _Found(hit=hit, location=place, severity="minor", note="role")
        return _Found(hit=hit, location=place, severity=SEVERITIES[hit.kind])

    def _given(self, prompt: Prompt) -> frozenset[str]:
        """What the user's own messages hold, as it is compared."""
        said = (message.text[:MAX_CHARACTERS] for message in prompt.messages if message.role == "user")
        return frozenset(plain(hit.value) for text in said for hit in search(text, self._kinds))


def _said_in(call: Mapping[str, object]) -> str:
    """What a tool call says: every name, text and number in its plain values, a line for each.

    Arguments come as JSON inside a text and are read. A name stands before its value, so that a label such as
    "password" is seen there; what is deeper stands alone, or every line would hold all names above it.
    """
    lines: list[str] = []
    waiting: list[object] = [call]
    while waiting:  # and not one function inside the other: values can be nested as deep as a hostile draft likes
        value = _read(waiting.pop())
        if isinstance(value, Mapping):
            for name, held in value.items():
                held = _read(held)
                if isinstance(held, Mapping | list | tuple):
                    lines.append(str(name))
                    waiting.append(held)
                else:
                    lines.append(f"{name}: {held}")
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        else:
            lines.append(str(value))
    return "\n".join(lines)


def _read(value: object) -> object:
    """A value, or what it holds if it is a text of JSON; an object then as one mapping for each of its names.

    Of two values with one name both are kept: who receives the call may take either.
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        with suppress(ValueError, RecursionError):
            return json.loads(value, object_pairs_hook=lambda pairs: [{name: held} for name, held in pairs])
    return value


def _kinds_of(kinds: Iterable[Kind] | None) -> tuple[Kind, ...]:
    if kinds is None:
        return tuple(kind for kind in KINDS if kind != "national_id" or is_installed())
    wanted = tuple(kinds)
    unknown = [kind for kind in wanted if kind not in KINDS]
    if unknown or not wanted:
        shown_kinds = repr(unknown[0]) if unknown else "none"
        raise Misuse(f"`kinds` are some of {', '.join(KINDS)}, got {shown_kinds}; leave it out for all")
    if "national_id" in wanted:
        search("", ("national_id",))  # says now, and not at the first draft, that its package is missing
    return tuple(kind for kind in KINDS if kind in wanted)


def _finding(found: _Found, say: _Say) -> Finding:
    hit = found.hit
    what = say(hit.kind, what=hit.what) if hit.what else say(f"{hit.kind}_any")
    where = "stands" if found.location is not None else "stands_in_call"
    message = say(where, what=what, masked=masked(hit) or say("hidden", n=str(len(hit.value))))
    notes = (say(hit.why), *(() if found.note is None else (say(found.note),)))
    return Finding(
        kind=hit.kind,
        message=message,
        severity=found.severity,
        location=found.location,
        suggestion=say("secret_advice" if hit.kind in SECRETS else "advice"),
        evidence=notes,
    )


def _in_words(findings: Sequence[Finding], n_found: int, say: _Say) -> str:
    lines = [say("leaks"), *(f"- {finding.message}" for finding in findings)]
    more = [say("more", n=str(n_found - len(findings)))] if n_found > len(findings) else []
    secret = any(finding.kind in SECRETS for finding in findings)
    return "\n".join([*lines, *more, say("secret_advice" if secret else "advice")])


def _say(language: str) -> _Say:
    texts = load_phrases("private_data", language)

    def say(key: str, **values: str) -> str:
        return texts[key].fill(**{name: value for name, value in values.items() if name in texts[key].places})

    return say
