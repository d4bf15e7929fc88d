"""Everybody's requests one after the other: an answer, what the person makes of it, and what is remembered."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from redraft.core import Message, Model, Request, rng_for
from redraft.evals.preferences.memories import Edited, Memory, edited, remembered
from redraft.evals.preferences.people import Answer, Person
from redraft.evals.preferences.telling import copied, trace_of, voted


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What happened to one person with one memory.

    Attributes:
        person: who.
        memory: name of the memory.
        costs: slots of each answer that the person wanted otherwise, 0 to 4, step by step.
        n_calls: answers that the model wrote.
    """

    person: str
    memory: str
    costs: tuple[int, ...]
    n_calls: int


async def live(
    memory: Memory,
    everybody: Sequence[Person],
    model: Model,
    n_steps: int,
    *,
    on_step: Callable[[int], None] = lambda step: None,
) -> tuple[Life, ...]:
    """The lives of all people with one memory, side by side, so that a local model can write in batches.

    Args:
        memory: how edits are used.
        everybody: who takes part; for another person's edits the next one's are taken, so there are two or more.
        model: writes; it reads traces.
        n_steps: requests of each person.
        on_step: told after every step.
    """
    edits: list[list[Edited]] = [[] for _ in everybody]
    costs: list[list[int]] = [[] for _ in everybody]
    calls = [0] * len(everybody)

    async def one(number: int, step: int) -> Edited | None:
        person = everybody[number]
        theme = person.theme(step)
        owner = number if memory.whose == "own" else (number + 1) % len(everybody)
        rng = rng_for(person.seed, person.name, "random edits", str(step))
        known = await remembered(memory, edits[owner], theme, rng)
        answer = copied(known) if memory.made == "copy" else voted(known) if memory.made == "vote" else None
        if answer is None:
            answer = await _written(model, theme, known)
            calls[number] += 1
        reaction = person.react(answer, step)
        costs[number].append(reaction.n_wrong)
        return None if reaction.after == reaction.before else edited(theme, reaction, step)

    for step in range(n_steps):
        # Nobody's edit of this step is known to anybody in this step, in whatever order the answers come.
        fresh = await asyncio.gather(*(one(number, step) for number in range(len(everybody))))
        for known, edit in zip(edits, fresh, strict=True):
            known += [] if edit is None else [edit]
        on_step(step)
    return tuple(
        Life(person=person.name, memory=memory.name, costs=tuple(costs[number]), n_calls=calls[number])
        for number, person in enumerate(everybody)
    )


async def _written(model: Model, theme: str, known: Sequence[Edited]) -> Answer:
    request = Request(messages=(Message.of("user", trace_of(theme, known)),), temperature=0.0)
    return tuple((await model.generate(request))[0].text.split())
