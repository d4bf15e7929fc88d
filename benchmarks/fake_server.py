"""A fast fake endpoint that speaks OpenAI's chat completions on the loopback, counts, and fails on demand.

It answers from a script, deterministically, so that what a benchmark measures is the client. Tests run it in their own
event loop (`FakeServer`) or in a thread (`serving`), benchmarks as a process of its own, whose CPU time is not theirs::

    python benchmarks/fake_server.py '{"latency_s": 0.05}'

prints its address and serves until its standard input closes. ``GET /stats`` tells what it counted, ``POST /behaviour``
sets a new behaviour and starts counting afresh.
"""

import asyncio
import contextlib
import hashlib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Self

import msgspec

# Prompts of one cache key that are compared with the next one; a correction has fewer.
_REMEMBERED_PROMPTS = 8
_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """What the server does.

    Attributes:
        latency_s: seconds before each answer.
        replies: pairs (needle, answer): the first pair whose needle stands in the last message gives the answer; an
            empty needle fits all. Without one that fits, the answer names the prompt's hash.
        faults: what befalls the calls, in order, one entry for each; afterwards, and for ``ok``, all goes well. They
            are named in `_FAULTS`.
        refuses: parameters that are answered with status 400, and the message for each.
        message: fields of the answer's message that replace the usual ones, such as ``tool_calls``.
        usage: the reply's ``usage`` in place of the counted one; an empty one leaves it out.
        ignores_n: write one answer, whatever is asked.
        streams: answer requests for a stream with one.
        says_done: close a stream with ``[DONE]``.
        key: the only key that is let in; None lets everybody in.
        keeps_requests: remember the requests in `FakeServer.requests`.
    """

    latency_s: float = 0.0
    replies: Sequence[tuple[str, str]] = ()
    faults: Sequence[str] = ()
    refuses: dict[str, str] = field(default_factory=dict)
    message: dict[str, Any] = field(default_factory=dict)
    usage: dict[str, Any] | None = None
    ignores_n: bool = False
    streams: bool = True
    says_done: bool = True
    key: str | None = None
    keeps_requests: bool = True


@dataclass(kw_only=True)
class Stats:
    """What the server counted.

    Attributes:
        n_calls: requests for a completion.
        n_answered: those that were answered well.
        n_connections: connections that were opened.
        n_at_once: the most requests that were in hand at once.
        prompt_tokens: of all prompts, at four bytes a token.
        later_tokens: those of them in prompts that were not the first with their ``prompt_cache_key``.
        reused_tokens: those of them that an earlier prompt with the same key began with, too.
        bytes_in: of request bodies.
        bytes_out: of response bodies.
    """

    n_calls: int = 0
    n_answered: int = 0
    n_connections: int = 0
    n_at_once: int = 0
    prompt_tokens: int = 0
    later_tokens: int = 0
    reused_tokens: int = 0
    bytes_in: int = 0
    bytes_out: int = 0


class _Asked(msgspec.Struct):
    """What the server reads of a request."""

    messages: msgspec.Raw
    model: str = ""
    n: int = 1
    stream: bool = False
    logprobs: bool = False
    prompt_cache_key: str = ""


_ASKED = msgspec.json.Decoder(_Asked)
_encode = msgspec.json.Encoder().encode


class FakeServer:
    """The server, for one event loop: ``async with FakeServer(behaviour) as server``.

    Attributes:
        stats: what it counted since it started, or since the last `behave`.
        requests: the bodies of the requests since then, as plain values.
        headers: the header lines of the last request.
    """

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()
        self.headers = ""
        self.behave(behaviour or Behaviour())

    def behave(self, behaviour: Behaviour) -> None:
        """Take on a behaviour and count afresh."""
        self.behaviour = behaviour
        self.stats = Stats()
        self.requests: list[dict[str, Any]] = []
        self._faults = iter(behaviour.faults)
        self._prompts: dict[str, list[bytes]] = {}
        self._n_in_hand = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.abort()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """The address, up to ``/v1``."""
        assert self._server is not None, "the server is not running"
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    @property
    def n_open(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def until_closed(self) -> None:
        """Wait until the clients have closed all connections."""
        while self._connections:
            await next(iter(self._connections)).closed.wait()

    def took(self, connection: "_Connection", head: str, body: bytes) -> None:
        """Answer a request that has arrived whole."""
        method, path = head.split(" ", 2)[:2]
        if path.endswith("/stats"):
            connection.answer(_encode(asdict(self.stats)))
        elif path.endswith("/behaviour"):
            self.behave(msgspec.json.decode(body, type=Behaviour))
            connection.answer(b"{}")
        elif path.endswith("/models"):
            connection.answer(b'{"object":"list","data":[{"id":"fake","object":"model"}]}')
        elif method == "POST" and path.partition("?")[0].endswith("/chat/completions"):
            self._complete(connection, head, body)
        else:
            connection.answer(_problem(f"no such path {path}"), status=404)

    def _complete(self, connection: "_Connection", head: str, body: bytes) -> None:
        stats, behaviour = self.stats, self.behaviour
        asked = _ASKED.decode(body)
        stats.n_calls += 1
        stats.bytes_in += len(body)
        if behaviour.keeps_requests:
            self.headers = head
            self.requests.append(msgspec.json.decode(body))
        if behaviour.key is not None and f"Authorization: Bearer {behaviour.key}\r\n" not in head + "\r\n":
            connection.answer(_problem(f"Incorrect API key provided in {head!r}"), status=401)
            return
        if behaviour.refuses:
            for name in msgspec.json.decode(body):
                if name in behaviour.refuses:
                    connection.answer(_problem(behaviour.refuses[name], param=name), status=400)
                    return
        self._n_in_hand += 1
        stats.n_at_once = max(stats.n_at_once, self._n_in_hand)
        fault, _, detail = next(self._faults, "ok").partition(":")
        finish = self._answer if fault == "ok" else _FAULTS[fault]
        if behaviour.latency_s:
            asyncio.get_running_loop().call_later(behaviour.latency_s, self._end, finish, connection, asked, detail)
        else:
            self._end(finish, connection, asked, detail)

    def _end(self, finish: "_Finish", connection: "_Connection", asked: _Asked, detail: str) -> None:
        self._n_in_hand -= 1
        finish(connection, asked, detail)

    def _answer(self, connection: "_Connection", asked: _Asked, _detail: str) -> None:
        usage = self._usage(asked)
        last = msgspec.json.decode(asked.messages)[-1].get("content") or ""
        text = next((answer for needle, answer in self.behaviour.replies if needle in last), None)
        if text is None:
            text = f"answer {hashlib.sha256(bytes(asked.messages)).hexdigest()[:8]}"
        n = 1 if self.behaviour.ignores_n else asked.n
        usage["completion_tokens"] = n * (-(-len(text) // _CHARACTERS_PER_TOKEN))
        if self.behaviour.usage is not None:
            usage = self.behaviour.usage
        self.stats.n_answered += 1
        if asked.stream and self.behaviour.streams:
            chunks = _chunks(text, self.behaviour.message, usage, asked)
            connection.stream(chunks, done=self.behaviour.says_done)
            return
        choices = [
            {
                "index": i,
                "message": {
                    "role": "assistant",
                    "content": text if n == 1 else f"{text} #{i}",
                    **self.behaviour.message,
                },
                "finish_reason": "stop",
                **({"logprobs": _logprobs(text)} if asked.logprobs else {}),
            }
            for i in range(n)
        ]
        reply: dict[str, Any] = {"id": "fake", "object": "chat.completion", "model": asked.model, "choices": choices}
        connection.answer(_encode({**reply, "usage": usage} if usage else reply))

    def _usage(self, asked: _Asked) -> dict[str, Any]:
        # Without the closing bracket, so that a prompt to which turns were added begins with the earlier one.
        prompt = bytes(asked.messages)[:-1]
        earlier = self._prompts.setdefault(asked.prompt_cache_key, []) if asked.prompt_cache_key else []
        tokens = len(prompt) // _CHARACTERS_PER_TOKEN
        cached = max((_common_prefix(prompt, other) for other in earlier), default=0) // _CHARACTERS_PER_TOKEN
        self.stats.later_tokens += tokens if earlier else 0
        earlier.append(prompt)
        del earlier[:-_REMEMBERED_PROMPTS]
        self.stats.prompt_tokens += tokens
        self.stats.reused_tokens += cached
        return {"prompt_tokens": tokens, "completion_tokens": 0, "prompt_tokens_details": {"cached_tokens": cached}}


class _Connection(asyncio.Protocol):
    """One connection of a client; requests on it are answered one after the other."""

    def __init__(self, server: FakeServer) -> None:
        self._server = server
        self._received = b""
        self._transport: asyncio.Transport
        self.closed = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._server._connections.add(self)
        self._server.stats.n_connections += 1

    def connection_lost(self, _error: Exception | None) -> None:
        self._server._connections.discard(self)
        self.closed.set()

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head = self._received[:end].decode("latin-1")
            at = head.lower().find("content-length:")
            length = int(head[at + 15 :].split("\r\n", 1)[0]) if at >= 0 else 0
            if len(self._received) < end + 4 + length:
                return
            body = self._received[end + 4 : end + 4 + length]
            self._received = self._received[end + 4 + length :]
            self._server.took(self, head, body)

    def answer(self, body: bytes, *, status: int = 200, headers: str = "", length: int | None = None) -> None:
        """Send a whole response; `length` other than the body's breaks the promise of its header."""
        head = (
            f"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\n{headers}"
            f"Content-Length: {len(body) if length is None else length}\r\n\r\n"
        )
        self._send(head.encode() + body)

    def stream(self, events: list[dict[str, Any]], *, done: bool = True, end: bool = True) -> None:
        """Send server-sent events, each in a piece of its own; without `end` the stream stays open."""
        self._send(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            + _chunked(b": a comment keeps the line open\n\n")
        )
        for event in events:
            self._send(_chunked(b"data: " + _encode(event) + b"\n\n"))
        if done:
            self._send(_chunked(b"data: [DONE]\n\n"))
        if end:
            self._send(b"0\r\n\r\n")

    def close(self) -> None:
        """Close after what is written is sent."""
        self._transport.close()

    def abort(self) -> None:
        """Break the connection off at once."""
        self._transport.abort()

    def _send(self, data: bytes) -> None:
        self._server.stats.bytes_out += len(data)
        if not self._transport.is_closing():
            self._transport.write(data)


_Finish = Callable[[_Connection, _Asked, str], None]


def _chunked(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _chunks(text: str, message: dict[str, Any], usage: dict[str, Any], asked: _Asked) -> list[dict[str, Any]]:
    """The events of a streamed answer: a role, the words one by one, an ending, the usage."""
    words = [{"content": word} for word in text.split(" ")]
    for word in words[1:]:
        word["content"] = " " + word["content"]
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    for name, value in message.items():
        if name == "tool_calls":
            deltas += [{"tool_calls": [part]} for part in _tool_call_parts(value)]
        elif isinstance(value, str) and name != "content":
            deltas.append({name: value})
    if message.get("content", text) is not None:
        deltas += words
    events: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas
    ]
    if asked.logprobs:
        for event, word in zip(events[-len(words) :], words, strict=True):
            event["choices"][0]["logprobs"] = _logprobs(word["content"])
    events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return [*events, {"choices": [], "usage": usage}] if usage else events


def _tool_call_parts(calls: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Tool calls as they are streamed: the name first, then the arguments in two pieces."""
    for i, call in enumerate(calls):
        arguments = call["function"]["arguments"]
        half = len(arguments) // 2
        yield {**call, "index": i, "function": {"name": call["function"]["name"], "arguments": ""}}
        yield {"index": i, "function": {"arguments": arguments[:half]}}
        yield {"index": i, "function": {"arguments": arguments[half:]}}


def _logprobs(text: str) -> dict[str, Any]:
    return {"content": [{"token": text, "logprob": -0.5, "top_logprobs": []}]}


def _problem(message: str, *, code: str | None = None, param: str | None = None) -> bytes:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return _encode({"error": error})


def _common_prefix(one: bytes, other: bytes) -> int:
    """How many bytes two prompts have in common at the start."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    # Halving with slices compares at the speed of memory, byte by byte does not.
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _too_many(connection: _Connection, _asked: _Asked, detail: str) -> None:
    wait = detail
    if detail.startswith("date+"):
        now = datetime.now(UTC)
        until = now + timedelta(seconds=float(detail[5:]))
        wait = f"{format_datetime(until, usegmt=True)}\r\nDate: {format_datetime(now, usegmt=True)}"
    headers = f"Retry-After: {wait}\r\n" if wait else ""
    connection.answer(_problem("slow down", code="rate_limit_exceeded"), status=429, headers=headers)


def _cut(connection: _Connection, asked: _Asked, _detail: str) -> None:
    if asked.stream:
        connection.stream(_chunks("half an", {}, {}, asked)[:2], done=False, end=False)
    else:
        connection.answer(b'{"choices": [{"message": {"content": "half an', length=10_000)
    connection.close()


def _hang(connection: _Connection, asked: _Asked, _detail: str) -> None:
    if asked.stream:
        connection.stream(_chunks("half an", {}, {}, asked)[:2], done=False, end=False)


def _ends_early(connection: _Connection, asked: _Asked, _detail: str) -> None:
    connection.stream(_chunks("half an", {}, {}, asked)[:2], done=False)


def _garbage(connection: _Connection, asked: _Asked, _detail: str) -> None:
    if asked.stream:
        connection.stream([], done=False, end=False)
        connection._send(_chunked(b'data: {"choices": [oops\n\n') + b"0\r\n\r\n")
    else:
        connection.answer(b'{"choices": [oops')


def _stream_error(connection: _Connection, asked: _Asked, _detail: str) -> None:
    events: list[dict[str, Any]] = _chunks("half an", {}, {}, asked)[:2]
    connection.stream([*events, {"error": {"message": "overloaded", "code": 503}}], done=False)


def _filtered(connection: _Connection, _asked: _Asked, _detail: str) -> None:
    message = {"role": "assistant", "content": None}
    connection.answer(_encode({"choices": [{"index": 0, "message": message, "finish_reason": "content_filter"}]}))


def _status(connection: _Connection, _asked: _Asked, detail: str) -> None:
    status, _, message = detail.partition(":")
    connection.answer(_problem(message or "told to fail"), status=int(status))


def _redirect(connection: _Connection, _asked: _Asked, detail: str) -> None:
    connection.answer(_problem("moved"), status=307, headers=f"Location: {detail}\r\n")


def _coded(connection: _Connection, _asked: _Asked, detail: str) -> None:
    status, code, message = detail.split(":", 2)
    connection.answer(_problem(message, code=code), status=int(status))


_FAULTS: dict[str, _Finish] = {
    "429": _too_many,  # 429:2 asks for two seconds, 429:date+2 for the time in two seconds
    "status": _status,  # status:500, status:400:why
    "coded": _coded,  # coded:400:content_filter:why
    "redirect": _redirect,  # redirect:http://elsewhere/v1/chat/completions
    "reset": lambda connection, _asked, _detail: connection.abort(),
    "hang": _hang,  # silence; a stream falls silent after its first word
    "cut": _cut,  # the connection closes in the middle
    "ends_early": _ends_early,  # a stream that ends properly before its answer does
    "garbage": _garbage,  # invalid JSON
    "stream_error": _stream_error,
    "no_choices": lambda connection, _asked, _detail: connection.answer(b'{"choices": [], "usage": {}}'),
    "error_200": lambda connection, _asked, _detail: connection.answer(
        _encode({"error": {"message": "upstream is overloaded", "code": 429}})
    ),
    "filter": _filtered,  # an answer of which the content filter left nothing
    "body": lambda connection, _asked, detail: connection.answer(detail.encode()),  # body:{"choices": ...}
}


@contextlib.contextmanager
def serving(behaviour: Behaviour | None = None) -> Iterator[FakeServer]:
    """The server in a thread of its own, for callers that do not run an event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = FakeServer(behaviour)
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result()
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _serve(behaviour: Behaviour) -> None:
    async with FakeServer(behaviour) as server:
        print(server.url, flush=True)
        # Ends with the process that started it, however that ends.
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(msgspec.json.decode(sys.argv[1] if len(sys.argv) > 1 else "{}", type=Behaviour)))
