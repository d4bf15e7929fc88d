"""`redraft train embedded`: train the embedded model from nothing, resumably, within a stated budget.

Also ``python -m redraft.training.embedded --folder RUN --seed 0``. One core with native bf16 needs about half an hour.
"""

import json
import logging
import os
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch

from redraft.evals.environments.count import CountProblem
from redraft.training.count_traces import OwnMistakes
from redraft.training.network import NetworkConfig, SmallLlama
from redraft.training.own_mistakes import sample_mistakes
from redraft.training.recipe import (
    BLOCK_STEPS,
    CLIP_NORM,
    Optimisers,
    learning_rate,
    make_block,
    make_optimisers,
    token_losses,
)
from redraft.training.rows import ROW_TOKENS, Part, Rows

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedTrainingConfig:
    """Everything that decides a run; the same values give the same curve on the same machine.

    Attributes:
        folder: Where checkpoints, the log and the final weights go.
        seed: Decides initial weights and data.
        n_tokens: Training tokens in all, padding included.
        batch_rows: Rows per step.
        peak_rate: Scale of the learning rate; the highest rate used is 0.7 of it.
        ordered_rate: Share of the `pref` traces whose context stands in order of reward.
        n_mistake_problems: Problems on which the model's own mistakes are collected, each time.
        mistakes_at: Shares of the run after which they are collected.
        checkpoint_steps: Steps between checkpoints.
        log_steps: Steps between lines of the log.
        compile: Whether the step is compiled; off only to save the warm-up in short runs.
        network: Sizes of the network.
    """

    folder: Path
    seed: int = 0
    n_tokens: int = 27_000_000
    batch_rows: int = 64
    peak_rate: float = 3e-3
    ordered_rate: float = 0.15
    n_mistake_problems: int = 6000
    mistakes_at: tuple[float, ...] = (0.2, 0.5)
    checkpoint_steps: int = 500
    log_steps: int = 50
    compile: bool = True
    network: NetworkConfig = field(default_factory=NetworkConfig)

    @property
    def n_steps(self) -> int:
        """Steps that fit into ``n_tokens``."""
        return self.n_tokens // (self.batch_rows * (ROW_TOKENS - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingResult:
    """What a finished run leaves behind."""

    weights: Path
    n_steps: int
    n_tokens: int
    cpu_s: float
    losses: dict[str, float]


@dataclass(slots=True)
class _Run:
    """The moving parts of a run: everything a checkpoint must hold."""

    network: SmallLlama
    optimisers: Optimisers
    step: int
    cpu_s: float
    mistakes: tuple[OwnMistakes, ...]


def _cpu_now_s() -> float:
    """CPU-seconds of this process and of the compilers it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _save(run: _Run, path: Path, cpu_s: float) -> None:
    state = {
        "network": run.network.state_dict(),
        "muon": run.optimisers.muon.state_dict(),
        "adam": run.optimisers.adam.state_dict(),
        "step": run.step,
        "cpu_s": cpu_s,
        "mistakes": [(m.problem.numbers, m.problem.target, m.wrong) for m in run.mistakes],
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)  # a kill between the two leaves the older checkpoint whole


def _restore(run: _Run, path: Path, device: torch.device) -> None:
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    run.network.load_state_dict(state["network"])
    run.optimisers.muon.load_state_dict(state["muon"])
    run.optimisers.adam.load_state_dict(state["adam"])
    run.step, run.cpu_s = state["step"], state["cpu_s"]
    run.mistakes = tuple(
        OwnMistakes(
            problem=CountProblem(numbers=tuple(numbers), target=target), wrong=tuple(tuple(words) for words in wrong)
        )
        for numbers, target, wrong in state["mistakes"]
    )


class _LossMeter:
    """Weighted loss per part since the last line of the log."""

    def __init__(self) -> None:
        self._sums = np.zeros((2, len(Part)))

    def add(self, losses: np.ndarray, rows: Rows) -> None:
        flat, weights = rows.parts.ravel(), rows.weights.ravel()
        self._sums[0] += np.bincount(flat, weights * losses.ravel(), minlength=len(Part))
        self._sums[1] += np.bincount(flat, weights, minlength=len(Part))

    def take(self) -> dict[str, float]:
        means = {part.name.lower(): float(self._sums[0, part] / max(self._sums[1, part], 1e-9)) for part in Part}
        self._sums[:] = 0
        return means


def train(
    config: EmbeddedTrainingConfig, *, on_progress: Callable[[str], None] = LOG.info, stop_after: int | None = None
) -> TrainingResult:
    """Train from nothing, or from the checkpoint in ``config.folder``, to the end of the budget.

    Args:
        config: The run.
        on_progress: Called with one line per ``log_steps``: step, losses, rate, time left.
        stop_after: Stop (with a checkpoint) after this many steps of the whole run, as an interruption would.

    Returns:
        Where the weights are, and what they cost.
    """
    torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    config.folder.mkdir(parents=True, exist_ok=True)
    checkpoint = config.folder / "checkpoint.pt"
    network = SmallLlama(config.network, config.seed).to(device)
    run = _Run(network=network, optimisers=make_optimisers(network, config.peak_rate), step=0, cpu_s=0.0, mistakes=())
    if checkpoint.exists():
        _restore(run, checkpoint, device)
    started = _cpu_now_s() - run.cpu_s
    losses = _loop(
        config, run, device, checkpoint, started, on_progress, min(config.n_steps, stop_after or config.n_steps)
    )
    _save(run, checkpoint, _cpu_now_s() - started)
    weights = config.folder / "weights.pt"
    torch.save(network.state_dict(), weights)
    n_tokens = run.step * config.batch_rows * (ROW_TOKENS - 1)
    return TrainingResult(
        weights=weights, n_steps=run.step, n_tokens=n_tokens, cpu_s=_cpu_now_s() - started, losses=losses
    )


def _loop(
    config: EmbeddedTrainingConfig,
    run: _Run,
    device: torch.device,
    checkpoint: Path,
    started_s: float,
    on_progress: Callable[[str], None],
    last_step: int,
) -> dict[str, float]:
    step_losses = torch.compile(token_losses, dynamic=False) if config.compile else token_losses
    meter, latest, clock = _LossMeter(), dict[str, float](), (time.monotonic(), run.step)
    collect = {round(share * config.n_steps / BLOCK_STEPS) * BLOCK_STEPS for share in config.mistakes_at}
    block: Rows | None = None
    while run.step < last_step:
        number, offset = divmod(run.step, BLOCK_STEPS)
        if run.step in collect and offset == 0:
            run.mistakes = sample_mistakes(run.network, config.n_mistake_problems, seed=config.seed, step=run.step)
            on_progress(f"step {run.step}: own mistakes on {len(run.mistakes)} of {config.n_mistake_problems} problems")
        if block is None or offset == 0:
            n_rows = BLOCK_STEPS * config.batch_rows
            progress = number * BLOCK_STEPS / config.n_steps
            block = make_block(config.seed, number, n_rows, progress, config.ordered_rate, run.mistakes)
        rows = block.take(slice(offset * config.batch_rows, (offset + 1) * config.batch_rows))
        meter.add(_update(config, run, rows, device, step_losses), rows)
        run.step += 1
        if run.step % config.log_steps == 0 or run.step == last_step:
            latest = meter.take()
            cpu_s = _cpu_now_s() - started_s
            rate = (run.step - clock[1]) * config.batch_rows * (ROW_TOKENS - 1) / (time.monotonic() - clock[0])
            clock = (time.monotonic(), run.step)
            left_min = (config.n_steps - run.step) * config.batch_rows * (ROW_TOKENS - 1) / rate / 60
            shown = " ".join(f"{name} {value:.4f}" for name, value in latest.items())
            on_progress(
                f"step {run.step}/{config.n_steps} {shown} | {rate:.0f} tokens/s, "
                f"{cpu_s / 60:.1f} CPU-min, {left_min:.1f} min left"
            )
            with (config.folder / "log.jsonl").open("a") as log:
                log.write(
                    json.dumps(
                        {"step": run.step, "cpu_s": round(cpu_s, 1), **{k: round(v, 5) for k, v in latest.items()}}
                    )
                    + "\n"
                )
        if run.step % config.checkpoint_steps == 0:
            _save(run, checkpoint, _cpu_now_s() - started_s)
    return latest


def _update(
    config: EmbeddedTrainingConfig,
    run: _Run,
    rows: Rows,
    device: torch.device,
    step_losses: Callable[..., torch.Tensor],
) -> np.ndarray:
    """One step; returns ``(batch, length)`` losses before it."""
    tokens, next_ids = torch.from_numpy(rows.tokens).to(device), torch.from_numpy(rows.next_ids).to(device)
    next_rates, weights = torch.from_numpy(rows.next_rates).to(device), torch.from_numpy(rows.weights).to(device)
    losses = step_losses(run.network, tokens, next_ids, next_rates)
    ((losses * weights).sum() / weights.sum()).backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), CLIP_NORM)
    run.optimisers.step(learning_rate(config.peak_rate, run.step, config.n_steps))
    return np.asarray(losses.detach().cpu().numpy())


def _main() -> None:
    import argparse

    defaults = EmbeddedTrainingConfig(folder=Path())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--ordered-rate", type=float, default=defaults.ordered_rate)
    parser.add_argument("--tokens", type=int, default=defaults.n_tokens)
    parser.add_argument("--stop-after", type=int)
    parsed = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = EmbeddedTrainingConfig(
        folder=parsed.folder, seed=parsed.seed, ordered_rate=parsed.ordered_rate, n_tokens=parsed.tokens
    )
    result = train(config, stop_after=parsed.stop_after)
    LOG.info("%s", json.dumps(asdict(result), default=str))


if __name__ == "__main__":
    _main()
