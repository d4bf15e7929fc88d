"""Noise curves: what wrong rewards do to learners and to rules, the published ones beside those measured here.

Both figures draw the same curves, once over the redraw rate and once over the number of examples, each mean with its
95 % interval. Trained aligners are drawn by handing their curves in beside those of the rules.
"""

from collections.abc import Mapping, Sequence
from typing import get_args

from redraft.errors import Misuse
from redraft.report.curves import curves
from redraft.report.drawing import Tone
from redraft.report.figures import Figure
from redraft.report.panels import Axis, Line, Panel
from redraft.report.plots import Point
from redraft.theory.aligners.published import Gap, Learner, curve

Means = Sequence[tuple[float, float]]
"""Mean and standard error of 1 - cosine for n = 0, 1, .. examples: `metrics.Curve.cosine`, or pairs out of a file."""

NoiseCurves = Mapping[float, Mapping[str, Means]]
"""Redraw rate -> name of a rule or of an aligner -> its curve; at each rate the same names."""

IGNORING = "mean, critic ignored"
"""The rule that no reward can harm; `baselines.BASELINES` has it."""

SHOWN = (IGNORING, "reward-weighted mean", "copy the best")
"""What needs no training and no knowledge of how responses are made."""

_Y = Axis(label="1 - cosine to the truth", ends=(0.0, 1.2))
_TONES: dict[str, Tone] = {IGNORING: "muted"}
_SURE = 1.96


def losing(measured: NoiseCurves) -> dict[float, tuple[Gap, ...]]:
    """By redraw rate, the published transformer minus ignoring the critic, at every published number of examples."""
    return {rate: curve("transformer", rate).gaps(means[IGNORING]) for rate, means in sorted(measured.items())}


def loses_from(measured: NoiseCurves, n_examples: int) -> float | None:
    """The redraw rate from which on the published transformer loses to ignoring the critic beyond doubt; None if never.

    Args:
        measured: with `IGNORING` at every rate.
        n_examples: in context, 2 to 15.
    """
    return lost_from(_gaps_at(measured, n_examples))


def lost_from(gaps: Mapping[float, Gap]) -> float | None:
    """The lowest redraw rate from which on every gap is above 0 beyond doubt; None if the highest rate's is not.

    Args:
        gaps: by redraw rate, the published figure minus ours.
    """
    start: float | None = None
    for rate in sorted(gaps, reverse=True):
        if not gaps[rate].is_worse:
            break
        start = rate
    return start


def losses_in_words(gaps: Mapping[float, Gap]) -> str:
    """From which rate on the published figures are worse beyond doubt, and where they are only higher.

    Args:
        gaps: by redraw rate, at one number of examples.
    """
    start = lost_from(gaps)
    said = "at no rate" if start is None else f"from rate {start:g} on"
    below = [rate for rate in sorted(gaps) if start is None or rate < start]
    sure = [f"{rate:g}" for rate in below if gaps[rate].is_worse]
    higher = [f"{rate:g}" for rate in below if gaps[rate].difference > 0 and not gaps[rate].is_worse]
    beside = [f"at {', '.join(sure)} too"] if sure else []
    if higher:
        beside.append(f"at {', '.join(higher)} higher, but not told apart by so few tasks")
    return f"{said} ({'; '.join(beside)})" if beside else said


def _gaps_at(measured: NoiseCurves, n_examples: int) -> dict[float, Gap]:
    return {
        rate: curve("transformer", rate).gap(n_examples, means[IGNORING][n_examples])
        for rate, means in measured.items()
    }


def over_rates(
    measured: NoiseCurves, *, name: str = "noise_over_rates", examples: Sequence[int] = (2, 3, 5, 15)
) -> Figure:
    """Error against the redraw rate, a panel for each number of examples: from which rate on trust does harm.

    Args:
        measured: curves of rules and, if wanted, of trained aligners; all names are drawn, six at most.
        name: of the figure's files.
        examples: numbers of examples, 2 to 15.

    Raises:
        Misuse: when a rate was not published, or ignoring the critic is missing.
    """
    rates = _rates(measured)
    panels = []
    for n in examples:
        lines = [
            Line(
                name=f"published {learner}",
                points=[_point(rate, *curve(learner, rate).at(n)[1:]) for rate in rates],
                kind="published",
            )
            for learner in get_args(Learner)
        ]
        lines += [
            Line(name=rule, points=[_point(rate, *measured[rate][rule][n]) for rate in rates], tone=_TONES.get(rule))
            for rule in measured[rates[0]]
        ]
        panels.append(Panel(title=f"{n} examples", lines=lines))
    said = "; ".join(f"at {n} examples {losses_in_words(_gaps_at(measured, n))}" for n in examples)
    return curves(
        name,
        "The published transformer beside ignoring the critic",
        "Error against the redraw rate. Ignoring the critic is the mean of the responses, which reads no reward. The "
        f"published transformer lies above it beyond doubt {said}.",
        panels,
        x=Axis(label="redraw rate of the critic", ticks=[(rate, f"{rate:g}") for rate in rates]),
        y=_Y,
        n_columns=2,
        naming="legend",
    )


def over_examples(measured: NoiseCurves, *, name: str = "noise_over_examples", last: int = 15) -> Figure:
    """Error against the number of examples, a panel for each redraw rate: the paper's own figure, with what it lacks.

    Args:
        measured: as for `over_rates`.
        name: of the figure's files.
        last: the largest number of examples drawn, 2 to 15.

    Raises:
        Misuse: as for `over_rates`.
    """
    panels = []
    for rate in _rates(measured):
        lines = [
            Line(
                name=f"published {learner}",
                points=[_point(*point) for point in curve(learner, rate).points if point.n_examples <= last],
                kind="published",
                drawn="line" if learner == "gradient descent" else "both",
            )
            for learner in get_args(Learner)
        ]
        lines += [
            Line(
                name=rule,
                points=[_point(n, *means[n]) for n in range(2, last + 1)],
                drawn="line" if rule in SHOWN else "both",
                tone=_TONES.get(rule),
            )
            for rule, means in measured[rate].items()
        ]
        panels.append(Panel(title=f"redraw rate {rate:g}", lines=lines))
    ends = [curve("transformer", rate).at(last).cosine for rate in _rates(measured)]
    ignored = measured[0.0][IGNORING][last][0] if 0.0 in measured else measured[_rates(measured)[0]][IGNORING][last][0]
    return curves(
        name,
        "Wrong rewards: the published curves beside rules that need no training",
        f"At {last} examples the published transformer's error is {', '.join(f'{end:.2f}' for end in ends)} at the "
        f"redraw rates from left to right; ignoring the critic keeps {ignored:.2f}.",
        panels,
        x=Axis(label="examples in context", ticks=[(n, str(n)) for n in (2, 5, 10, 15) if n <= last]),
        y=_Y,
        naming="legend",
    )


def _rates(measured: NoiseCurves) -> list[float]:
    rates = sorted(measured)
    if not rates:
        raise Misuse(f"noise curves need a redraw rate, got {measured!r}; judge at one or more of 0, 0.25, .. 1")
    for rate in rates:
        if IGNORING not in measured[rate]:
            raise Misuse(f"{IGNORING!r} must be among the curves at rate {rate:g}, got {sorted(measured[rate])!r}")
    return rates


def _point(x: float, mean: float, error: float) -> Point:
    return Point(x, mean, mean - _SURE * error, mean + _SURE * error)
