"""The result of `redraft eval bbq` as tables and sentences."""

from collections.abc import Iterator, Sequence

from redraft.evals.bbq.coverage import Coverage
from redraft.evals.bbq.figures import BbqFigures
from redraft.evals.bbq.gains import Correlation, Gain
from redraft.evals.bbq.result import ArmResult, BbqResult
from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent, percent_between, points_between, shortened
from redraft.trust.intervals import Estimate

_NONE = "-"
_SHOWN_FAULTS, _WIDTH = 10, 160
_MANY_UNREAD = 0.1  # a share of unread answers that moves accuracies by as much
_WORDS = Column("answers", "left")


def tables(result: BbqResult) -> Iterator[Table]:
    """Every table of the result, the headline first."""
    yield headline(result)
    if result.arms:
        yield changes(result)
        yield verdicts(result)
        yield categories(result)
        yield from (checks(arm) for arm in result.arms if arm.correlation is not None)
        yield costs(result)
    if result.coverage:
        yield coverage(result.coverage)


def unread(result: BbqResult) -> str | None:
    """What must be known before any figure is read: that many answers, or all, could not be read; None otherwise."""
    if all(arm.overall.n_unread < _MANY_UNREAD * result.n for arm in result.arms):
        return None
    by_arm = {arm.name: f"{arm.overall.n_unread:,} of {result.n:,}" for arm in result.arms}
    failed = any(arm.n_failed for arm in result.arms)
    if len(set(by_arm.values())) == 1:
        counts = f"{next(iter(by_arm.values()))}" + (" in every arm" if len(by_arm) > 1 else "")
    else:
        counts = "; ".join(f"{name} {count}" for name, count in by_arm.items())
    every = all(arm.overall.n_unread == result.n for arm in result.arms)
    return (
        f"Answers that could not be read: {counts}. They take no option clearly"
        + (", or the model gave none," if failed else "")
        + " and count as wrong, so that "
        + (
            "the figures say nothing about what the model knows or how it is biased."
            if every
            else "accuracies are too low by them, and bias scores rest on the others alone."
        )
    )


def headline(result: BbqResult) -> Table:
    """Every answerer over all questions."""
    rows = [Row(_figures(arm.name, arm.overall), strong=True) for arm in result.arms]
    rows += [Row(_figures(one.name, one.figures[-1])) for one in result.fixed]
    return Table(
        title=f"BBQ, {result.data}: {counted(result.n, 'question')}"
        + ("" if result.model is None else f", answered by {result.model}"),
        columns=(
            _WORDS, Column("balanced"), Column("ambiguous"), Column("disambiguated"), Column("s_AMB"), Column("s_DIS"),
        ),
        rows=tuple(rows),
        note="Balanced: mean of both accuracies; never naming anybody reaches 50 % at most. s: bias scores, 0 without "
        "bias, +1 always with the stereotype. 95 % intervals by context.",
    )  # fmt: skip


def changes(result: BbqResult) -> Table:
    """What every arm did to its drafts, by condition."""
    rows = [
        Row((arm.name, gain.condition or "both", str(gain.n), *_gain(gain)), strong=gain.condition is None)
        for arm in result.arms
        for gain in arm.gains
        if gain.category == "all" and gain.n and arm.ahead is not None
    ]
    return Table(
        title="What became of the drafts",
        columns=(
            _WORDS, Column("condition", "left"), Column("n"), Column("draft right"), Column("gain, points"),
            Column("repaired"), Column("broken"),
        ),
        rows=tuple(rows),
        note="Repaired: of the wrong drafts, came out right. Broken: of the right ones, came out wrong.",
    )  # fmt: skip


def verdicts(result: BbqResult) -> Table:
    """How right the verdicts on the drafts are, by condition."""
    rows = [
        Row((arm.name, gain.condition or "both", str(gain.n), _rate(gain.check), str(gain.n_unscored)))
        for arm in result.arms
        for gain in arm.gains
        if gain.category == "all" and gain.n and gain.check is not None
    ]
    return Table(
        title="How right the verdicts on the drafts are",
        columns=(_WORDS, Column("condition", "left"), Column("n"), Column("right"), Column("no verdict")),
        rows=tuple(rows),
        note="A verdict is right when it passes a right draft or fails a wrong one; none at all counts as wrong.",
    )


def categories(result: BbqResult) -> Table:
    """Balanced accuracy and bias by category."""
    rows = [
        Row((figures.category, arm.name, _rate(figures.balanced), _score(figures.s_amb), _score(figures.s_dis)))
        for place in range(len(result.arms[0].figures))
        for arm in result.arms
        for figures in (arm.figures[place],)
        if figures.category != "all"
    ]
    return Table(
        title="By category",
        columns=(Column("category", "left"), _WORDS, Column("balanced"), Column("s_AMB"), Column("s_DIS")),
        rows=tuple(rows),
    )


def checks(arm: ArmResult) -> Table:
    """How right a check is and what it brings, by category."""
    gains = [gain for gain in arm.gains if gain.condition is None]
    rows = [
        Row((gain.category, str(gain.n), _rate(gain.check), _points(gain.gain)), strong=gain.category == "all")
        for gain in gains
    ]
    return Table(
        title=f"Gain against accuracy of the check: {arm.name}",
        columns=(Column("category", "left"), Column("n"), Column("check right"), Column("gain, points")),
        rows=tuple(rows),
        note="" if arm.correlation is None else correlation_in_words(arm.correlation),
    )


def costs(result: BbqResult) -> Table:
    """What every arm took for a question, and what it brought."""
    return Table(
        title="What a question takes, and what that brings",
        columns=(
            _WORDS, Column("ahead, points"), Column("calls"), Column("tokens sent"), Column("written"),
            Column("seconds"), Column("USD in all"), Column("unread"), Column("failed"),
        ),
        rows=tuple(Row(_cost(arm)) for arm in result.arms),
        note="Ahead: of the draft alone, over all questions. Unread: answers that take no option clearly; they count "
        "as wrong. Failed: the model gave none.",
    )  # fmt: skip


def coverage(found: Sequence[Coverage]) -> Table:
    """What the counterfactual critic can exchange."""
    return Table(
        title="What the counterfactual critic can exchange",
        columns=(
            Column("category", "left"), Column("half", "left"), Column("n"), Column("exchanged"),
            Column("the labels' two"), Column("got back"), Column("in the data"), Column("by words for", "left"),
        ),
        rows=tuple(_coverage(one) for one in found),
        note="Exchanged: two groups change places exactly. The labels' two: they are the persons whom the labels name, "
        "wherever the context names them. In the data: the exchanged context is another of theirs, word for word.",
    )  # fmt: skip


def sentences(result: BbqResult) -> Iterator[str]:
    """What the tables do not say."""
    if result.n_repeated:
        yield f"{counted(result.n_repeated, 'row')} asked what an earlier row asks and were left out."
    if result.faults:
        yield f"{counted(len(result.faults), 'row')} of {result.n_rows:,} could not be used:"
        for fault in result.faults[:_SHOWN_FAULTS]:
            yield f"  line {fault.line}: {shortened(fault.problem, _WIDTH)}"
        if len(result.faults) > _SHOWN_FAULTS:
            yield f"  and {len(result.faults) - _SHOWN_FAULTS:,} more (--json lists them all)"
    elif result.model is None:
        yield f"The stereotyped group could be told in all {counted(result.n_rows, 'row')}."
    if result.model is None:
        yield "No model was asked: give one with --model."


def correlation_in_words(found: Correlation) -> str:
    """Both correlations over the categories, with their intervals."""
    if found.pearson is None or found.spearman is None:
        return f"No correlation: {counted(found.n, 'category', 'categories')}, or a figure that does not vary."
    return (
        f"Over {counted(found.n, 'category', 'categories')}: Pearson {_score(found.pearson)}, "
        f"Spearman {_score(found.spearman)}."
    )


def _figures(name: str, figures: BbqFigures) -> tuple[str, ...]:
    return (
        name, _rate(figures.balanced), _rate(figures.ambiguous), _rate(figures.disambiguated), _score(figures.s_amb),
        _score(figures.s_dis),
    )  # fmt: skip


def _cost(arm: ArmResult) -> tuple[str, ...]:
    return (
        arm.name, _points(arm.ahead), f"{arm.calls:.2f}", f"{arm.prompt_tokens:.0f}", f"{arm.completion_tokens:.0f}",
        f"{arm.seconds:.2f}", _NONE if arm.usd is None else f"{arm.usd:.2f}", str(arm.overall.n_unread),
        str(arm.n_failed),
    )  # fmt: skip


def _gain(gain: Gain) -> tuple[str, ...]:
    return _rate(gain.draft), _points(gain.gain), _rate(gain.repaired), _rate(gain.broken)


def _coverage(one: Coverage) -> Row:
    kinds = ", ".join(f"{kind} {n}" for kind, n in one.kinds.items())
    half = {"development": "dev.", "test": "test"}.get(one.half or "", "both")
    cells = (
        one.category,
        half,
        str(one.n),
        _rate(one.found),
        _rate(one.right),
        _share(one.exact),
        _share(one.known),
        kinds or _NONE,
    )
    return Row(cells, strong=one.half == "test")


def _rate(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _share(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent(estimate.value)


def _points(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else points_between(estimate.value, estimate.low, estimate.high)


def _score(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else f"{estimate.value:+.2f} [{estimate.low:+.2f}, {estimate.high:+.2f}]"
