"""Critics that are wrong: error against the redraw rate, for aligners that were trained with right rewards only.

Answers Fig. 1b of wang2024incontext at all its rates. Beside each aligner stands what needs no trust in the critic at
all, the mean of the responses; the paper has no such line.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.page import KeyFigure
from redraft.report.panels import Axis, Line, Panel
from redraft.theory.aligners.baselines import at_rate
from redraft.theory.aligners.heldout import REDRAW_RATES, held_out, with_redrawn
from redraft.theory.aligners.looking import predict
from redraft.theory.aligners.published import curve
from redraft.theory.experiments.curve import printed, seeds_of, shape_of, trainings_of
from redraft.theory.experiments.experiment import Experiment, Findings, Job, Outcome, Place
from redraft.theory.experiments.judging import NORMAL_95, at, difference, judged, point
from redraft.theory.experiments.measured import Compared, Measured
from redraft.theory.experiments.sizes import Form, Size
from redraft.theory.experiments.trainings import aligner_of
from redraft.theory.figures.noise import IGNORING, loses_from, losses_in_words, over_examples, over_rates
from redraft.theory.figures.noise import SHOWN as RULES_SHOWN

NAME = "noise"
AT = 15
"""Examples at which sentences and rows speak: the most that are published."""

_RULES = {
    "released": (*RULES_SHOWN, "gradient descent"),
    "text": (*RULES_SHOWN, "weighted share", "gradient descent, squared"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseJob:
    """What is measured: the aligners of one recipe, at every rate, on the same tasks."""

    form: Form
    seeds: tuple[int, ...]
    trainings: tuple[Job, ...]
    n_held_out: int


def experiment(size: Size, device: str) -> Experiment:
    """The noise curves of all recipes of a size."""

    def job(form: Form) -> Job:
        needs = trainings_of(size, form, device)
        config = NoiseJob(form=form, seeds=size.seeds, trainings=needs, n_held_out=size.n_held_out)
        expected_s = size.n_held_out * (2e-3 + 1.5e-4 * form.training.aligner.n_layers * len(needs))
        return Job(group=NAME, name=form.name, function=measure, config=config, needs=needs, expected_s=expected_s)

    return Experiment(
        name=NAME,
        title="Critics that are wrong",
        answers="Fig. 1b at redraw rates 0.25 to 1",
        jobs=tuple(job(form) for form in size.forms),
        conclude=lambda outcomes: conclude(size, outcomes),
    )


def measure(job: NoiseJob, place: Place) -> Outcome:
    """Judge aligners and rules at every rate."""
    config = job.form.training.tasks
    right = held_out(config, n_tasks=job.n_held_out)
    aligners = {
        str(seed): aligner
        for seed, needed in zip(job.seeds, job.trainings, strict=True)
        if (aligner := aligner_of(needed, place.root)) is not None
    }
    rates = []
    for i, rate in enumerate(REDRAW_RATES):
        place.tell(i / len(REDRAW_RATES), f"redraw rate {rate:g}")
        tasks = with_redrawn(right, rate)
        rules = at_rate(rate)
        rates.append(
            {
                "trained": {seed: judged(predict(aligner, tasks), tasks) for seed, aligner in aligners.items()},
                "rules": {name: judged(rules[name](tasks), tasks) for name in _RULES[config.noise]},
            }
        )
    return {"n_tasks": job.n_held_out, "trained": dict.fromkeys(aligners), "rates": rates}


def conclude(size: Size, outcomes: Mapping[str, Outcome]) -> Findings:
    """Figures, sentences and rows."""
    forms = [form for form in size.forms if outcomes[form.name]["trained"]]
    released = [form for form in forms if form.training.tasks.noise == "released"]
    text = [form for form in forms if form.training.tasks.noise == "text"]
    words, figures = [_sentence(form, outcomes[form.name]) for form in forms], []
    keys: tuple[KeyFigure, ...] = ()
    if released:
        measured = _curves([(form, outcomes[form.name]) for form in released])
        words.insert(0, _published_sentence(measured))
        figures = [over_rates(measured), over_examples(measured)]
        keys = (_key_figure(measured),)
    return Findings(
        words=tuple(words),
        key_figures=keys,
        figures=(*figures, *(_text_figure(form, outcomes[form.name]) for form in text)),
        rows=tuple(row for form in released for row in _rows(form, outcomes[form.name])),
        notes=(
            (
                "A redraw replaces a reward by a random number in [0, 1] with that probability, at test "
                "time only. All rates "
                "share their draws, so that curves differ by the rate alone."
            ),
            (
                "Noise is off the distribution that the aligners were trained on. Intervals hold the spread between "
                "trainings where there is more than one."
            ),
        ),
    )


def _learnt(outcome: Outcome, rate: int, n: int) -> Measured:
    trained = list(outcome["rates"][rate]["trained"].values())
    return at(trained, "cosine", n, n_tasks=outcome["n_tasks"], seeds=seeds_of(outcome))


def _rule(outcome: Outcome, rate: int, name: str, n: int) -> Measured:
    value, error = outcome["rates"][rate]["rules"][name]["cosine"][n]
    return Measured(value=value, standard_error=error, n=outcome["n_tasks"], seeds=(0,))


def _curves(found: Sequence[tuple[Form, Outcome]]) -> dict[float, dict[str, list[tuple[float, float]]]]:
    """By rate and name: the rules, then one aligner of each recipe, the mean over its trainings."""
    first = found[0][1]
    n_end = len(first["rates"][0]["rules"][IGNORING]["cosine"])
    return {
        rate: {name: [tuple(pair) for pair in one["cosine"]] for name, one in first["rates"][i]["rules"].items()}
        | {f"aligner, {form.name}": [_pair(_learnt(outcome, i, n)) for n in range(n_end)] for form, outcome in found}
        for i, rate in enumerate(REDRAW_RATES)
    }


def _pair(measured: Measured) -> tuple[float, float]:
    return measured.value, measured.standard_error or 0.0


def first_loss(errors: Sequence[Measured], ignoring: Sequence[Measured]) -> float | None:
    """The redraw rate from which on every error is above that of ignoring the critic, beyond doubt (95 %).

    Args:
        errors: one for each of `heldout.REDRAW_RATES`.
        ignoring: the errors of ignoring the critic at the same rates.
    """
    lost_from: float | None = None
    for rate, error, ignored in reversed(list(zip(REDRAW_RATES, errors, ignoring, strict=True))):
        gap, doubt = difference(error, ignored)
        if gap <= NORMAL_95 * doubt:
            break
        lost_from = rate
    return lost_from


def _sentence(form: Form, outcome: Outcome) -> str:
    rates = range(len(REDRAW_RATES))
    learnt = [_learnt(outcome, i, AT) for i in rates]
    lost_from = first_loss(learnt, [_rule(outcome, i, IGNORING, AT) for i in rates])
    loses = "at no rate beyond doubt" if lost_from is None else f"from rate {lost_from:g} on"
    ordered = all(a.value < b.value for a, b in itertools.pairwise(learnt))
    means = ", ".join(f"{one.value:.3f}" for one in learnt)
    return (
        f"{form.title[0].upper()}{form.title[1:]}: at {AT} examples the error at rates 0 to 1 is {means}, "
        f"{'higher with every rate' if ordered else 'not ordered by the rate'}. It loses to ignoring the "
        f"critic {loses}."
    )


def _published_sentence(measured: Mapping[float, Mapping[str, Sequence[tuple[float, float]]]]) -> str:
    gaps = {rate: curve("transformer", rate).gap(AT, of_rate[IGNORING][AT]) for rate, of_rate in measured.items()}
    errors = ", ".join(f"{curve('transformer', rate).at(AT).cosine:.3f}" for rate in REDRAW_RATES)
    ignoring = measured[0.0][IGNORING][AT][0]
    return (
        f"The paper's transformer loses to ignoring the critic beyond doubt {losses_in_words(gaps)}: its printed "
        f"errors at {AT} examples are {errors}; the mean of the responses, which reads no reward, has {ignoring:.3f} "
        "at every rate."
    )


def _key_figure(measured: Mapping[float, Mapping[str, Sequence[tuple[float, float]]]]) -> KeyFigure:
    lost_from = loses_from(measured, AT)
    return KeyFigure(
        "never" if lost_from is None else f"{lost_from:g}",
        f"redraw rate from which the paper's transformer loses to ignoring the critic beyond doubt, {AT} examples",
        f"{measured[0.0][IGNORING][AT][0]:.3f} for ignoring it",
    )


def _text_figure(form: Form, outcome: Outcome) -> Figure:
    panels = []
    for n in (5, AT):
        rates = list(enumerate(REDRAW_RATES))
        lines = [Line(name="aligner", points=[point(rate, _learnt(outcome, i, n)) for i, rate in rates])]
        for name in _RULES["text"]:
            of_rule = [point(rate, _rule(outcome, i, name, n)) for i, rate in rates]
            lines.append(Line(name=name, points=of_rule, tone="muted" if name == IGNORING else None))
        panels.append(Panel(title=f"{n} examples", lines=lines))
    return curves(
        f"noise_{form.name}",
        f"Error against the redraw rate: {form.title}",
        f"At {AT} examples the aligner's error is {_learnt(outcome, 0, AT).value:.2f} at rate {REDRAW_RATES[0]:g} and "
        f"{_learnt(outcome, -1, AT).value:.2f} at rate {REDRAW_RATES[-1]:g}; ignoring the critic has "
        f"{_rule(outcome, 0, IGNORING, AT).value:.2f} at every rate.",
        panels,
        x=Axis(label="redraw rate of the critic", ticks=[(rate, f"{rate:g}") for rate in REDRAW_RATES]),
        y=Axis(label="1 - cosine to the truth"),
        naming="legend",
    )


def _rows(form: Form, outcome: Outcome) -> list[Compared]:
    return [
        Compared(
            about="Fig. 1b",
            metric=f"transformer, 1 - cosine, redraw rate {rate:g}, {n} examples ({form.name})",
            published=printed("transformer", rate, n),
            here=_learnt(outcome, i, n),
            comparable=True,
            why=f"same generator, metric and redraws; {shape_of(form)}; printed from 256 tasks",
            is_learnt=True,
        )
        for i, rate in enumerate(REDRAW_RATES)
        if rate > 0
        for n in (5, AT)
    ]
