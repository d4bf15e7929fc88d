"""The prompt that asks a model whether a draft keeps preferences that code cannot check, and what its reply means."""

import re
from collections.abc import Sequence
from dataclasses import replace

from redraft.core import CriticKind, Critique, Draft, Finding, Message, Model, Prompt
from redraft.critics.asking import ask, critique_from, shown
from redraft.critics.preferences.preference import Preference
from redraft.prompts import boundary_for, load, quote

_NUMBER = re.compile(r"\bP(\d{1,3})\b")
_ROLES = ("system", "developer", "user", "assistant", "tool")
_LONGEST = 1500


async def judged(
    model: Model,
    prompt: Prompt,
    draft: Draft,
    preferences: Sequence[Preference],
    *,
    critic: str,
    version: str,
    language: str,
    seed: int,
    max_tokens: int | None,
) -> tuple[Critique, dict[int, Preference]]:
    """The model's verdict, and which finding names which preference.

    Raises:
        ModelError: when it gives no reply.
        CriticFailed: when the draft cannot be shown in words.
    """
    messages = _messages(prompt, draft, preferences, language, seed)
    reply = await ask(model, messages, max_tokens=max_tokens, cache_key=prompt.id)
    kind: CriticKind = "intrinsic" if draft.by == model.name else "external"
    critique = critique_from(reply, draft, critic=critic, version=version, kind=kind)
    named: dict[int, Preference] = {}
    findings: list[Finding] = []
    for place, finding in enumerate(critique.findings):
        number = _NUMBER.search(finding.message)
        if number is not None and 1 <= int(number[1]) <= len(preferences):
            named[place] = preferences[int(number[1]) - 1]
        findings.append(replace(finding, kind="preference"))
    return replace(critique, findings=tuple(findings)), named


def _messages(
    prompt: Prompt, draft: Draft, preferences: Sequence[Preference], language: str, seed: int
) -> tuple[Message, ...]:
    answer = shown(draft.parts)
    turns = [(m.role if m.role in _ROLES else "message", m.text) for m in prompt.messages]
    listed = "\n".join(_listed(number, preference) for number, preference in enumerate(preferences, start=1))
    boundary = boundary_for(seed, prompt.id, listed, answer, *(said for _, said in turns))
    text = load("preferences_judge", language).fill(
        boundary=boundary,
        request="\n".join(quote(said, boundary, label=role) for role, said in turns),
        preferences=quote(listed, boundary, label="preferences"),
        draft=quote(answer, boundary),
    )
    return (Message.of("user", text),)


def _listed(number: int, preference: Preference) -> str:
    """A preference with its edit: a sentence alone says less than what the person did."""
    lines = [f"P{number}: {' '.join(preference.says.split())}"]
    if preference.written is not None:
        lines += [f"  before: {_short(preference.written.before)}", f"  after: {_short(preference.written.after)}"]
    return "\n".join(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
