"""Samples by name: those of a world of this package, or of a file."""

import hashlib
from pathlib import Path

from redraft.errors import Misuse
from redraft.evals import worlds
from redraft.evals.sample import Sample
from redraft.evals.samples.data import SampleData
from redraft.evals.samples.reading import read_data
from redraft.evals.tasks import task_samples

WORLDS = (*worlds.WORLDS, "tasks")
"""Worlds by name: those of the embedded model, and tasks in plain language for any other."""

N_DRAWN = 200
"""Problems of a world, unless another number is asked for."""


def data_named(name: str, *, form: str | None = None, limit: int | None = None, seed: int = 0) -> SampleData:
    """The samples of a world, or of the file of that name.

    Args:
        name: one of `WORLDS`, or a path.
        form: name of the file's form; None to recognise it.
        limit: samples at most; None for all of a file and `N_DRAWN` of a world.
        seed: fixes the problems that are drawn of a world.

    Raises:
        Misuse: when there is neither a world nor a file of that name, or the file cannot be used.
    """
    if name not in WORLDS:
        if not Path(name).exists():
            raise Misuse(f"{name!r} is no file here and no world; give a path, or one of {', '.join(WORLDS)}")
        return read_data(name, form=form, limit=limit)
    if form is not None:
        raise Misuse(f"`form` {form!r} goes with a file, and {name!r} is a world; leave it out")
    n = N_DRAWN if limit is None else limit
    if n < 1:
        raise Misuse(f"`limit` must be 1 or more, got {limit!r}; leave it out for {N_DRAWN}")
    samples = _drawn(name, n, seed)
    return SampleData(
        name=name,
        form="world",
        sha256=hashlib.sha256(f"{name} {n} {seed}".encode()).hexdigest(),
        samples=samples,
        n_rows=n,
        n_repeated=0,
    )


def _drawn(world: str, n: int, seed: int) -> tuple[Sample, ...]:
    return task_samples(n, seed=seed) if world == "tasks" else worlds.world_samples(world, n, seed=seed)
