"""Batches over small files, with models that a test scripts by what they are asked."""

import asyncio
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from redraft.batch import BatchConfig, BatchReport, run_batch
from redraft.core import Dialect, Draft, Request, Usage


class Answering:
    """A model whose answer follows from the request: the same in every order of calls."""

    def __init__(self, answer: Callable[[str], str | Exception], *, name: str = "test/answering") -> None:
        self.name = name
        self.dialect: Dialect = "chat"
        self.window_tokens = None
        self.asked: list[str] = []
        self.n_at_once = self.most_at_once = 0
        self._answer = answer

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """What `answer` says to the last message, after a turn of the event loop."""
        text = request.messages[-1].text
        self.asked.append(text)
        self.n_at_once += 1
        self.most_at_once = max(self.most_at_once, self.n_at_once)
        await asyncio.sleep(0.001 * (len(self.asked) % 3))  # answers come out of order
        self.n_at_once -= 1
        answer = self._answer(text)
        if isinstance(answer, Exception):
            raise answer
        return (Draft.of(answer, by=self.name, usage=Usage(calls=1, prompt_tokens=10, completion_tokens=2)),)


def write_jsonl(path: Path, rows: Iterable[object]) -> Path:
    """A file with one JSON text per row; a row that is text is written as it is."""
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def run(input: Path, output: Path, store: Path, model: Any, **others: Any) -> BatchReport:
    """A batch with no critics, unless `others` say otherwise."""
    names = ("input_form", "concurrency", "retry_failed", "fresh")
    config = {name: others.pop(name) for name in names if name in others}
    choices: Any = {"critics": [], "store": str(store), "model": model, **others}
    return asyncio.run(run_batch(BatchConfig(input=input, output=output, choices=choices, **config)))
