"""`redraft eval preferences`: streams of people with every memory, on the embedded model."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from redraft.core import Model
from redraft.errors import Misuse
from redraft.evals.preferences.figures import Compared, Figures, compared, figures_of
from redraft.evals.preferences.memories import ALL, MEMORIES
from redraft.evals.preferences.people import KINDS, Kind, people
from redraft.evals.preferences.stream import Life, live
from redraft.models.local import embedded_model


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesEvalConfig:
    """What is measured.

    Attributes:
        kinds: how the people edit.
        n_people: people of each kind for each seed, 2 or more.
        n_steps: requests of each person, 3 or more.
        seeds: of the people; each makes others.
    """

    kinds: tuple[Kind, ...] = KINDS
    n_people: int = 100
    n_steps: int = 24
    seeds: tuple[int, ...] = (0, 1, 2)

    def __post_init__(self) -> None:
        """Refuse what cannot be measured."""
        unknown = [kind for kind in self.kinds if kind not in KINDS]
        if unknown or not self.kinds:
            raise Misuse(f"people are {', '.join(KINDS)}, got {unknown[0] if unknown else None!r}; name some of these")
        if self.n_people < 2 or self.n_steps < 3 or not self.seeds:
            raise Misuse(
                f"it takes 2 people, 3 requests and a seed, got {self.n_people!r}, {self.n_steps!r} and {self.seeds!r}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesResult:
    """Streams of people with every memory.

    Attributes:
        config: what was measured.
        model: who wrote.
        figures: for each kind and memory, in the order of `MEMORIES`.
        compared: the memory of the product against each other one, for the same people.
        cpu_s: CPU-seconds it took.
    """

    config: PreferencesEvalConfig
    model: str
    figures: tuple[Figures, ...]
    compared: tuple[Compared, ...]
    cpu_s: float


def evaluate_preferences(
    config: PreferencesEvalConfig,
    *,
    model: Model | None = None,
    on_progress: Callable[[str], None] = lambda line: None,
) -> PreferencesResult:
    """The cost of editing over a stream of requests, with every memory.

    Args:
        config: what is measured.
        model: writes; the embedded model when None. It has to read traces of `pref`.
        on_progress: called with one line before each kind of people.

    Raises:
        MissingExtra: when ctranslate2 is not installed.
    """
    started = time.process_time()
    writer = embedded_model() if model is None else model
    found: list[Figures] = []
    beside: list[Compared] = []
    for kind in config.kinds:
        on_progress(f"{kind}: {len(config.seeds) * config.n_people} people, {config.n_steps} requests each")
        lives = asyncio.run(_all_lives(kind, config, writer))
        found += [figures_of(kind, lives[memory.name]) for memory in MEMORIES]
        ours = lives[ALL.name]
        beside += [compared(kind, ours, lives[memory.name]) for memory in MEMORIES if memory is not ALL]
    return PreferencesResult(
        config=config,
        model=writer.name,
        figures=tuple(found),
        compared=tuple(beside),
        cpu_s=time.process_time() - started,
    )


async def _all_lives(kind: Kind, config: PreferencesEvalConfig, model: Model) -> dict[str, tuple[Life, ...]]:
    # Another person's edits are those of the next person, so people of different seeds are kept apart.
    groups = [people(kind, config.n_people, seed) for seed in config.seeds]
    lives: dict[str, tuple[Life, ...]] = {}
    for memory in MEMORIES:
        parts = await asyncio.gather(*(live(memory, group, model, config.n_steps) for group in groups))
        lives[memory.name] = tuple(life for part in parts for life in part)
    return lives
