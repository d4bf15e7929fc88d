"""Where trained heads look, beside the two heads of the construction, by layer.

The paper proves that a top head and an average head suffice; it does not look whether a trained transformer has them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from redraft.errors import Misuse
from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.heat_maps import HeatMap, heat_maps
from redraft.report.page import KeyFigure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.theory.aligners.config import Reward, TrainingConfig
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.looking import Looked, looks
from redraft.theory.aligners.network import Aligner
from redraft.theory.aligners.tasks import Tasks
from redraft.theory.attending import (
    average_head,
    by_example,
    by_rank,
    correlations,
    last_head,
    mean_over_tasks,
    top_head,
    worst_head,
)
from redraft.theory.experiments.curve import trainings_of
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.sizes import Form, Size
from redraft.theory.experiments.trainings import aligner_of
from redraft.theory.problems import Floats

NAME = "attention"
IDEALS = ("top", "average", "worst", "latest")
"""The construction's two heads; the head that looks at the worst example; and a control, the latest one, whatever it is
worth."""

_TELLING = IDEALS[:3]

NOTES = (
    (
        "A correlation is taken over the examples that a prediction can see, for 3 examples and more, averaged over "
        "prefixes and tasks; 0 for a head that looks everywhere alike. Intervals are 95 % over tasks; with several "
        "trainings they reach from the lowest end to the highest."
    ),
    (
        "TOP looks at the best response so far; AVERAGE at every response by the softmax of how well the aligner's own "
        "prediction agrees with it; WORST, which is no part of the construction, at the worst response so far. "
        "Controls: the same aligner before its training, and LATEST, a head that looks at the newest example. The most "
        "similar head is picked on one half of the tasks and read on the other."
    ),
    "Attention is what a head reads from, not what it does with it; a correlation shows no cause.",
)
"""What to know to read the figures."""

_MOST_SHOWN = 9  # heads in a picture of one task


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionJob:
    """What is measured: the aligners of one recipe, trained and untrained."""

    form: Form
    seeds: tuple[int, ...]
    trainings: tuple[Job, ...]
    n_tasks: int


def experiment(size: Size, device: str) -> Experiment:
    """The attention of all recipes of a size."""

    def job(form: Form) -> Job:
        needs = trainings_of(size, form, device)
        config = AttentionJob(form=form, seeds=size.seeds, trainings=needs, n_tasks=size.n_attended)
        expected_s = size.n_attended * 1e-3 * form.training.aligner.n_layers * len(needs)
        return Job(group=NAME, name=form.name, function=measure, config=config, needs=needs, expected_s=expected_s)

    return Experiment(
        name=NAME,
        title="Where trained heads look",
        answers="Thm. 3.2 and 3.3: does a trained transformer have the heads of the construction?",
        jobs=tuple(job(form) for form in size.forms),
        conclude=lambda outcomes: conclude(size, outcomes),
    )


def measure(job: AttentionJob, place: Place) -> Outcome:
    """Read every head of every aligner, and of the same aligner before its training."""
    aligners = {}
    for seed, needed in zip(job.seeds, job.trainings, strict=True):
        aligner = aligner_of(needed, place.root)
        if aligner is not None:
            aligners[seed] = aligner
    return attend(job.form.training, aligners, n_tasks=job.n_tasks, tell=place.tell)


def attend(
    config: TrainingConfig,
    aligners: Mapping[int, Aligner],
    *,
    n_tasks: int,
    which: int = 0,
    tell: Callable[[float, str], None] = lambda share, words: None,
) -> Outcome:
    """Where the heads of aligners look, on many tasks and on one.

    Args:
        config: that all of them were trained by, but for the seed.
        aligners: by the seed of their training.
        n_tasks: held-out tasks, more than `which`.
        which: the task that is looked at alone, by the first aligner.
        tell: is told the share done.

    Raises:
        Misuse: when there is no such task.
    """
    if not 0 <= which < n_tasks:
        raise Misuse(f"`which` must be a task, 0 to {n_tasks - 1}, got {which!r}")
    tasks = held_out(config.tasks, n_tasks=n_tasks)
    trained, untrained, example = {}, {}, None
    for i, (seed, aligner) in enumerate(aligners.items()):
        tell(i / len(aligners), f"aligner of seed {seed}")
        trained[str(seed)] = read_heads(aligner, tasks, config.reward)
        untrained[str(seed)] = read_heads(Aligner(config.aligner, config.tasks, seed), tasks, config.reward)
        example = example or one_task(aligner, tasks, config.reward, which=which)
    return {"n_tasks": n_tasks, "trained": trained, "untrained": untrained, "example": example}


def read_heads(aligner: Aligner, tasks: Tasks, reward: Reward) -> list[dict[str, Any]]:
    """Every head: layer and number (from 1), its correlation with each ideal head, and its attention by rank.

    Correlations are (mean, low, high, n) over the second half of the tasks, and under "chosen_by" their means over the
    first half: whoever picks the best of many heads picks there, and reads here.
    """
    found: list[list[Floats]] = []
    ranked: list[Floats] = []
    for looked in looks(aligner, tasks):
        layers = [by_example(weights, aligner.config.tokens) for weights in looked.attention]
        ideal = ideals(looked, reward)
        found.append([np.stack([correlations(one, ideal[name]) for name in IDEALS]) for one in layers])
        ranked.append(np.stack([by_rank(one, looked.rewards, _examples(one)).mean(axis=0) for one in layers]))
    by_rank_mean = np.mean(ranked, axis=0)
    heads = []
    for layer in range(len(found[0])):
        of_layer = np.concatenate([part[layer] for part in found], axis=1)  # (ideals, B, H)
        half = of_layer.shape[1] // 2
        for head in range(of_layer.shape[2]):
            heads.append(
                {
                    "layer": layer + 1,
                    "head": head + 1,
                    **{name: mean_over_tasks(of_layer[i, half:, head]) for i, name in enumerate(IDEALS)},
                    "chosen_by": {name: float(of_layer[i, :half, head].mean()) for i, name in enumerate(IDEALS)},
                    "by_rank": by_rank_mean[layer, head].tolist(),
                }
            )
    return heads


def ideals(looked: Looked, reward: Reward) -> dict[str, Floats]:
    """``(B, N, N)`` attention of every ideal head on these tasks."""
    top, worst = top_head(looked.rewards), worst_head(looked.rewards)
    average = average_head(looked.predictions, looked.responses, reward)
    return dict(zip(IDEALS, (top, average, worst, last_head(looked.rewards)), strict=True))


def one_task(aligner: Aligner, tasks: Tasks, reward: Reward, *, which: int) -> dict[str, Any]:
    """The attention of every head on one task, ``[layer][head][n][example]``, and of the ideal heads."""
    alone = Tasks(**{name: getattr(tasks, name)[which : which + 1] for name in Tasks.__slots__})
    (looked,) = looks(aligner, alone)
    heads = [by_example(weights, aligner.config.tokens)[0].round(5).tolist() for weights in looked.attention]
    ideal = {name: of_ideal[0].round(5).tolist() for name, of_ideal in ideals(looked, reward).items()}
    return {"heads": heads, "ideals": ideal, "rewards": looked.rewards[0].round(4).tolist()}


def conclude(size: Size, outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures and sentences."""
    forms = [form for form in size.forms if outcomes[form.name]["trained"]]
    return Findings(
        words=tuple(sentence(form.title, outcomes[form.name]) for form in forms),
        key_figures=tuple(_key_figure(form, outcomes[form.name]) for form in forms[:1]),
        figures=tuple(figure for form in forms for figure in figures_of(form.name, form.title, outcomes[form.name])),
        notes=NOTES,
    )


def best(heads: Sequence[Mapping[str, Any]], ideal: str) -> Mapping[str, Any]:
    """The head that is most like an ideal one, picked on the tasks that it is not read on."""
    return max(heads, key=lambda head: float(head["chosen_by"][ideal]))


def sentence(title: str, outcome: Outcome) -> str:
    """What the heads of one recipe come to, in words."""
    told = []
    for ideal in _TELLING:
        learnt = [best(heads, ideal) for heads in outcome["trained"].values()]
        before = [best(heads, ideal) for heads in outcome["untrained"].values()]
        values = ", ".join(f"{head[ideal][0]:.2f} in layer {head['layer']}" for head in learnt)
        # Another head, as a rule: the control is the best that picking among as many heads finds without training.
        untrained = ", ".join(f"{head[ideal][0]:.2f} in layer {head['layer']}" for head in before)
        told.append(f"{ideal.upper()} by {values} (the most similar one before training: {untrained})")
    return f"{title[0].upper()}{title[1:]}: the most similar head correlates with {'; with '.join(told)}."


def figures_of(name: str, title: str, outcome: Outcome) -> tuple[Figure, ...]:
    """Correlations by layer, attention by rank, and one task."""
    return (
        _by_layer(name, title, outcome),
        _ranks(name, title, outcome),
        _one_task(name, title, outcome),
    )


def _key_figure(form: Form, outcome: Outcome) -> KeyFigure:
    heads = [best(of_seed, "top")["top"][0] for of_seed in outcome["trained"].values()]
    before = [best(of_seed, "top")["top"][0] for of_seed in outcome["untrained"].values()]
    return KeyFigure(
        f"{np.mean(heads):.2f}",
        f"correlation of the best trained head with TOP, {form.name}",
        f"{min(heads):.2f} to {max(heads):.2f} over {len(heads)} trainings; best untrained head {np.mean(before):.2f}",
    )


def _by_layer(name: str, title: str, outcome: Outcome) -> Figure:
    panels = []
    for state in ("trained", "untrained"):
        lines = []
        for ideal in IDEALS:
            points = []
            for layer in _layers(outcome):
                # One point a layer: the mean over trainings of its most similar head, from the lowest to the highest.
                of_layer = [
                    best([head for head in heads if head["layer"] == layer], ideal)[ideal]
                    for heads in outcome[state].values()
                ]
                lows, highs = [one[1] for one in of_layer], [one[2] for one in of_layer]
                points.append(Point(layer, float(np.mean([one[0] for one in of_layer])), min(lows), max(highs)))
            lines.append(Line(name=ideal.upper(), points=points))
        panels.append(Panel(title=f"{state}: most similar head of each layer", lines=lines))
    return curves(
        f"attention_layers_{name}",
        f"Correlation of heads with the construction's, by layer: {title}",
        sentence(title, outcome),
        panels,
        x=Axis(label="layer", ticks=[(layer, str(layer)) for layer in _layers(outcome)]),
        y=Axis(label="correlation"),
        naming="legend",
    )


def _ranks(name: str, title: str, outcome: Outcome) -> Figure:
    heads = _most_telling(next(iter(outcome["trained"].values())))
    shares = [_share(head["by_rank"]) for head in heads]
    n = len(shares[0])
    return heat_maps(
        f"attention_ranks_{name}",
        f"Attention on examples from the best to the worst: {title}",
        f"Each row is a head; even attention would be {1 / n:.2f} everywhere.",
        [
            HeatMap(
                values=[[1.0] + [0.0] * (n - 1), [0.0] * (n - 1) + [1.0], *shares],
                row_names=["TOP", "WORST", *(f"layer {head['layer']} head {head['head']}" for head in heads)],
                column_names=[str(rank + 1) for rank in range(n)],
            )
        ],
        row_label="",
        column_label=f"rank by reward among {n} examples, 1 is the best",
        value_label="share of the head's attention on examples",
        strongest=max(max(row) for row in shares),
    )


def _one_task(name: str, title: str, outcome: Outcome) -> Figure:
    example = outcome["example"]
    heads = _most_telling(next(iter(outcome["trained"].values())))
    n = len(example["rewards"])
    maps = [(ideal.upper(), example["ideals"][ideal]) for ideal in _TELLING]
    maps += [
        (f"layer {head['layer']} head {head['head']}", example["heads"][head["layer"] - 1][head["head"] - 1])
        for head in heads
    ]
    return heat_maps(
        f"attention_task_{name}",
        f"One task, the construction's heads and trained ones: {title}",
        "The construction's TOP head holds to the best example until a better one comes.",
        [
            HeatMap(
                # The first prediction sees no example; the last example is seen by none.
                values=_below_diagonal(of_head),
                row_names=[str(m) for m in range(1, n)],
                column_names=[f"{reward:.2f}" for reward in example["rewards"][:-1]],
                title=titled,
            )
            for titled, of_head in maps
        ],
        row_label="examples seen",
        column_label="reward of the example",
        value_label="attention",
    )  # fmt: skip


def _below_diagonal(rows: Sequence[Sequence[float]]) -> list[list[float | None]]:
    shown = enumerate(rows[1:], start=1)
    return [[value if j < m else None for j, value in enumerate(row[:-1])] for m, row in shown]


def _most_telling(heads: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """All heads of a small aligner; of a large one those most like an ideal head, in their order."""
    if len(heads) <= _MOST_SHOWN:
        return list(heads)
    ordered = sorted(heads, key=lambda head: -max(head["chosen_by"][ideal] for ideal in _TELLING))[:_MOST_SHOWN]
    return sorted(ordered, key=lambda head: (head["layer"], head["head"]))


def _share(values: Sequence[float]) -> list[float]:
    # Linear attention has weights of both signs: shares are of sizes.
    sizes = np.abs(values)
    return [float(value) for value in sizes / max(float(sizes.sum()), 1e-300)]


def _layers(outcome: Outcome) -> list[int]:
    return sorted({head["layer"] for head in next(iter(outcome["trained"].values()))})


def _examples(looked: Floats) -> int:
    return min(15, int(looked.shape[2]) - 1)
