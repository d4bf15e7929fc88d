"""How large a run is: tiny for tests, small for two cores and a quarter of an hour, paper for the published setting."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from redraft.errors import Misuse
from redraft.theory.aligners.config import AlignerConfig, TrainingConfig, paper_size, small
from redraft.theory.aligners.noise_aware.experiment import SMALL, Sizes
from redraft.theory.aligners.tasks import TaskConfig

SizeName = Literal["tiny", "small", "paper"]


class Form(NamedTuple):
    """A recipe whose learning curve is shown.

    Attributes:
        name: of its jobs and in the CSV.
        title: in words.
        training: the seed is filled in.
    """

    name: str
    title: str
    training: TrainingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Everything that decides a run; recorded with it.

    Attributes:
        name: of the size.
        seeds: of the trainings and simulations.
        forms: recipes whose curves are shown; noise and attention use the same aligners.
        ablated: what an ablation changes one thing of.
        heads: numbers of heads.
        depths: numbers of layers.
        noise_aware: of the noise-aware aligner, which has seeds of its own.
        n_held_out: tasks that curves are measured on.
        n_ablated: tasks that ablations are measured on.
        n_attended: tasks that attention is averaged over.
        n_responses: N of the constructions.
        widths: d of the constructions.
        n_draws: problems in each cell of the constructions.
    """

    name: SizeName
    seeds: tuple[int, ...]
    forms: tuple[Form, ...]
    ablated: TrainingConfig
    heads: tuple[int, ...] = (1, 3, 4, 6)
    depths: tuple[int, ...] = (3, 5, 10, 15, 20)
    noise_aware: Sizes
    n_held_out: int = 8192
    n_ablated: int = 2048
    n_attended: int = 2048
    n_responses: tuple[int, ...] = (2, 4, 8, 16, 32)
    widths: tuple[int, ...] = (1, 5, 16)
    n_draws: int = 200

    def __post_init__(self) -> None:
        """Refuse a run without a seed, or with one twice."""
        if not self.seeds or len(set(self.seeds)) < len(self.seeds):
            raise Misuse(f"`seeds` must be different numbers, at least one, got {self.seeds!r}")


def size_of(name: str, seeds: tuple[int, ...] | None = None) -> Size:
    """A size by its name.

    Args:
        name: "tiny", "small" or "paper".
        seeds: instead of its own.

    Raises:
        Misuse: when there is no such size.
    """
    sizes = {"tiny": _tiny, "small": _small, "paper": _paper}
    if name not in sizes:
        raise Misuse(f"no size is called {name!r}; there are {', '.join(sizes)}")
    size = sizes[name]()
    return size if seeds is None else replace(size, seeds=seeds)


def _forms(packed: TrainingConfig, interleaved: TrainingConfig) -> tuple[Form, ...]:
    text = replace(packed, tasks=TaskConfig(noise="text"), reward="squared")
    return (
        Form("packed", "one token per example", packed),
        Form("interleaved", "three tokens per example, as published", interleaved),
        Form("text", "tasks and reward as the paper's text has them", text),
    )


def _small() -> Size:
    return Size(
        name="small",
        seeds=(1, 2, 3),
        forms=_forms(small(steps=1000), small("interleaved")),
        # Shorter than the curves: thirteen variants for each seed, one of them with twenty layers.
        ablated=small(steps=300),
        noise_aware=SMALL,
    )


def _tiny() -> Size:
    aligner = AlignerConfig(width=16, n_layers=2, head_width=8)
    recipe = TrainingConfig(aligner=aligner, steps=4, batch=4, warmup_steps=1)
    return Size(
        name="tiny",
        seeds=(1, 2),
        forms=_forms(recipe, replace(recipe, aligner=replace(aligner, tokens="interleaved", alibi=1.5))),
        ablated=recipe,
        noise_aware=Sizes(steps=4, seeds=(1,), n_tasks=8, noises=("released",)),
        heads=(1, 3),
        depths=(1, 2),
        n_held_out=32,
        n_ablated=32,
        n_attended=32,
        n_responses=(2, 4),
        widths=(1, 5),
        n_draws=4,
    )


def _paper() -> Size:
    # The released code trains 3000 steps, the text says 1500: each generator with the steps of its source.
    text = paper_size(tasks=TaskConfig(noise="text"), reward="squared", steps=1500)
    return Size(
        name="paper",
        seeds=(1,),
        forms=(
            Form("interleaved", "the published network, tasks of the released code", paper_size()),
            Form("text", "the published network, tasks and reward of the text", text),
        ),
        ablated=paper_size(),
        noise_aware=Sizes(),
        n_ablated=8192,
    )
