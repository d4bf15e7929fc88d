"""Texts into vectors, by an endpoint that speaks OpenAI's ``/v1/embeddings``."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec

from redraft.core import rng_for
from redraft.errors import ModelReplyError, ModelTimeout, ModelUnavailable
from redraft.models.openai_compatible.failure import error_of, problem_of
from redraft.models.openai_compatible.place import Place
from redraft.models.openai_compatible.transport import Transport

# Texts of one request; every endpoint that is known takes as many.
_AT_ONCE = 64
# What one waits for at most, in seconds, before the next try.
_BASE_S, _CAP_S, _LONGEST_S = 0.5, 8.0, 60.0


class OpenAICompatibleEmbedder:
    """A model of vectors behind an endpoint; a `redraft.core.Embedder`.

    Args:
        name: ``provider/model``.
        model: the endpoint's own name of the model.
        base_url: address up to and including ``/v1``.
        key: the API key; None to send none. It appears in no message.
        key_env: the environment variable that `key` came from, for messages.
        max_concurrency: requests in flight at once at this endpoint.
        connect_timeout_s: seconds to wait for a connection.
        timeout_s: seconds to wait for a whole answer.
        retries: further tries after a failure that may pass, 0 or more.
        sleep: waits for so many seconds; a test passes its own.

    Raises:
        Misuse: when `base_url` is no plain HTTP address.
    """

    def __init__(
        self,
        *,
        name: str,
        model: str,
        base_url: str,
        key: str | None = None,
        key_env: str | None = None,
        max_concurrency: int = 64,
        connect_timeout_s: float = 10.0,
        timeout_s: float = 600.0,
        retries: int = 4,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self._model, self._retries, self._sleep = model, retries, sleep
        self._place = Place(name=name, base_url=base_url, key=key, key_env=key_env)
        self._transport = Transport(
            base_url=base_url,
            key=key,
            place=self._place,
            max_concurrency=max_concurrency,
            connect_timeout_s=connect_timeout_s,
            timeout_s=timeout_s,
            idle_timeout_s=timeout_s,
            path="/embeddings",
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._place})"

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector for each text, in their order, all of one length.

        Raises:
            ModelError: when there is no usable answer.
        """
        vectors: list[Sequence[float]] = []
        for first in range(0, len(texts), _AT_ONCE):
            vectors += await self._patiently(texts[first : first + _AT_ONCE])
        if len({len(vector) for vector in vectors}) > 1:
            raise ModelReplyError(f"{self._place}: vectors of different lengths; ask one model alone")
        return vectors

    async def _patiently(self, texts: Sequence[str]) -> list[Sequence[float]]:
        for n_tried in range(1, self._retries + 2):
            try:
                return await self._asked(texts)
            except (ModelUnavailable, ModelTimeout, ModelReplyError) as error:
                asked_s = (error.retry_after_s or 0.0) if isinstance(error, ModelUnavailable) else 0.0
                if n_tried > self._retries or asked_s > _LONGEST_S:
                    raise
                bound_s = min(_CAP_S, _BASE_S * 2 ** (n_tried - 1))
                wait_s = asked_s + rng_for(0, "embed", self.name, texts[0], str(n_tried)).uniform(0.0, bound_s)
            await self._sleep(wait_s)
        raise AssertionError("unreachable: the last try returns or raises")

    async def _asked(self, texts: Sequence[str]) -> list[Sequence[float]]:
        # Half a character is no UTF-8; what stands in its place changes the meaning of no text.
        inputs = [text.encode("utf-8", "replace").decode() for text in texts]
        body = {"model": self._model, "input": inputs, "encoding_format": "float"}
        answer = await self._transport.post(msgspec.json.encode(body))
        if answer.status != 200:
            raise error_of(problem_of(answer.status, answer.body, answer.headers), place=self._place)
        try:
            return _vectors(json.loads(answer.body), len(texts))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            problem = f"{type(error).__name__}: {error}"[:200]
            raise ModelReplyError(f"{self._place}: the reply holds no vectors ({problem}); ask again") from error


def _vectors(reply: Any, n: int) -> list[Sequence[float]]:
    """The vectors of a reply, in the order of the texts.

    Raises:
        ValueError: when they are not `n` lists of finite numbers; also TypeError, KeyError and AttributeError.
    """
    rows = sorted(reply["data"], key=lambda row: int(row.get("index", 0)))
    vectors = [[float(number) for number in row["embedding"]] for row in rows]
    if len(vectors) != n:
        raise ValueError(f"{len(vectors)} vectors for {n} texts")
    if not all(vector and all(map(math.isfinite, vector)) for vector in vectors):
        raise ValueError("a vector is empty or has a number that is not finite")
    return list(vectors)
