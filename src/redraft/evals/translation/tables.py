"""The result of `redraft eval translation` as tables and lists."""

from collections.abc import Iterator

from redraft.evals.translation.agreement import Agreement
from redraft.evals.translation.figures import Base, CheckFigures
from redraft.evals.translation.held import ANY, REFUTED, Held
from redraft.evals.translation.planting import Planted
from redraft.evals.translation.run import TranslationResult
from redraft.report.tables import Column, Row, Table
from redraft.report.text import percent, percent_between, shortened
from redraft.trust.intervals import Estimate

_NONE = "-"
_WIDTH = 400


def tables(result: TranslationResult) -> Iterator[Table]:
    """How often translations have errors, what each check is worth, and what it finds of planted faults."""
    yield Table(
        title=f"Translations of {result.data} with errors that people marked",
        columns=(
            Column("pair", "left"), Column("of", "left"), Column("half", "left"), Column("n (sources)"),
            Column("accuracy"), Column("major"), Column("fluency"), Column("punctuation"),
        ),
        rows=tuple(_base(one) for one in result.bases),
        note="Share of translations in which any rater marked such an error. Intervals hold 95 %, by source.",
    )  # fmt: skip
    every = max(result.figures, key=lambda one: one.n).pair if result.figures else "all"
    yield _worth(
        "What a flag says about accuracy",
        [one for one in result.figures if one.of == "systems" and one.pair == every],
        ("accuracy", "major"),
    )
    yield _worth(
        "What a flag says about fluency",
        [one for one in result.figures if one.of == "systems" and one.pair == every],
        ("fluency", "fluency/punctuation"),
    )
    yield _by_pair([one for one in result.figures if one.of == "systems" and one.half == "test"])
    references = [one for one in result.figures if one.of == "references" and one.half == "both" and one.pair == every]
    if references:
        yield _worth("Reference translations, apart", references, ("accuracy", "major"))
    if result.agreement:
        yield Table(
            title="The same words, judged twice",
            columns=(
                Column("error", "left"), Column("translations with a twin"), Column("have it"),
                Column("a twin's rater says so, too"), Column("lift"),
            ),
            rows=tuple(_agreement(one) for one in result.agreement),
            note="Both halves, systems; twins judged by another person. The scale to read lifts by.",
        )  # fmt: skip
    yield Table(
        title="Faults planted into translations without a mark",
        columns=(
            Column("check", "left"), Column("pair", "left"), Column("half", "left"), Column("sources"),
            Column("found"), Column("flagged before"),
        ),
        rows=tuple(_planted(one) for one in result.planted),
        note=f"At most 200 of each pair and half, seed {result.seed}. Flagged nothing in the data as it is: "
        f"{', '.join(result.silent) or 'none'}.",
    )  # fmt: skip


def flagged_lines(result: TranslationResult) -> Iterator[str]:
    """A block of lines for each flagged translation: what people marked, and what was said."""
    for one in result.flagged:
        yield "\n".join(_lines(one))


def _lines(one: Held) -> Iterator[str]:
    marked = ", ".join(sorted(one.errors - {"any"})) or "other errors" if one.errors else "nothing"
    yield f"{one.id} ({one.half} half), marked: {marked}"
    yield f"  source: {shortened(one.problem, _WIDTH)}"
    for line in one.said:
        yield f"  {shortened(line, _WIDTH)}"


def _worth(title: str, figures: list[CheckFigures], labels: tuple[str, str]) -> Table:
    first, second = (label.rpartition("/")[2] for label in labels)
    return Table(
        title=title,
        columns=(
            Column("check", "left"), Column("half", "left"), Column("flagged (sources)"), Column("coverage"),
            Column(f"{first}, of flagged"), Column(f"lift, {first}"), Column(f"recall, {first}"),
            Column(f"lift, {second}"), Column("place overlaps"),
        ),
        rows=tuple(
            Row(
                (
                    one.check, _half(one.half), _flagged(one), _rate(one.coverage), _rate(one.precision[labels[0]]),
                    _lift(one.lift[labels[0]]), _share(one.recall[labels[0]]), _lift(one.lift[labels[1]]),
                    _share(one.overlap),
                ),
                strong=one.half == "test" and one.check in (REFUTED, ANY),
            )
            for one in figures
            if one.n_flagged
        ),
        note="Lift: how much likelier an error is where the check flags; 1 says nothing. Controls are no checks: what "
        "a flag is worth shows beside them.",
    )  # fmt: skip


def _by_pair(figures: list[CheckFigures]) -> Table:
    return Table(
        title="By pair of languages, test half",
        columns=(
            Column("check", "left"), Column("pair", "left"), Column("flagged (sources)"), Column("coverage"),
            Column("lift, accuracy"), Column("lift, major"), Column("lift, fluency"), Column("lift, punctuation"),
        ),
        rows=tuple(
            Row(
                (
                    one.check, one.pair, _flagged(one), _share(one.coverage), _lift(one.lift["accuracy"]),
                    _lift(one.lift["major"]), _lift(one.lift["fluency"]), _lift(one.lift["fluency/punctuation"]),
                )
            )
            for one in figures
            if one.n_flagged and one.pair != "all"
        ),
    )  # fmt: skip


def _base(one: Base) -> Row:
    cells = (
        one.pair, one.of, _half(one.half), f"{one.n:,} ({one.n_sources})", _rate(one.errors["accuracy"]),
        _rate(one.errors["major"]), _rate(one.errors["fluency"]), _rate(one.errors["fluency/punctuation"]),
    )  # fmt: skip
    return Row(cells, strong=one.half == "test")


def _planted(one: Planted) -> Row:
    cells = (one.check, one.pair, _half(one.half), str(one.found.n), _rate(one.found), _rate(one.before))
    return Row(cells, strong=one.half == "test")


def _agreement(one: Agreement) -> Row:
    lift = _NONE if one.lift is None else f"{one.lift:.2f}"
    return Row((one.label, f"{one.n:,} ({one.base.n})", _rate(one.base), _rate(one.again), lift))


def _flagged(one: CheckFigures) -> str:
    lift = one.lift["any"]
    return f"{one.n_flagged:,} of {one.n:,}" + (f" ({lift.n})" if lift is not None else "")


def _rate(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _share(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent(estimate.value)


def _lift(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"


def _half(half: str) -> str:
    return "dev." if half == "development" else half
