"""The way to an endpoint: its address, the proxy, and nothing more open than needed."""

import pytest

from fake_server import Behaviour, FakeServer, serving
from redraft.errors import Misuse, ModelUnavailable
from redraft.models.openai_compatible.client import OpenAICompatible
from redraft.models.openai_compatible.refusals import Refusals
from redraft.models.openai_compatible.transport import checked_url
from support.endpoints import against, asked, client_of


@pytest.mark.parametrize(
    "url", ["http://h/v1", "https://h:8443/openai/v1/", "http://[::1]:80/v1", "http://h/v1?api-version=1"]
)
def test_plain_addresses_can_be_called(url: str) -> None:
    assert checked_url(url).geturl() == url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("h/v1", r"must start with http:// or https:// and a host, got 'h/v1'"),
        ("ftp://h/v1", r"must start with http"),
        ("http:///v1", r"must start with http"),
        ("http://me@h/v1", r"holds a name or a password"),
        ("http://h:port/v1", r"`base_url` is no address"),
    ],
)
def test_other_addresses_are_refused(url: str, message: str) -> None:
    with pytest.raises(Misuse, match=message):
        checked_url(url)


@pytest.mark.parametrize("suffix", ["", "/", "?api-version=1"])
def test_the_path_is_completed_and_the_query_kept(suffix: str) -> None:
    async def work(server: FakeServer) -> str:
        model = OpenAICompatible(name="a/b", model="m", base_url=server.url + suffix, refusals=Refusals())
        await model.generate(asked())
        return server.headers.split("\r\n")[0]

    query = suffix.removeprefix("/")
    assert against(Behaviour(), work) == f"POST /v1/chat/completions{query} HTTP/1.1"


def test_a_proxy_of_the_environment_is_used_and_its_exceptions_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Behaviour()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))

        async def work(server: FakeServer) -> tuple[int, int]:
            through = OpenAICompatible(name="a/b", model="m", base_url="http://model.invalid/v1", refusals=Refusals())
            await through.generate(asked())
            monkeypatch.setenv("no_proxy", "127.0.0.1")
            await client_of(server).generate(asked())
            return proxy.stats.n_calls, server.stats.n_calls

        assert against(Behaviour(), work) == (1, 1)
        assert proxy.headers.startswith("POST http://model.invalid/v1/chat/completions")


def test_a_name_that_nobody_knows_cannot_be_reached() -> None:
    async def work(server: FakeServer) -> None:
        # The port of a server that is gone: the connection is refused.
        port = server.url.split(":")[2].split("/")[0]
        await server.__aexit__()
        model = OpenAICompatible(name="a/b", model="m", base_url=f"http://localhost:{port}/v1", refusals=Refusals())
        await model.generate(asked())

    with pytest.raises(ModelUnavailable, match=r"cannot be reached"):
        against(Behaviour(), work)
