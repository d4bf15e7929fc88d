"""An endpoint whose model solves tasks, checks and redrafts at rates that are known: what a proof has to find out."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator, Sequence

import msgspec

from fake_server import Behaviour, FakeServer, _Asked, _Connection
from redraft.evals.sample import Sample
from solver import Solving, World

__all__ = ["Solver", "World", "solving"]


class Solver(FakeServer):
    """The server."""

    def __init__(self, world: World, samples: Sequence[Sample], behaviour: Behaviour | None = None) -> None:
        super().__init__(behaviour)
        self._solving, self._delay_s = Solving(world, samples), world.delay_s
        self._failing = [s.prompt.text for s in samples[1 :: world.failing]] if world.failing else []

    def _answer(self, connection: _Connection, asked: _Asked, _detail: str) -> None:
        request = self.requests[-1]  # without a latency it is the one that is answered
        if request["messages"][0]["content"] in self._failing:
            body = msgspec.json.encode({"error": {"message": "not this one", "type": "invalid_request_error"}})
            connection.answer(body, status=422)
            return
        told_apart = msgspec.json.encode({key: request.get(key) for key in ("messages", "seed", "temperature")})
        texts = [self._solving.text(request["messages"], told_apart, number) for number in range(asked.n)]
        self.stats.n_answered += 1
        choices = [
            {"index": i, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            for i, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": len(bytes(asked.messages)) // 4, "completion_tokens": sum(map(len, texts)) // 4}
        reply = {"id": "solver", "object": "chat.completion", "model": asked.model, "choices": choices, "usage": usage}
        asyncio.get_running_loop().call_later(self._delay_s, connection.answer, msgspec.json.encode(reply))


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
