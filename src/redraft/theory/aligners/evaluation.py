"""A trained aligner beside every baseline, on the held-out tasks; what a run leaves behind as its result."""

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import torch

from redraft.core.version import VERSION
from redraft.theory.aligners.baselines import at_rate
from redraft.theory.aligners.config import as_dict
from redraft.theory.aligners.heldout import N_HELD_OUT, held_out, with_redrawn
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.metrics import Curve, Mean, curve_of, ranking_regret
from redraft.theory.aligners.training import Trained

OPTIMUM = "ranking optimum"
"""The baseline that regret is paired with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How well an aligner predicts.

    Attributes:
        n_tasks: held-out tasks.
        redraw_rate: of the critic on them, in [0, 1].
        aligner: its curve.
        regret: its ranking loss above the least one, paired, in nats; for cosine rewards.
        baselines: the curve of each, on the same tasks.
    """

    n_tasks: int
    redraw_rate: float
    aligner: Curve
    regret: Mean
    baselines: dict[str, Curve]


def evaluate(
    trained: Trained,
    *,
    n_tasks: int = N_HELD_OUT,
    redraw_rate: float = 0.0,
    on_progress: Callable[[str], None] | None = None,
) -> Evaluation:
    """Judge an aligner on held-out tasks of the kind that it was trained for.

    Args:
        trained: its aligner is moved to the processor and else left as it is.
        n_tasks: 2 or more; another number gives another set of tasks.
        redraw_rate: in [0, 1]; an aligner that is told rates is told this one.
        on_progress: told the name of each rule before it predicts.

    Raises:
        Misuse: for a rate or a number that cannot be, or predictions that are not finite.
    """
    tell = on_progress or (lambda _: None)
    tasks = with_redrawn(held_out(trained.config.tasks, n_tasks=n_tasks), redraw_rate)
    told = torch.full((n_tasks, 1), redraw_rate) if trained.config.tells_rate else None
    tell("the aligner")
    predictions = predict(trained.aligner.cpu(), tasks, told)
    curves = {}
    optimum = torch.zeros_like(predictions)
    for name, rule in at_rate(redraw_rate).items():
        tell(name)
        predicted = rule(tasks)
        curves[name] = curve_of(predicted, tasks)
        optimum = predicted if name == OPTIMUM else optimum
    return Evaluation(
        n_tasks=n_tasks,
        redraw_rate=redraw_rate,
        aligner=curve_of(predictions, tasks),
        regret=ranking_regret(predictions, optimum, tasks),
        baselines=curves,
    )


def result_of(trained: Trained, evaluation: Evaluation, *, device: str) -> dict[str, Any]:
    """Config, curve, evaluation and versions, as JSON can hold them.

    Args:
        trained: the run.
        evaluation: of it.
        device: it was trained on; with the number of threads it decides the last bits of the curve.
    """
    return {
        "config": as_dict(trained.config),
        "losses": list(trained.losses),
        "cpu_s": trained.cpu_s,
        "evaluation": asdict(evaluation),
        "device": device,
        "n_threads": torch.get_num_threads(),
        "versions": {"redraft": VERSION, "torch": torch.__version__, "python": platform.python_version()},
    }
