"""Concurrent requests are written together, in order, and a failure reaches everybody who waits for it."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from redraft.models.local.batching import Batcher, seed_of_batch
from redraft.models.local.runtime import Sampling, Written

GREEDY, WARM = Sampling(max_tokens=2), Sampling(max_tokens=2, temperature=0.7)


class Echo:
    """A runtime that answers with its prompt and remembers its batches; it can wait for a signal and fail."""

    def __init__(self, *, gate: threading.Event | None = None, failure: Exception | None = None) -> None:
        self.batches: list[tuple[list[tuple[str, ...]], Sampling, int]] = []
        self.started = threading.Event()
        self._gate, self._failure = gate, failure

    def write(self, prompts: Sequence[Sequence[str]], sampling: Sampling, seed: int) -> list[tuple[Written, ...]]:
        self.batches.append(([tuple(prompt) for prompt in prompts], sampling, seed))
        self.started.set()
        if self._gate is not None:
            self._gate.wait(10)
        if self._failure is not None:
            raise self._failure
        return [(Written(tuple(prompt), True),) for prompt in prompts]


def write_all(echo: Echo, asked: Sequence[tuple[tuple[str, ...], Sampling]], **settings: int) -> list[tuple[str, ...]]:
    async def main() -> list[tuple[Written, ...]]:
        batcher = Batcher(echo, **settings)  # type: ignore[arg-type]  # a runtime in all but name
        return await asyncio.gather(*(batcher.write(p, s, seed) for seed, (p, s) in enumerate(asked)))

    return [written[0].tokens for written in asyncio.run(main())]


def test_requests_made_at_once_are_one_batch_and_come_back_in_order() -> None:
    echo = Echo()
    prompts = [(f"w{i}",) for i in range(20)]
    assert write_all(echo, [(prompt, GREEDY) for prompt in prompts]) == prompts
    assert [batch[0] for batch in echo.batches] == [prompts]


def test_other_settings_or_lengths_go_into_batches_of_their_own() -> None:
    echo = Echo()
    asked = [(("a",), GREEDY), (("b",), WARM), (("c", "c"), GREEDY), (("d",), GREEDY)]
    assert write_all(echo, asked) == [("a",), ("b",), ("c", "c"), ("d",)]
    assert [batch[0] for batch in echo.batches] == [[("a",), ("d",)], [("b",)], [("c", "c")]]


def test_a_batch_has_a_largest_size() -> None:
    echo = Echo()
    write_all(echo, [((str(i),), GREEDY) for i in range(7)], max_batch=3)
    assert [len(batch[0]) for batch in echo.batches] == [3, 3, 1]


def test_requests_that_come_while_a_batch_is_written_go_together_next() -> None:
    gate = threading.Event()
    echo = Echo(gate=gate)

    async def main() -> None:
        batcher = Batcher(echo)  # type: ignore[arg-type]  # a runtime in all but name
        first = asyncio.create_task(batcher.write(("first",), GREEDY, 0))
        await asyncio.to_thread(echo.started.wait, 10)
        later = [asyncio.create_task(batcher.write((f"later{i}",), GREEDY, i)) for i in range(3)]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(first, *later)

    asyncio.run(main())
    assert [len(batch[0]) for batch in echo.batches] == [1, 3]


def test_the_seeds_of_a_batch_decide_its_draws_in_order() -> None:
    assert seed_of_batch([1, 2]) != seed_of_batch([2, 1])
    assert seed_of_batch([12]) != seed_of_batch([1, 2])
    first, second = Echo(), Echo()
    for echo in (first, second):
        write_all(echo, [(("a",), WARM), (("b",), WARM)])
    assert first.batches == second.batches


def test_a_failure_reaches_everybody_in_the_line() -> None:
    async def main() -> list[object]:
        batcher = Batcher(Echo(failure=RuntimeError("out of memory")))  # type: ignore[arg-type]  # a runtime
        asked = [batcher.write(("a",), GREEDY, 0), batcher.write(("b", "b"), GREEDY, 0)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    found = asyncio.run(main())
    assert [str(error) for error in found] == ["out of memory", "out of memory"]


def test_after_a_failure_the_next_request_is_served() -> None:
    echo = Echo(failure=RuntimeError("once"))

    async def main() -> tuple[Written, ...]:
        batcher = Batcher(echo)  # type: ignore[arg-type]  # a runtime in all but name
        with pytest.raises(RuntimeError, match="once"):
            await batcher.write(("a",), GREEDY, 0)
        echo._failure = None
        return await batcher.write(("b",), GREEDY, 0)

    assert asyncio.run(main())[0].tokens == ("b",)


def test_a_cancelled_request_does_not_hold_up_the_others() -> None:
    gate = threading.Event()
    echo = Echo(gate=gate)

    async def main() -> tuple[Written, ...]:
        batcher = Batcher(echo)  # type: ignore[arg-type]  # a runtime in all but name
        first = asyncio.create_task(batcher.write(("first",), GREEDY, 0))
        await asyncio.to_thread(echo.started.wait, 10)
        dropped = asyncio.create_task(batcher.write(("dropped",), GREEDY, 0))
        kept = asyncio.create_task(batcher.write(("kept",), GREEDY, 0))
        await asyncio.sleep(0)
        dropped.cancel()
        gate.set()
        await first
        return await kept

    assert asyncio.run(main())[0].tokens == ("kept",)
    assert [batch[0] for batch in echo.batches] == [[("first",)], [("kept",)]]


def test_one_batcher_serves_several_event_loops_one_after_the_other() -> None:
    echo = Echo()
    batcher = Batcher(echo)  # type: ignore[arg-type]  # a runtime in all but name
    for word in ("a", "b"):
        assert asyncio.run(batcher.write((word,), GREEDY, 0))[0].tokens == (word,)
