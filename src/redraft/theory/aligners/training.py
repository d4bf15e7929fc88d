"""Training an aligner: fresh tasks at every step, from a generator of that step's own.

The tasks of a step depend on the seed and the step alone, so that a run that was broken off goes on to the curve that
an unbroken one has, bit for bit on one device with one number of threads.
"""

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from redraft.core import seed_for
from redraft.errors import Misuse
from redraft.theory.aligners.checkpoints import Checkpoint, claim, read_checkpoint, read_config, write_checkpoint
from redraft.theory.aligners.config import TrainingConfig
from redraft.theory.aligners.losses import training_loss
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.optimizers import Optimizers, learning_rate, make_optimizers
from redraft.theory.aligners.tasks import Tasks, draw_tasks, redraw_rewards

CHECKPOINT_EVERY = 100
"""Steps between two checkpoints: seconds of work for the small aligner, minutes for the published one."""


class Batch(NamedTuple):
    """What one step trains on.

    Attributes:
        tasks: with rewards as the critic gave them.
        told: ``(B, 1)`` the redraw rate of each task, where the aligner is told it; else None.
    """

    tasks: Tasks
    told: Tensor | None


class Progress(NamedTuple):
    """Where a run stands.

    Attributes:
        step: updates done.
        n_steps: updates in all.
        loss: of the last one.
        cpu_s: processor seconds that the steps took, of all threads; not what was done between them.
        aligner: as it is now; not to be changed.
    """

    step: int
    n_steps: int
    loss: float
    cpu_s: float
    aligner: Aligner


class Trained(NamedTuple):
    """An aligner and how it came about.

    Attributes:
        aligner: ready to predict.
        config: of the run.
        losses: one for each step done; mean loss of the batch before its update, in nats for a ranking.
        cpu_s: processor seconds that the steps took, of all threads, over all the times the run was taken up.
    """

    aligner: Aligner
    config: TrainingConfig
    losses: tuple[float, ...]
    cpu_s: float

    @property
    def is_finished(self) -> bool:
        """Whether all steps of the config were done."""
        return len(self.losses) == self.config.steps


def train(
    config: TrainingConfig,
    folder: Path | None = None,
    *,
    device: str = "cpu",
    on_progress: Callable[[Progress], None] | None = None,
    checkpoint_every: int = CHECKPOINT_EVERY,
) -> Trained:
    """Train an aligner, or go on with one.

    Args:
        config: everything that decides the curve.
        folder: where checkpoints are kept; a run that is found there goes on. None to keep nothing.
        device: "cpu", or a device of torch such as "cuda".
        on_progress: called after every step; may raise to break off. After a `KeyboardInterrupt` raised there, the
            steps that are done are kept.
        checkpoint_every: steps between two checkpoints; the last step makes one in any case.

    Raises:
        Misuse: when the folder holds a run of another config, or the loss or its gradient is no finite number.
    """
    kept = claim(folder, config) if folder is not None else None
    aligner = Aligner(config.aligner, config.tasks, config.seed).to(device)
    optimizers = make_optimizers(aligner, config)
    losses: list[float] = []
    spent_s = 0.0
    if kept is not None:
        aligner.load_state_dict(kept.weights)
        optimizers.restore(kept.optimizers)
        losses, spent_s = list(kept.losses), kept.cpu_s
    if config.compiled:
        for block in aligner.blocks:
            block.compile()

    def keep() -> None:
        if folder is not None:
            write_checkpoint(folder, Checkpoint(aligner.state_dict(), optimizers.state(), tuple(losses), spent_s))

    for step in range(len(losses), config.steps):
        begun_s = time.process_time()
        losses.append(take_step(aligner, optimizers, config, step))
        spent_s += time.process_time() - begun_s
        is_kept = (step + 1) % checkpoint_every == 0 or step + 1 == config.steps
        if is_kept:
            keep()
        try:
            if on_progress is not None:
                on_progress(Progress(step + 1, config.steps, losses[-1], spent_s, aligner))
        except KeyboardInterrupt:
            if not is_kept:
                keep()
            raise
    return Trained(aligner, config, tuple(losses), spent_s)


def use_threads(n_threads: int) -> None:
    """Let torch compute with so many threads, in the whole process; one is quickest for small networks."""
    torch.set_num_threads(n_threads)


def load(folder: Path, *, device: str = "cpu") -> Trained:
    """The aligner of the last checkpoint in a folder.

    Raises:
        Misuse: when there is none, or its files cannot be read.
    """
    config = read_config(folder)
    kept = read_checkpoint(folder)
    if kept is None:
        raise Misuse(f"{str(folder)!r} holds no checkpoint; train for {CHECKPOINT_EVERY} steps or to the end first")
    aligner = Aligner(config.aligner, config.tasks, config.seed).to(device)
    aligner.load_state_dict(kept.weights)
    return Trained(aligner, config, kept.losses, kept.cpu_s)


def draw_batch(config: TrainingConfig, step: int) -> Batch:
    """The tasks of one step; drawn on the processor, so that they are the same whatever the device."""
    generator = torch.Generator().manual_seed(seed_for(config.seed, "training tasks", str(step)))
    tasks = draw_tasks(config.tasks, config.batch, generator)
    if config.max_redraw_rate == 0 and not config.tells_rate:
        return Batch(tasks, None)
    place = torch.rand(config.batch, generator=generator)
    at_end = torch.rand(config.batch, generator=generator) < config.share_at_ends
    rates = config.max_redraw_rate * torch.where(at_end, place.round(), place)
    return Batch(redraw_rewards(tasks, rates, generator), rates[:, None] if config.tells_rate else None)


def take_step(aligner: Aligner, optimizers: Optimizers, config: TrainingConfig, step: int) -> float:
    """Update the weights once; returns the loss of the batch before it."""
    batch = draw_batch(config, step)
    size = config.batch // config.micro_batches
    device = aligner.positions.device
    total = torch.zeros((), device=device)
    for start in range(0, config.batch, size):
        part = _part(batch, slice(start, start + size), device)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=config.precision == "bf16"):
            predictions = aligner(part.tasks, part.told)
        # The loss is made in float32: a ranking among near neighbours hangs on differences that bfloat16 has not.
        loss = training_loss(predictions.float(), part.tasks, config.loss, config.reward) / config.micro_batches
        loss.backward()
        total += loss.detach()
    # With an infinite limit nothing is clipped and the norm is still known.
    norm = nn.utils.clip_grad_norm_(aligner.parameters(), math.inf if config.clip_norm is None else config.clip_norm)
    value = float(total)
    if not (math.isfinite(value) and math.isfinite(float(norm))):
        raise Misuse(
            f"training broke at step {step + 1}: loss {value!r}, norm of its gradient {float(norm)!r}; "
            f"lower `learning_rate` (now {config.learning_rate!r}) or set `clip_norm` (now {config.clip_norm!r})"
        )
    optimizers.step(learning_rate(config, step))
    return value


def _part(batch: Batch, rows: slice, device: torch.device) -> Batch:
    tasks = batch.tasks
    names = ("query", "truth", "responses", "rewards")
    part = Tasks(**{name: getattr(tasks, name)[rows].to(device) for name in names})
    return Batch(part, None if batch.told is None else batch.told[rows].to(device))
