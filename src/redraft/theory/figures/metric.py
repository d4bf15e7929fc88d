"""What the published metric hides while an aligner learns: the error passes its goal long before the loss is learnt."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from redraft.errors import Misuse
from redraft.report.curves import curves
from redraft.report.figures import Figure
from redraft.report.panels import Axis, Level, Line, Panel
from redraft.report.plots import Point

GOAL_NATS = 0.05
"""Ranking regret at which an aligner counts as having learnt its loss."""


class Moment(NamedTuple):
    """An aligner during its training, judged on held-out tasks.

    Attributes:
        step: updates done.
        cosine: mean 1 - cosine to the truth at the number of examples that is looked at.
        regret: ranking loss above the least possible, in nats.
    """

    step: int
    cosine: float
    regret: float


class Crossing(NamedTuple):
    """Where a training first reaches a cosine error, and how much of its loss it has learnt by then.

    Attributes:
        step: the first at which the error is no higher.
        cosine: its error there.
        regret: its ranking regret there, in nats.
        learnt_step: the first with a regret of `GOAL_NATS` or less; None if there is none.
    """

    step: int
    cosine: float
    regret: float
    learnt_step: int | None


def crossing(moments: Sequence[Moment], cosine: float) -> Crossing | None:
    """The first moment that is as good as a published cosine error; None if there is none.

    Args:
        moments: of one training, by rising step.
        cosine: the error to reach.
    """
    for moment in moments:
        if moment.cosine <= cosine:
            learnt = next((one.step for one in moments if one.regret <= GOAL_NATS), None)
            return Crossing(moment.step, moment.cosine, moment.regret, learnt)
    return None


def while_learning(
    trainings: Mapping[str, Sequence[Moment]], *, published: float, n_examples: int, name: str = "metric_while_learning"
) -> Figure:
    """Cosine error and ranking regret over the steps of some trainings, beside each other.

    Args:
        trainings: by name, as "seed 1"; eight at most.
        published: the published cosine error at that number of examples.
        n_examples: in context.
        name: of the figure's files.

    Raises:
        Misuse: without a training, or where one has no moment.
    """
    if not trainings or not all(trainings.values()):
        raise Misuse(f"trainings with a moment each are needed, got {dict(trainings)!r}; judge at some steps")
    found = [one for moments in trainings.values() if (one := crossing(moments, published)) is not None]
    said = (
        f"{len(found)} of {len(trainings)} trainings reach the published error, first with a regret of "
        f"{min(one.regret for one in found):.2f} to {max(one.regret for one in found):.2f} nats"
        if found
        else "no training reaches the published error"
    )
    return curves(
        name,
        "An error that is reached before anything is learnt",
        f"Over the steps of training, 1 - cosine at {n_examples} examples falls below its final value and rises again, "
        f"while the regret of the ranking loss falls throughout; {said}.",
        [
            Panel(
                title=f"1 - cosine at {n_examples} examples",
                lines=[
                    Line(name=who, points=[Point(one.step, one.cosine) for one in moments], drawn="line")
                    for who, moments in trainings.items()
                ],
                levels=[Level(at=published, name=f"published {published:.3f}")],
            ),
            Panel(
                title="ranking regret in nats",
                lines=[
                    Line(name=who, points=[Point(one.step, one.regret) for one in moments], drawn="line")
                    for who, moments in trainings.items()
                ],
                levels=[Level(at=GOAL_NATS, name=f"{GOAL_NATS:g}")],
            ),
        ],
        x=Axis(label="steps of training"),
        y=Axis(label="error, or regret", ends=(0.0, 1.05)),
        naming="legend",
    )
