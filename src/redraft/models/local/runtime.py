"""ctranslate2 behind a small door: token batches in, token sequences out, with draws that a seed decides."""

import hashlib
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from redraft.errors import MissingExtra, Misuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """What all prompts of one batch share.

    Attributes:
        n: sequences for each prompt, at least 1.
        temperature: 0 for the most likely token at every step, else draws from the whole vocabulary.
        max_tokens: bound on the tokens of one sequence, at least 1.
        end_tokens: tokens that end a sequence and are not part of it; empty for the model's own.
        never: tokens that are not drawn, however hot the sampling; the most likely token is never one of them.
    """

    n: int = 1
    temperature: float = 0.0
    max_tokens: int = 16
    end_tokens: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Written(NamedTuple):
    """One sequence and whether it ended by itself."""

    tokens: tuple[str, ...]
    ended: bool


def load_ctranslate2() -> Any:
    """The ctranslate2 module.

    Raises:
        MissingExtra: when it is not installed.
    """
    try:
        return importlib.import_module("ctranslate2")
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"the embedded model needs ctranslate2 ({error}); install it with: pip install 'redraft[embedded]'"
        ) from error


class Runtime:
    """A converted model in memory, on the CPU.

    Draws: ctranslate2 seeds a worker thread's generator once, when the thread first draws. So every sampled batch runs
        in
    a worker of its own that starts from the seed given; that costs about 2 ms, because the files are already in
    memory. The same batch with the same seed then gives the same sequences. Greedy batches share one worker and need
    no seed.

    Args:
        folder: a ctranslate2 model folder (`model.bin`, `config.json`, `vocabulary.json`).
        compute_type: number format of the computation, in ctranslate2's word.
        n_threads: cores one batch may use; for small models 1 is fastest.

    Raises:
        Misuse: when the folder holds no such model.
        MissingExtra: when ctranslate2 is not installed.
    """

    def __init__(self, folder: Path, *, compute_type: str = "default", n_threads: int = 1) -> None:
        self._engine = load_ctranslate2()
        if not (folder / "model.bin").is_file():
            raise Misuse(
                f"no converted model in {str(folder)!r}: model.bin is missing; convert one with "
                "ct2-transformers-converter --model NAME --output_dir FOLDER"
            )
        names = ("model.bin", "config.json", "vocabulary.json", "vocabulary.txt")
        self._files = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
        self._name, self._compute_type, self._n_threads = str(folder), compute_type, n_threads
        self._greedy = self._worker()

    def _worker(self) -> Any:
        return self._engine.Generator(
            self._name,
            device="cpu",
            compute_type=self._compute_type,
            inter_threads=1,
            intra_threads=self._n_threads,
            files=self._files,
        )

    @property
    def digest(self) -> str:
        """SHA-256 over the model's files: it changes whenever what the model writes could."""
        hashed = hashlib.sha256()
        for name, content in self._files.items():
            hashed.update(f"{name} {len(content)} ".encode())
            hashed.update(content)
        return hashed.hexdigest()

    @property
    def settings(self) -> dict[str, Any]:
        """The model's own ``config.json``."""
        found: dict[str, Any] = json.loads(self._files.get("config.json", b"{}"))
        return found

    def write(self, prompts: Sequence[Sequence[str]], sampling: Sampling, seed: int) -> list[tuple[Written, ...]]:
        """`sampling.n` continuations of each prompt, in order.

        Args:
            prompts: tokens of each prompt; batches of equal length run fastest.
            sampling: what they share.
            seed: decides the draws when the temperature is not 0; at least 0.
        """
        options: dict[str, Any] = {"end_token": list(sampling.end_tokens)} if sampling.end_tokens else {}
        worker = self._greedy
        if sampling.temperature > 0:
            self._engine.set_random_seed(seed % 2**31)
            worker = self._worker()
            options |= {"sampling_topk": 0, "sampling_temperature": sampling.temperature, "num_hypotheses": sampling.n}
            options["suppress_sequences"] = [[token] for token in sampling.never] or None
        results = worker.generate_batch(
            [list(prompt) for prompt in prompts],
            max_length=sampling.max_tokens,
            include_prompt_in_result=False,
            **options,
        )
        written = []
        for result in results:
            # A greedy answer has no variety: n of them are n copies, without writing it n times.
            copies = result.sequences if sampling.temperature > 0 else result.sequences[:1] * sampling.n
            written.append(tuple(Written(tuple(words), len(words) < sampling.max_tokens) for words in copies))
        return written

    def log_rates(self, sequences: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """Log-probability in nats of every token after the first, given those before it, for each sequence."""
        results = self._greedy.score_batch([list(sequence) for sequence in sequences])
        return [tuple(result.log_probs) for result in results]
