"""The noise-aware aligner beside simple rules and the paper's printed transformer, cell by cell.

A cell is a redraw rate and a number of examples. Both forms, told the rate and not told, are trained with three seeds
and judged on the same held-out tasks. The recipe was chosen on other tasks and another seed::

    python benchmarks/noise_aware.py                      # trains twelve aligners: about ten minutes on one core
    python benchmarks/noise_aware.py --small              # two minutes, and what so short a training misses
    python benchmarks/noise_aware.py --folder RUNS        # keeps checkpoints there and goes on with them

It prints its tables and writes ``benchmarks/results/noise_aware.txt``, ``.json`` and, with every cell,
``noise_aware_cells.json``; or nothing with ``--small``. Figures are made from the last one by
``docs/make_noise_aware_pictures.py``.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from measuring import FOLDER, write_result
from redraft.core.version import VERSION
from redraft.report.tables import Column, Row, Table, for_markdown
from redraft.theory.aligners.metrics import Mean
from redraft.theory.aligners.noise_aware.experiment import (
    MOST_ALLOWED,
    SMALL,
    Judged,
    Results,
    Sizes,
    as_dict,
    margins,
    mean_cells,
    noise_aware_experiment,
    shortfalls,
    worst_over_ignoring,
    worst_regret,
)
from redraft.theory.aligners.noise_aware.judging import Cell
from redraft.theory.aligners.noise_aware.recipe import STEPS
from redraft.theory.aligners.tasks import Noise

SHOWN = (1, 2, 3, 5, 8, 10, 12, 15, 19)


def main() -> None:
    """Train, judge, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seeds", type=int, default=3, help="of trainings on the released generator: 1 to this number")
    parser.add_argument("--text-seeds", type=int, default=3, help="the same on the text's generator; 0 for none")
    options = parser.parse_args()
    torch.set_num_threads(1)
    of: list[tuple[Noise, int]] = [("released", options.seeds), ("text", options.text_seeds)]
    whole = [Sizes(noises=(noise,), steps=options.steps, seeds=tuple(range(1, n + 1))) for noise, n in of if n]
    sizes = [SMALL] if options.small else whole
    results = [noise_aware_experiment(options.folder, one, _tell) for one in sizes]
    words = "\n".join(part for one in results for part in report(one))
    print(words)
    if not options.small:
        flags = f"--steps {options.steps} --seeds {options.seeds} --text-seeds {options.text_seeds}"
        head = f"python benchmarks/noise_aware.py {flags}, redraft {VERSION}"
        (FOLDER / "results" / "noise_aware.txt").write_text(f"{head}\n{words}")
        write_result(
            "noise_aware", {"command": head.partition(",")[0], "redraft": VERSION, "aligners": summaries(results)}
        )
        # A row for each cell: on one line, because a million characters of indentation help nobody.
        cells = json.dumps([as_dict(one) for one in results], separators=(",", ":"))
        (FOLDER / "results" / "noise_aware_cells.json").write_text(f"{cells}\n")


def summaries(results: Sequence[Results]) -> list[dict[str, Any]]:
    """Every aligner by its worst cells, with what decides it."""
    return [
        {
            "noise": one.noise,
            "form": one.form,
            "seed": one.seed,
            "steps": result.sizes.steps,
            "n_tasks": result.sizes.n_tasks,
            "task_seed": result.sizes.task_seed,
            "train_cpu_s": round(one.cpu_s, 1),
            "worst_over_ignoring": asdict(worst_over_ignoring(one)),
            "worst_regret": asdict(worst_regret(one)),
            "n_below_published": sum(margin.below > 0 for margin in margins(one)),
            "n_published": len(margins(one)),
        }
        for result in results
        for one in result.judged
    ]


def report(results: Results) -> list[str]:
    """Tables and sentences of one generator after the other."""
    sizes, said = results.sizes, []
    for noise in sizes.noises:
        told, not_told = results.of(noise, tells_rate=True), results.of(noise, tells_rate=False)
        how = f"{sizes.n_tasks:,} held-out tasks, {sizes.steps:,} steps, seeds {', '.join(map(str, sizes.seeds))}"
        said += [
            f"\n## {noise} generator: {how}\n",
            for_markdown(_by_seed(told, not_told)),
            *("\n" + for_markdown(_cells(aligners, noise)) for aligners in (told, not_told)),
            "\n" + for_markdown(_regrets(not_told, noise)),
        ]
    missed = shortfalls(results)
    return [*said, "", *(f"Missed: {line}." for line in missed)] if missed else [*said, "", "No aim is missed."]


def _by_seed(told: Sequence[Judged], not_told: Sequence[Judged]) -> Table:
    names = ("aligner", "seed", "CPU s", "worst over ignoring", "at rate, n", "cells above 0.005", "beyond doubt")
    more = (
        "largest regret",
        "at rate, n",
        "cells below the best rule",
        "above it",
        "below the printed",
        "least margin",
    )
    rows = [_seed_row(judged) for judged in (*told, *not_told)]
    return Table(
        title="Every aligner by its worst cells",
        columns=tuple(Column(name, "left" if name == "aligner" else "right") for name in (*names, *more)),
        rows=tuple(Row(row) for row in rows),
        note=(
            "Over ignoring: error less that of the mean of the responses, 2 and more examples. Regret: error less that "
            "of the best simple rule of the cell. Both paired on the tasks, with 95 % intervals; below and above the "
            "best rule count cells whose interval excludes 0. Below the printed: cells below the paper's transformer."
        ),
    )


def _seed_row(judged: Judged) -> tuple[str, ...]:
    ignoring, regret, known = worst_over_ignoring(judged), worst_regret(judged), margins(judged)
    more = [cell for cell in judged.cells if cell.n > 1]
    least = min((margin.below for margin in known), default=None)
    return (
        judged.form,
        str(judged.seed),
        f"{judged.cpu_s:.0f}",
        _with_interval(ignoring.over_ignoring),
        f"{ignoring.rate:g}, {ignoring.n}",
        str(sum(cell.over_ignoring.value > MOST_ALLOWED for cell in more)),
        str(sum(_low(cell.over_ignoring) > MOST_ALLOWED for cell in more)),
        _with_interval(regret.regret),
        f"{regret.rate:g}, {regret.n}",
        f"{sum(_high(cell.regret) < 0 for cell in more)} of {len(more)}",
        str(sum(_low(cell.regret) > 0 for cell in more)),
        f"{sum(margin.below > 0 for margin in known)} of {len(known)}" if known else "none printed",
        "" if least is None else f"{least:.3f}",
    )


def _cells(aligners: Sequence[Judged], noise: Noise) -> Table:
    def words(cell: Cell) -> str:
        return f"{cell.error.value:.4f} ({cell.over_ignoring.value:+.4f})"

    means = mean_cells(aligners)
    return _grid(
        f"{aligners[0].form}, {noise} generator: error, and how far it is above ignoring the critic",
        means,
        words,
        f"Means over the seeds. Standard errors of an error are at most {max(cell.error.error for cell in means):.4f}, "
        f"of a difference at most {max(cell.over_ignoring.error for cell in means):.4f}.",
    )


def _regrets(aligners: Sequence[Judged], noise: Noise) -> Table:
    def words(cell: Cell) -> str:
        return f"{_with_interval(cell.regret)} {cell.best_rule}"

    return _grid(
        f"{aligners[0].form}, {noise} generator: regret to the best simple rule, and which it is",
        mean_cells(aligners),
        words,
        "Means over the seeds with 95 % intervals over tasks and trainings.",
    )


def _grid(title: str, cells: Sequence[Cell], words: Callable[[Cell], str], note: str) -> Table:
    rates = dict.fromkeys(cell.rate for cell in cells)
    known = {(cell.rate, cell.n): words(cell) for cell in cells}
    shown = [n for n in SHOWN if (next(iter(rates)), n) in known]
    return Table(
        title=title,
        columns=(Column("rate"), *(Column(f"n = {n}") for n in shown)),
        rows=tuple(Row((f"{rate:g}", *(known[rate, n] for n in shown))) for rate in rates),
        note=note,
    )


def _low(mean: Mean) -> float:
    return mean.value - 1.96 * mean.error


def _high(mean: Mean) -> float:
    return mean.value + 1.96 * mean.error


def _with_interval(mean: Mean) -> str:
    return f"{mean.value:+.4f} [{_low(mean):+.4f}, {_high(mean):+.4f}]"


def _tell(share: float, what: str) -> None:
    if what.partition(" step ")[2].partition(" ")[0].endswith("00"):
        print(f"\r{share:4.0%} {what}    ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
