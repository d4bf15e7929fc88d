"""One call from request to drafts."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from time import perf_counter
from typing import Any

from aiohttp import ClientResponse

from redraft.core import Dialect, Draft, Request
from redraft.errors import Misuse, ModelRefusal, ModelReplyError
from redraft.models.endpoint import Price
from redraft.models.openai_compatible.assembly import Assembly, Piece, chunk_from
from redraft.models.openai_compatible.failure import error_of, problem_from, problem_of
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.refusals import KNOWN_REFUSALS, Refusals, refused_parameters
from redraft.models.openai_compatible.sse import END, events_in
from redraft.models.openai_compatible.transport import Answer, Transport
from redraft.models.openai_compatible.usage import estimated_usage, usage_of
from redraft.models.openai_compatible.wire import Reply, drafts_of, encoded, payload_of, reply_from

_LOG = logging.getLogger("redraft.models")


class OpenAICompatible:
    """A model behind an endpoint that speaks OpenAI's chat completions.

    It asks once: `redraft.models.retry` tries again, `redraft.models.several` asks for the answers that are missing.
    Connections are shared by all models of an event loop and closed with it (see
    `redraft.models.openai_compatible.session`).

    Args:
        name: ``provider/model``, for `Draft.by`.
        model: the endpoint's own name of the model.
        base_url: address up to and including ``/v1``.
        key: the API key; None to send none. It appears in no message, record or representation.
        key_env: the environment variable that `key` came from, for messages.
        price: what the endpoint charges; None when not known.
        window_tokens: tokens that prompt and answer may have together; None when not known.
        max_concurrency: requests in flight at once at this endpoint.
        connect_timeout_s: seconds to wait for a connection.
        timeout_s: seconds to wait for a whole answer.
        idle_timeout_s: seconds to wait between two chunks of a stream.
        streaming: ask for answers as a stream also in `generate`.
        refusals: where parameters that the endpoint refuses are remembered.

    Raises:
        Misuse: when `base_url` is no plain HTTP address.
    """

    dialect: Dialect = "chat"

    def __init__(
        self,
        *,
        name: str,
        model: str,
        base_url: str,
        key: str | None = None,
        key_env: str | None = None,
        price: Price | None = None,
        window_tokens: int | None = None,
        max_concurrency: int = 64,
        connect_timeout_s: float = 10.0,
        timeout_s: float = 600.0,
        idle_timeout_s: float = 120.0,
        streaming: bool = False,
        refusals: Refusals = KNOWN_REFUSALS,
    ) -> None:
        self.name = name
        self.window_tokens = window_tokens
        self._model, self._base_url = model, base_url
        self._price, self._streaming, self._refusals = price, streaming, refusals
        self._place = Place(name=name, base_url=base_url, key=key, key_env=key_env)
        self._transport = Transport(
            base_url=base_url,
            key=key,
            place=self._place,
            max_concurrency=max_concurrency,
            connect_timeout_s=connect_timeout_s,
            timeout_s=timeout_s,
            idle_timeout_s=idle_timeout_s,
        )

    @property
    def address(self) -> str:
        """Where it is asked, without a query, in which some services put keys."""
        return self._base_url.partition("?")[0]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._place})"

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """`request.n` drafts, the first carrying the call's usage; fewer where the endpoint refuses or ignores `n`.

        Raises:
            ModelError: when there is no usable answer; see `redraft.models.openai_compatible.failure`.
        """
        if self._streaming:
            assembly, began = Assembly(), perf_counter()
            async for _ in self._streamed(request, assembly):
                pass
            return self._drafts(assembly.reply(), request, perf_counter() - began)
        without = self._refused
        while True:
            payload = payload_of(request, model=self._model, without=without)
            answer = await self._transport.post(encoded(payload))
            if answer.status == 200:
                self._learn(without)
                return self._drafts(reply_from(answer.body, self._place), request, answer.seconds)
            without |= self._refused_now(answer, payload)

    async def stream(self, request: Request) -> AsyncGenerator[Piece, None]:
        """The answer piece by piece; the last piece carries the finished draft.

        Leave it early with `contextlib.aclosing`, so that the connection is given up at once.

        Raises:
            Misuse: when more than one answer is asked for.
            ModelError: when there is no usable answer.
        """
        if request.n != 1:
            raise Misuse(f"a stream is of one answer, got n={request.n!r}; ask `generate` for several")
        assembly, began = Assembly(), perf_counter()
        async with aclosing(self._streamed(request, assembly)) as pieces:
            async for piece in pieces:
                yield piece
        (draft,) = self._drafts(assembly.reply(), request, perf_counter() - began)[:1]
        yield Piece(draft=draft)

    async def _streamed(self, request: Request, assembly: Assembly) -> AsyncGenerator[Piece, None]:
        """The pieces of a stream as they arrive, added up in `assembly`."""
        without = self._refused
        while True:
            payload = payload_of(request, model=self._model, without=without, streaming=True)
            async with self._transport.stream(encoded(payload)) as response:
                if response.status == 200:
                    self._learn(without)
                    async for piece in self._pieces(response, assembly):
                        yield piece
                    return
                body = b"".join([chunk async for chunk in self._transport.chunks_of(response)])
                answer = Answer(response.status, response.headers, body, 0.0)
            without |= self._refused_now(answer, payload)

    async def _pieces(self, response: ClientResponse, assembly: Assembly) -> AsyncIterator[Piece]:
        if response.content_type == "application/json":
            # A server that does not stream answers in one piece.
            body = b"".join([chunk async for chunk in self._transport.chunks_of(response)])
            assembly.take(reply_from(body, self._place))
            return
        async for data in events_in(self._transport.chunks_of(response)):
            if data == END:
                return
            chunk = chunk_from(data, self._place)
            if chunk.error:
                raise error_of(problem_from(200, chunk.error), place=self._place)
            for piece in assembly.add(chunk):
                yield piece
        # Some servers leave out the closing mark; an answer that said why it ended is whole.
        if not assembly.finished:
            raise ModelReplyError(f"{self._place}: the stream ended before the answer did; ask again")

    def _drafts(self, reply: Reply, request: Request, seconds: float) -> tuple[Draft, ...]:
        """The drafts of a reply."""
        if reply.error and not reply.choices:
            raise error_of(problem_from(200, reply.error), place=self._place)
        choices = [choice for choice in reply.choices or () if choice.message is not None]
        if not choices:
            raise ModelReplyError(
                f"{self._place}: the reply holds no answer, `choices` is {reply.choices!r}; ask again"
            )
        marks: dict[str, Any] = {}
        if without := self._refused:
            # Not `n`: the answers that are missing are noticed without a mark, and asked for.
            marks["left_out"] = sorted((without - {"n"}) & payload_of(request, model=self._model).keys())
        if reply.usage:
            usage = usage_of(reply.usage, seconds=seconds, price=self._price)
        else:
            marks["usage_estimated"] = True
            usage = estimated_usage(request, choices, seconds=seconds, price=self._price)
        drafts = drafts_of(choices, by=self.name, usage=usage, marks=marks)
        if drafts[0].finish_reason == "content_filter" and not any(draft.parts for draft in drafts):
            raise ModelRefusal(f"{self._place} withheld the answer: its content filter left nothing of it")
        return drafts

    @property
    def _refused(self) -> frozenset[str]:
        """The parameters that this endpoint is known to refuse."""
        return self._refusals.of(self._base_url, self._model)

    def _learn(self, refused: frozenset[str]) -> None:
        """Remember what an answered call had to leave out."""
        if news := refused - self._refused:
            self._refusals.learn(self._base_url, self._model, news)
            _LOG.warning("%s does not take %s; left out from now on", self._place, ", ".join(sorted(news)))

    def _refused_now(self, answer: Answer, payload: Mapping[str, Any]) -> frozenset[str]:
        """The parameters in `payload` that an answer refuses.

        Raises:
            ModelError: when the answer is about something else.
        """
        problem = problem_of(answer.status, answer.body, answer.headers)
        refused = refused_parameters(problem, payload)
        if not refused:
            raise error_of(problem, place=self._place)
        return refused
