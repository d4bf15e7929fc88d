"""The real client in front of the fake endpoint, with nothing remembered from another test."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fake_server import Behaviour, FakeServer
from redraft.core import Message, Request
from redraft.models.openai_compatible.client import OpenAICompatible
from redraft.models.openai_compatible.refusals import Refusals

T = TypeVar("T")


def asked(text: str = "What is 2 + 2?", **fields: Any) -> Request:
    """A request with one user message."""
    return Request(messages=(Message.of("user", text),), **fields)


def client_of(server: FakeServer, **settings: Any) -> OpenAICompatible:
    """A client of the server, patient for two seconds unless told otherwise."""
    settings = {"timeout_s": 2.0, "idle_timeout_s": 2.0, "refusals": Refusals(), **settings}
    return OpenAICompatible(name="fake/model", model="model", base_url=server.url, **settings)


def against(behaviour: Behaviour, work: Callable[[FakeServer], Awaitable[T]]) -> T:
    """What `work` returns, run in an event loop with a server that behaves so."""

    async def main() -> T:
        async with FakeServer(behaviour) as server:
            return await work(server)

    return asyncio.run(main())
