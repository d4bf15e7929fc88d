"""Trying again after failures that may pass."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic

from redraft.core import Dialect, Draft, Model, Request, rng_for
from redraft.errors import ModelReplyError, ModelTimeout, ModelUnavailable
from redraft.models.address import address_of

Passing = ModelUnavailable | ModelTimeout | ModelReplyError
"""Failures that may pass: overload, silence, a reply that was cut or garbled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often and how long to try.

    Attributes:
        retries: further tries after the first, 0 or more.
        base_s: bound in seconds of the first wait; it doubles with every try.
        cap_s: bound in seconds of one wait, unless the endpoint asks for a longer one.
        give_up_after_s: bound in seconds of all waits between the tries of one call together. The tries themselves do
            not count: a slow answer, or a queue before the endpoint, is no reason to try less often.
    """

    retries: int = 4
    base_s: float = 0.5
    cap_s: float = 8.0
    give_up_after_s: float = 120.0


class RetryingModel:
    """A model that tries again when the failure may pass, with exponential backoff and full jitter.

    The wait is drawn evenly between 0 and the backoff's bound, so that callers who failed together do not return
    together; a wait that the endpoint asked for (Retry-After) comes before it. Requests that were refused for a reason
    (`ModelRejected`, `ModelRefusal`, `ContextFull`) are never repeated.

    Args:
        inner: the model that is asked.
        patience: how often and how long.
        seed: of the jitter; together with the request and the try it addresses each draw.
        sleep: waits for so many seconds; a test passes its own.
    """

    def __init__(
        self,
        inner: Model,
        *,
        patience: Patience | None = None,
        seed: int = 0,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.inner = inner
        self.patience = patience or Patience()
        self._seed = seed
        self._sleep = sleep

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self.inner.name

    @property
    def dialect(self) -> Dialect:
        """The dialect of the model inside."""
        return self.inner.dialect

    @property
    def window_tokens(self) -> int | None:
        """The window of the model inside."""
        return self.inner.window_tokens

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """The drafts of the first try that succeeds.

        Raises:
            ModelError: what the last try met, with the number of tries in its message.
        """
        began, waited_s = monotonic(), 0.0
        for n_tried in range(1, self.patience.retries + 2):
            try:
                return await self.inner.generate(request)
            except (ModelUnavailable, ModelTimeout, ModelReplyError) as error:
                wait_s = self._wait_s(request, n_tried, error)
                waited_s += wait_s
                if n_tried > self.patience.retries or waited_s > self.patience.give_up_after_s:
                    raise _given_up(error, n_tried, monotonic() - began, wait_s, self.patience) from error
            await self._sleep(wait_s)
        raise AssertionError("unreachable: the last try returns or raises")

    def _wait_s(self, request: Request, n_tried: int, error: Passing) -> float:
        """Seconds to wait after try `n_tried`, jitter included."""
        bound_s = min(self.patience.cap_s, self.patience.base_s * 2 ** (n_tried - 1))
        asked_s = (error.retry_after_s or 0.0) if isinstance(error, ModelUnavailable) else 0.0
        rng = rng_for(self._seed, "retry", address_of(self.name, request), str(n_tried))
        return asked_s + rng.uniform(0.0, bound_s)


def _given_up(error: Passing, n_tried: int, elapsed_s: float, wait_s: float, patience: Patience) -> Passing:
    """The same kind of error, saying that and why there will be no further try."""
    if n_tried > patience.retries:
        why = f"tried {n_tried} time(s) in {elapsed_s:.1f} s"
    else:
        why = (
            f"tried {n_tried} time(s) in {elapsed_s:.1f} s; the next try would have to wait {wait_s:.1f} s, "
            f"and all waits together may take {patience.give_up_after_s:g} s"
        )
    message = f"{error} ({why})"
    if isinstance(error, ModelUnavailable):
        return ModelUnavailable(message, retry_after_s=error.retry_after_s)
    return type(error)(message)
