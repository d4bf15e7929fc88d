"""One training step of the published network (20 layers, 96 wide, 3 heads, 256 tasks, Adam): ours and a plain one.

    python benchmarks/aligner_step.py

The plain one is written here after the description of the released code: GPT-2 from transformers with its unused table
of 50,257 words, attention in its eager form, 60 tokens of which the last two are never read, the whole batch at once,
and a Plackett-Luce loss called for one task and one prefix at a time, 4,608 times a step. Ours is the step that
`train` of `redraft.theory.aligners` takes with the published recipe: 58 tokens, a batch in parts of 32 tasks, the loss
of all prefixes at once; in float32, and in bfloat16 with compiled blocks.

All three start from one set of weights and see the same tasks; that their losses agree is checked first. Steps are
taken in turns in one process, because the machine may be shared, and what is compared is processor seconds of one
thread, turn by turn; shown are the median ratio of the turns and its range. The first step of each warms up (and
compiles) and is not counted. Takes about two minutes of one core for five turns.
"""

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import Tensor, nn

from redraft.core.version import VERSION
from redraft.theory.aligners.config import TrainingConfig, as_dict, paper_size
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.optimizers import make_optimizers
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.aligners.training import draw_batch, take_step

RESULTS = Path(__file__).resolve().parent / "results"
TARGETS = {"float32": 1.4, "bfloat16, compiled": 2.5}
NAMES = {
    "ln_1": "attention_norm",
    "attn.c_attn": "attention.inputs",
    "attn.c_proj": "attention.output",
    "ln_2": "feed_forward_norm",
    "mlp.c_fc": "feed_forward.inner",
    "mlp.c_proj": "feed_forward.outer",
}
"""Parts of a block there and here."""

Step = Callable[[int], float]


class Plain(nn.Module):
    """GPT-2 of transformers between two linear layers, over three tokens for each example."""

    def __init__(self, ours: Aligner) -> None:
        """With the weights of an aligner of the published form."""
        super().__init__()
        config, n = ours.config, ours.tasks.n_responses
        shape = transformers.GPT2Config(
            n_positions=3 * n,
            n_embd=config.width,
            n_layer=config.n_layers,
            n_head=config.n_heads,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
            use_cache=False,
            attn_implementation="eager",
        )
        self.backbone = transformers.GPT2Model(shape)
        self.read_in = nn.Linear(ours.tasks.width, config.width)
        self.read_out = nn.Linear(config.width, ours.tasks.width)
        self.read_in.load_state_dict(ours.read_in.state_dict())
        self.read_out.load_state_dict(ours.read_out.state_dict())
        self._copy_backbone(ours.state_dict(), config.n_layers)

    def forward(self, tasks: Tasks) -> Tensor:
        """``(B, N, d)`` predictions, read at the tokens of queries."""
        queries = tasks.query[:, None].expand_as(tasks.responses)
        rewards = torch.zeros_like(tasks.responses)
        rewards[:, :, 0] = tasks.rewards
        tokens = torch.stack([queries, tasks.responses, rewards], dim=2).flatten(1, 2)
        hidden = self.backbone(inputs_embeds=self.read_in(tokens)).last_hidden_state
        predictions: Tensor = self.read_out(hidden)[:, ::3]
        return predictions

    @torch.no_grad()
    def _copy_backbone(self, weights: dict[str, Tensor], n_layers: int) -> None:
        theirs = self.backbone.state_dict()
        copied = {"ln_f.weight": weights["norm.weight"], "ln_f.bias": weights["norm.bias"]}
        for layer in range(n_layers):
            for there, here in NAMES.items():
                for kind in ("weight", "bias"):
                    value = weights[f"blocks.{layer}.{here}.{kind}"]
                    copied[f"h.{layer}.{there}.{kind}"] = value.T if value.dim() == 2 else value
        for name, value in copied.items():
            theirs[name].copy_(value)
        theirs["wpe.weight"][: len(weights["positions"])].copy_(weights["positions"])


def plain_loss(predictions: Tensor, tasks: Tasks) -> Tensor:
    """The mean Plackett-Luce loss of prefixes of 2 and more examples, one task and one prefix after the other."""
    losses = []
    for b in range(len(tasks)):
        for n in range(2, tasks.rewards.shape[1]):
            order = tasks.rewards[b, :n].argsort(descending=True)
            scores = torch.cosine_similarity(predictions[b, n], tasks.responses[b, :n][order], dim=-1)
            left = scores.flip(0).logcumsumexp(0).flip(0)
            losses.append((left - scores).sum())
    return torch.stack(losses).mean()


def plain_step(config: TrainingConfig) -> Step:
    """A step of the plain network; gives the loss before it."""
    network = Plain(Aligner(config.aligner, config.tasks, config.seed))
    adam = torch.optim.Adam(network.parameters(), lr=config.learning_rate)

    def step(number: int) -> float:
        tasks = draw_batch(config, number).tasks
        adam.zero_grad()
        loss = plain_loss(network(tasks), tasks)
        loss.backward()
        adam.step()
        return float(loss.detach())

    return step


def our_step(config: TrainingConfig) -> Step:
    """A step of `train`; gives the loss before it."""
    aligner = Aligner(config.aligner, config.tasks, config.seed)
    optimizers = make_optimizers(aligner, config)
    if config.compiled:
        for block in aligner.blocks:
            block.compile()
    return lambda number: take_step(aligner, optimizers, config, number)


def measure(config: TrainingConfig, n_turns: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Processor seconds of every way, turn by turn."""
    steps = {
        "plain": plain_step(config),
        "float32": our_step(config),
        "bfloat16, compiled": our_step(replace(config, precision="bf16", compiled=True)),
    }
    first = {name: step(0) for name, step in steps.items()}
    tell(f"losses of the first step: {first}")
    if abs(first["plain"] - first["float32"]) > 1e-4 or abs(first["plain"] - first["bfloat16, compiled"]) > 0.02:
        raise SystemExit(f"the three do not compute the same loss: {first}")
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(1, n_turns + 1):
        for name, step in steps.items():
            begun_s = time.process_time()
            step(turn)
            seconds[name].append(time.process_time() - begun_s)
        tell(f"turn {turn}: " + ", ".join(f"{name} {spent[-1]:.2f} s" for name, spent in seconds.items()))
    ratios = {
        name: [plain / ours for plain, ours in zip(seconds["plain"], seconds[name], strict=True)] for name in TARGETS
    }
    return {
        "command": "python benchmarks/aligner_step.py --keep",
        "redraft": VERSION,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "python": platform.python_version(),
        "n_threads": torch.get_num_threads(),
        "config": as_dict(config),
        "first_losses": first,
        "cpu_s": seconds,
        "ratios": ratios,
    }


def lines_of(result: dict[str, Any]) -> list[str]:
    """Seconds and ratios."""
    lines = [f"processor seconds of one step, {len(result['cpu_s']['plain'])} turns: median [least, most]"]
    for name, spent in result["cpu_s"].items():
        lines.append(f"  {name:20} {statistics.median(spent):6.2f} [{min(spent):.2f}, {max(spent):.2f}]")
    lines.append("plain over ours, turn by turn: median [least, most]")
    for name, ratios in result["ratios"].items():
        middle = statistics.median(ratios)
        verdict = "met" if middle >= TARGETS[name] else "missed"
        lines.append(
            f"  {name:20} {middle:6.2f} [{min(ratios):.2f}, {max(ratios):.2f}]   asked: {TARGETS[name]}, {verdict}"
        )
    return lines


def main() -> None:
    """Run, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--batch", type=int, default=256, help="another number only to try the script")
    parser.add_argument("--layers", type=int, default=20, help="another number only to try the script")
    parser.add_argument("--keep", action="store_true", help="write results/aligner_step.json and .txt")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    config = paper_size(batch=arguments.batch, micro_batches=max(1, arguments.batch // 32))
    config = replace(config, aligner=replace(config.aligner, n_layers=arguments.layers))
    result = measure(config, arguments.turns, lambda line: print(line, file=sys.stderr, flush=True))
    text = "\n".join(lines_of(result)) + "\n"
    print(text, end="")
    if arguments.keep:
        (RESULTS / "aligner_step.json").write_text(json.dumps(result, indent=1) + "\n")
        (RESULTS / "aligner_step.txt").write_text(text)


if __name__ == "__main__":
    main()
