"""Counting what goes through a model."""

from redraft.core import NOTHING, Dialect, Draft, Model, Request, Usage
from redraft.errors import ModelError


class MeteredModel:
    """A model that adds up what its answers cost.

    Args:
        inner: the model that is asked.

    Attributes:
        usage: what all answers cost together; `Usage.seconds` adds up calls, also those that ran side by side.
        n_requests: requests that went in, failed ones included.
        n_failed: requests that ended with a `ModelError`.
    """

    def __init__(self, inner: Model) -> None:
        self.inner = inner
        self.usage: Usage = NOTHING
        self.n_requests = 0
        self.n_failed = 0

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
        """The drafts of the model inside, counted.

        Raises:
            ModelError: what the model inside met; counted too.
        """
        self.n_requests += 1
        try:
            drafts = await self.inner.generate(request)
        except ModelError:
            self.n_failed += 1
            raise
        self.usage = sum((draft.usage for draft in drafts), self.usage)
        return drafts
