"""Connections are shared within an event loop and closed with it, however it ends."""

import asyncio
import atexit
import subprocess
import sys

import pytest

from fake_server import Behaviour, FakeServer, serving
from redraft.models.openai_compatible import session
from redraft.models.openai_compatible.session import close_session, http_session, loop_http
from support.endpoints import against, asked, client_of

SCRIPT = """
import asyncio, logging, sys
from redraft.core import Message, Request
from redraft.models import open_model

model = open_model(sys.argv[1] + "#m")
request = Request(messages=(Message.of("user", "hello"),))
# On a busy machine asyncio's debug mode warns of slow steps; what is left unclosed is an error.
logging.getLogger("asyncio").setLevel(logging.ERROR)

async def ask():
    print((await model.generate(request))[0].by is not None)
"""


BY_HAND = """
loop = asyncio.new_event_loop()
loop.run_until_complete(ask())
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
"""


def run_script(ending: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run a script against a server."""
    with serving(Behaviour()) as server:
        command = [sys.executable, *flags, "-c", SCRIPT + ending, server.url]
        return subprocess.run(command, capture_output=True, text=True, check=True)


@pytest.mark.parametrize(
    "ending",
    [
        "asyncio.run(ask())",
        "asyncio.run(ask()); asyncio.run(ask())",
        BY_HAND,
    ],
    ids=["a short script", "two runs", "a loop shut down by hand"],
)
def test_a_program_that_ends_its_loop_leaves_nothing_unclosed(ending: str) -> None:
    done = run_script(ending, "-X", "dev")
    assert done.stdout.splitlines() == ["True"] * ending.count("ask()")
    assert done.stderr == ""


@pytest.mark.parametrize(
    "ending",
    [
        "loop = asyncio.new_event_loop(); loop.run_until_complete(ask())",
        "loop = asyncio.new_event_loop(); loop.run_until_complete(ask()); loop.close()",
        "loop = asyncio.new_event_loop(); loop.run_until_complete(ask()); loop.close(); asyncio.run(ask())",
    ],
    ids=["never ended, as a notebook's", "closed at once", "closed at once, then another"],
)
def test_a_program_that_leaves_its_loop_as_it_is_hears_no_complaint(ending: str) -> None:
    done = run_script(ending)
    assert done.stdout.splitlines() == ["True"] * ending.count("ask()")
    assert done.stderr == ""


def test_all_models_of_a_loop_share_one_session_and_its_connections() -> None:
    async def work(server: FakeServer) -> int:
        first = (await loop_http()).session
        for _ in range(5):
            await client_of(server).generate(asked())
        assert (await loop_http()).session is first
        return server.stats.n_connections

    assert against(Behaviour(), work) == 1


def test_each_loop_has_a_session_of_its_own() -> None:
    async def session() -> object:
        return (await loop_http()).session

    assert asyncio.run(session()) is not asyncio.run(session())


def test_the_end_of_a_loop_closes_its_session() -> None:
    assert asyncio.run(loop_http()).session.closed


def test_a_session_can_be_closed_by_hand_and_comes_back_when_needed() -> None:
    async def work(server: FakeServer) -> int:
        async with http_session():
            await client_of(server).generate(asked())
            first = (await loop_http()).session
        assert first.closed
        await close_session()
        await client_of(server).generate(asked())
        assert (await loop_http()).session is not first
        return server.stats.n_connections

    assert against(Behaviour(), work) == 2


def test_however_many_loops_there_are_the_exit_is_watched_once() -> None:
    asyncio.run(loop_http())
    n_before = atexit._ncallbacks()
    for _ in range(3):
        asyncio.run(loop_http())
    assert atexit._ncallbacks() == n_before


class Interrupted(asyncio.SelectorEventLoop):
    """A loop that is asked whether it is closed just when a session opens in another one."""

    opening: asyncio.AbstractEventLoop | None = None

    def is_closed(self) -> bool:
        if self.opening is not None:
            session._OPEN[self.opening] = session._OPEN[self]
        return super().is_closed()


def test_sessions_may_open_while_closed_loops_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_OPEN", {})
    interrupted, other = Interrupted(), asyncio.new_event_loop()

    async def work() -> None:
        session._OPEN[interrupted] = await loop_http()
        interrupted.opening = other
        session._forget_closed_loops()
        interrupted.opening = None

    try:
        asyncio.run(work())
        assert list(session._OPEN) == [interrupted, other]
    finally:
        interrupted.opening = None
        interrupted.close()
        other.close()


def test_requests_that_start_together_open_one_session() -> None:
    async def work(_: FakeServer) -> int:
        held = await asyncio.gather(*(loop_http() for _ in range(10)))
        return len({id(one) for one in held})

    assert against(Behaviour(), work) == 1
