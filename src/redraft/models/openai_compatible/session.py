"""One HTTP session per event loop, shared by all models, closed with the loop."""

import asyncio
import atexit
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from functools import cache

import aiohttp


class LoopHttp:
    """What the models of one event loop share.

    Attributes:
        session: opens, keeps and reuses the connections.
        slots: for each endpoint the requests that may still start, by address and limit.
    """

    __slots__ = ("keeper", "session", "slots")

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.slots: dict[tuple[str, int], asyncio.Semaphore] = {}
        self.keeper: AsyncGenerator[None, None]

    def slots_of(self, base_url: str, limit: int) -> asyncio.Semaphore:
        """The semaphore that all models with this address and limit share."""
        slots = self.slots.get((base_url, limit))
        if slots is None:
            slots = self.slots[base_url, limit] = asyncio.Semaphore(limit)
        return slots


_OPEN: dict[asyncio.AbstractEventLoop, LoopHttp] = {}


async def loop_http() -> LoopHttp:
    """What the running loop shares; made at the first call."""
    held = _OPEN.get(asyncio.get_running_loop())
    if held is not None and not held.session.closed:
        return held
    return await _open()


@contextlib.asynccontextmanager
async def http_session() -> AsyncIterator[None]:
    """Close the running loop's connections at the end of the block.

    Not needed under `asyncio.run`, which closes them itself; useful in a loop that goes on for long.
    """
    try:
        yield
    finally:
        await close_session()


async def close_session() -> None:
    """Close the running loop's connections; a later request opens new ones."""
    held = _OPEN.get(asyncio.get_running_loop())
    if held is not None:
        await held.keeper.aclose()


async def _open() -> LoopHttp:
    _forget_closed_loops()
    loop = asyncio.get_running_loop()
    # No limit of connections here: each endpoint has its own, in `slots`. No cookies: an API call needs none, and
    # parsing them takes time with every answer.
    connector, no_cookies = aiohttp.TCPConnector(limit=0), aiohttp.DummyCookieJar()
    held = LoopHttp(aiohttp.ClientSession(connector=connector, cookie_jar=no_cookies))
    held.keeper = _keep(held, loop)
    _watch_the_exit()
    _OPEN[loop] = held
    # From here on the loop knows the generator, and closes it when it shuts down (`loop.shutdown_asyncgens`, which
    # `asyncio.run` calls): a short script needs no `async with` and leaves no unclosed session behind.
    await anext(held.keeper)
    return held


async def _keep(held: LoopHttp, loop: asyncio.AbstractEventLoop) -> AsyncGenerator[None, None]:
    """Hold the session open until the loop shuts down."""
    try:
        yield
    finally:
        if _OPEN.get(loop) is held:
            del _OPEN[loop]
        await held.session.close()


def _forget_closed_loops() -> None:
    """Drop the sessions of loops that were closed without a shutdown."""
    # A copy, and `pop` with a default: loops in other threads open and forget sessions meanwhile.
    for loop in [loop for loop in list(_OPEN) if loop.is_closed()]:
        held = _OPEN.pop(loop, None)
        # Nothing is left to wait for in a closed loop, so the coroutine ends at its first step.
        if held is not None:
            with contextlib.suppress(StopIteration):
                held.session.close().send(None)


@cache
def _watch_the_exit() -> None:
    """Have `_close_at_exit` called at the end of the program; once, however many loops there are."""
    atexit.register(_close_at_exit)


def _close_at_exit() -> None:
    """Close what is open in loops that outlive the program, as a notebook's does."""
    _forget_closed_loops()
    for loop, held in list(_OPEN.items()):
        if not loop.is_running():
            loop.run_until_complete(held.keeper.aclose())
