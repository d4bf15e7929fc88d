"""The model's answers to a request and to its counterfactuals: asked once for a prompt, kept for its later drafts."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from redraft.core import Context, Draft, Message, Model, Part, Prompt, Request, Usage, total
from redraft.critics.bias.choices import Option, options_of, reordered
from redraft.critics.bias.exchange import Exchange
from redraft.errors import ModelError
from redraft.prompts import language_of, load

KEPT_AS = "answers"
"""Under which name a critique's details hold them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the model answers.

    Attributes:
        own: to the request as it stands.
        exchanged: to the request with the groups exchanged.
        reordered: to that with its options in the order of the request; None where the options name no group.
    """

    own: str
    exchanged: str
    reordered: str | None = None


class Asked(NamedTuple):
    """Answers and what they cost."""

    answers: Answers
    usage: Usage


def kept_before(context: Context, critic: str, version: str) -> Answers | None:
    """The answers that an earlier critique of the same critic holds; None when there is none."""
    for attempt in context.attempts:
        for critique in attempt.critiques:
            packed = critique.details.get(KEPT_AS)
            if critique.critic == critic and critique.version == version and packed is not None:
                return Answers(**json.loads(packed))
    return None


def packed(answers: Answers) -> str:
    """The answers as a text for a critique's details."""
    return json.dumps(asdict(answers), ensure_ascii=False)


async def ask_all(
    model: Model,
    prompt: Prompt,
    exchange: Exchange,
    two: tuple[str, str] | None,
    *,
    own: str | None,
    max_tokens: int | None,
) -> Asked:
    """Ask what is missing, side by side.

    Args:
        model: the one that writes.
        prompt: the request.
        exchange: the groups that change places in it.
        two: letters of the options that name the two groups; None where the options do not.
        own: the model's answer to the request, where it is known.
        max_tokens: bound on the tokens of an answer; None leaves it to the prompt and the endpoint.

    Raises:
        ModelError: when an answer is missing.
    """
    conversations = _exchanged(prompt, exchange, two)
    if own is None:
        conversations["own"] = prompt.messages
    drafts = await _side_by_side(model, prompt, conversations, max_tokens)
    texts = {name: draft.text for name, draft in drafts.items()}
    answers = Answers(**({} if own is None else {"own": own}), **texts)
    return Asked(answers=answers, usage=total(draft.usage for draft in drafts.values()))


async def ask_again(
    model: Model,
    prompt: Prompt,
    exchange: Exchange,
    two: tuple[str, str] | None,
    before: Answers,
    *,
    reports: tuple[str, str],
    own: str,
    max_tokens: int | None,
) -> Asked:
    """Ask for redrafts in the exchanged conversations: the request, the answer that it got, and a finding about it.

    Args:
        model: the one that writes.
        prompt: the request.
        exchange: the groups that change places in it.
        two: letters of the options that name the two groups; None where the options do not.
        before: the model's first answers.
        reports: the finding about the answer to the exchanged request, and to that with its options in first order.
        own: the redraft of the answer to the request itself.
        max_tokens: bound on the tokens of an answer; None leaves it to the prompt and the endpoint.

    Raises:
        ModelError: when an answer is missing.
    """
    conversations = {
        name: _told(messages, answer, report)
        for (name, messages), answer, report in zip(
            _exchanged(prompt, exchange, two).items(), (before.exchanged, before.reordered or ""), reports, strict=False
        )
    }
    drafts = await _side_by_side(model, prompt, conversations, max_tokens)
    texts = {name: draft.text for name, draft in drafts.items()}
    return Asked(answers=Answers(own=own, **texts), usage=total(draft.usage for draft in drafts.values()))


def _exchanged(prompt: Prompt, exchange: Exchange, two: tuple[str, str] | None) -> dict[str, tuple[Message, ...]]:
    """The exchanged request, and the same with its options in the order of the request where they name the groups."""
    swapped = with_texts(prompt.messages, lambda text: exchange.apply(text).text)
    if two is None:
        return {"exchanged": swapped}
    again = with_texts(swapped, lambda text: _in_first_order(text, two), only=_last(swapped))
    return {"exchanged": swapped, "reordered": again}


def _told(messages: tuple[Message, ...], answer: str, report: str) -> tuple[Message, ...]:
    """A conversation that goes on with an answer and a finding about it, as `redraft_bias` asks for the next one."""
    asked = messages[_last(messages)].text
    language = language_of(asked)
    repeated = load("redraft_repeat", language).fill(prompt=asked).rstrip()
    said = "\n\n".join((report, repeated, load("redraft_bias", language).text.rstrip()))
    return (*messages, Message.of("assistant", answer), Message.of("user", said))


async def _side_by_side(
    model: Model, prompt: Prompt, conversations: Mapping[str, tuple[Message, ...]], max_tokens: int | None
) -> dict[str, Draft]:
    limit = prompt.options.get("max_tokens") if max_tokens is None else max_tokens

    async def one(messages: tuple[Message, ...]) -> Draft:
        request = Request(messages=messages, temperature=0.0, max_tokens=limit, cache_key=prompt.id)
        return (await model.generate(request))[0]

    try:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(one(messages)) for name, messages in conversations.items()}
    except* ModelError as failed:
        raise failed.exceptions[0] from None
    return {name: task.result() for name, task in tasks.items()}


def with_texts(
    messages: tuple[Message, ...], change: Callable[[str], str], *, only: int | None = None
) -> tuple[Message, ...]:
    """The messages with their texts changed, or those of one of them."""
    return tuple(
        replace(message, parts=tuple(_changed(part, change) for part in message.parts))
        if only in (None, i)
        else message
        for i, message in enumerate(messages)
    )


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    return part if part.text is None else replace(part, text=change(part.text))


def _in_first_order(text: str, two: tuple[str, str]) -> str:
    options: Mapping[str, Option] = options_of(text)
    return reordered(text, options[two[0]], options[two[1]]) if set(two) <= options.keys() else text


def _last(messages: tuple[Message, ...]) -> int:
    """The message that `Prompt.text` is read from."""
    asked = [i for i, message in enumerate(messages) if message.role == "user"]
    return asked[-1] if asked else len(messages) - 1
