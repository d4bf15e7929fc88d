"""Answers kept by the content of the question, in memory or in a folder."""

import contextlib
import logging
import os
import tempfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import msgspec

from redraft.core import NOTHING, Dialect, Draft, Model, Request
from redraft.errors import Misuse
from redraft.models.address import address_of

_LOG = logging.getLogger("redraft.models")

_DRAFTS = msgspec.json.Decoder(tuple[Draft, ...])


class Shelf(Protocol):
    """Where answers are kept, by address."""

    def get(self, address: str) -> tuple[Draft, ...] | None:
        """What is kept at `address`; None when there is nothing."""
        ...

    def put(self, address: str, drafts: tuple[Draft, ...]) -> None:
        """Keep `drafts` at `address`."""
        ...


class MemoryShelf:
    """Keeps the answers that were used last, as long as the process lives.

    Args:
        max_entries: how many, at least 1; the one that was not used for longest goes first.
    """

    def __init__(self, max_entries: int = 10_000) -> None:
        self._max_entries = max_entries
        self._kept: OrderedDict[str, tuple[Draft, ...]] = OrderedDict()

    def get(self, address: str) -> tuple[Draft, ...] | None:
        """What is kept at `address`; None when there is nothing."""
        drafts = self._kept.get(address)
        if drafts is not None:
            self._kept.move_to_end(address)
        return drafts

    def put(self, address: str, drafts: tuple[Draft, ...]) -> None:
        """Keep `drafts` at `address`."""
        self._kept[address] = drafts
        self._kept.move_to_end(address)
        if len(self._kept) > self._max_entries:
            self._kept.popitem(last=False)


class FolderShelf:
    """Keeps answers as files, one for each address; several processes may share the folder.

    Args:
        folder: where; made with the first answer when it is missing. Deleting it or any file in it is safe at any time.

    Raises:
        Misuse: when a file stands in its place or above it.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)
        # Only looked at, not made: a forecast opens models and leaves nothing on the disk.
        existing = next((path for path in (self._folder, *self._folder.parents) if os.path.exists(path)), None)
        if existing is not None and not existing.is_dir():
            raise Misuse(f"answers cannot be kept in {str(folder)!r}: {str(existing)!r} is a file; name a folder")

    def get(self, address: str) -> tuple[Draft, ...] | None:
        """What is kept at `address`; None when there is nothing, or nothing that can be read."""
        try:
            return _DRAFTS.decode(self._path(address).read_bytes())
        except OSError:
            return None
        except msgspec.DecodeError:
            # Written by another version, or damaged: asking again replaces it.
            return None

    def put(self, address: str, drafts: tuple[Draft, ...]) -> None:
        """Keep `drafts` at `address`; another process sees all of it or nothing.

        An answer that cannot be kept (the disk is full, the folder is gone) is still an answer: that is only logged.
        """
        path = self._path(address)
        try:
            self._write(path, drafts)
        except OSError as error:
            _LOG.warning("an answer is not kept in %s: %s", self._folder, error)

    def _write(self, path: Path, drafts: tuple[Draft, ...]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(drafts))
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _path(self, address: str) -> Path:
        # Two levels, since some file systems are slow with very many files in one folder.
        return self._folder / address[:2] / f"{address[2:]}.json"


class CachedModel:
    """A model that does not ask the same question twice.

    Questions are the same when model and request are, `Request.cache_key` aside. Only answers that would come out the
    same again are kept: at temperature 0, or with a seed. An answer from the shelf costs nothing: its `Draft.usage` has
    no call, and ``from_cache`` stands in `Draft.extra`.

    Args:
        inner: the model that is asked.
        shelf: where answers are kept; in memory when left out.

    Attributes:
        n_hits: requests that were answered from the shelf.
        n_misses: requests that could have been and were not there.
    """

    def __init__(self, inner: Model, shelf: Shelf | None = None) -> None:
        self.inner = inner
        self.n_hits = 0
        self.n_misses = 0
        self._shelf = MemoryShelf() if shelf is None else shelf

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
        if request.temperature != 0 and request.seed is None:
            return await self.inner.generate(request)
        address = address_of(self.name, request)
        kept = self._shelf.get(address)
        if kept is not None:
            self.n_hits += 1
            return tuple(replace(draft, usage=NOTHING, extra={**draft.extra, "from_cache": True}) for draft in kept)
        self.n_misses += 1
        drafts = await self.inner.generate(request)
        self._shelf.put(address, drafts)
        return drafts
