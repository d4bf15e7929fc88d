"""Models that run in this process, on ctranslate2: the embedded one and any converted one."""

import secrets
import time
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from redraft.core import Dialect, Draft, Part, Request, Usage
from redraft.models.local.batching import Batcher
from redraft.models.local.chat_words import ChatWords
from redraft.models.local.language import ANSWER, BOS, CRITIQUE, PAD
from redraft.models.local.runtime import Runtime, Sampling, Written
from redraft.models.local.trace_words import WINDOW_TOKENS, trace_prompt

EMBEDDED_FOLDER: Final = Path(__file__).parent / "embedded"
_DEFAULT_MAX_TOKENS: Final = 512
_TRACE_ENDS: Final = (ANSWER, CRITIQUE, PAD)
# An answer that holds the mark of a beginning could not be shown to the model again.
_TRACE_NEVER: Final = (BOS,)


class _Asked(NamedTuple):
    tokens: tuple[str, ...]
    sampling: Sampling


class LocalModel:
    """A ctranslate2 model as a `redraft.core.Model`; concurrent calls are written in common batches.

    Use `embedded_model` or `open_model` to make one.

    Attributes:
        name: goes into `Draft.by`.
        dialect: ``trace`` for the embedded model, ``chat`` for others.
        window_tokens: tokens that prompt and answer may have together; None when not known.
    """

    def __init__(
        self, runtime: Runtime, *, name: str, words: ChatWords | None, window_tokens: int | None, max_batch: int = 256
    ) -> None:
        self.name = name
        self.dialect: Dialect = "trace" if words is None else "chat"
        self.window_tokens = window_tokens
        self._words = words
        self._batcher = Batcher(runtime, max_batch=max_batch)
        self._runtime = runtime

    @cached_property
    def weights(self) -> str:
        """Hash of the weights; a certificate holds for these and no others."""
        return self._runtime.digest

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """How many prompts each batch so far had."""
        return tuple(self._batcher.batch_sizes)

    async def generate(self, request: Request) -> tuple[Draft, ...]:
        """`request.n` drafts.

        The request's seed decides the draws as far as `Batcher` says; without one they are fresh. Tools, response
        formats and log-probabilities are beyond this model and left unread.

        Raises:
            UnspokenLanguage: from the embedded model, for text that is in none of its languages.
            ContextFull: when the prompt leaves no room for an answer.
        """
        started = time.perf_counter()
        asked = self._asked(request)
        seed = secrets.randbits(31) if request.seed is None else request.seed
        written = await self._batcher.write(asked.tokens, asked.sampling, seed)
        usage = Usage(
            calls=1,
            prompt_tokens=len(asked.tokens),
            completion_tokens=sum(len(each.tokens) for each in written),
            seconds=time.perf_counter() - started,
        )
        drafts = [self._draft(each, request.stop) for each in written]
        first = drafts[0]
        return (Draft(parts=first.parts, by=first.by, finish_reason=first.finish_reason, usage=usage), *drafts[1:])

    def _asked(self, request: Request) -> _Asked:
        if self._words is None:
            tokens, n_words = trace_prompt(request.messages)
            ends: tuple[str, ...] = _TRACE_ENDS
        else:
            tokens, n_words, ends = self._words.tokens_of(request.messages), _DEFAULT_MAX_TOKENS, self._words.end_tokens
        sampling = Sampling(
            n=request.n,
            temperature=request.temperature or 0.0,
            max_tokens=n_words if request.max_tokens is None else request.max_tokens,
            end_tokens=ends,
            never=_TRACE_NEVER if self._words is None else (),
        )
        return _Asked(tokens=tokens, sampling=sampling)

    def _draft(self, written: Written, stop: tuple[str, ...]) -> Draft:
        text = " ".join(written.tokens) if self._words is None else self._words.text_of(written.tokens)
        cuts = [place for mark in stop if (place := text.find(mark)) >= 0]
        kept = text[: min(cuts)] if cuts else text
        # Every answer of the embedded model has a fixed length: reaching it is the end, not a cut.
        ended = written.ended or bool(cuts) or self._words is None
        return Draft(parts=(Part(text=kept),), by=self.name, finish_reason="stop" if ended else "length")


def embedded_model(*, folder: Path = EMBEDDED_FOLDER / "ct2", n_threads: int = 1, max_batch: int = 256) -> LocalModel:
    """The small model that ships with Redraft (`docs/model_card.md`).

    Raises:
        MissingExtra: when ctranslate2 is not installed.
    """
    runtime = Runtime(folder, n_threads=n_threads)
    return LocalModel(runtime, name="local/embedded", words=None, window_tokens=WINDOW_TOKENS, max_batch=max_batch)


def open_model(
    folder: Path, *, name: str | None = None, window_tokens: int | None = None, n_threads: int = 1, max_batch: int = 256
) -> LocalModel:
    """Any chat model converted with ``ct2-transformers-converter``, its tokenizer files beside it.

    Args:
        folder: the converted model, with ``tokenizer.json`` and the chat template.
        name: goes into `Draft.by`; the folder's name when None.
        window_tokens: tokens that prompt and answer may have together, if known.
        n_threads: cores one batch may use.
        max_batch: most prompts in one batch.

    Raises:
        Misuse: when a file is missing.
        MissingExtra: when ctranslate2, tokenizers or jinja2 is not installed.
    """
    shown = f"local/{folder.name}" if name is None else name
    runtime = Runtime(folder, n_threads=n_threads)
    return LocalModel(runtime, name=shown, words=ChatWords(folder), window_tokens=window_tokens, max_batch=max_batch)
