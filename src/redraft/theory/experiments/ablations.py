"""One thing changed at a time: no softmax, no feed-forward network, other numbers of heads, other depths.

Answers Fig. 1c to 1f of wang2024incontext, whose numbers could not be recovered: the claims in words are what can be
compared. The released ablations without softmax and without feed-forward network change the mask and the first weights,
too; here the mask and every first weight whose shape agrees stay (docs/paper_index.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.report.text import counted
from redraft.theory.aligners.baselines import BASELINES
from redraft.theory.aligners.config import TrainingConfig
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.looking import predict
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.judging import NORMAL_95, at, difference, judged, points, regret
from redraft.theory.experiments.measured import Compared, Measured
from redraft.theory.experiments.sizes import Size
from redraft.theory.experiments.trainings import aligner_of, training

NAME = "ablations"
FULL = "full"
CLAIMS = {
    "parts": "The paper says that both are needed.",
    "heads": "The paper says that one head struggles and that three, four and six are alike.",
    "depth": "The paper says that five layers are much worse than ten to twenty.",
}
"""What the paper says in words of figures whose numbers could not be recovered."""

AT = 15
"""Examples at which rows speak: the most that are published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The full aligner with one thing changed.

    Attributes:
        name: of its jobs.
        title: in words.
        family: which question it belongs to: "parts", "heads" or "depth".
        place: on the axis of its figure.
        config: of its training.
    """

    name: str
    title: str
    family: str
    place: float
    config: TrainingConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantJob:
    """What is measured of a variant."""

    variant: Variant
    seeds: tuple[int, ...]
    trainings: tuple[Job, ...]
    n_tasks: int


def variants(size: Size) -> tuple[Variant, ...]:
    """Every variant once; the full one comes first."""
    full = size.ablated

    def changed(name: str, title: str, family: str, place: float, **changes: object) -> Variant:
        config = replace(full, aligner=replace(full.aligner, **changes))  # type: ignore[arg-type]  # fields by name
        return Variant(name=name, title=title, family=family, place=place, config=config)

    # A linear attention has no softmax for ALiBi's bias to act in: then two things would change, and the bias is named.
    linear = {"attention": "linear", **({"alibi": 0.0} if full.aligner.alibi else {})}
    found = [
        Variant(name=FULL, title="full", family="parts", place=0, config=full),
        changed("no-softmax", "no softmax", "parts", 1, **linear),
        changed("no-feed-forward", "no feed-forward", "parts", 2, has_feed_forward=False),
    ]
    heads, depths = full.aligner.n_heads, full.aligner.n_layers
    found += [changed(f"heads-{n}", counted(n, "head"), "heads", n, n_heads=n) for n in size.heads if n != heads]
    found += [changed(f"depth-{n}", counted(n, "layer"), "depth", n, n_layers=n) for n in size.depths if n != depths]
    return tuple(found)


def experiment(size: Size, device: str) -> Experiment:
    """All variants, each trained with every seed."""

    def job(variant: Variant) -> Job:
        # The full aligner is trained anew even where another recipe is the same: its steps may differ.
        needs = tuple(training(f"ablation-{variant.name}", variant.config, seed, device=device) for seed in size.seeds)
        config = VariantJob(variant=variant, seeds=size.seeds, trainings=needs, n_tasks=size.n_ablated)
        expected_s = size.n_ablated * (1e-3 + 1.5e-4 * variant.config.aligner.n_layers * len(needs))
        return Job(group=NAME, name=variant.name, function=measure, config=config, needs=needs, expected_s=expected_s)

    return Experiment(
        name=NAME,
        title="One thing changed at a time",
        answers="Fig. 1c to 1f in words; their numbers could not be recovered",
        jobs=tuple(job(variant) for variant in variants(size)),
        conclude=lambda outcomes: conclude(size, outcomes),
    )


def measure(job: VariantJob, place: Place) -> Outcome:
    """Judge a variant, trained with every seed, on the same held-out tasks."""
    tasks = held_out(job.variant.config.tasks, n_tasks=job.n_tasks)
    place.tell(0.0, "ranking optimum")
    optimum = BASELINES["ranking optimum"](tasks)
    trained = {}
    for i, (seed, needed) in enumerate(zip(job.seeds, job.trainings, strict=True)):
        place.tell(0.2 + 0.8 * i / len(job.seeds), f"aligner of seed {seed}")
        aligner = aligner_of(needed, place.root)
        if aligner is not None:
            trained[str(seed)] = judged(predict(aligner, tasks), tasks, optimum)
    return {"n_tasks": job.n_tasks, "trained": trained, "optimum": judged(optimum, tasks)["cosine"]}


def conclude(size: Size, outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures, sentences and rows."""
    found = [variant for variant in variants(size) if outcomes[variant.name]["trained"]]
    broken = [
        f"{variant.title} (seed {seed})" for variant in variants(size) for seed in size.seeds
        if str(seed) not in outcomes[variant.name]["trained"]
    ]  # fmt: skip
    if not found or found[0].name != FULL:
        return Findings(words=(f"The full aligner's training broke: {', '.join(broken)}.",))
    steps, aligner = size.ablated.steps, size.ablated.aligner
    notes = [
        (
            f"Every variant: {steps:,} steps of {size.ablated.batch} tasks, {aligner.tokens} tokens, "
            f"{len(size.seeds)} trainings, {size.n_ablated:,} held-out tasks. The regret is the ranking "
            "loss above the least "
            "possible one, on the same tasks."
        ),
        (
            "A variant that loses here loses with this recipe and this many steps. More steps, or a "
            "learning rate of its own, "
            "may help it; no recipe was tuned for any variant."
        ),
        (
            "Width and head width stay when heads change; in the published ablation the residual stream grows "
            "with the heads."
        ),
        *([f"Trainings that broke and are left out: {', '.join(broken)}."] if broken else []),
    ]
    families = {family: _family(size, found, family) for family in ("parts", "heads", "depth")}
    return Findings(
        words=tuple(_sentence(family, members, outcomes) for family, members in families.items()),
        key_figures=_key_figures(found, outcomes),
        figures=(_regrets(families, outcomes), *_curves(families, outcomes)),
        rows=tuple(_row(variant, outcomes[variant.name]) for variant in found if variant.name != FULL),
        notes=tuple(notes),
    )


def _family(size: Size, found: Sequence[Variant], family: str) -> list[Variant]:
    """The variants of a question; the full aligner is one of them, at its own place."""
    places = {"parts": 0.0, "heads": float(size.ablated.aligner.n_heads), "depth": float(size.ablated.aligner.n_layers)}
    aligner = size.ablated.aligner
    titles = {
        "parts": "full",
        "heads": counted(aligner.n_heads, "head"),
        "depth": counted(aligner.n_layers, "layer"),
    }
    members = [
        replace(variant, place=places[family], title=titles[family]) if variant.name == FULL else variant
        for variant in found
        if variant.family == family or variant.name == FULL
    ]
    return sorted(members, key=lambda variant: variant.place)


def _regret(outcome: Outcome) -> Measured:
    trained = outcome["trained"]
    return regret(list(trained.values()), n_tasks=outcome["n_tasks"], seeds=[int(seed) for seed in trained])


def _sentence(family: str, members: Sequence[Variant], outcomes: Mapping[str, Outcome]) -> str:
    full = _regret(outcomes[FULL])
    told = []
    for variant in members:
        if variant.name == FULL:
            continue
        measured = _regret(outcomes[variant.name])
        gap, doubt = difference(measured, full)
        verdict = "not told apart" if abs(gap) <= NORMAL_95 * doubt else "worse" if gap > 0 else "better"
        told.append(f"{variant.title} {measured.in_words} ({verdict})")
    whole = next(variant.title for variant in members if variant.name == FULL)
    return f"Regret in nats: {whole} {full.in_words}; {', '.join(told)}. {CLAIMS[family]}"


def _key_figures(found: Sequence[Variant], outcomes: Mapping[str, Outcome]) -> tuple[KeyFigure, ...]:
    if {FULL, "no-softmax"} - {variant.name for variant in found}:
        return ()
    full, linear = _regret(outcomes[FULL]), _regret(outcomes["no-softmax"])
    return (
        KeyFigure(
            f"{linear.value:.3f}", "nats above the least ranking loss without softmax", f"with softmax {full.in_words}"
        ),
    )


def _regrets(families: Mapping[str, Sequence[Variant]], outcomes: Mapping[str, Outcome]) -> Figure:
    of_trainings = {
        name: [float(one["regret"][0]) for one in outcome["trained"].values()] for name, outcome in outcomes.items()
    }
    # An interval that reaches 0 ends at the bottom of a logarithmic axis.
    bottom = max(min(value for values in of_trainings.values() for value in values), 1e-5) / 2
    lines, ticks, place = [], [], 0.0
    for family, members in families.items():
        means, singles = [], []
        for variant in members:
            measured = _regret(outcomes[variant.name])
            half = NORMAL_95 * (measured.standard_error or 0.0)
            value = max(measured.value, bottom)
            means.append(Point(place, value, max(value - half, bottom), value + half))
            singles += [Point(place, max(one, bottom)) for one in of_trainings[variant.name]]
            # Of heads and layers the number is enough: the axis and the legend name the question.
            label = variant.title.replace(" ", "\n").replace("-", "-\n")
            ticks.append((place, label if family == "parts" else variant.title.split()[0]))
            place += 1.7 if family == "parts" else 1.0  # "feed-forward" is a wide word
        lines.append(Line(name=f"{family}: mean", points=means, drawn="marks" if family == "parts" else "both"))
        lines.append(Line(name="one training", points=singles, drawn="marks", tone="muted"))
        place += 0.6
    said = ", ".join(f"{v.title} {_regret(outcomes[v.name]).value:.3f}" for v in families["parts"])
    return curves(
        "ablations_regret",
        "Ranking loss above the least possible one, with one thing changed",
        f"{said} nats; beside them by the number of heads and of layers.",
        [Panel(lines=lines)],
        x=Axis(label="", ticks=ticks, ends=(-0.5, place - 1.1)),
        y=Axis(label="regret, nats", log=True),
        naming="legend",
    )


def _curves(families: Mapping[str, Sequence[Variant]], outcomes: Mapping[str, Outcome]) -> list[Figure]:
    figures = []
    for family, members in families.items():
        lines = [
            Line(
                name=variant.title,
                points=points(
                    list(outcomes[variant.name]["trained"].values()), "cosine", last=15,
                    seeds=[int(seed) for seed in outcomes[variant.name]["trained"]],
                ),
            )
            for variant in members
        ]  # fmt: skip
        optimum = points([{"cosine": outcomes[FULL]["optimum"]}], "cosine", last=15, seeds=(0,))
        lines.append(Line(name="ranking optimum", points=optimum, drawn="line", tone="muted"))
        title = {"parts": "without softmax, without feed-forward network", "heads": "heads", "depth": "layers"}[family]
        figures.append(
            curves(
                f"ablations_{family}",
                f"Error against examples: {title}",
                ", ".join(f"{line.name} {line.points[-1].y:.3f} at the end" for line in lines),
                [Panel(lines=lines)],
                x=Axis(label="examples in context"),
                y=Axis(label="1 - cosine to the truth"),
            )
        )
    return figures


def _row(variant: Variant, outcome: Outcome) -> Compared:
    trained = outcome["trained"]
    n = AT
    seeds = [int(seed) for seed in trained]
    return Compared(
        about="Fig. 1c to 1f",
        metric=f"1 - cosine at {n} examples, {variant.title}",
        published=None,
        here=at(list(trained.values()), "cosine", n, n_tasks=outcome["n_tasks"], seeds=seeds),
        comparable=False,
        why="the numbers behind the figure could not be recovered"
        + ("; the released ablation changes more than one thing" if variant.family == "parts" else ""),
        is_learnt=True,
    )
