"""A smaller input that shows the same."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

from redraft.critics.code.properties.inputs import Arguments, plausible, size_of, smaller
from redraft.critics.code.properties.observing import Observation

MAX_RUNS = 6
"""Runs of the sandbox that one shrinking may take; each tries up to `MAX_AT_ONCE` inputs."""

MAX_AT_ONCE = 24


async def shrunk(
    seen: Observation,
    shows: Callable[[Observation], bool],
    observe: Callable[[Sequence[Arguments]], Awaitable[list[Observation]]],
    like: Sequence[Arguments],
) -> Observation:
    """The smallest observation found that still shows the problem; no draw is random, so it is the same every time.

    Args:
        seen: an observation that shows it.
        shows: whether another one does.
        observe: tries inputs.
        like: examples, whose kind the smaller inputs keep; see `plausible`.
    """
    tried = {repr(seen.arguments)}
    for _ in range(MAX_RUNS):
        fresh = (arguments for arguments in smaller(seen.arguments) if repr(arguments) not in tried)
        fresh = (arguments for arguments in fresh if size_of(arguments) < size_of(seen.arguments))
        inputs = list(islice((arguments for arguments in fresh if plausible(arguments, like)), MAX_AT_ONCE))
        if not inputs:
            break
        tried |= {repr(arguments) for arguments in inputs}
        shown = [one for one in await observe(inputs) if one.done and shows(one)]
        if not shown:
            break
        seen = min(shown, key=lambda one: size_of(one.arguments))
    return seen
