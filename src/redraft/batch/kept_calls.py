"""Model calls that a killed run need not make again.

Every answered call of an unfinished prompt is kept in the ledger. When the prompt is begun again, the same requests
come in the same order, because every draw has an address, and are answered from there until the point of the kill. So
only calls that were in flight are repeated. Models in this process are left out: asking them costs less than keeping.
"""

from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar

from redraft.core import NOTHING, Dialect, Draft, Model, Request
from redraft.models.address import address_of
from redraft.store import Ledger


class KeptCalls:
    """The calls of one prompt."""

    def __init__(self, ledger: Ledger, key: str, answered: Mapping[tuple[str, int], tuple[Draft, ...]]) -> None:
        """Answer from `answered`, and keep further answers in `ledger` under the prompt's `key`.

        `usage` adds up what all answers cost, those from before the kill included.
        """
        self._ledger, self._key, self._answered = ledger, key, answered
        self._n_asked: Counter[str] = Counter()
        self.usage = NOTHING

    async def ask(self, model: Model, request: Request) -> tuple[Draft, ...]:
        """The kept answer to `request`, else the model's, kept from now on."""
        address = address_of(model.name, request)
        # Equal requests of one prompt are told apart by their number: each was a draw of its own.
        number = self._n_asked[address]
        self._n_asked[address] += 1
        drafts = self._answered.get((address, number))
        if drafts is None:
            drafts = await model.generate(request)
            await self._ledger.keep_answer(self._key, address, number, drafts)
        self.usage = sum((draft.usage for draft in drafts), self.usage)
        return drafts


CURRENT: ContextVar[KeptCalls | None] = ContextVar("redraft_kept_calls", default=None)
"""The calls of the prompt that the running task works on; critics' tasks inherit it."""


class KeepingModel:
    """A model whose answers are kept for the prompt at work."""

    def __init__(self, inner: Model) -> None:
        """Ask `inner` for what is not kept."""
        self.inner = inner

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
        """The kept drafts, or those of the model inside.

        Raises:
            ModelError: what the model inside met; failures are not kept.
        """
        calls = CURRENT.get()
        return await (self.inner.generate(request) if calls is None else calls.ask(self.inner, request))
