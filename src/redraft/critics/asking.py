"""What critics that ask a model share: showing a draft in words, asking, and turning the reply into a critique."""

import json
from collections.abc import Sequence
from dataclasses import replace

from redraft.core import CriticKind, Critique, Draft, Finding, Message, Model, Part, Request
from redraft.critics.verdicts import read_findings, read_verdict, reply_of
from redraft.errors import CriticFailed


def shown(parts: Sequence[Part]) -> str:
    """Parts of a message or a draft in words: text as it is, tool calls as JSON on a line of their own.

    Raises:
        CriticFailed: when there is a part that words cannot show.
    """
    if all(part.kind == "text" for part in parts):
        return "".join(part.text or "" for part in parts)
    return "\n".join(_in_words(part) for part in parts)


def _in_words(part: Part) -> str:
    if part.kind == "text":
        return part.text or ""
    if part.kind == "tool_call":
        return json.dumps(dict(part.data), ensure_ascii=False, sort_keys=True, default=str)
    raise CriticFailed(f"this critic reads text and tool calls, not {part.kind!r} parts")


def with_check(messages: tuple[Message, ...], check: str) -> tuple[Message, ...]:
    """A conversation that ends with a check.

    After a user's message the check joins that message: two user turns in a row are refused by some chat templates, and
    appending keeps every token before it as it was, so that the endpoint's prefix cache serves the conversation again.
    """
    last = messages[-1]
    if last.role != "user":
        return (*messages, Message.of("user", check))
    return (*messages[:-1], replace(last, parts=(*last.parts, Part(text=f"\n\n{check}"))))


async def ask(model: Model, messages: tuple[Message, ...], *, max_tokens: int | None, cache_key: str) -> Draft:
    """The model's most likely reply.

    Raises:
        ModelError: when there is none.
    """
    request = Request(messages=messages, temperature=0.0, max_tokens=max_tokens, cache_key=cache_key)
    return (await model.generate(request))[0]


def critique_from(reply: Draft, draft: Draft, *, critic: str, version: str, kind: CriticKind) -> Critique:
    """The critique that a reply of reasoning, located problems and a verdict amounts to; unscored if unreadable."""
    text = reply_of(reply.text)
    score = reason = None
    findings: tuple[Finding, ...] = ()
    try:
        score = read_verdict(text)
        findings = read_findings(text, draft.text, passed=score >= 0.5)
    except CriticFailed as failure:
        reason = f"{failure}{cut_off(reply)}"
    return Critique(
        critic=critic,
        version=version,
        kind=kind,
        score=score,
        reason=reason,
        text=text,
        findings=findings,
        usage=reply.usage,
    )


def cut_off(reply: Draft) -> str:
    """What to add to a reason when the reply was cut off by its token limit."""
    return " (the reply was cut off: allow the critic more `max_tokens`)" if reply.finish_reason == "length" else ""
