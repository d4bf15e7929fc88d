"""What is fed and how the weights move: the mixture of families, the schedule, the two optimisers, the loss."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import torch
from torch import Tensor

from redraft.training.count_traces import OwnMistakes, count_rows
from redraft.training.network import SmallLlama
from redraft.training.pref_traces import pref_rows
from redraft.training.rows import Rows, join
from redraft.training.safe_traces import safe_rows


class Mixture(NamedTuple):
    """Relative number of rows per family."""

    pref_rows: float
    count_rows: float
    safe_rows: float


#: (until this share of the run, mixture). `pref` learns the step from "consistent with the last reward" to "consistent
#: with all" only after some 80,000 rows and needs the second half; `count` keeps a weight of 1 or more to the end:
#: lower, and its draft was seen to lose 7 points.
STAGES: Final = (
    (0.2, Mixture(1.0, 1.5, 0.3)),
    (0.5, Mixture(1.0, 1.6, 0.22)),
    (1.0, Mixture(1.5, 1.25, 0.2)),
)
#: Steps of data made at a time; one generator per block, so that a resumed run makes the same rows.
BLOCK_STEPS: Final = 32
WARMUP_STEPS: Final = 40
#: The rate is constant for this share of the run and then falls to 0 along (1 - t).
CONSTANT_SHARE: Final = 0.3
MUON_WEIGHT_DECAY, MUON_MOMENTUM, ADAM_BETAS, CLIP_NORM = 0.1, 0.95, (0.9, 0.98), 1.0


def mixture_at(progress: float) -> Mixture:
    """The mixture at a share ``progress`` in [0, 1] of the run."""
    return next(mixture for until, mixture in STAGES if progress < until or until == 1.0)


def learning_rate(peak: float, step: int, n_steps: int) -> float:
    """The rate at ``step``: linear warm-up, constant, then linear to 0."""
    progress = step / n_steps
    return peak * min(1.0, (step + 1) / WARMUP_STEPS) * min(1 - CONSTANT_SHARE, 1 - progress)


def make_block(
    seed: int, block: int, n_rows: int, progress: float, ordered_rate: float, mistakes: tuple[OwnMistakes, ...]
) -> Rows:
    """``n_rows`` mixed rows, decided by (seed, block) and the mistakes found so far."""
    rng = np.random.default_rng([seed, block])
    mixture = mixture_at(progress)
    n_pref = round(n_rows * mixture.pref_rows / sum(mixture))
    n_count = round(n_rows * mixture.count_rows / sum(mixture))
    rows = join(
        [
            pref_rows(rng, n_pref, ordered_rate=ordered_rate),
            count_rows(rng, n_count, mistakes=mistakes, mistakes_rate=0.5),
            safe_rows(rng, n_rows - n_pref - n_count),
        ]
    )
    return rows.take(rng.permutation(n_rows))


@dataclass(frozen=True, slots=True)
class Optimisers:
    """Muon for the matrices inside the blocks, AdamW for embeddings and norms."""

    muon: torch.optim.Optimizer
    adam: torch.optim.Optimizer

    def step(self, rate: float) -> None:
        """One update of all weights at learning rate ``rate``, then clear the gradients."""
        for optimiser in (self.muon, self.adam):
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)


def make_optimisers(network: SmallLlama, rate: float) -> Optimisers:
    """Optimisers over all parameters of ``network``."""
    matrices = [p for name, p in network.named_parameters() if p.dim() == 2 and "embed" not in name]
    others = [p for name, p in network.named_parameters() if p.dim() != 2 or "embed" in name]
    muon = torch.optim.Muon(
        matrices, lr=rate, weight_decay=MUON_WEIGHT_DECAY, momentum=MUON_MOMENTUM, adjust_lr_fn="match_rms_adamw"
    )
    adam = torch.optim.AdamW(others, lr=rate, betas=ADAM_BETAS, weight_decay=0.0)
    return Optimisers(muon=muon, adam=adam)


def token_losses(network: SmallLlama, tokens: Tensor, next_ids: Tensor, next_rates: Tensor) -> Tensor:
    """``(batch, length)`` cross-entropy in nats between the acceptable next tokens and the prediction."""
    with torch.autocast(tokens.device.type, dtype=torch.bfloat16):
        logits = network(tokens[:, :-1])
    wide = logits.float()
    chosen = (wide.gather(2, next_ids) * next_rates).sum(2)
    return wide.logsumexp(2) * next_rates.sum(2) - chosen
