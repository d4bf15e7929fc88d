"""The doors to a correction: awaited, called, or watched event by event; and going on from a record."""

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar, Unpack

from redraft.core import Correction, Critique, Draft, Event, Record
from redraft.engine import loop
from redraft.errors import Misuse
from redraft.profiles.assembly import assemble
from redraft.profiles.choices import Choices
from redraft.profiles.instructing import instructed
from redraft.profiles.keeping import recording
from redraft.profiles.prompts import PromptLike, as_prompt

T = TypeVar("T")


async def correct(prompt: PromptLike, *, draft: str | Draft | None = None, **choices: Unpack[Choices]) -> Correction:
    """The best answer to `prompt` that was found, with the reason why the search stopped.

    A draft is written, critics examine it, and the model writes again with every earlier (answer, verdict) pair in its
    context, until an answer passes or the rounds or the budget are over. Every end returns the best answer so far.

    Args:
        prompt: a text, a list of messages as OpenAI's clients write them, or a `Prompt`.
        draft: an answer that is there already; it is examined in place of a first draft of the model's. No certificate
            is in force for it.
        **choices: whatever shall differ from the profile in use; see `redraft.profiles.Choices`.

    Raises:
        Misuse: when a choice or a setting cannot work.
        NotAccepted: only with ``on_exhausted="raise"``, when no answer passed.
        StoreError: when there is a store and it cannot keep the record.

    Source: wang2024incontext Sec. 2
    """
    asked = as_prompt(prompt)
    given = Draft.of(draft) if isinstance(draft, str) else draft
    async with recording(assemble(choices)) as plan:
        return await loop.correct(await instructed(asked, plan), plan, given=given)


def correct_sync(prompt: PromptLike, *, draft: str | Draft | None = None, **choices: Unpack[Choices]) -> Correction:
    """What `correct` returns, for code that does not await; works in notebooks, too, where an event loop is running.

    Args:
        prompt: as for `correct`.
        draft: as for `correct`.
        **choices: as for `correct`.

    Raises:
        Misuse: as `correct` does.
        NotAccepted: as `correct` does.
        StoreError: as `correct` does.
    """
    return _run(correct(prompt, draft=draft, **choices))


async def stream(
    prompt: PromptLike, *, draft: str | Draft | None = None, **choices: Unpack[Choices]
) -> AsyncGenerator[Event, None]:
    """What happens in a correction, while it happens; the last event is ``finished`` and holds the correction.

    Leave it early and the work is cancelled; with `contextlib.aclosing` at once, otherwise when Python notices.

    Args:
        prompt: as for `correct`.
        draft: as for `correct`.
        **choices: as for `correct`.

    Raises:
        Misuse: as `correct` does.
        NotAccepted: as `correct` does, after the last event.
        StoreError: as `correct` does.
    """
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    watched = choices.copy()
    watched["observers"] = (*(choices.get("observers") or ()), _Relay(events))
    work = asyncio.create_task(correct(prompt, draft=draft, **watched))
    work.add_done_callback(lambda _: events.put_nowait(None))
    try:
        while (event := await events.get()) is not None:
            yield event
        await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def resume(record: Record | str, critique: Critique, **choices: Unpack[Choices]) -> Correction:
    """Goes on from a record whose standing draft was judged further, for example by a person.

    Args:
        record: the record, or its id (the beginning is enough) in the store.
        critique: the new judgement; it joins the others, and the strategy decides as if it had been there all along.
        **choices: as for `correct`; the plan need not be the one that the record was made with.

    Raises:
        Misuse: when the record holds no draft to judge, or as `correct` does.
        NotAccepted: as `correct` does.
        StoreError: when there is no such record, or as `correct` does.
    """
    assembly = assemble(choices)
    async with recording(assembly) as plan:
        earlier = record if isinstance(record, Record) else await _found(record, plan.recorder)
        return await loop.resume(earlier, critique, plan)


async def _found(id: str, recorder: object) -> Record:
    get: Callable[[str], Coroutine[Any, Any, Record]] | None = getattr(recorder, "get", None)
    if get is None:
        raise Misuse(f"there is no store to find record {id!r} in; say which with `store`, or pass the record itself")
    return await get(id)


class _Relay:
    """An observer that hands events on."""

    def __init__(self, events: "asyncio.Queue[Event | None]") -> None:
        self._events = events

    def on_event(self, event: Event) -> None:
        self._events.put_nowait(event)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, from an event loop of its own."""
    if not _in_a_loop():
        return asyncio.run(work)
    # A loop cannot be entered twice, so the work goes to a thread with a loop of its own.
    inside = _Inside(work)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="redraft-sync") as thread:
        try:  # around `submit` as well: an interrupt may come as soon as the other thread has begun
            return thread.submit(contextvars.copy_context().run, asyncio.run, inside.run()).result()
        except KeyboardInterrupt:  # only this thread gets it; the work must not go on until its last call is answered
            inside.cancel()
            raise


def _in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class _Inside(Generic[T]):
    """Work in the loop of another thread, which can be told to stop."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._work = work
        self._task: asyncio.Task[T] | None = None
        self._stopped = False
        self._ended = threading.Event()

    async def run(self) -> T:
        self._task = asyncio.ensure_future(self._work)
        if self._stopped:  # told before there was a task to cancel
            self._task.cancel()
        try:
            return await self._task
        finally:
            self._ended.set()

    def cancel(self) -> None:
        """Tell the work to stop, and wait until it has if it had begun.

        The pool alone would not wait for a thread whose start was interrupted.
        """
        self._stopped = True
        if self._task is not None:
            with contextlib.suppress(RuntimeError):  # the loop may have just ended
                self._task.get_loop().call_soon_threadsafe(self._task.cancel)
            self._ended.wait()
