"""An endpoint whose model solves tasks, checks and redrafts at rates that are known: what a proof has to find out."""

import asyncio
import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from fake_server import Behaviour, FakeServer, _Asked, _Connection
from redraft.core import rng_for
from redraft.evals.sample import Sample
from redraft.evals.tasks import Task, TaskScorer, answer_of

_CHECK = "\n\nDo not answer the request above."


@dataclass(frozen=True, kw_only=True)
class World:
    """How good the model is.

    Attributes:
        accuracy: of its drafts, by grade; one number for all grades stands under ``""``.
        sensitivity: of its check.
        specificity: of its check.
        repair_rate: of its redrafts of wrong answers.
        break_rate: of its redrafts of right answers.
        failing: every so many-th task gets no draft but a refusal; 0 for none.
        delay_s: seconds before each answer.
    """

    accuracy: Mapping[str, float] = field(default_factory=lambda: {"": 0.6})
    sensitivity: float = 0.8
    specificity: float = 0.9
    repair_rate: float = 0.5
    break_rate: float = 0.1
    failing: int = 0
    delay_s: float = 0.0


class Solver(FakeServer):
    """The server; every draw is made from the whole request, so that the same question has the same answer."""

    def __init__(self, world: World, samples: Sequence[Sample], behaviour: Behaviour | None = None) -> None:
        super().__init__(behaviour)
        self._world = world
        self._tasks: dict[str, Task] = {}
        for sample in samples:
            assert isinstance(sample.scorer, TaskScorer)
            self._tasks[sample.prompt.text] = sample.scorer.task
        self._failing = [s.prompt.text for s in samples[1 :: world.failing]] if world.failing else []

    def _answer(self, connection: _Connection, asked: _Asked, _detail: str) -> None:
        request = self.requests[-1]
        first = str(request["messages"][0]["content"])
        if first in self._failing:
            body = msgspec.json.encode({"error": {"message": "not this one", "type": "invalid_request_error"}})
            connection.answer(body, status=422)
            return
        texts = [self._text(request, first, i) for i in range(asked.n)]
        self.stats.n_answered += 1
        choices = [
            {"index": i, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            for i, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": len(bytes(asked.messages)) // 4, "completion_tokens": sum(map(len, texts)) // 4}
        reply = {"id": "solver", "object": "chat.completion", "model": asked.model, "choices": choices, "usage": usage}
        asyncio.get_running_loop().call_later(self._world.delay_s, connection.answer, msgspec.json.encode(reply))

    def _text(self, request: dict[str, Any], first: str, number: int) -> str:
        asked = msgspec.json.encode({k: request.get(k) for k in ("messages", "seed", "temperature")})
        nonce = hashlib.sha256(asked + bytes([number])).hexdigest()[:12]
        chance, world = rng_for(0, nonce).random(), self._world
        text, check, shown = first.partition(_CHECK)
        task = self._tasks[text]
        if check:
            draft = "\n".join(line.removeprefix("> ") for line in shown.splitlines() if line.startswith("> "))
            passes = chance < (world.specificity if _right(task, draft) else 1 - world.sensitivity)
            return f"I looked at it ({nonce}).\nVerdict: {'pass' if passes else 'fail'}"
        drafts = [message["content"] for message in request["messages"] if message["role"] == "assistant"]
        if drafts:
            right = chance < (1 - world.break_rate if _right(task, drafts[-1]) else world.repair_rate)
        else:
            right = chance < world.accuracy.get(str(task.grade), world.accuracy.get("", 0.0))
        return f"Working {nonce}.\nAnswer: {task.reference if right else f'no idea {nonce}'}"


def _right(task: Task, text: str) -> bool:
    answer = answer_of(text)
    return answer is not None and task.verifier.holds(answer)


@contextlib.contextmanager
def solving(world: World, samples: Sequence[Sample], behaviour: Behaviour | None = None) -> Iterator[Solver]:
    """The solver in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Solver(world, samples, behaviour)
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
