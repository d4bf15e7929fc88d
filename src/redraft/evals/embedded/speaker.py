"""The weights under test: a model to play with, its runtime for attacks, and the settings all families share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redraft.core import Rendering
from redraft.evals.embedded.play import EveryRound
from redraft.models.local import LocalModel, embedded_model
from redraft.models.local.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """One set of weights.

    Attributes:
        label: which weights.
        model: writes and checks.
        runtime: the same weights, for log-probabilities.
        seed: run seed of everything played with it.
        n_prompts: prompts for each condition of `pref` and `count`.
    """

    label: str
    model: LocalModel
    runtime: Runtime
    seed: int
    n_prompts: int


def load_speaker(label: str, folder: Path, *, seed: int, n_prompts: int) -> Speaker:
    """The weights in a ctranslate2 folder."""
    model = embedded_model(folder=folder)
    return Speaker(label=label, model=model, runtime=Runtime(folder), seed=seed, n_prompts=n_prompts)


#: Revisions are sampled as the engine's default does it; the draft of `count` and `safe` is the most likely answer.
REDRAFT_TEMPERATURE: Final = 0.7
#: `count` does best hotter: at .7 it repeats half of its wrong answers although the verdict said no. Chosen among .5,
#: .7, 1, 1.3, 1.6 and 2 on the validation problems, for revisions and for resampling alike.
COUNT_TEMPERATURE: Final = 1.3


def rounds(
    n_attempts: int,
    *,
    draft_temperature: float = 0.0,
    redraft_temperature: float = REDRAFT_TEMPERATURE,
    rendering: Rendering | None = None,
) -> EveryRound:
    """The fixed number of rounds that every condition plays."""
    return EveryRound(
        n_attempts=n_attempts,
        draft_temperature=draft_temperature,
        redraft_temperature=redraft_temperature,
        rendering=rendering or Rendering(),
    )
