import asyncio
from collections.abc import Sequence

from redraft.critics.code.properties.inputs import Arguments
from redraft.critics.code.properties.observing import Observation
from redraft.critics.code.properties.shrinking import MAX_AT_ONCE, MAX_RUNS, shrunk


def least(start: Arguments, like: Sequence[Arguments], *, needs: int) -> tuple[Arguments, list[int]]:
    runs: list[int] = []

    async def observe(inputs: Sequence[Arguments]) -> list[Observation]:
        runs.append(len(inputs))
        return [Observation(arguments=arguments, value=sum(arguments[0])) for arguments in inputs]

    async def work() -> Observation:
        first = Observation(arguments=start, value=sum(start[0]))
        return await shrunk(first, lambda one: one.value >= needs, observe, like)

    return asyncio.run(work()).arguments, runs


def test_the_smallest_input_that_still_shows_it_is_found() -> None:
    found, runs = least(([7, 1, 9, 3, 50, 2, 8],), [([1],)], needs=9)
    assert found == ([9],)
    assert len(runs) <= MAX_RUNS
    assert max(runs) <= MAX_AT_ONCE


def test_an_input_of_another_kind_is_not_tried() -> None:
    assert least(([4, 4],), [([2],)], needs=0)[0] == ([4],)
    assert least(([4, 4],), [([2],), ([],)], needs=0)[0] == ([],)


def test_what_cannot_be_made_smaller_stays() -> None:
    assert least(([1],), [([1],)], needs=1) == (([1],), [])
