"""A verification as tables and sentences, for terminals, pages and files."""

from collections.abc import Iterable, Sequence

from redraft.report.tables import Column, Row, Table
from redraft.theory.verification.breaking import NOTICED
from redraft.theory.verification.cells import ROUNDING, Cell
from redraft.theory.verification.suite import Verification
from redraft.theory.verification.ties import Tie


def tables_of(verification: Verification) -> list[Table]:
    """All tables, in the order of reading."""
    return [
        size_table(verification.sizes, "Largest error, float64", ROUNDING["float64"]),
        size_table(verification.single, "Largest error, float32", ROUNDING["float32"]),
        temperature_table(verification),
        step_table(verification),
        other_table(verification),
        near_table(verification),
        equal_table(verification),
        broken_table(verification),
        written_table(verification),
    ]


def sentences(verification: Verification) -> list[str]:
    """What came of it, the most important first."""
    sizes, plan = verification.sizes, verification.plan
    worst = max(sizes, key=lambda cell: cell.error)
    n_problems = sum(cell.n_draws for cell in sizes)
    names = len({cell.construction for cell in sizes})
    single = max(verification.single, key=lambda cell: cell.error)
    below = [cell for cell in verification.temperatures if cell.bound]
    nearest = max((cell.error / cell.bound for cell in below if cell.bound and cell.bound > 1e-12), default=0.0)
    exact = max(verification.stacked, key=lambda cell: cell.error)
    overall = (
        f"{names} constructions, {n_problems:,} problems: no prediction is further than {worst.error:.1e} from "
        f"gradient descent's ({worst.construction}, {_size(worst)}); in float32 {single.error:.1e}."
    )
    said = [
        overall,
        f"Up to {max(plan.n_steps)} stacked steps: at most {exact.error:.1e} ({exact.construction}).",
        f"Along temperatures no error is above its bound; the nearest is {nearest:.2f} of it.",
    ]
    failing = verification.failing
    if failing:
        told = "; ".join(f"{cell.construction}, {_size(cell)}, {cell.precision}: {cell.error:.1e}" for cell in failing)
        said.insert(0, f"{len(failing)} of {len(verification.cells)} cells are above what is allowed: {told}.")
    return said


def size_table(cells: Sequence[Cell], title: str, allowed: float) -> Table:
    """Constructions and widths in rows, numbers of responses in columns."""
    counts = sorted({cell.setting.n_responses for cell in cells})
    by_row: dict[tuple[str, int], dict[int, Cell]] = {}
    for cell in cells:
        by_row.setdefault((cell.construction, cell.setting.width), {})[cell.setting.n_responses] = cell
    rows = tuple(
        Row((name, f"{width}", *(_figure(found[n].error) if n in found else "" for n in counts)))
        for (name, width), found in by_row.items()
    )
    least, most = min(cell.move for cell in cells), max(cell.move for cell in cells)
    return Table(
        title=title,
        columns=(Column("construction", "left"), Column("d"), *(Column(f"N = {n}") for n in counts)),
        rows=rows,
        note=f"{cells[0].n_draws} problems in each cell, seed {cells[0].seed}; allowed beside the bound: "
        f"{allowed:.0e}. The steps of a cell move a number of a prediction by up to {least:.1f} to {most:.0f}.",
    )


def temperature_table(verification: Verification) -> Table:
    """Along the sharpness: errors beside their bounds."""
    cells = verification.temperatures
    names = list(dict.fromkeys(cell.construction for cell in cells))
    found = {(cell.construction, cell.setting.sharpness): cell for cell in cells}
    rows = tuple(
        Row((f"{sharpness:g}", *(_beside(found.get((name, sharpness))) for name in names)))
        for sharpness in verification.plan.sharpness
    )
    return Table(
        title="Along temperature times gap: error, and the bound proved",
        columns=(Column("sharpness"), *(Column(name) for name in names)),
        rows=rows,
        note=f"N = {verification.plan.middle} (bradley-terry 2), d = 5. Empty: refused, too low a temperature. "
        f"A bound is without rounding.",
    )  # fmt: skip


def step_table(verification: Verification) -> Table:
    """Along stacked gradient steps."""
    cells = verification.stacked
    found = {(cell.construction, cell.setting.n_steps): cell for cell in cells}
    rows = tuple(
        Row((name, *(_figure(found[name, k].error) for k in verification.plan.n_steps)))
        for name in dict.fromkeys(cell.construction for cell in cells)
    )
    return Table(
        title="Stacked gradient steps: largest error",
        columns=(Column("construction", "left"), *(Column(f"k = {k}") for k in verification.plan.n_steps)),
        rows=rows,
        note=f"N = {verification.plan.middle} (bradley-terry 2), d = 5, {cells[0].n_draws} problems.",
    )


def other_table(verification: Verification) -> Table:
    """Smooth activations, and gaps of rewards down to the last digits."""
    smooth = {(cell.construction, cell.setting.activation): cell for cell in verification.smooth}
    gaps = {(cell.construction, cell.setting.gap): cell for cell in verification.gaps}
    activations = list(dict.fromkeys(activation for _, activation in smooth))
    names = dict.fromkeys(cell.construction for cell in (*verification.smooth, *verification.gaps))
    rows = tuple(
        Row((
            name, *(_error(smooth.get((name, activation))) for activation in activations),
            *(_error(gaps.get((name, gap))) for gap in verification.plan.gaps),
        ))
        for name in names
    )  # fmt: skip
    return Table(
        title="Other activations, other gaps: largest error",
        columns=(
            Column("construction", "left"), *(Column(activation) for activation in activations),
            *(Column(f"gap {gap:g}") for gap in verification.plan.gaps),
        ),
        rows=rows,
        note=f"N = {verification.plan.middle}, d = 5. Empty: comes with ReLU alone, or knows no gap.",
    )  # fmt: skip


def near_table(verification: Verification) -> Table:
    """One pair of rewards nearer than the gap."""
    names = list(dict.fromkeys(tie.construction for tie in verification.near))
    found = {(tie.construction, tie.closeness): tie for tie in verification.near}
    rows = tuple(
        Row((f"{part:g}", *(_median_and_largest(found[name, part]) for name in names)))
        for part in verification.plan.closeness
    )  # fmt: skip
    return Table(
        title="One pair of rewards nearer than the gap: relative distance, median and largest",
        columns=(Column("part of the gap"), *(Column(name) for name in names)),
        rows=rows,
        note="Of the length of the step; nearer than 3/4 of the gap two responses are masked together. "
        "Without `allow_near_ties` such rewards are refused.",
    )  # fmt: skip


def equal_table(verification: Verification) -> Table:
    """Pairs of equal rewards."""
    names = list(dict.fromkeys(tie.construction for tie in verification.equal))
    found = {(tie.construction, tie.n_pairs): tie for tie in verification.equal}
    rows = tuple(Row((name, *(f"{found[name, n].median:.3f}" for n in verification.plan.n_pairs))) for name in names)
    return Table(
        title="Equal rewards: relative distance from the step averaged over all orders, median",
        columns=(Column("construction", "left"), *(Column(f"{n} equal pairs") for n in verification.plan.n_pairs)),
        rows=rows,
        note=f"Of the length of the step, N = {verification.plan.middle}. sorted takes the order in which they come.",
    )


def broken_table(verification: Verification) -> Table:
    """One weight changed."""
    rows = tuple(
        Row((
            one.construction, f"{one.n_weights}", f"{one.n_noticed}", _figure(one.median_error),
            ", ".join(dict.fromkeys(f"{weight.part}.{weight.matrix}" for weight in one.unnoticed)),
        ))
        for one in verification.broken
    )  # fmt: skip
    return Table(
        title="One weight set to 0: does the oracle notice?",
        columns=(
            Column("construction", "left"), Column("weights"), Column("noticed"), Column("median error"),
            Column("not needed for these problems", "left"),
        ),
        rows=rows,
        note=f"Noticed: an error above {NOTICED:g}. What is not noticed acts on other problems, such as rewards "
        "far from 0 or more stages, or does what another weight does as well.",
    )  # fmt: skip


def written_table(verification: Verification) -> Table:
    """The network as the paper prints it."""
    rows = tuple(
        Row((f"{one.n_responses}", f"{one.gamma:g}", _figure(one.median), _figure(one.largest), f"{one.move:.2f}"))
        for one in verification.as_written
    )
    return Table(
        title="Lemma E.7 as printed, with a fixed epsilon of 0.001",
        columns=(
            Column("N"), Column("temperature"), Column("median error"), Column("largest error"), Column("median move")
        ),
        rows=rows,
        note="Two responses need no mask and are exact; with more of them a sharper temperature does not help.",
    )  # fmt: skip


def in_text(tables: Iterable[Table]) -> str:
    """The tables in columns of plain text."""
    return "\n\n".join(_text(table) for table in tables)


def _text(table: Table) -> str:
    rows = [[column.name for column in table.columns], *(list(row.cells) for row in table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    lines = [
        "  ".join(
            cell.rjust(width) if column.align == "right" else cell.ljust(width)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([table.title, *lines, *([table.note] if table.note else [])])


def _error(cell: Cell | None) -> str:
    return "" if cell is None else _figure(cell.error)


def _beside(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return _figure(cell.error) if not cell.bound else f"{_figure(cell.error)} ≤ {_figure(cell.bound)}"


def _median_and_largest(tie: Tie) -> str:
    return f"{_figure(tie.median)}, {_figure(tie.largest)}"


def _figure(number: float) -> str:
    return f"{number:.1e}"


def _size(cell: Cell) -> str:
    return f"N = {cell.setting.n_responses}, d = {cell.setting.width}"
