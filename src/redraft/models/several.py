"""Several answers to one question, also from an endpoint that gives only one at a time."""

import asyncio
from dataclasses import replace

from redraft.core import NOTHING, Dialect, Draft, Model, Request
from redraft.errors import ModelError


class SeveralAnswers:
    """A model that asks again for the answers that are missing from a reply, one call for each, side by side.

    It belongs around the retries: a call that fails is tried again by itself, and the answers that came are kept.

    Args:
        inner: the model that is asked; it may give fewer answers than `Request.n`, and at least one.
    """

    def __init__(self, inner: Model) -> None:
        self.inner = inner
        # A fact about the endpoint, learnt once: from then on all calls start together.
        self._gives_one = False

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
        """`request.n` drafts, the first carrying the usage of all calls.

        Raises:
            ModelError: what the model inside met.
        """
        drafts: tuple[Draft, ...] = ()
        if request.n == 1 or not self._gives_one:
            drafts = await self.inner.generate(request)
        if len(drafts) >= request.n:
            return drafts
        self._gives_one = len(drafts) <= 1
        # Each call needs a seed of its own, or all answers would be the same.
        singles = [
            replace(request, n=1, seed=None if request.seed is None else request.seed + i)
            for i in range(len(drafts), request.n)
        ]
        failure: ModelError | None = None
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self.inner.generate(single)) for single in singles]
        except* ModelError as errors:
            # One failure cancels the others; the caller is told of the first. It is raised outside of this block, where
            # Python before 3.11.4 would put it into a group.
            failure = _first(errors)
        if failure is not None:
            raise failure
        together = [*drafts, *(task.result()[0] for task in tasks)]
        usage = sum((draft.usage for draft in together), NOTHING)
        return tuple(replace(draft, usage=NOTHING if i else usage) for i, draft in enumerate(together))


def _first(errors: BaseExceptionGroup[ModelError]) -> ModelError:
    """One of the errors in a group."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
