"""Trainings as jobs: every experiment that needs the same aligner gets the same one, trained once."""

from dataclasses import dataclass, replace
from pathlib import Path

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig, TrainingConfig
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tokens import n_tokens
from redraft.theory.aligners.training import Progress, load, train
from redraft.theory.experiments.experiment import Job, Outcome, Place

GROUP = "trained"

_FLOPS_A_SECOND = 50e9
"""Of one core with float32, about; measured with the small aligner and the published one."""

_SECONDS_A_STEP = 3e-3
"""What a step of the smallest aligner takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingJob:
    """What a training needs to know.

    Attributes:
        config: of the training.
        device: "cpu" or a device of torch.
    """

    config: TrainingConfig
    device: str


def training(name: str, config: TrainingConfig, seed: int, *, device: str) -> Job:
    """The job that trains an aligner with a seed.

    Args:
        name: of the recipe; two jobs of one name must have one config.
        config: its seed is replaced.
        seed: of first weights and tasks.
        device: "cpu" or a device of torch.
    """
    seeded = replace(config, seed=seed)
    return Job(
        group=GROUP,
        name=f"{name}-seed{seed}",
        function=carry_out,
        config=TrainingJob(config=seeded, device=device),
        expected_s=expected_s(seeded),
    )


def carry_out(job: TrainingJob, place: Place) -> Outcome:
    """Train, or go on; an outcome without a training is one that broke, with its reason."""
    config = job.config

    def tell(progress: Progress) -> None:
        place.tell(progress.step / progress.n_steps, f"step {progress.step:,} of {progress.n_steps:,}")

    try:
        trained = train(config, place.folder, device=job.device, on_progress=tell)
    except Misuse as error:
        if not str(error).startswith("training broke"):
            raise
        return {"broke": str(error)}
    # A folder left by a kill just after the last step has losses and no more steps to take.
    return {"losses": [round(loss, 6) for loss in trained.losses], "cpu_s": trained.cpu_s}


def aligner_of(job: Job, root: Path) -> Aligner | None:
    """The aligner that a finished training left, on the processor; None where the training broke."""
    trained = load(job.folder(root)) if (job.folder(root) / "checkpoint.pt").exists() else None
    return trained.aligner if trained is not None and trained.is_finished else None


def expected_s(config: TrainingConfig) -> float:
    """About how many seconds of one core a training takes; for the order of jobs, and to say it before."""
    return config.steps * (_SECONDS_A_STEP + _flops_a_step(config.aligner, config) / _FLOPS_A_SECOND)


def _flops_a_step(aligner: AlignerConfig, config: TrainingConfig) -> float:
    n, width, inner = n_tokens(aligner, config.tasks), aligner.width, aligner.n_heads * aligner.head_width
    weights = 4 * width * inner + (8 * width**2 if aligner.has_feed_forward else 0)
    # A multiplication and an addition, forward once and backward twice; attention makes two products of n by n.
    return 6.0 * config.batch * n * aligner.n_layers * (weights + 2 * n * inner)
