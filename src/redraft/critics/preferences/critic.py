"""The critic that holds an answer against what a person prefers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import final

from redraft.core import Context, CriticKind, Critique, Draft, Embedder, Finding, Location, Model, Prompt
from redraft.critics.preferences.checks import Breach, breaches
from redraft.critics.preferences.describing import CODE, in_words
from redraft.critics.preferences.instructing import with_instruction
from redraft.critics.preferences.judging import judged
from redraft.critics.preferences.preference import Preference
from redraft.critics.preferences.profile import Profile
from redraft.critics.preferences.retrieving import (
    N_NEAREST,
    ByMeaning,
    ByWords,
    Retrieved,
    Similarity,
    Superseded,
    retrieve,
)
from redraft.critics.versions import version_of
from redraft.errors import Misuse
from redraft.prompts import language_of, load_phrases

MAX_CHARACTERS = 200_000
"""Longer drafts are not checked, so that an examination stays below a second."""

_CHECKS_VERSION = "checks 2"
_SHOWN, _IN_DETAILS = 160, 400
_Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class _Broken:
    preference: Preference
    breach: Breach


@final
class Preferences:
    """A critic that asks whether a draft is as a person likes it, learnt from their edits of earlier answers.

    The preferences whose contexts are nearest to the request are taken, and those that hold everywhere. What code can
    decide, it decides: an answer that breaks such a preference scores 0.0, *verified*. The others, and those whose
    sentence says more than their checks, are judged by the model, if one is given: *external*, or *intrinsic* where it
    wrote the draft. Without a model an answer that keeps
    all that code can check is unscored and `Critique.unrefuted`: being written as somebody likes it does not make an
    answer right, so it must not outrank a critic who says that it is wrong.

    Each finding names the preference and shows the edit that it was learnt from.

    Args:
        profile: the person's preferences; `read_profile` reads them from a file.
        model: judges what code cannot; nobody when None. It is sent the request, the draft, and of the preferences
            that code cannot decide the sentence and the edit.
        embedder: finds similar contexts; by words when None. It is sent contexts and requests.
        n: preferences with a context that are taken at most.
        instruct: whether the writer is told the sentences that hold for a request before it writes.
        language: language of prompt and findings; None follows the prompt.
        max_tokens: bound on the tokens of a reply; None leaves it to the endpoint.
        seed: seed of the boundary that texts are quoted in.
        name: how records and configuration call this critic.

    Raises:
        Misuse: when `n` is negative or the model does not chat.

    Source: gao2024prelude
    """

    def __init__(
        self,
        profile: Profile,
        *,
        model: Model | None = None,
        embedder: Embedder | None = None,
        n: int = N_NEAREST,
        instruct: bool = True,
        language: str | None = None,
        max_tokens: int | None = None,
        seed: int = 0,
        name: str = "preferences",
    ) -> None:
        if n < 0:
            raise Misuse(f"`n` must be 0 or more, got {n!r}; leave it out for {N_NEAREST}")
        if model is not None and model.dialect != "chat":
            raise Misuse(f"preferences are judged by a model that chats, {model.name!r} does not; name another or none")
        self.name = name
        self._profile, self._model, self._n, self._seed = profile, model, n, seed
        self._similarity: Similarity = ByWords() if embedder is None else ByMeaning(embedder)
        self._embedder = "" if embedder is None else embedder.name
        self._instruct, self._language, self._max_tokens = instruct, language, max_tokens

    @property
    def asks_every_draft(self) -> bool:
        """Whether a model may be asked about every draft: only where some preference is beyond code."""
        return self._model is not None and any(one.on and _is_beyond(one) for one in self._profile.preferences)

    @property
    def kind(self) -> CriticKind:
        """``external`` with a model, ``verified`` without; a critique says which of the two decided it."""
        return "verified" if self._model is None else "external"

    @property
    def version(self) -> str:
        """Changes with the profile, the model, the embedder and the wording of the prompts."""
        model = "" if self._model is None else self._model.name
        texts = ("preferences", "preferences_judge")
        return version_of(
            texts,
            _CHECKS_VERSION,
            self._profile.sha256,
            model,
            self._embedder,
            str(self._n),
            str(self._language),
            str(self._instruct),
        )

    async def instructed(self, prompt: Prompt) -> Prompt:
        """The prompt as its writer should see it, with the preferences that hold for it."""
        return with_instruction(prompt, await self.retrieved(prompt), seed=self._seed) if self._instruct else prompt

    async def retrieved(self, prompt: Prompt) -> Retrieved:
        """The preferences that hold for a prompt."""
        return await retrieve(self._profile.preferences, prompt.text, n=self._n, similarity=self._similarity)

    async def examine(self, prompt: Prompt, draft: Draft, context: Context) -> Critique:
        """Whether `draft` is as the person likes it.

        Raises:
            ModelError: when the model or the embedder gives no answer.
            CriticFailed: when the draft cannot be shown to the model.
        """
        language = self._language or language_of(prompt.text)
        say = _say(language)
        retrieved = await self.retrieved(prompt)
        blank = Critique(
            critic=self.name, version=self.version, kind="verified", reason="not examined",
            details=_details(retrieved) | self._unread(),
        )  # fmt: skip
        if not retrieved.preferences:
            return replace(blank, reason=say("none"))
        if len(draft.text) > MAX_CHARACTERS:
            return replace(blank, reason=say("too_long", n=f"{len(draft.text):,}", limit=f"{MAX_CHARACTERS:,}"))
        broken = [
            _Broken(preference, breach)
            for preference in retrieved.preferences
            for check in preference.checks
            for breach in breaches(check, draft.text)
        ]
        if broken:
            findings = tuple(self._finding(one, language, say) for one in broken)
            return replace(blank, score=0.0, reason=None, text=_in_words(findings, say), findings=findings)
        beyond = [preference for preference in retrieved.preferences if _is_beyond(preference)]
        n_checked = sum(1 for preference in retrieved.preferences if preference.checks)
        if self._model is None or not beyond:
            reason = say("kept", n=str(n_checked)) if n_checked else say("beyond", n=str(len(beyond)))
            return replace(blank, reason=reason, unrefuted=n_checked > 0)
        return await self._by_model(self._model, prompt, draft, beyond, language, blank, say)

    async def _by_model(
        self,
        model: Model,
        prompt: Prompt,
        draft: Draft,
        preferences: Sequence[Preference],
        language: str,
        blank: Critique,
        say: _Say,
    ) -> Critique:
        critique, named = await judged(
            model, prompt, draft, preferences, critic=self.name, version=self.version, language=language,
            seed=self._seed, max_tokens=self._max_tokens,
        )  # fmt: skip
        findings = tuple(
            finding if place not in named else self._with_origin(finding, named[place], say)
            for place, finding in enumerate(critique.findings)
        )
        return replace(critique, findings=findings, details=blank.details)

    def _unread(self) -> dict[str, str]:
        """What of the profile could not be read: whoever wonders why a preference does nothing finds it here."""
        problems = (f"line {problem.line}: {problem.message}" for problem in self._profile.problems)
        return {"not read": _cut("; ".join(problems), _IN_DETAILS)} if self._profile.problems else {}

    def _finding(self, broken: _Broken, language: str, say: _Say) -> Finding:
        place, breach = broken.breach.place, broken.breach
        found = say(_found_key(breach), found=_short(breach.found))
        finding = Finding(
            kind="preference",
            message=f"{say('breach', says=in_words((breach.check,), language))} {found}",
            location=None if place is None else Location(start=place.start, end=place.end),
            suggestion=say("advice"),
        )
        return self._with_origin(finding, broken.preference, say)

    def _with_origin(self, finding: Finding, preference: Preference, say: _Say) -> Finding:
        """The finding with the edit that the preference was learnt from, and where it stands."""
        origin = say("origin", id=preference.id, date=preference.date or "?", says=_short(preference.says))
        written = preference.written
        edit = () if written is None else (f"- {_short(written.before)}", f"+ {_short(written.after)}")
        sources = (self._profile.provenance(preference),)
        return replace(finding, evidence=(*finding.evidence, origin, *edit), sources=sources)


def _is_beyond(preference: Preference) -> bool:
    """Whether its sentence says something that its checks do not."""
    if preference.by == CODE or not preference.checks:
        return not preference.checks
    return preference.says != in_words(preference.checks, language_of(preference.says))


def _found_key(breach: Breach) -> str:
    if breach.check.name in ("max_words", "min_words", "language"):
        return f"found_{'words' if breach.check.name != 'language' else 'language'}"
    return "found_nothing" if breach.place is None else "found_here"


def _in_words(findings: Sequence[Finding], say: _Say) -> str:
    messages = dict.fromkeys(finding.message for finding in findings)
    return "\n".join([say("broken"), *(f"- {message}" for message in messages), say("advice")])


def _details(retrieved: Retrieved) -> dict[str, str]:
    details = {"preferences": ", ".join(preference.id for preference in retrieved.preferences) or "none"}
    if retrieved.superseded:
        details["superseded"] = _cut("; ".join(map(superseded_in_words, retrieved.superseded)), _IN_DETAILS)
    return details


def superseded_in_words(one: Superseded) -> str:
    """What gave way to what: ``max_words 60 (3f2a1b4c) gives way to min_words 80 (77aa01ff, 2026-11-22)``."""
    newer = f"{one.newer.id}, {one.newer.date}" if one.newer.date else one.newer.id
    return f"{one.check} ({one.preference.id}) gives way to {one.by} ({newer})"


def _short(text: str) -> str:
    return _cut(" ".join(text.split()), _SHOWN)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _say(language: str) -> _Say:
    phrases = load_phrases("preferences", language)

    def say(key: str, **values: str) -> str:
        return phrases[key].fill(**{name: value for name, value in values.items() if name in phrases[key].places})

    return say
