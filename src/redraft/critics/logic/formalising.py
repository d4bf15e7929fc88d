"""A model formalises the prompt, which it sees without any draft; what cannot be used is redrafted once.

Source: pan2023logiclm
"""

import asyncio
from dataclasses import dataclass

from redraft.core import NOTHING, Draft, Message, Model, Prompt, Request, Usage
from redraft.critics.asking import shown
from redraft.critics.logic.drafts import find_program
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.wording import Words, summed_up
from redraft.critics.logic.workers import decide_apart
from redraft.critics.verdicts import reply_of
from redraft.errors import CriticFailed, ModelError
from redraft.prompts import boundary_for, load, quote

# Several formalisations are only worth a vote when they differ; one is the most likely one.
_TEMPERATURE = 0.7
_ROLES = ("system", "developer", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formalised:
    """One formalisation and what became of it.

    Attributes:
        outcome: what the solver said.
        usage: what writing it cost.
    """

    outcome: Outcome
    usage: Usage


async def formalise(
    prompt: Prompt, model: Model, n: int, settings: Settings, language: str, *, extra: str = ""
) -> tuple[Formalised, ...]:
    """`n` formalisations of the prompt, each redrafted once where it cannot be used.

    Args:
        prompt: what was asked.
        model: who formalises; chats.
        n: how many, at least 1.
        settings: how the programs are to be taken.
        language: language of the request.
        extra: sections to add to every program, such as instances.

    Raises:
        ModelError: when the model gives no usable answer.
        CriticFailed: when the prompt has parts that words cannot show.
    """
    asked = (_request(prompt, language),)
    temperature = 0.0 if n == 1 else _TEMPERATURE
    drafts = await model.generate(Request(messages=asked, n=n, temperature=temperature, cache_key=prompt.id))
    async with asyncio.TaskGroup() as group:
        work = [
            group.create_task(_usable(draft, asked, model, prompt, settings, language, extra)) for draft in drafts[:n]
        ]
    return tuple(task.result() for task in work)


def _request(prompt: Prompt, language: str) -> Message:
    turns = [(m.role if m.role in _ROLES else "message", shown(m.parts)) for m in prompt.messages]
    boundary = boundary_for(0, prompt.id, *(said for _, said in turns))
    problem = "\n".join(quote(said, boundary, label=label) for label, said in turns)
    return Message.of("user", load("logic_formalise", language).fill(boundary=boundary, problem=problem))


async def _usable(
    draft: Draft,
    asked: tuple[Message, ...],
    model: Model,
    prompt: Prompt,
    settings: Settings,
    language: str,
    extra: str,
) -> Formalised:
    first, program = await _decided(draft, settings, extra)
    if first.status != "faulty":
        return Formalised(outcome=first, usage=draft.usage)
    words = Words(language)
    findings = [words.finding(issue, program, None) for issue in first.issues if issue.severity == "major"]
    listed = summed_up("", findings[:10], max(0, len(findings) - 10), words).strip()
    again = Message.of("user", load("logic_reformalise", language).fill(findings=listed))
    turns = (*asked, Message.of("assistant", draft.text), again)
    try:
        redraft = (await model.generate(Request(messages=turns, temperature=0.0, cache_key=prompt.id)))[0]
    except ModelError:  # the others may still vote, and what the first try cost is known
        return Formalised(outcome=first, usage=draft.usage)
    second, _ = await _decided(redraft, settings, extra)
    return Formalised(outcome=second, usage=draft.usage + redraft.usage)


async def _decided(draft: Draft, settings: Settings, extra: str) -> tuple[Outcome, str]:
    found = find_program(reply_of(draft.text))
    if found is None:
        return Outcome(status="faulty", issues=(Issue(key="no_sections"),)), ""
    program = f"{found.text}{extra}"
    try:
        return await asyncio.to_thread(decide_apart, program, settings), program
    except CriticFailed:  # no worker could be started
        return Outcome(status="undecided", reason="worker_ended"), program


def used(formalised: tuple[Formalised, ...]) -> Usage:
    """What all of them cost."""
    whole = NOTHING
    for one in formalised:
        whole += one.usage
    return whole
