"""A model that answers the same question with the same seed in the same way, in every arm of a comparison."""

from dataclasses import dataclass, field
from typing import final

from redraft.core import Dialect, Draft, Model, Request

_Asked = tuple[tuple[str, ...], float | None, int | None]


@final
@dataclass(frozen=True, slots=True)
class Remembering:
    """Wraps a model whose draws depend on what else is asked at the same time, as those of the embedded one do.

    Two strategies that decide alike then see the same answers, and their difference is one of their decisions alone.
    What was remembered counts as a call like any other.

    Attributes:
        inner: who writes what was not asked before.
        written: what was, by messages, temperature and seed.
    """

    inner: Model
    written: dict[_Asked, tuple[Draft, ...]] = field(default_factory=dict)

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
        """The drafts that this request got the first time."""
        asked = tuple([message.text for message in request.messages]), request.temperature, request.seed
        if asked not in self.written:
            self.written[asked] = await self.inner.generate(request)
        return self.written[asked]
