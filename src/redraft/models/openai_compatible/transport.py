"""The way to one endpoint: its address, the key, how long to wait, how many requests at once."""

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from time import perf_counter
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from redraft.core.version import VERSION
from redraft.errors import Misuse, ModelReplyError
from redraft.models.openai_compatible.failure import error_on_the_way
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.session import loop_http

# aiohttp warns about larger bodies in one piece, which would hold up the loop while they are written.
_ONE_PIECE_BYTES = 2**20
# What a broken connection, a timeout or a wrong address raises; anything else is a bug and passes.
_ON_THE_WAY = (aiohttp.ClientError, TimeoutError, OSError)


class Answer(NamedTuple):
    """What came back: status, headers, the whole body, and the seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Transport:
    """Sends bodies to one URL.

    Args:
        base_url: address up to and including ``/v1``.
        key: what goes into the ``Authorization`` header; None for none. It is shown nowhere.
        place: model and address, as messages show them.
        max_concurrency: requests in flight at once, over all models with this address and limit.
        connect_timeout_s: seconds to wait for a connection.
        timeout_s: seconds to wait for a whole answer.
        idle_timeout_s: seconds to wait between two chunks of a stream.
        path: what is asked below the address.

    Raises:
        Misuse: when the address is no plain HTTP address, or carries a password.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str | None,
        place: Place,
        max_concurrency: int,
        connect_timeout_s: float,
        timeout_s: float,
        idle_timeout_s: float,
        path: str = "/chat/completions",
    ) -> None:
        url = checked_url(base_url)
        self.place = place
        self._base_url = base_url
        self._max_concurrency = max_concurrency
        # In aiohttp's own types, which it would otherwise make anew for every request.
        self._url = URL(url._replace(path=url.path.rstrip("/") + path).geturl())
        self._headers = CIMultiDict({"Content-Type": "application/json", "User-Agent": f"redraft/{VERSION}"})
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._proxy = _proxy_for(url)
        self._whole = aiohttp.ClientTimeout(total=timeout_s, sock_connect=connect_timeout_s)
        self._stream = aiohttp.ClientTimeout(total=timeout_s, sock_connect=connect_timeout_s, sock_read=idle_timeout_s)

    async def post(self, body: bytes) -> Answer:
        """The answer to one request.

        Raises:
            ModelError: when none arrived, or only a part of one.
        """
        http = await loop_http()
        async with http.slots_of(self._base_url, self._max_concurrency):
            began = perf_counter()
            try:
                async with http.session.post(
                    self._url,
                    data=body if len(body) < _ONE_PIECE_BYTES else io.BytesIO(body),
                    headers=self._headers,
                    timeout=self._whole,
                    proxy=self._proxy,
                    # A redirected key would go to a host that nobody chose.
                    allow_redirects=False,
                ) as response:
                    content = await response.read()
                    return Answer(response.status, response.headers, content, perf_counter() - began)
            except _ON_THE_WAY as error:
                raise error_on_the_way(error, place=self.place) from error

    @asynccontextmanager
    async def stream(self, body: bytes) -> AsyncIterator[aiohttp.ClientResponse]:
        """A response whose body is still to be read; see `chunks_of`.

        Raises:
            ModelError: when no response began.
        """
        http = await loop_http()
        async with http.slots_of(self._base_url, self._max_concurrency):
            try:
                response = await http.session.post(
                    self._url,
                    data=body if len(body) < _ONE_PIECE_BYTES else io.BytesIO(body),
                    headers=self._headers,
                    timeout=self._stream,
                    proxy=self._proxy,
                    allow_redirects=False,
                )
            except _ON_THE_WAY as error:
                raise error_on_the_way(error, place=self.place) from error
            try:
                yield response
            finally:
                # Not `release`: what is unread of a stream that nobody wants may go on for minutes.
                response.close()

    async def chunks_of(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        """The body's bytes as they arrive.

        Raises:
            ModelError: when they stop before the end.
        """
        try:
            async for chunk in response.content.iter_any():
                yield chunk
        except (aiohttp.ServerDisconnectedError, ConnectionError) as error:
            raise ModelReplyError(f"{self.place}: the stream was cut off ({type(error).__name__}: {error})") from error
        except _ON_THE_WAY as error:
            raise error_on_the_way(error, place=self.place) from error


def checked_url(base_url: str) -> SplitResult:
    """An address that can be called, in its parts.

    Raises:
        Misuse: when it is none, or carries a password, which would end up in records.
    """
    try:
        url = urlsplit(base_url)
        _ = url.port  # reading it checks it
    except ValueError as error:
        raise Misuse(f"`base_url` is no address ({error}); give one such as http://localhost:8000/v1") from error
    if "@" in url.netloc:
        raise Misuse("`base_url` holds a name or a password; name the variable with the key in `api_key_env` instead")
    if url.scheme not in ("http", "https") or not url.hostname:
        raise Misuse(f"`base_url` must start with http:// or https:// and a host, got {base_url!r}")
    return url


def _proxy_for(url: SplitResult) -> str | None:
    """The proxy that the environment names for an address; None for none."""
    proxies = getproxies()
    address = proxies.get(url.scheme) or proxies.get("all")
    return None if not address or proxy_bypass(url.hostname or "") else address
