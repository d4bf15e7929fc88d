"""The whole experiment: train both forms, judge them in every cell, and say what came out against what was aimed at."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from redraft.errors import Misuse
from redraft.theory.aligners.heldout import N_HELD_OUT
from redraft.theory.aligners.metrics import Mean
from redraft.theory.aligners.noise_aware.judging import RATES, Cell, Ground, judge, prepare
from redraft.theory.aligners.noise_aware.recipe import STEPS, noise_aware
from redraft.theory.aligners.published import curves as published_curves
from redraft.theory.aligners.tasks import Noise
from redraft.theory.aligners.training import Progress, train
from redraft.theory.experiments.measured import over_seeds

MOST_ALLOWED = 0.005
"""By how much an aligner that is told the rate may be worse than ignoring the critic, in 1 - cosine."""

_JUDGED = "judged.json"

Tell = Callable[[float, str], None]
"""Takes the share of the work done, in [0, 1], and what there is to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large the experiment is.

    Attributes:
        steps: of every training.
        seeds: of the trainings.
        n_tasks: held-out tasks.
        noises: generators, each with trainings of its own.
        rates: redraw rates of the cells.
        task_seed: of the held-out tasks; one other than 0 for choosing a recipe.
    """

    steps: int = STEPS
    seeds: tuple[int, ...] = (1, 2, 3)
    n_tasks: int = N_HELD_OUT
    noises: tuple[Noise, ...] = ("released", "text")
    rates: tuple[float, ...] = RATES
    task_seed: int = 0

    def __post_init__(self) -> None:
        """Refuse an experiment without trainings."""
        if not (self.seeds and self.noises and self.rates):
            raise Misuse(
                f"`seeds`, `noises` and `rates` need one entry or more, got {self.seeds!r}, {self.noises!r} and "
                f"{self.rates!r}"
            )


SMALL = Sizes(steps=500, seeds=(1,), n_tasks=2048, noises=("released",))
"""Less than a minute on an idle core; `shortfalls` says which aims so short a training misses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One trained aligner, judged.

    Attributes:
        noise: generator of its tasks.
        tells_rate: whether it is told the redraw rate.
        seed: of its training.
        cpu_s: seconds of processor time of its training.
        cells: by rate, then by number of examples.
    """

    noise: Noise
    tells_rate: bool
    seed: int
    cpu_s: float
    cells: tuple[Cell, ...]

    @property
    def form(self) -> str:
        """In words."""
        return "told the rate" if self.tells_rate else "not told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All aligners of an experiment.

    Attributes:
        sizes: of the experiment.
        judged: by generator, seed and form.
    """

    sizes: Sizes
    judged: tuple[Judged, ...]

    def of(self, noise: Noise, *, tells_rate: bool) -> tuple[Judged, ...]:
        """The aligners of one generator and form, by seed."""
        return tuple(one for one in self.judged if (one.noise, one.tells_rate) == (noise, tells_rate))


class Margin(NamedTuple):
    """A cell for which an error was published.

    Attributes:
        cell: ours.
        published: error of the paper's transformer there, lower is better.
    """

    cell: Cell
    published: float

    @property
    def below(self) -> float:
        """How far ours is below the published one."""
        return self.published - self.cell.error.value


def noise_aware_experiment(folder: Path | None, sizes: Sizes, on_progress: Tell | None = None) -> Results:
    """Train and judge noise-aware aligners.

    Args:
        folder: where trainings keep their checkpoints and what they were judged at; an experiment that was broken off
            goes on. None to keep nothing.
        sizes: how large.
        on_progress: is told the share done.
    """
    judged: list[Judged] = []
    n_all = 2 * len(sizes.noises) * len(sizes.seeds)
    for noise in sizes.noises:
        ground: Ground | None = None
        for seed in sizes.seeds:
            for tells_rate in (True, False):
                config = noise_aware(tells_rate=tells_rate, noise=noise, steps=sizes.steps, seed=seed)
                name = f"{noise}-{'told' if tells_rate else 'not-told'}-seed{seed}"
                own = None if folder is None else folder / name
                trained = train(config, own, on_progress=_telling(on_progress, name, len(judged), n_all))
                cells = None if own is None else _kept_cells(own, sizes)
                if cells is None:
                    ground = ground or prepare(noise, n_tasks=sizes.n_tasks, seed=sizes.task_seed, rates=sizes.rates)
                    cells = judge(trained.aligner, ground)
                one = Judged(noise=noise, tells_rate=tells_rate, seed=seed, cpu_s=trained.cpu_s, cells=cells)
                if own is not None:
                    _keep(own, replace(sizes, seeds=(seed,), noises=(noise,)), one)
                judged.append(one)
    return Results(sizes=sizes, judged=tuple(judged))


def _keep(folder: Path, sizes: Sizes, judged: Judged) -> None:
    """Whole or not at all: a run that is killed meanwhile judges again."""
    kept = json.dumps(as_dict(Results(sizes=sizes, judged=(judged,))))
    partial = folder / f"{_JUDGED}.part"
    partial.write_text(kept, encoding="utf-8")
    os.replace(partial, folder / _JUDGED)


def _kept_cells(folder: Path, sizes: Sizes) -> tuple[Cell, ...] | None:
    """What an aligner was judged at before, if on the same tasks."""
    if not (folder / _JUDGED).exists():
        return None
    kept = from_dict(json.loads((folder / _JUDGED).read_text(encoding="utf-8")))
    same = replace(sizes, seeds=kept.sizes.seeds, noises=kept.sizes.noises) == kept.sizes
    return kept.judged[0].cells if same else None


def worst_over_ignoring(judged: Judged) -> Cell:
    """The cell of 2 and more examples in which the aligner is worst beside ignoring the critic.

    With one example the two are the same, but for rounding.
    """
    return max((cell for cell in judged.cells if cell.n > 1), key=lambda cell: cell.over_ignoring.value)


def worst_regret(judged: Judged) -> Cell:
    """The cell in which the aligner is worst beside the best simple rule."""
    return max(judged.cells, key=lambda cell: cell.regret.value)


def margins(judged: Judged) -> tuple[Margin, ...]:
    """The cells for which the paper's transformer has a published error; none with the text's generator."""
    if judged.noise != "released":
        return ()
    known = {
        (curve.redraw_rate, point.n_examples): point.cosine
        for curve in published_curves()
        if curve.learner == "transformer"
        for point in curve.points
    }
    return tuple(Margin(cell, known[cell.rate, cell.n]) for cell in judged.cells if (cell.rate, cell.n) in known)


def shortfalls(results: Results) -> list[str]:
    """A sentence for each aligner and aim that it misses; none where all are met."""
    missed = []
    for judged in results.judged:
        who = f"{judged.form}, {judged.noise} generator, seed {judged.seed}"
        if judged.tells_rate:
            over = [cell for cell in judged.cells if cell.over_ignoring.value > MOST_ALLOWED]
            if over:
                worst = worst_over_ignoring(judged)
                missed.append(
                    f"{who}: worse than ignoring the critic by more than {MOST_ALLOWED} in {len(over)} of "
                    f"{len(judged.cells)} cells, most by {worst.over_ignoring.value:.4f} at rate {worst.rate:g} and "
                    f"{worst.n} examples"
                )
        above = [margin for margin in margins(judged) if margin.below <= 0]
        if above:
            missed.append(f"{who}: not below the paper's printed transformer in {len(above)} cells")
    return missed


def mean_cells(aligners: Iterable[Judged]) -> tuple[Cell, ...]:
    """The cells of several seeds as one: means of their figures.

    Their standard errors have two parts: between the trainings, and over the tasks, which all seeds share, so that more
    of them do not make it smaller. The best rule is the same for all.
    """
    return tuple(map(_mean_cell, zip(*(judged.cells for judged in aligners), strict=True)))


def as_dict(results: Results) -> dict[str, Any]:
    """The results as JSON can hold them; cells as rows under the names of their columns."""
    return {
        "sizes": asdict(results.sizes),
        "columns": [field.name for field in fields(Cell)],
        "judged": [
            {
                **{name: getattr(one, name) for name in ("noise", "tells_rate", "seed", "cpu_s")},
                "cells": [[_plain(getattr(cell, field.name)) for field in fields(Cell)] for cell in one.cells],
            }
            for one in results.judged
        ],
    }


def from_dict(written: Mapping[str, Any]) -> Results:
    """The results that `as_dict` wrote.

    Raises:
        Misuse: when the columns are not those of this version.
    """
    names = [field.name for field in fields(Cell)]
    if written.get("columns") != names:
        raise Misuse(f"need results with the columns {names}, got {written.get('columns')!r}; run the experiment again")
    sizes: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in written["sizes"].items()
    }
    return Results(
        sizes=Sizes(**sizes),
        judged=tuple(
            Judged(**{**one, "cells": tuple(_cell(dict(zip(names, row, strict=True))) for row in one["cells"])})
            for one in written["judged"]
        ),
    )


_MEANS = tuple(field.name for field in fields(Cell) if field.type is Mean)


def _plain(value: Any) -> Any:
    return [round(part, 6) for part in value] if isinstance(value, Mean) else value


def _cell(row: Mapping[str, Any]) -> Cell:
    values: dict[str, Any] = {name: Mean(*value) if name in _MEANS else value for name, value in row.items()}
    return Cell(**values)


def _mean_cell(cells: tuple[Cell, ...]) -> Cell:
    means: dict[str, Any] = {}
    for name in _MEANS:
        values, errors = zip(*(getattr(cell, name) for cell in cells), strict=True)
        whole = over_seeds(values, errors, n=len(cells), seeds=range(len(cells)))
        assert whole.standard_error is not None
        means[name] = Mean(whole.value, whole.standard_error)
    first = cells[0]
    return Cell(rate=first.rate, n=first.n, best_rule=first.best_rule, **means)


def _telling(on_progress: Tell | None, name: str, n_done: int, n_all: int) -> Callable[[Progress], None] | None:
    if on_progress is None:
        return None

    def tell(progress: Progress) -> None:
        share = (n_done + progress.step / progress.n_steps) / n_all
        on_progress(share, f"{name}: step {progress.step:,} of {progress.n_steps:,}")

    return tell
