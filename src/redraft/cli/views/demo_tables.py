"""The demo's tables and sentences, for terminal and page alike; every word that claims something hangs on a figure."""

from redraft.evals.demo import ArmResult, Stage, WorldResult
from redraft.evals.demo.arms import N_ATTEMPTS
from redraft.models.local.language import VOCABULARY
from redraft.report.tables import Column, Row, Table
from redraft.report.text import points_between
from redraft.trust.intervals import Estimate

_COLUMNS = (
    Column("answered", "left"),
    Column("right, %"),
    Column("repaired, % of wrong"),
    Column("broken, % of right"),
    Column("calls"),
    Column("tokens"),
)


def table_of(result: WorldResult) -> Table:
    """Draft, every attempt of the correction, and the other ways of answering the same problems."""
    first, *others = result.arms
    rows = [_row("draft", result.draft)]
    for stage in first.stages[1:]:
        last = stage is first.final
        name = f"{first.arm.name}, {stage.n_answers} attempts" if last else f"  after attempt {stage.n_answers}"
        rows.append(_row(name, stage, strong=last))
    rows += [_row(_described(other), other.final) for other in others]
    what = "reach a target with three numbers" if result.world == "count" else "find a hidden preference"
    return Table(
        title=f"{result.world}: {what}, {result.n} problems",
        columns=_COLUMNS,
        rows=tuple(rows),
        note=(
            f"In brackets 95 % intervals (Wilson), {result.n} distinct problems. Repaired: draft wrong, answer right; "
            "broken: the other way round; both against the draft at temperature 0. Calls: answers and checks written "
            "for one problem, mean; a correction stops at the first answer that passes."
        ),
    )


def _described(result: ArmResult) -> str:
    arm = result.arm
    by = {"own check": "by its own check", "environment": "by reward" if arm.world == "pref" else "by verifier"}
    return f"{arm.name} {by[arm.source]}" if arm.strategy == "best_of_n" else arm.name


def _row(name: str, stage: Stage, *, strong: bool = False) -> Row:
    broken, repaired = _rate(stage.broken), _rate(stage.repaired)
    if name == "draft":
        broken, repaired = "", ""
    return Row((name, _rate(stage.right), repaired, broken, f"{stage.calls:.1f}", f"{stage.tokens:.0f}"), strong)


def _rate(estimate: Estimate | None) -> str:
    if estimate is None:
        return "no case"
    return f"{100 * estimate.value:.1f} [{_end(estimate.low)}, {_end(estimate.high)}]"


def _end(rate: float) -> str:
    # A table has to fit into a narrow terminal: tenths of a percent only where they say something.
    return f"{100 * rate:.1f}" if 0 < rate < 0.1 else f"{100 * rate:.0f}"


def comparisons(result: WorldResult) -> list[str]:
    """Sentences that hold the correction against its baselines, as strong as the paired intervals allow."""
    first = result.arms[0]
    kept = [
        other for other in result.arms[1:] if other.arm.strategy != "in_context_alignment" or other.arm.pairs == "last"
    ]
    return [_compared(first, other) for other in kept]


def _compared(first: ArmResult, other: ArmResult) -> str:
    lead = other.behind
    points = points_between(lead.value, lead.low, lead.high)
    verdict = "leads" if lead.value > 0 else "is behind"
    if not lead.excludes_zero:
        verdict = "is not told apart from"
    spent = f"{first.final.calls:.1f} calls against {other.final.calls:.1f}"
    against = "seeing the last pair only" if other.arm.pairs == "last" else _described(other)
    return f"Correction {verdict} {against}: {points} points, paired by problem ({spent})."


def noise(result: WorldResult) -> list[ArmResult]:
    """The arms whose verdicts come from the environment, in order of their flip rate."""
    arms = [
        other
        for other in result.arms
        if other.arm.source == "environment"
        and other.arm.strategy == "in_context_alignment"
        and other.arm.pairs == "all"
        and other.arm.player == "embedded"
    ]
    return sorted(arms, key=lambda other: other.arm.flip_rate)


def about(result: WorldResult) -> str:
    """What the world is, in a few sentences."""
    if result.world == "count":
        return (
            "The model gets a target and three numbers and answers with a calculation. Then it checks its own answer, "
            "working shown, and writes again with all its earlier answers and checks before it, up to "
            f"{N_ATTEMPTS['count']} attempts. Nobody tells it what is right, and training never saw these problems."
        )
    return (
        "Someone has a hidden preference: one of three values in each of four slots. The model sees only the theme, "
        "answers, and hears how many slots were right; then it writes again with all earlier (answer, reward) pairs "
        f"before it, up to {N_ATTEMPTS['pref']} attempts. No weight changes: the alignment happens in the context."
    )


HONESTY = (
    "This is an illustration, not evidence about large models. The model has 0.9 million parameters and speaks three "
    f"toy languages of {len(VOCABULARY)} words; answering, checking, and writing again after a verdict are what it was "
    "trained on. "
    "What carries over is the way of measuring: held-out problems, repaired and broken apart, verdicts made wrong on "
    "purpose, and resampling at equal calls beside every result."
)
