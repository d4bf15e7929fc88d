"""A model formalises the prompt, which it sees without any draft; what cannot be used is redrafted once.

The formalisations of the first draft are kept in its critique, so that later drafts of the prompt are held against the
same ones and nobody is asked again.

Source: pan2023logiclm
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from redraft.core import NOTHING, Context, Draft, Message, Model, Prompt, Request, Usage
from redraft.critics.asking import shown
from redraft.critics.logic.drafts import find_program
from redraft.critics.logic.issues import Issue
from redraft.critics.logic.outcome import Outcome
from redraft.critics.logic.sections import MAX_CHARACTERS
from redraft.critics.logic.settings import Settings
from redraft.critics.logic.wording import Words, summed_up
from redraft.critics.logic.workers import decide_apart
from redraft.critics.verdicts import reply_of
from redraft.errors import CriticFailed, ModelError
from redraft.prompts import boundary_for, load, quote

KEPT_AS = "formalisations"
"""The detail of a critique that keeps them: a list in JSON, with an empty text for a reply without a program."""

# Several formalisations are only worth a vote when they differ; one is the most likely one.
_TEMPERATURE = 0.7
_ROLES = ("system", "developer", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formalised:
    """One formalisation and what became of it.

    Attributes:
        program: its text, the redraft's where it was redrafted; empty when the reply held no program.
        outcome: what the solver said.
        usage: what writing it cost.
    """

    program: str
    outcome: Outcome
    usage: Usage = NOTHING


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


async def decided_again(programs: Sequence[str], settings: Settings, *, extra: str = "") -> tuple[Formalised, ...]:
    """Formalisations that were written for an earlier draft; no model is asked.

    Args:
        programs: what `kept_before` found.
        settings: how the programs are to be taken.
        extra: sections to add to every program, such as instances.
    """
    async with asyncio.TaskGroup() as group:
        work = [group.create_task(_decided(program, settings, extra)) for program in programs]
    outcomes = [task.result() for task in work]
    return tuple(Formalised(program=p, outcome=outcome) for p, outcome in zip(programs, outcomes, strict=True))


def kept_before(context: Context, critic: str, version: str) -> tuple[str, ...] | None:
    """The formalisations that an earlier critique keeps; None when there are none of the same critic and version."""
    for attempt in context.attempts:
        for critique in attempt.critiques:
            if (critique.critic, critique.version) == (critic, version) and KEPT_AS in critique.details:
                return _listed(critique.details[KEPT_AS])
    return None


def kept(formalised: Sequence[Formalised]) -> str:
    """The formalisations as the detail of a critique that `kept_before` reads."""
    # One that is too long stays so when it is cut, and says nothing either way.
    return json.dumps([one.program[: MAX_CHARACTERS + 1] for one in formalised], ensure_ascii=False)


def _listed(text: str) -> tuple[str, ...] | None:
    try:
        programs = json.loads(text)
    except (ValueError, RecursionError):  # a record that others have changed
        return None
    if not isinstance(programs, list) or not programs or not all(isinstance(program, str) for program in programs):
        return None
    return tuple(programs)


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
    program = _program_of(draft)
    first = await _decided(program, settings, extra)
    if first.status != "faulty":
        return Formalised(program=program, outcome=first, usage=draft.usage)
    words = Words(language)
    findings = [words.finding(issue, f"{program}{extra}", None) for issue in first.issues if issue.severity == "major"]
    listed = summed_up("", findings[:10], max(0, len(findings) - 10), words).strip()
    again = Message.of("user", load("logic_reformalise", language).fill(findings=listed))
    turns = (*asked, Message.of("assistant", draft.text), again)
    try:
        redraft = (await model.generate(Request(messages=turns, temperature=0.0, cache_key=prompt.id)))[0]
    except ModelError:  # the others may still vote, and what the first try cost is known
        return Formalised(program=program, outcome=first, usage=draft.usage)
    program = _program_of(redraft)
    second = await _decided(program, settings, extra)
    return Formalised(program=program, outcome=second, usage=draft.usage + redraft.usage)


def _program_of(draft: Draft) -> str:
    found = find_program(reply_of(draft.text))
    return "" if found is None else found.text


async def _decided(program: str, settings: Settings, extra: str) -> Outcome:
    if not program:
        return Outcome(status="faulty", issues=(Issue(key="no_sections"),))
    try:
        return await asyncio.to_thread(decide_apart, f"{program}{extra}", settings)
    except CriticFailed:  # no worker could be started
        return Outcome(status="undecided", reason="worker_ended")


def used(formalised: tuple[Formalised, ...]) -> Usage:
    """What all of them cost."""
    whole = NOTHING
    for one in formalised:
        whole += one.usage
    return whole
