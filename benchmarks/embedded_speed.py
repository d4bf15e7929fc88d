"""Tokens per CPU-second of the embedded model, against transformers on the same weights in the same run.

``python benchmarks/embedded_speed.py`` writes 48 tokens after prompts of `count`, greedily, at batch 1, 16 and 64.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from embedded_cases import cases
from measuring import median_of, write_result
from redraft.models.local import EMBEDDED_FOLDER
from redraft.models.local.runtime import Runtime, Sampling

N_NEW, BATCHES, GOAL_RATIO = 48, (1, 16, 64), 8.0
#: `<pad>` is never written, so that nothing ends before 48 tokens.
WHOLE = Sampling(max_tokens=N_NEW, end_tokens=("<pad>",))


def tokens_per_cpu_s(write: Callable[[], int]) -> float:
    """Tokens of one call by the CPU-seconds of the whole process."""
    started_s = time.process_time()
    n_tokens = write()
    return n_tokens / (time.process_time() - started_s)


class Rivals:
    """Both ways of writing the same batch."""

    def __init__(self) -> None:
        self.runtime = Runtime(EMBEDDED_FOLDER / "ct2")
        self.model = LlamaForCausalLM.from_pretrained(EMBEDDED_FOLDER / "hf", dtype=torch.float32)
        self.tokenizer = AutoTokenizer.from_pretrained(EMBEDDED_FOLDER / "hf")

    def ours(self, prompts: list[tuple[str, ...]]) -> int:
        """Tokens written by ctranslate2."""
        return sum(len(written[0].tokens) for written in self.runtime.write(prompts, WHOLE, 0))

    def theirs(self, prompts: list[tuple[str, ...]]) -> int:
        """Tokens written by transformers, with its cache."""
        ids = torch.tensor([self.tokenizer.convert_tokens_to_ids(list(prompt)) for prompt in prompts])
        with torch.no_grad():
            out = self.model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                do_sample=False,
                min_new_tokens=N_NEW,
                max_new_tokens=N_NEW,
            )
        return int((out.shape[1] - ids.shape[1]) * out.shape[0])


def measure(rivals: Rivals, batch: int, n_pairs: int) -> dict[str, Any]:
    """Medians of both and of their ratio in pairs, the order within a pair swapped each time."""
    prompts = [case.tokens for case in cases() if case.prompt.startswith("make") and not case.attempts][:batch]
    assert len(prompts) == batch, f"only {len(prompts)} prompts of one length"
    n_calls = max(1, 16 // batch)
    sides = {"ours": lambda: rivals.ours(prompts), "theirs": lambda: rivals.theirs(prompts)}
    rates: dict[str, list[float]] = {"ours": [], "theirs": []}
    for pair in range(n_pairs + 1):
        for name in sorted(sides, reverse=bool(pair % 2)):
            rate = tokens_per_cpu_s(lambda write=sides[name]: sum(write() for _ in range(n_calls)))  # type: ignore[misc]  # bound now
            if pair:  # the first pair warms up
                rates[name].append(rate)
    ratios = [ours / theirs for ours, theirs in zip(rates["ours"], rates["theirs"], strict=True)]
    return {
        f"batch_{batch}_tokens_per_cpu_s": median_of(rates["ours"]),
        f"batch_{batch}_transformers": median_of(rates["theirs"]),
        f"batch_{batch}_ratio": median_of(ratios),
    }


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, nothing written")
    quick = parser.parse_args().quick
    torch.set_num_threads(1)
    rivals, figures = Rivals(), dict[str, Any]()
    for batch in BATCHES:
        figures |= measure(rivals, batch, 3 if quick else 15)
    for name, figure in figures.items():
        goal = ""
        if name.endswith("ratio"):
            goal = f"  >= {GOAL_RATIO:g}  {'met' if figure.median >= GOAL_RATIO else 'MISSED'}"
        print(f"{name:32} {figure}{goal}")
    if not quick:
        print(write_result("embedded_speed", {**figures, "new_tokens": N_NEW, "goal_ratio": GOAL_RATIO}).name)


if __name__ == "__main__":
    main()
