"""How soon the watch notices that the embedded model's answers really break.

Two ways of answering the problems of `count`. Before the change a critic that errs in one of ten verdicts, and a gate
that lets a redraft in only if it passes. After it one that errs in one of four, and whatever was written last is
returned. Every draft and answer is scored by the exact verifier. The outcomes are then dealt out in an order drawn by
chance, first some of before, then some of after, to the monitor as audits::

    OMP_NUM_THREADS=1 python benchmarks/monitoring_embedded.py

It prints a table and writes ``benchmarks/results/monitoring_embedded.json``.
"""

import argparse
import asyncio
import random
import statistics
from dataclasses import dataclass
from typing import Any

from measuring import write_result
from redraft.core import Budget, Gate
from redraft.core.version import VERSION
from redraft.engine.gates import CheckAfterFix, Latest
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.playing import Arm, Played, play
from redraft.evals.worlds import WorldScorer, world_samples
from redraft.models.local import embedded_model
from redraft.trust.intervals import proportion
from redraft.trust.monitoring import Monitor, Terms

SEED = 31


@dataclass(frozen=True, kw_only=True)
class Case:
    """One audited correction."""

    draft_right: bool
    returned_right: bool


def played(flip_rate: float, gate: Gate, n: int) -> list[Case]:
    """The outcomes of `n` problems answered by the real engine."""
    samples = world_samples("count", n, seed=SEED)
    problems = {s.prompt.id: s.scorer.problem for s in samples if isinstance(s.scorer, WorldScorer)}
    critic = Verifier(problems=problems, flip_rate=flip_rate, seed=SEED)
    plan = Plan(
        model=embedded_model(), critics=(critic,), strategy=InContextAlignment(), gate=gate, budget=Budget(rounds=1)
    )
    done: tuple[Played, ...] = asyncio.run(play(Arm(name="arm", plan=plan), samples, concurrency=64))
    return [Case(draft_right=bool(one.draft.right), returned_right=bool(one.outcome.right)) for one in done]


def noticed(before: list[Case], after: list[Case], n_before: int, terms: Terms, seed: int) -> dict[str, int]:
    """The case of each kind of alarm, counted from the change: 0 or less for a false one."""
    rng = random.Random(seed)
    stream = [*rng.sample(before, n_before), *rng.sample(after, len(after))]
    monitor, found = Monitor(terms), dict[str, int]()
    for t, case in enumerate(stream, start=1 - n_before):
        for alarm in monitor.audit(draft_right=case.draft_right, returned_right=case.returned_right):
            found[alarm] = t
        if len(found) == 2:
            break
    return found


def main() -> None:
    """Play, deal out, write the result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=3000, help="problems of each way of answering")
    parser.add_argument("--repeats", type=int, default=200, help="orders of the outcomes")
    chosen = parser.parse_args()
    before, after = played(0.1, CheckAfterFix(), chosen.n), played(0.25, Latest(), chosen.n)
    figures: dict[str, Any] = {
        "redraft_version": VERSION,
        "command": f"python benchmarks/monitoring_embedded.py --n {chosen.n} --repeats {chosen.repeats}",
        "seeds": f"problems and verdicts {SEED}; orders 0 to {chosen.repeats - 1}",
    }
    for name, cases in (("before", before), ("after", after)):
        n_broken = sum(case.draft_right and not case.returned_right for case in cases)
        n_repaired = sum(case.returned_right and not case.draft_right for case in cases)
        rate = proportion(n_broken, len(cases))
        assert rate is not None
        figures[name] = {"broken": rate.value, "low": rate.low, "high": rate.high, "n": rate.n, "repaired": n_repaired}
        print(f"{name}: broken {n_broken} of {len(cases)}, repaired {n_repaired}")
    terms = Terms(epsilon=0.01)
    for n_before in (0, chosen.n // 2):
        runs = [noticed(before, after, n_before, terms, seed) for seed in range(chosen.repeats)]
        row: dict[str, Any] = {"false": sum(min(run.values(), default=1) <= 0 for run in runs)}
        for kind in ("certificate", "change"):
            delays = sorted(run[kind] for run in runs if run.get(kind, 0) > 0)
            row[kind] = {
                "n": len(delays),
                "median": statistics.median(delays) if delays else None,
                "at_90": delays[int(0.9 * len(delays))] if delays else None,
            }
        figures[f"after {n_before} good cases"] = row
        print(f"after {n_before} good cases: {row}")
    print(f"written: {write_result('monitoring_embedded', figures).name}")


if __name__ == "__main__":
    main()
