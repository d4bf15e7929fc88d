"""Records made by the real engine from scripted answers and fixed verdicts."""

import asyncio
from typing import Any

from redraft.core import Prompt, Record
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.models.scripted import ScriptedModel
from support.critics import FixedScores


class Keeper:
    """A recorder that remembers."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    async def write(self, record: Record) -> None:
        """Keep `record`."""
        self.records.append(record)


def record_of(answers: list[str | Exception], scores: list[float | None], prompt: str = "q", **settings: Any) -> Record:
    """The record of one correction with these answers and verdicts."""
    keeper = Keeper()
    chosen = {"critics": (FixedScores(*scores),), "strategy": InContextAlignment(), **settings}
    plan = Plan(model=ScriptedModel(*answers), recorder=keeper, **chosen)
    asyncio.run(correct(Prompt.of(prompt), plan))
    return keeper.records[0]
