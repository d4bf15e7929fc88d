"""How weights are updated: Muon for the matrices inside blocks, or Adam for all.

Source: jordan2024muon; kingma2015adam; loshchilov2019decoupled.
"""

from dataclasses import dataclass
from typing import Any

import torch

from redraft.theory.aligners.config import TrainingConfig
from redraft.theory.aligners.network import Aligner

MOMENTUM = 0.95
"""Of Muon, as in its publication."""


@dataclass(frozen=True, slots=True)
class Optimizers:
    """One or two optimizers over all parameters of an aligner, at one learning rate.

    Attributes:
        parts: each owns the parameters it was given.
    """

    parts: tuple[torch.optim.Optimizer, ...]

    def step(self, rate: float) -> None:
        """Update all weights at learning rate ``rate``, then clear the gradients."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state(self) -> list[dict[str, Any]]:
        """What must be kept to go on later."""
        return [part.state_dict() for part in self.parts]

    def restore(self, state: list[dict[str, Any]]) -> None:
        """Go on from a state that `state` gave."""
        for part, kept in zip(self.parts, state, strict=True):
            part.load_state_dict(kept)


def make_optimizers(aligner: Aligner, config: TrainingConfig) -> Optimizers:
    """The optimizers that a config names.

    No weight decays: every batch is fresh, so that there is nothing to overfit.
    """
    rate = config.learning_rate
    if config.optimizer == "adam":
        return Optimizers((torch.optim.Adam(aligner.parameters(), lr=rate),))
    if config.optimizer == "adamw":
        return Optimizers((torch.optim.AdamW(aligner.parameters(), lr=rate, weight_decay=0.0),))
    # An update of Muon is scaled to the size that one of Adam has, so that one learning rate serves both.
    muon = torch.optim.Muon(
        aligner.matrices(), lr=rate, momentum=MOMENTUM, weight_decay=0.0, adjust_lr_fn="match_rms_adamw"
    )
    return Optimizers((muon, torch.optim.AdamW(aligner.others(), lr=rate, weight_decay=0.0)))


def learning_rate(config: TrainingConfig, step: int) -> float:
    """The rate of update ``step``, counted from 0: rising over the warm-up, then falling or constant."""
    rising = min(1.0, (step + 1) / config.warmup_steps) if config.warmup_steps else 1.0
    falling = 1 - step / config.steps if config.schedule == "linear" else 1.0
    return config.learning_rate * rising * falling
