"""The learning curve: error against the number of examples in context, beside the printed one and every simple rule.

Answers Fig. 1b of wang2024incontext (and its 1 - cosine at redraw rate 0, which the notebook of the released code
prints): does a transformer trained on the ranking loss align in context, and is that worth anything beside rules that
need no training?
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.theory.aligners.baselines import BASELINES
from redraft.theory.aligners.config import paper_size
from redraft.theory.aligners.heldout import held_out
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.published import Learner
from redraft.theory.aligners.published import curve as published_curve
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.judging import NORMAL_95, SHOWN, Judged, at, difference, judged, points, regret
from redraft.theory.experiments.measured import Compared, Measured
from redraft.theory.experiments.sizes import Form, Size
from redraft.theory.experiments.trainings import aligner_of, training

NAME = "curve"
AT = 15
"""Examples at which sentences and rows speak: the most that are published."""

# Rules that know how the released code, or the text, makes its responses mean nothing on the other's tasks.
_RULES = {
    "released": ("mean, critic ignored", "reward-weighted mean", "copy the best", "least squares line",
                 "gradient descent", "ranking optimum"),
    "text": ("mean, critic ignored", "reward-weighted mean", "copy the best", "weighted share",
             "gradient descent, squared", "ranking optimum"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveJob:
    """What is measured: the aligners of one recipe, on `n_held_out` tasks."""

    form: Form
    seeds: tuple[int, ...]
    trainings: tuple[Job, ...]
    n_held_out: int


def trainings_of(size: Size, form: Form, device: str) -> tuple[Job, ...]:
    """The trainings of a recipe, one for each seed."""
    return tuple(training(form.name, form.training, seed, device=device) for seed in size.seeds)


def experiment(size: Size, device: str) -> Experiment:
    """The learning curves of all recipes of a size."""

    def job(form: Form) -> Job:
        needs = trainings_of(size, form, device)
        config = CurveJob(form=form, seeds=size.seeds, trainings=needs, n_held_out=size.n_held_out)
        expected_s = size.n_held_out * (4e-3 + 3e-5 * form.training.aligner.n_layers * len(needs))
        return Job(group=NAME, name=form.name, function=measure, config=config, needs=needs, expected_s=expected_s)

    return Experiment(
        name=NAME,
        title="Aligning in context, beside rules that need no training",
        answers="Fig. 1b and the printed curve at redraw rate 0",
        jobs=tuple(job(form) for form in size.forms),
        conclude=lambda outcomes: conclude(size, outcomes),
    )


def measure(job: CurveJob, place: Place) -> Outcome:
    """Judge the aligners and the rules on the same held-out tasks."""
    config = job.form.training.tasks
    tasks = held_out(config, n_tasks=job.n_held_out)
    names = _RULES[config.noise]
    predictions = {}
    for i, name in enumerate(names):
        place.tell(0.8 * i / len(names), name)
        predictions[name] = BASELINES[name](tasks)
    optimum = predictions["ranking optimum"]
    trained = {}
    for seed, needed in zip(job.seeds, job.trainings, strict=True):
        place.tell(0.9, f"aligner of seed {seed}")
        aligner = aligner_of(needed, place.root)
        if aligner is not None:
            trained[str(seed)] = judged(predict(aligner, tasks), tasks, optimum)
    rules = {name: judged(predicted, tasks, optimum) for name, predicted in predictions.items()}
    return {"n_tasks": job.n_held_out, "trained": trained, "rules": rules}


def conclude(size: Size, outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures, sentences and rows."""
    forms = [form for form in size.forms if outcomes[form.name]["trained"]]
    released = [form for form in forms if form.training.tasks.noise == "released"]
    words = [sentence for form in forms for sentence in _sentences(form, outcomes[form.name])]
    broken = [
        f"{form.name}: seed {seed}" for form in size.forms for seed in size.seeds
        if str(seed) not in outcomes[form.name]["trained"]
    ]  # fmt: skip
    transformer = published_curve("transformer", 0.0)
    notes = [
        (
            "1 - cosine to the truth, as the released code measures; 1 is no information. Intervals are 95 % and hold "
            "the error of the mean over tasks, which all trainings share, and the spread between trainings where there "
            "is more than one."
        ),
        (
            f"The printed curve is one batch of {transformer.n_tasks} tasks: its points have a standard error of "
            f"{transformer.at(2).error:.3f} at 2 examples and {transformer.at(AT).error:.3f} at {AT}. For the "
            "transformer it is a stand-in, because none was printed."
        ),
        *([f"Trainings that broke and are left out: {', '.join(broken)}."] if broken else []),
    ]
    figures = [_published_figure(size, released, outcomes)] if released else []
    figures += [_rules_figure(form, outcomes[form.name]) for form in forms]
    return Findings(
        words=tuple(words),
        key_figures=tuple(_key_figure(form, outcomes[form.name]) for form in released if form.name == "interleaved"),
        figures=tuple(figures),
        rows=tuple(row for form in released for row in _rows(form, outcomes[form.name])),
        notes=tuple(notes),
    )


def seeds_of(outcome: Outcome) -> tuple[int, ...]:
    """The seeds whose training did not break."""
    return tuple(int(seed) for seed in outcome["trained"])


def shape_of(form: Form) -> str:
    """Whether an aligner is the published one, in words; the text's tasks are no part of this."""
    published = paper_size()
    same = replace(form.training, seed=published.seed) == published
    return "same network and recipe" if same else "another network or recipe"


def printed(learner: Learner, redraw_rate: float, n: int) -> str:
    """A printed figure with the standard error that 256 tasks leave it."""
    point = published_curve(learner, redraw_rate).at(n)
    return f"{point.cosine:.4f} ± {point.error:.4f}"


def _trained(outcome: Outcome) -> list[Judged]:
    return list(outcome["trained"].values())


def _at(outcome: Outcome, which: str, n: int) -> Measured:
    return at(_trained(outcome), which, n, n_tasks=outcome["n_tasks"], seeds=seeds_of(outcome))


def _rule(outcome: Outcome, name: str, n: int) -> float:
    return float(outcome["rules"][name]["cosine"][n][0])


def _beside_ignoring(outcome: Outcome, n: int) -> str:
    value, error = outcome["rules"]["mean, critic ignored"]["cosine"][n]
    ignoring = Measured(value=value, standard_error=error, n=outcome["n_tasks"], seeds=(0,))
    gap, doubt = difference(_at(outcome, "cosine", n), ignoring)
    if abs(gap) <= NORMAL_95 * doubt:
        return "not told apart from"
    return "better than" if gap < 0 else "worse than"


def _sentences(form: Form, outcome: Outcome) -> list[str]:
    n = AT
    learnt, left = _at(outcome, "cosine", n), regret(_trained(outcome), n_tasks=0, seeds=seeds_of(outcome))
    descent = "gradient descent" if form.training.tasks.noise == "released" else "gradient descent, squared"
    ignoring, copied = _rule(outcome, "mean, critic ignored", n), _rule(outcome, "copy the best", n)
    verdict = _beside_ignoring(outcome, n)
    sentence = (
        f"{form.title[0].upper()}{form.title[1:]}: 1 - cosine is {learnt.in_words} at {n} examples "
        f"({_rule(outcome, descent, n):.4f} for gradient descent), {verdict} ignoring the critic ({ignoring:.4f}); "
        f"copying the best response gives {copied:.4f}."
    )
    if form.training.tasks.noise == "released":
        sentence += f" It loses {left.in_words} nats to the least ranking loss."
    return [sentence]


def _key_figure(form: Form, outcome: Outcome) -> KeyFigure:
    n = AT
    learnt = _at(outcome, "cosine", n)
    beside = f"printed {published_curve('transformer', 0.0).at(n).cosine:.4f}"
    return KeyFigure(
        f"{learnt.value:.3f}",
        f"1 - cosine at {n} examples, tokens as published",
        f"± {learnt.standard_error:.4f}; {beside}",
    )


def _published_figure(size: Size, forms: list[Form], outcomes: Mapping[str, Outcome]) -> Figure:
    lines = [
        Line(
            name=f"aligner, {form.name}",
            points=points(_trained(outcomes[form.name]), "cosine", last=AT, seeds=seeds_of(outcomes[form.name])),
        )
        for form in forms
    ]  # fmt: skip
    rules = outcomes[forms[0].name]["rules"]
    lines += [
        Line(name=f"{name}, here", points=points([rules[name]], "cosine", last=15, seeds=(0,)))
        for name in ("gradient descent", "ranking optimum")
    ]
    lines += [
        Line(name=f"published {learner}", points=_published(learner), kind="published", drawn="marks")
        for learner in get_args(Learner)
    ]
    ends = "; ".join(f"{line.name} {line.points[-1].y:.3f}" for line in lines)
    return curves(
        "curve_published",
        "Error against examples in context, beside the printed curves",
        f"At {AT} examples: {ends}. The optimum is that of the ranking loss, which is not the truth.",
        [Panel(lines=lines)],
        x=Axis(label="examples in context"),
        y=Axis(label="1 - cosine to the truth"),
        naming="legend",
    )


def _published(learner: Learner) -> list[Point]:
    points = published_curve(learner, 0.0).points
    return [Point(n, mean, mean - NORMAL_95 * error, mean + NORMAL_95 * error) for n, mean, error in points]


def _rules_figure(form: Form, outcome: Outcome) -> Figure:
    learnt = Line(name="aligner", points=points(_trained(outcome), "cosine", seeds=seeds_of(outcome)))
    rules = [
        Line(
            name=name,
            points=points([judged_rule], "cosine", seeds=(0,)),
            tone="muted" if name == "mean, critic ignored" else None,
        )
        for name, judged_rule in outcome["rules"].items()
    ]
    best = min(outcome["rules"], key=lambda name: _rule(outcome, name, AT))
    return curves(
        f"curve_rules_{form.name}",
        f"The aligner beside rules that need no training: {form.title}",
        f"The best rule is {best}, with {_rule(outcome, best, AT):.3f} at {AT} examples.",
        [Panel(lines=[learnt, *rules])],
        x=Axis(label="examples in context"),
        y=Axis(label="1 - cosine to the truth"),
        naming="legend",
    )


def _rows(form: Form, outcome: Outcome) -> list[Compared]:
    shape = shape_of(form)
    rows = [
        Compared(
            about="Fig. 1b, notebook",
            metric=f"transformer, 1 - cosine, redraw rate 0, {n} examples ({form.name})",
            published=printed("transformer", 0.0, n),
            here=_at(outcome, "cosine", n),
            comparable=True,
            why=f"same tasks and metric; {shape}; printed from 256 tasks",
            is_learnt=True,
        )
        for n in SHOWN
    ]
    if form.training.aligner.tokens == "packed":
        return rows
    # Descent does not depend on the recipe: it stands once, with the published form of the sequence.
    for n in SHOWN:
        mean, error = outcome["rules"]["gradient descent"]["cosine"][n]
        rows.append(
            Compared(
                about="Fig. 1b",
                metric=f"gradient descent, 1 - cosine, redraw rate 0, {n} examples",
                published=printed("gradient descent", 0.0, n),
                here=Measured(value=mean, standard_error=error, n=outcome["n_tasks"], seeds=(0,)),
                comparable=True,
                why="same tasks, metric, optimiser and steps; printed from 256 tasks",
            )
        )
    return rows
