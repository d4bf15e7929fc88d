"""Every answered call of a run, kept: the same question is asked once, whoever asks it and however often a run begins.

The ways of answering that are compared share what they have in common, such as the first draft and its check, so each
difference between them is a difference of the ways; and a run that was killed goes on where it stopped.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, final

from redraft.core import NOTHING, Dialect, Draft, Model, Request, Usage
from redraft.errors import Misuse, ModelError, StoreError
from redraft.models.address import address_of
from redraft.store.codec import decode_as, encode
from redraft.store.jsonl import read_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One answered call: a line of the file.

    Attributes:
        address: of the model and all that it was asked.
        drafts: what it answered, with what that cost.
    """

    address: str
    drafts: tuple[Draft, ...]


class Calls:
    """The calls of a run, in memory and, where a file is given, on disk.

    Attributes:
        n_before: calls that an earlier run left in the file.
        n_sent: calls that this run sent and that were answered.
        n_failed: calls that this run sent and that failed.
        last_failure: the last of them; None when there was none.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Keep calls in the file at `path`, and begin with those that are there.

        A line that a kill cut off, or that is no call, is left alone.

        Raises:
            Misuse: when the file is there and cannot be read.
        """
        self._path = path
        self._file: BinaryIO | None = None
        self._kept: dict[str, tuple[Draft, ...]] = {}
        if path is not None and path.exists():
            try:
                for _, line in read_lines(path):
                    call = _decoded(line)
                    if call is not None:
                        self._kept[call.address] = call.drafts
            except StoreError as error:
                raise Misuse(str(error)) from error
        self.n_before = len(self._kept)
        self.n_sent = self.n_failed = 0
        self.last_failure: ModelError | None = None

    @contextmanager
    def opened(self) -> Iterator["Calls"]:
        """The calls with their file open for more.

        Raises:
            Misuse: when it cannot be written.
        """
        if self._path is None:
            yield self
            return
        try:
            self._file = self._path.open("ab")
            self._file.write(b"\n")  # a line that a kill cut off stays alone; empty lines are not read
        except OSError as error:
            raise Misuse(f"cannot write {str(self._path)!r}: {error.strerror}; give another folder") from error
        try:
            yield self
        finally:
            self._file.close()
            self._file = None

    def around(self, model: Model) -> Model:
        """The model, asked only what was not asked before."""
        return model if isinstance(model, KeptModel) else KeptModel(model, self)

    def kept(self, address: str) -> tuple[Draft, ...] | None:
        """The answer at an address; None when there is none yet."""
        return self._kept.get(address)

    def keep(self, address: str, drafts: tuple[Draft, ...]) -> None:
        """Keep an answer; it is in the file when this returns.

        Raises:
            StoreError: when it cannot be written.
        """
        self._kept[address] = drafts
        self.n_sent += 1
        if self._file is not None:
            try:
                self._file.write(encode(Call(address=address, drafts=drafts)).encode() + b"\n")
                self._file.flush()
            except OSError as error:
                raise StoreError(
                    f"cannot write {str(self._path)!r}: {error.strerror}; what is in it is kept"
                ) from error

    def forget(self) -> None:
        """Begin with nothing kept; what is in a file stays there."""
        self._kept.clear()

    def usage(self, *, count_answers: bool = False) -> Usage:
        """What all kept calls cost; `count_answers` counts several answers to one call as so many calls."""
        spent = NOTHING
        for drafts in self._kept.values():
            asked = sum((draft.usage for draft in drafts), NOTHING)
            spent += replace(asked, calls=max(asked.calls, len(drafts))) if count_answers else asked
        return spent

    def failed(self, error: ModelError) -> None:
        """Count a call that failed; it is not kept, so that the next run asks again."""
        self.n_failed += 1
        self.last_failure = error


@final
class KeptModel:
    """A model whose every answer is kept; a kept answer still says what it cost when it was written."""

    def __init__(self, inner: Model, calls: Calls) -> None:
        """Ask `inner` for what is not among `calls`."""
        self._inner, self._calls = inner, calls

    @property
    def name(self) -> str:
        """The name of the model inside."""
        return self._inner.name

    @property
    def dialect(self) -> Dialect:
        """The dialect of the model inside."""
        return self._inner.dialect

    @property
    def window_tokens(self) -> int | None:
        """The window of the model inside."""
        return self._inner.window_tokens

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """The kept drafts, or those of the model inside.

        Raises:
            ModelError: what the model inside met.
        """
        address = address_of(self.name, request)
        drafts = self._calls.kept(address)
        if drafts is None:
            try:
                drafts = await self._inner.generate(request)
            except ModelError as error:
                self._calls.failed(error)
                raise
            self._calls.keep(address, drafts)
        return drafts


def _decoded(line: bytes) -> Call | None:
    try:
        return decode_as(line, Call)
    except ValueError:  # what a line means is msgspec's to say, and its errors are ValueErrors
        return None
