"""What a certificate may count: three ways of counting cases that break its promise, beside what is done instead.

The true rate lies just above the bound, so that every certificate is a wrong one and delta is the most there may be.
*Looks*: cases are added and tested again until something is certified. *Untold drafts*: the rate among right drafts, in
data most of whose wrong drafts cannot be scored; half of those are replaced at a low score, the others are kept.
*Problems*: rows that share a problem, all of which break or none::

    python benchmarks/certificate_counting.py             # a few seconds
    python benchmarks/certificate_counting.py --runs 400  # a look, not a result

It prints its table and writes ``benchmarks/results/certificate_counting.json`` and ``.txt``.
"""

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console

from measuring import FOLDER, write_result
from redraft.core.version import VERSION
from redraft.report.tables import Column, Row, Table, for_markdown, for_terminal
from redraft.trust.certificate.exact import binomial_tail, upper_bound
from redraft.trust.certificate.worlds import lower_bound

EPSILON, DELTA, SEED = 0.02, 0.05, 0
RATE = 0.0201
"""The true broken rate."""

MOST = 4_000
"""Cases there are in the end, for looks."""

Wrong = npt.NDArray[np.bool_]


def looks(n_runs: int, rng: np.random.Generator) -> dict[str, Wrong]:
    """Whether something was certified: at any of many looks, at any of five that share delta, at the last."""
    flips = np.cumsum(rng.random((n_runs, MOST)) < RATE, axis=1)

    def certified(ns: npt.NDArray[np.int64], level: float) -> Wrong:
        return np.asarray((binomial_tail(flips[:, ns - 1], ns, EPSILON) <= level).any(axis=1))

    return {
        "looks: every 50 cases from 150 to 4,000, each at delta": certified(np.arange(150, MOST + 1, 50), DELTA),
        "looks: five planned, each at delta / 5": certified(np.arange(800, MOST + 1, 800), DELTA / 5),
        "looks: one, at 4,000 cases": certified(np.array([MOST]), DELTA),
    }


def untold(n_runs: int, rng: np.random.Generator) -> dict[str, Wrong]:
    """Whether a strict threshold was certified among right drafts, of which there are 400 in 1,000 cases."""
    n_right = rng.binomial(1_000, 0.4, size=n_runs)
    flips = rng.binomial(n_right, RATE)
    n_untold = rng.binomial(1_000 - n_right, 0.95)
    n_replaced = n_untold // 2  # at a low score: at the strict threshold all of them are kept

    def certified(n: npt.NDArray[np.int64]) -> Wrong:
        return np.asarray(binomial_tail(flips, n, EPSILON) <= DELTA)

    return {
        "untold drafts: all of them counted as right": certified(n_right + n_untold),
        "untold drafts: those replaced at the loosest threshold, at all": certified(n_right + n_replaced),
        "untold drafts: at each threshold those replaced there": certified(n_right),
    }


def problems(n_runs: int, rng: np.random.Generator) -> dict[str, Wrong]:
    """Whether something was certified of 200 problems with 5 rows each."""
    flips = rng.binomial(200, RATE, size=n_runs)
    return {
        "problems: 1,000 rows of 200 problems, each counted": binomial_tail(5 * flips, 1_000, EPSILON) <= DELTA,
        "problems: one row of each": binomial_tail(flips, 200, EPSILON) <= DELTA,
    }


def main() -> None:
    """Simulate, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=4000, help="calibrations for each row")
    n_runs = parser.parse_args().runs
    parts: tuple[Callable[[int, np.random.Generator], dict[str, Wrong]], ...] = (looks, untold, problems)
    rows = [
        of_way(way, wrong)
        for place, part in enumerate(parts)
        for way, wrong in part(n_runs, np.random.default_rng([SEED, place])).items()
    ]
    table = table_of(rows)
    console = Console(width=120)
    console.print(for_terminal(table))
    figures = {
        "command": f"python benchmarks/certificate_counting.py --runs {n_runs}",
        "redraft_version": VERSION, "seed": SEED, "epsilon": EPSILON, "delta": DELTA, "rate": RATE, "n_runs": n_runs,
        "rows": rows,
    }  # fmt: skip
    path = write_result("certificate_counting", figures)
    head = f"{figures['command']}, redraft {VERSION}, seed {SEED}\n\n"
    path.with_suffix(".txt").write_text(head + for_markdown(table) + "\n", encoding="utf-8")
    console.print(f"written: {path.relative_to(FOLDER.parent)}, .txt")


def of_way(way: str, wrong: Wrong) -> dict[str, Any]:
    """How often a way of counting certified what it must not, with one-sided 95 % bounds."""
    n_wrong, n_runs = int(wrong.sum()), len(wrong)
    return {
        "way": way,
        "wrong_rate": n_wrong / n_runs,
        "at_least": lower_bound(n_wrong, n_runs),
        "at_most": float(upper_bound(n_wrong, n_runs, delta=0.05)),
    }


def table_of(rows: list[dict[str, Any]]) -> Table:
    """Wrong certificates by way of counting."""
    columns = (Column("what is counted", "left"), Column("wrong"), Column("at least"), Column("at most"))
    body = tuple(
        Row((one["way"], *(f"{100 * one[name]:.1f} %" for name in ("wrong_rate", "at_least", "at_most"))))
        for one in rows
    )
    note = f"True rate {100 * RATE:g} %, epsilon {100 * EPSILON:g} %, delta {DELTA}; bounds one-sided, 95 %."
    return Table(title="How often something was certified that must not be", columns=columns, rows=body, note=note)


if __name__ == "__main__":
    main()
