"""All families on all sets of weights."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from redraft.errors import Misuse
from redraft.evals.embedded.conditions import FamilyResult
from redraft.evals.embedded.count_eval import evaluate_count
from redraft.evals.embedded.pref_eval import evaluate_pref
from redraft.evals.embedded.results import EmbeddedResult, SeedResult
from redraft.evals.embedded.safe_eval import evaluate_safe
from redraft.evals.embedded.speaker import Speaker, load_speaker
from redraft.models.local import EMBEDDED_FOLDER

FAMILIES: Final[Mapping[str, Callable[[Speaker], FamilyResult]]] = {
    "pref": evaluate_pref,
    "count": evaluate_count,
    "safe": evaluate_safe,
}


def _shipped() -> Mapping[str, Path]:
    return {"shipped weights": EMBEDDED_FOLDER / "ct2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedEvalConfig:
    """What is evaluated.

    Attributes:
        weights: ctranslate2 folders by label; the shipped weights by default.
        families: which of ``pref``, ``count``, ``safe``.
        n_prompts: prompts for each condition of `pref` and `count`; `safe` has its own fixed set.
        seed: decides the problems and every draw.
    """

    weights: Mapping[str, Path] = field(default_factory=_shipped)
    families: tuple[str, ...] = tuple(FAMILIES)
    n_prompts: int = 1000
    seed: int = 0


def _quiet(line: str) -> None:
    """Progress goes nowhere by default."""


def evaluate_embedded(config: EmbeddedEvalConfig, *, on_progress: Callable[[str], None] = _quiet) -> EmbeddedResult:
    """Plays every condition on every set of weights.

    Args:
        config: what to evaluate.
        on_progress: called with one line before each family.

    Raises:
        Misuse: when a family is not known.
    """
    unknown = sorted(set(config.families) - FAMILIES.keys())
    if unknown:
        raise Misuse(f"unknown families {unknown!r}; known: {sorted(FAMILIES)}")
    started_s, seeds = time.process_time(), []
    for label, folder in config.weights.items():
        speaker = load_speaker(label, folder, seed=config.seed, n_prompts=config.n_prompts)
        found = []
        for name in config.families:
            on_progress(f"{label}: {name}")
            found.append(FAMILIES[name](speaker))
        seeds.append(
            SeedResult(
                weights=label,
                curves=tuple(curve for result in found for curve in result.curves),
                targets=tuple(target for result in found for target in result.targets),
                notes=tuple(note for result in found for note in result.notes),
            )
        )
    return EmbeddedResult(seeds=tuple(seeds), cpu_s=time.process_time() - started_s)
