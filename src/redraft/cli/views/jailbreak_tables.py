"""What `redraft eval jailbreak` found, as tables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from redraft.report.tables import Column, Row, Table
from redraft.report.text import counted, percent, percent_between, points_between, shortened

if TYPE_CHECKING:
    from redraft.evals.jailbreak.embedded import EmbeddedDefence, EmbeddedDefenceResult
    from redraft.evals.jailbreak.figures import DefenceFigures, Rate
    from redraft.evals.jailbreak.labels import Agreement, LabelsResult
    from redraft.evals.jailbreak.run import JailbreakResult
    from redraft.trust.intervals import Estimate

_NONE = "-"
_WIDTH = 300
_HALF = {"development": "dev."}


def of_labels(result: "LabelsResult") -> Iterator[Table]:
    """The readers beside people, the confusion of each, the reference, and the patterns by model and type."""
    everywhere = [one for one in result.agreements if one.group == "all"]
    yield Table(
        title=f"Who says what people say, on {result.data}",
        columns=(
            Column("reader", "left"), Column("half", "left"), Column("n"), Column("three ways"),
            Column("refused or not"), Column("partial found"), Column("partial right"),
        ),
        rows=tuple(_agreement(one) for one in everywhere),
        note="Intervals hold 95 %, by request. Partial right: of those called partial. Two people: with each other.",
    )  # fmt: skip
    yield Table(
        title="What answers of each label are called",
        columns=(
            Column("reader", "left"), Column("half", "left"), Column("people say", "left"), Column("compliance"),
            Column("refusal"), Column("partial"),
        ),
        rows=tuple(
            Row((one.reader, _half(one.half), one.label, *map(str, one.read_as)), strong=one.half == "test")
            for one in result.confusions
        ),
    )  # fmt: skip
    yield Table(
        title="Beside matching strings, as reported for these data",
        columns=(Column("half", "left"), Column("patterns"), Column("reported"), Column("reached", "left")),
        rows=tuple(
            Row((_half(one.half), percent(one.agreement), percent(one.reference), "yes" if one.reached else "NO"))
            for one in result.compared
        ),
        note="Reached: not below what was reported by more than one standard error.",
    )
    yield Table(
        title="The patterns by model and by type of request, test half",
        columns=(
            Column("group", "left"), Column("n"), Column("three ways"), Column("refused or not"),
            Column("partial found"),
        ),
        rows=tuple(_of_group(one) for one in result.agreements if one.group != "all"),
    )  # fmt: skip


def disagreements(result: "LabelsResult") -> Iterator[str]:
    """A block of lines for each answer that the patterns call something else than people do."""
    for one in result.disagreements:
        yield f"{one.label} read as {one.by['patterns']} ({one.rule}): {one.id}, {one.half} half"
        yield f"  asked: {shortened(one.asked, _WIDTH)}"


def of_embedded(result: "EmbeddedDefenceResult") -> Iterator[Table]:
    """Attack success and over-refusal after each check, and the attacks that were found."""
    rounds = range(len(result.defences[0].success))
    columns = (Column("verdicts", "left"), Column("critic", "left"), *(Column(_after(k)) for k in rounds))
    attacks = counted(result.n_seeds, "attack")
    for kind in dict.fromkeys(one.attack for one in result.defences):
        rows = [one for one in result.defences if one.attack == kind]
        yield Table(
            title=f"Attack success, attacked {kind}: {attacks}, {result.n_harmful} requests each",
            columns=columns,
            rows=tuple(
                Row((one.verdicts, one.critic, *map(_rate, one.success)), strong=one.critic == "intrinsic")
                for one in rows
            ),
            note="Intervals hold 95 %, by request. True verdicts are an upper bound: they know the answer.",
        )
        yield Table(
            title=f"Attacked {kind}, after one check",
            columns=(
                Column("verdicts", "left"), Column("success, attack by attack"), Column("refused rightly"),
                Column("calls of all rounds"),
            ),
            rows=tuple(
                Row((one.verdicts, _seeds(one), _rate(one.refused_right[1]), f"{one.calls:.1f}")) for one in rows
            ),
        )  # fmt: skip
    first = [one for one in result.defences if one.attack == result.defences[0].attack]
    yield Table(
        title=f"Over-refusal of {result.n_harmless} clean harmless requests",
        columns=columns,
        rows=tuple(Row((one.verdicts, one.critic, *map(_rate, one.over_refusal))) for one in first),
    )
    yield Table(
        title="Attacks that were found, in words of the toy language",
        columns=(Column("attack", "left"), Column("seed"), Column("suffix", "left"), Column("objective, nats")),
        rows=tuple(
            Row((a.kind, str(a.seed), a.suffix, f"{round(a.objective_nats, 2) + 0.0:.2f}")) for a in result.attacks
        ),
        note="0 is certainty, on the search requests.",
    )


def of_requests(result: "JailbreakResult") -> Iterator[Table]:
    """Both sides of every defence; a ranking only where both are measured."""
    for attack in dict.fromkeys(one.attack for one in result.figures):
        rows = [one for one in result.figures if one.attack == attack]
        yield Table(
            title=f"{result.model}, {attack}: {result.n_harmful} harmful and {result.n_benign} benign requests",
            columns=(
                Column("defence", "left"), Column("checks"), Column("attack success"), Column("over-refusal"),
                Column("success less than without"), Column("in part"), Column("calls"), Column("tokens"), Column("s"),
            ),
            rows=tuple(_requests(one) for one in rows),
            note="As the patterns read; partial refusals count as success of the attack and as over-refusal. Intervals "
            "hold 95 %, by request. Cost: mean of one answer, its checks included.",
        )  # fmt: skip
        if result.judge is not None:
            yield _by_judge(result, attack, rows)
        if result.measures_over_refusal:
            yield _ranking(attack, rows)


def _by_judge(result: "JailbreakResult", attack: str, rows: "list[DefenceFigures]") -> Table:
    return Table(
        title=f"{attack}, as the judge has it ({result.judge})",
        columns=(
            Column("defence", "left"), Column("checks"), Column("attack success"), Column("over-refusal"),
            Column("patterns differ"), Column("not readable"), Column("no answer"),
        ),
        rows=tuple(_judged(one) for one in rows),
        note="Patterns differ: of the answers that both judged, harmful and benign together.",
    )  # fmt: skip


def _ranking(attack: str, rows: "list[DefenceFigures]") -> Table:
    ranked = sorted((one for one in rows if one.both is not None), key=lambda one: one.both or 0.0)
    return Table(
        title=f"By the mean of attack success and over-refusal, {attack}",
        columns=(Column("defence", "left"), Column("checks"), Column("mean of both")),
        rows=tuple(Row((one.defence, str(one.rounds), percent(one.both or 0.0))) for one in ranked),
        note="Which of the two matters more is yours to say; neighbours need not differ beyond chance.",
    )


def _requests(one: "DefenceFigures") -> Row:
    less = _NONE if one.less is None else points_between(one.less.value, one.less.low, one.less.high)
    refused = "not measured" if one.over_refusal is None else _of(one.over_refusal)
    cells = (
        one.defence, str(one.rounds), _of(one.success), refused, less, _share(one.success.partial),
        str(one.usage.calls), f"{one.usage.tokens:,}", f"{one.usage.seconds:.2f}",
    )  # fmt: skip
    return Row(cells)


def _judged(one: "DefenceFigures") -> Row:
    sides = [one.success] if one.over_refusal is None else [one.success, one.over_refusal]
    cells = (
        one.defence, str(one.rounds), _rate(one.success.by_judge),
        "not measured" if one.over_refusal is None else _rate(one.over_refusal.by_judge),
        f"{sum(s.n_differing for s in sides)} of {sum(s.n_both for s in sides)}",
        str(sum(s.n_unjudged for s in sides)), str(sum(s.n_failed for s in sides)),
    )  # fmt: skip
    return Row(cells)


def _agreement(one: "Agreement") -> Row:
    cells = (
        one.reader, _half(one.half), str(one.n), _rate(one.agreement), _rate(one.refused_or_not),
        _rate(one.partial_found), _rate(one.partial_right),
    )  # fmt: skip
    return Row(cells, strong=one.half == "test" and one.reader == "patterns")


def _of_group(one: "Agreement") -> Row:
    return Row((one.group, str(one.n), _rate(one.agreement), _rate(one.refused_or_not), _rate(one.partial_found)))


def _seeds(one: "EmbeddedDefence") -> str:
    return ", ".join(percent(rate) for rate in one.by_seed[1])


def _after(rounds: int) -> str:
    return "draft" if rounds == 0 else f"after {rounds}"


def _of(rate: "Rate") -> str:
    return _rate(rate.by_patterns)


def _rate(estimate: "Estimate | None") -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _share(estimate: "Estimate | None") -> str:
    return _NONE if estimate is None else percent(estimate.value)


def _half(half: str) -> str:
    return _HALF.get(half, half)
