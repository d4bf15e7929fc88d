"""Does the embedded model say the same from ctranslate2, from transformers, and through `transformers serve`?

``python benchmarks/embedded_parity.py`` compares 1,000 greedy answers; it needs ``redraft[train]`` and
``transformers[serving]``.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from embedded_cases import Case, cases
from measuring import write_result
from redraft.core import Request
from redraft.models.local import EMBEDDED_FOLDER
from redraft.models.local.runtime import Runtime, Sampling
from redraft.models.openai_compatible.client import OpenAICompatible
from redraft.models.openai_compatible.session import http_session
from redraft.training.convert import write_ctranslate2

HUGGING_FACE = EMBEDDED_FOLDER / "hf"
WANTED_SAME_RATE, LARGEST_GAP = 0.995, 1e-3


def answers_of_runtime(folder: Path, asked: Sequence[Case]) -> list[str]:
    """Greedy answers from ctranslate2."""
    runtime = Runtime(folder)
    found: dict[int, str] = {}
    by_shape: dict[tuple[int, int], list[int]] = {}
    for index, case in enumerate(asked):
        by_shape.setdefault((len(case.tokens), case.n_words), []).append(index)
    for (_, n_words), indices in by_shape.items():
        written = runtime.write([asked[i].tokens for i in indices], Sampling(max_tokens=n_words), 0)
        found |= {i: " ".join(one[0].tokens) for i, one in zip(indices, written, strict=True)}
    return [found[index] for index in range(len(asked))]


class Reference:
    """The Hugging Face model in float32."""

    def __init__(self) -> None:
        self.model = LlamaForCausalLM.from_pretrained(HUGGING_FACE, dtype=torch.float32)
        self.tokenizer = AutoTokenizer.from_pretrained(HUGGING_FACE)

    def answer(self, case: Case) -> str:
        """One greedy answer."""
        turns = [{"role": message.role, "content": message.text} for message in case.messages]
        inputs = self.tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        with torch.no_grad():
            out = self.model.generate(**inputs, do_sample=False, max_new_tokens=case.n_words)
        words: str = self.tokenizer.decode(out[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
        return words

    def gap(self, case: Case, first: str, second: str) -> float:
        """Logit difference between the first words in which two answers differ."""
        a, b = first.split(), second.split()
        place = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
        if place is None:
            return float("inf")  # one answer is cut short: no near tie explains that
        words = [*case.tokens, *a[:place]]
        ids = torch.tensor([self.tokenizer.convert_tokens_to_ids(words)])
        with torch.no_grad():
            logits = self.model(ids).logits[0, -1]
        x, y = self.tokenizer.convert_tokens_to_ids([a[place], b[place]])
        return float((logits[x] - logits[y]).abs())


@contextmanager
def served() -> Iterator[str]:
    """The address of a real `transformers serve` of the shipped folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "transformers"), "serve", str(HUGGING_FACE), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--device", "cpu", "--dtype", "float32"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/health", process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


def wait_until_up(url: str, process: "subprocess.Popen[bytes]", *, limit_s: float = 180.0) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(
                f"transformers serve ended with code {process.returncode}; is transformers[serving] there?"
            )
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"transformers serve did not answer at {url} within {limit_s:g} s")


async def answers_of_server(base_url: str, asked: Sequence[Case]) -> list[str]:
    """Greedy answers over the OpenAI protocol, with Redraft's own client."""
    model = OpenAICompatible(name="serve/embedded", model=str(HUGGING_FACE), base_url=base_url)
    answers: list[str] = []
    async with http_session():
        for group in (asked[start : start + 4] for start in range(0, len(asked), 4)):
            requests = [Request(messages=c.messages, temperature=0.0, max_tokens=c.n_words) for c in group]
            drafts = await asyncio.gather(*map(model.generate, requests))
            answers += [one[0].text for one in drafts]
    return answers


def compared(
    reference: Reference, asked: Sequence[Case], wanted: Sequence[str], given: Sequence[str]
) -> dict[str, Any]:
    """How many answers are the same, and the logit gaps where they are not."""
    pairs = zip(asked, wanted, given, strict=True)
    gaps = sorted(reference.gap(case, a, b) for case, a, b in pairs if a != b)
    same_rate = 1 - len(gaps) / len(asked)
    return {
        "same_rate": same_rate,
        "n_different": len(gaps),
        "gaps_in_logits": [round(gap, 6) for gap in gaps],
        "met": same_rate >= WANTED_SAME_RATE and all(gap < LARGEST_GAP for gap in gaps),
    }


def main() -> None:
    """Compare, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 answers, nothing written")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    asked = cases()[::10] if quick else cases()
    reference = Reference()
    wanted = [reference.answer(case) for case in asked]
    figures: dict[str, Any] = {"n": len(asked), "families": dict(Counter(c.prompt.split()[0] for c in asked))}
    with tempfile.TemporaryDirectory() as scratch:
        float32 = write_ctranslate2(HUGGING_FACE, Path(scratch) / "float32", "float32")
        figures["ctranslate2_float32"] = compared(reference, asked, wanted, answers_of_runtime(float32, asked))
    int8 = compared(reference, asked, wanted, answers_of_runtime(EMBEDDED_FOLDER / "ct2", asked))
    figures["ctranslate2_int8"] = {"same_rate": int8["same_rate"], "n_different": int8["n_different"]}
    with served() as base_url:
        through_server = asyncio.run(answers_of_server(base_url, asked))
    figures["transformers_serve"] = compared(reference, asked, wanted, through_server)
    for name, figure in figures.items():
        print(f"{name:22} {figure}")
    if not quick:
        print(write_result("embedded_parity", figures).name)


if __name__ == "__main__":
    main()
