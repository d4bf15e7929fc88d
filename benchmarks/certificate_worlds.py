"""Whether certificates keep their promise: 4,000 simulated calibrations for each row, in worlds whose rates are known.

Two worlds (`redraft.trust.certificate.worlds`): a good critic, with whom correcting pays up to a point, and a weak one,
with whom it never does. For every bound epsilon and number of cases n: how often the threshold that is let in truly
breaks more than epsilon, by the certificate, by Hoeffding and Bentkus' bound, without correction, with Bonferroni's,
and for the threshold that a user gets (the certified one with the largest observed net gain). Then rows in which the
risk lies just above epsilon everywhere, the power beside the exact one, and the stronger certificate with McNemar's
half::

    python benchmarks/certificate_worlds.py             # a few seconds
    python benchmarks/certificate_worlds.py --runs 400  # a look, not a result

It prints its tables and writes ``benchmarks/results/certificate_worlds.json`` and ``.txt``.
"""

import argparse
import time
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from rich.console import Console

from measuring import FOLDER, write_result
from redraft.core.version import VERSION
from redraft.report.tables import Column, Row, Table, for_markdown, for_terminal
from redraft.trust.certificate.exact import binomial_tail
from redraft.trust.certificate.planning import cases_for_power, power
from redraft.trust.certificate.worlds import (
    GOOD,
    WEAK,
    World,
    lower_bound,
    oracle_gain,
    simulate,
    simulate_among_right,
    simulate_net,
)

DELTA, SEED = 0.05, 0
ROWS = (
    (GOOD, 0.01, 300),
    (GOOD, 0.01, 1000),
    (GOOD, 0.02, 150),
    (GOOD, 0.02, 500),
    (GOOD, 0.05, 60),
    (GOOD, 0.05, 1000),
    (WEAK, 0.02, 150),
    (WEAK, 0.05, 200),
)
ADVERSARIAL = ((0.01, 300), (0.02, 500), (0.05, 1000))
AMONG_RIGHT, RIGHT_RATE = ((0.01, 500), (0.02, 250), (0.05, 500)), 0.7
HALVES = (300, 600, 1200, 2400)


def main() -> None:
    """Simulate, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=4000, help="calibrations for each row")
    n_runs, started = parser.parse_args().runs, time.process_time()
    rows = [row(world, epsilon, n, n_runs) for world, epsilon, n in ROWS]
    above = [adversarial(epsilon, n, n_runs) for epsilon, n in ADVERSARIAL]
    powers = [of_power(epsilon, part, chance, n_runs) for epsilon in (0.01, 0.02, 0.05) for part in (10, 4, 2)
              for chance in (0.8, 0.9)]  # fmt: skip
    right = [among_right(epsilon, n, n_runs) for epsilon, n in AMONG_RIGHT]
    halves = [of_halves(world, n, n_runs) for world in (GOOD, WEAK) for n in HALVES]
    tables = [table_of(rows), adversarial_table(above), right_table(right), power_table(powers), halves_table(halves)]
    console = Console(width=160)
    for table in tables:
        console.print(for_terminal(table))
    figures = {
        "command": f"python benchmarks/certificate_worlds.py --runs {n_runs}",
        "redraft_version": VERSION,
        "seed": SEED,
        "delta": DELTA,
        "n_runs": n_runs,
        "worlds": [asdict(GOOD), asdict(WEAK)],
        "rows": rows,
        "adversarial": above,
        "among_right": right,
        "power": powers,
        "halves": halves,
        "cpu_s": round(time.process_time() - started, 1),
    }
    path = write_result("certificate_worlds", figures)
    text = "\n\n".join(for_markdown(table) for table in tables)
    head = f"{figures['command']}, redraft {VERSION}, seed {SEED}\n\n"
    path.with_suffix(".txt").write_text(head + text + "\n", encoding="utf-8")
    console.print(f"written: {path.relative_to(FOLDER.parent)}, .txt")


def row(world: World, epsilon: float, n: int, n_runs: int) -> dict[str, Any]:
    """All rules in one world at one bound and number of cases."""
    verdicts = simulate(world, n=n, epsilon=epsilon, delta=DELTA, n_runs=n_runs, seed=SEED)
    oracle = oracle_gain(world, epsilon=epsilon)
    return {
        "world": world.name, "epsilon": epsilon, "n": n, "oracle_gain": oracle,
        "rules": [asdict(verdict) | {"violation_rate": verdict.violation_rate} for verdict in verdicts],
    }  # fmt: skip


def adversarial(epsilon: float, n: int, n_runs: int) -> dict[str, Any]:
    """A world whose broken rate lies a thousandth above the bound, at every threshold."""
    world = replace(WEAK, name="just above", flip_rate=1.001 * epsilon, flip_slope=1e-9)
    (exact, *_) = simulate(world, n=n, epsilon=epsilon, delta=DELTA, n_runs=n_runs, seed=SEED)
    return {"epsilon": epsilon, "n": n} | asdict(exact) | {"violation_rate": exact.violation_rate}


def among_right(epsilon: float, n: int, n_runs: int) -> dict[str, Any]:
    """The good critic's world, with the rate among right drafts, of which there are about seven in ten cases."""
    found = simulate_among_right(
        GOOD, right_rate=RIGHT_RATE, n=n, epsilon=epsilon, delta=DELTA, n_runs=n_runs, seed=SEED
    )
    return (
        {"epsilon": epsilon, "n": n, "right_rate": RIGHT_RATE}
        | asdict(found)
        | {"violation_rate": found.violation_rate}
    )


def of_power(epsilon: float, part: int, chance: float, n_runs: int) -> dict[str, Any]:
    """How often a threshold with a true rate of epsilon / part is certified by as many cases as that needs."""
    rate = epsilon / part
    n = cases_for_power(rate, epsilon, DELTA, chance=chance)
    flips = np.random.default_rng(SEED).binomial(n, rate, size=n_runs)
    return {
        "epsilon": epsilon, "rate": rate, "wanted": chance, "n": n,
        "exact": float(power(rate, n, epsilon=epsilon, delta=DELTA)),
        "simulated": float((binomial_tail(flips, n, epsilon) <= DELTA).mean()),
    }  # fmt: skip


def of_halves(world: World, n: int, n_runs: int) -> dict[str, Any]:
    """The stronger certificate at a bound of 2 %."""
    verdict, lost = simulate_net(world, n=n, epsilon=0.02, delta=DELTA, n_runs=n_runs, seed=SEED)
    at_least = lower_bound(round(lost * n_runs), n_runs)
    return {"world": world.name, "n": n, "net_loss_rate": lost, "net_loss_at_least": at_least} | asdict(verdict)


def table_of(rows: list[dict[str, Any]]) -> Table:
    """Violations of every rule, with the one-sided lower bound, and the net gain of what a user gets."""
    names = [rule["rule"] for rule in rows[0]["rules"]]
    columns = (
        Column("world, epsilon, n", "left"),
        *(Column(name) for name in names),
        Column("net gain (best possible)"),
    )
    body = tuple(
        Row(
            (
                f"{one['world'][0]} {100 * one['epsilon']:g} % {one['n']}",
                *(_violations(rule) for rule in one["rules"]),
                f"{one['rules'][-1]['net_gain']:+.4f} ({one['oracle_gain']:+.4f})",
            )
        )
        for one in rows
    )
    note = f"Rate of calibrations whose threshold breaks more than epsilon, at least (95 %, one-sided); delta {DELTA}."
    return Table(title="Does the certificate hold?", columns=columns, rows=body, note=note)


def _violations(rule: dict[str, Any]) -> str:
    if not rule["n_on"]:
        return "off"
    return f"{rule['violation_rate']:.4f} ({rule['violations_at_least']:.4f})"


def adversarial_table(rows: list[dict[str, Any]]) -> Table:
    """The hardest case for the promise."""
    columns = (Column("epsilon", "left"), Column("n"), Column("certified all the same"), Column("at least"))
    body = tuple(
        Row((f"{100 * r['epsilon']:g} %", str(r["n"]), f"{r['violation_rate']:.4f}", f"{r['violations_at_least']:.4f}"))
        for r in rows
    )
    return Table(title="A broken rate just above epsilon everywhere", columns=columns, rows=body)


def right_table(rows: list[dict[str, Any]]) -> Table:
    """The promise about right drafts."""
    columns = (Column("epsilon", "left"), Column("n"), Column("exact, loosest"), Column("at least"))
    body = tuple(
        Row((f"{100 * r['epsilon']:g} %", str(r["n"]), f"{r['violation_rate']:.4f}", f"{r['violations_at_least']:.4f}"))
        for r in rows
    )
    note = f"World A; {100 * RIGHT_RATE:g} % of the drafts are right."
    return Table(title="Among right drafts alone", columns=columns, rows=body, note=note)


def power_table(rows: list[dict[str, Any]]) -> Table:
    """Power, exact and simulated."""
    names = ("epsilon", "true rate", "wanted", "n", "exact power", "simulated")
    body = tuple(
        Row((f"{100 * r['epsilon']:g} %", f"{100 * r['rate']:g} %", f"{r['wanted']:.0%}", str(r["n"]),
             f"{r['exact']:.3f}", f"{r['simulated']:.3f}"))
        for r in rows
    )  # fmt: skip
    return Table(title="How often a threshold is certified", columns=tuple(Column(n) for n in names), rows=body)


def halves_table(rows: list[dict[str, Any]]) -> Table:
    """What asking for a net gain costs."""
    names = ("n", "stays off", "breaks more than epsilon", "net loss", "net gain")
    body = tuple(
        Row((r["world"], str(r["n"]), f"{1 - r['n_on'] / r['n_runs']:.3f}", f"{r['n_violations'] / r['n_runs']:.4f}",
             f"{r['net_loss_rate']:.4f}", f"{r['net_gain']:+.4f}"))
        for r in rows
    )  # fmt: skip
    columns = (Column("world", "left"), *(Column(name) for name in names))
    return Table(title="With McNemar's half, epsilon 2 %", columns=columns, rows=body)


if __name__ == "__main__":
    main()
