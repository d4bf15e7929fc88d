"""Tokens per CPU-second of the embedded model, against transformers on the same weights in the same run.

Transformers stands twice: as it loads the folder by itself (in fp16, as the file is, which is slow on a processor),
and told to compute in float32. The goal was set against the former; the latter is what somebody who cares for speed
would do.

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


def tokens_per_cpu_s(write: Callable[[], int], *, n_calls: int) -> float:
    """Tokens of some calls by the CPU-seconds of the whole process."""
    started_s = time.process_time()
    n_tokens = sum(write() for _ in range(n_calls))
    return n_tokens / (time.process_time() - started_s)


class Rivals:
    """Three ways of writing the same batch."""

    def __init__(self) -> None:
        self.runtime = Runtime(EMBEDDED_FOLDER / "ct2")
        self.as_loaded = LlamaForCausalLM.from_pretrained(EMBEDDED_FOLDER / "hf")
        self.float32 = LlamaForCausalLM.from_pretrained(EMBEDDED_FOLDER / "hf", dtype=torch.float32)
        self.tokenizer = AutoTokenizer.from_pretrained(EMBEDDED_FOLDER / "hf")

    def ours(self, prompts: list[tuple[str, ...]]) -> int:
        """Tokens written by ctranslate2."""
        return sum(len(written[0].tokens) for written in self.runtime.write(prompts, WHOLE, 0))

    def theirs(self, model: Any, prompts: list[tuple[str, ...]]) -> int:
        """Tokens written by transformers, with its cache."""
        ids = torch.tensor([self.tokenizer.convert_tokens_to_ids(list(prompt)) for prompt in prompts])
        with torch.no_grad():
            out = model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                do_sample=False,
                min_new_tokens=N_NEW,
                max_new_tokens=N_NEW,
            )
        return int((out.shape[1] - ids.shape[1]) * out.shape[0])

    def writers(self, prompts: list[tuple[str, ...]]) -> dict[str, Callable[[], int]]:
        """Each way by name, ready for a batch."""
        return {
            "ours": lambda: self.ours(prompts),
            "transformers": lambda: self.theirs(self.as_loaded, prompts),
            "transformers_float32": lambda: self.theirs(self.float32, prompts),
        }


def measure(rivals: Rivals, batch: int, n_rounds: int) -> dict[str, Any]:
    """Medians of each way and of the ratios within a round; the order is turned from round to round."""
    prompts = [case.tokens for case in cases() if case.prompt.startswith("make") and not case.attempts][:batch]
    assert len(prompts) == batch, f"only {len(prompts)} prompts of one length"
    writers = rivals.writers(prompts)
    rates: dict[str, list[float]] = {name: [] for name in writers}
    for round_number in range(n_rounds + 1):
        order = list(writers)[round_number % 3 :] + list(writers)[: round_number % 3]
        for name in order:
            rate = tokens_per_cpu_s(writers[name], n_calls=max(1, 16 // batch))
            if round_number:  # the first round warms up
                rates[name].append(rate)
    figures: dict[str, Any] = {f"batch_{batch}_{name}": median_of(values) for name, values in rates.items()}
    for name in ("transformers", "transformers_float32"):
        ratios = [ours / theirs for ours, theirs in zip(rates["ours"], rates[name], strict=True)]
        figures[f"batch_{batch}_ratio_to_{name}"] = median_of(ratios)
    return figures


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
        if "ratio" in name:
            goal = f"  >= {GOAL_RATIO:g}  {'met' if figure.median >= GOAL_RATIO else 'MISSED'}"
        print(f"{name:40} {figure}{goal}")
    if not quick:
        print(write_result("embedded_speed", {**figures, "new_tokens": N_NEW, "goal_ratio": GOAL_RATIO}).name)


if __name__ == "__main__":
    main()
