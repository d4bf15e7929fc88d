"""`redraft prove` repeated on models whose rates are known: how often its sentence, its rates and its predictions hold.

``python benchmarks/prove_worlds.py``; each repetition has tasks and draws of its own. What is true of a world is
computed beside it, by 200,000 chains of drafts, verdicts and redrafts.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from measuring import write_result
from redraft.evals.prove import ProveConfig, ProveResult, prove
from redraft.evals.tasks import GRADES, task_samples
from redraft.report.tables import Column, Row, Table, for_markdown
from redraft.settings import read_settings
from redraft.trust.intervals import Estimate, proportion
from solver import Solving, SolvingModel, World

N_CHAINS, N_ROUNDS = 200_000, 5

WORLDS = {
    "helpful": World(
        accuracy={"1": 0.9, "2": 0.8, "3": 0.6, "4": 0.5, "5": 0.4},
        sensitivity=0.85, specificity=0.9, repair_rate=0.5, break_rate=0.15,
    ),
    "some tasks hopeless": World(
        accuracy={"": 0.6}, sensitivity=0.95, specificity=0.95, repair_rate=0.3, break_rate=0.05, concentration=0.7
    ),
    "little help": World(accuracy={"": 0.7}, sensitivity=0.6, specificity=0.85, repair_rate=0.3, break_rate=0.3),
    "no gain": World(accuracy={"": 0.7}, sensitivity=0.7, specificity=0.7, repair_rate=0.0, break_rate=0.0),
    "blind check": World(accuracy={"": 0.5}, sensitivity=0.5, specificity=0.5, repair_rate=0.4, break_rate=0.4),
    "harmful": World(accuracy={"": 0.75}, sensitivity=0.3, specificity=0.6, repair_rate=0.1, break_rate=0.8),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is true of a world.

    Attributes:
        gated: accuracy after 0 rounds, 1 round, and so on, of gated corrections.
        ungated: the same without a gate.
    """

    gated: tuple[float, ...]
    ungated: tuple[float, ...]


@cache
def truth_of(name: str) -> Truth:
    """Accuracy in a world, by chains that draw what the model would."""
    world, rng = WORLDS[name], random.Random(f"truth {name}")
    right = {gated: [0] * (N_ROUNDS + 1) for gated in (False, True)}
    for number in range(N_CHAINS):
        grade = str(GRADES[number % len(GRADES)])
        m, c = world.repair_rate, world.concentration
        repair = m if c is None else rng.betavariate(m * c, (1 - m) * c)
        drafted = last = rng.random() < world.accuracy_of(grade)
        is_open = rng.random() < (1 - world.specificity if last else world.sensitivity)
        for k in range(N_ROUNDS + 1):
            if k and is_open:
                last = rng.random() < (1 - world.break_rate if last else repair)
                is_open = rng.random() < (1 - world.specificity if last else world.sensitivity)
            right[False][k] += last
            right[True][k] += drafted if is_open else last
    return Truth(
        gated=tuple(count / N_CHAINS for count in right[True]),
        ungated=tuple(count / N_CHAINS for count in right[False]),
    )


def held(name: str, result: ProveResult) -> Iterator[tuple[str, bool]]:
    """Whether each thing that a run says is true: its name, and whether it holds."""
    world, truth, advice = WORLDS[name], truth_of(name), result.advice
    assert advice is not None
    path = truth.gated if advice.way == "gated" else truth.ungated
    true_gain = path[advice.rounds] - path[0]
    yield "gain", _within(advice.gain.change, true_gain)
    yield f"said {advice.says}", True
    yield "said correct where it does not help", advice.says == "correct" and true_gain <= 0
    yield "said do not correct where it helps", advice.says == "do_not_correct" and true_gain >= 0
    (critic,) = result.critics
    rates = critic.rates
    known = ((rates.sensitivity, world.sensitivity), (rates.specificity, world.specificity),
             (rates.repair, world.repair_rate), (rates.breakage, world.break_rate))  # fmt: skip
    for estimate, true in known:
        if estimate is not None:
            yield "rates", _within(estimate, true)
    for test in critic.tests:
        true_path = truth.gated if test.gated else truth.ungated
        for k in (1, 3, 5):
            yield f"{test.law}, predicted after {k}", _within(test.predicted[k], true_path[k])
        yield f"{test.law}, contradicted after 5", test.error[5].excludes_zero


def _within(estimate: Estimate, true: float) -> bool:
    return estimate.low - 1e-9 <= true <= estimate.high + 1e-9


def repeated(name: str, n: int, n_repeats: int) -> dict[str, Estimate]:
    """How often each thing held over so many runs of `n` tasks."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    settings = read_settings(None, arguments={"model": "embedded"})
    for seed in range(n_repeats):
        solving = Solving(WORLDS[name], task_samples(n, seed=seed), seed=seed)
        config = ProveConfig(settings=settings, model=SolvingModel(solving), n=n, rounds=N_ROUNDS, seed=seed)
        for thing, holds in held(name, asyncio.run(prove(config)).result):
            hits[thing] += holds
            totals[thing] += 1
        print(f"{name}: {seed + 1} of {n_repeats}", file=sys.stderr, flush=True)
    # What was said in a run counts against all runs.
    found = {
        thing: proportion(hits[thing], n_repeats if thing.startswith("said ") else totals[thing]) for thing in hits
    }
    return {thing: estimate for thing, estimate in found.items() if estimate is not None}


SHOWN = (
    "said correct", "said do_not_correct", "said not_told_apart", "said correct where it does not help",
    "gain", "rates", "alike, predicted after 1", "differing, predicted after 1", "alike, predicted after 5",
    "differing, predicted after 5", "alike, contradicted after 5", "differing, contradicted after 5",
)  # fmt: skip


def as_text(results: dict[str, dict[str, Estimate]], n: int, n_repeats: int) -> str:
    """The table."""
    rows = [Row(("true gain of 1 and 5 rounds, gated, points", *(_gains(name) for name in results)))]
    for thing in SHOWN:
        rows.append(Row((thing, *(_cell(found.get(thing)) for found in results.values()))))
    table = Table(
        title=f"{n_repeats} runs of {n} tasks in each world: shares of runs, or of intervals that hold the truth, %",
        columns=(Column("", "left"), *(Column(name) for name in results)),
        rows=tuple(rows),
        note="In brackets 95 % intervals over runs; intervals of one run (rates, laws) are not independent.",
    )
    return for_markdown(table)


def _gains(name: str) -> str:
    gated = truth_of(name).gated
    return f"{100 * (gated[1] - gated[0]):+.1f}, {100 * (gated[5] - gated[0]):+.1f}"


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "0"
    return f"{100 * estimate.value:.0f} [{100 * estimate.low:.0f}, {100 * estimate.high:.0f}]"


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=150, help="tasks of a run")
    parser.add_argument("--repeats", type=int, default=100, help="runs in each world")
    parser.add_argument("--quick", action="store_true", help="3 runs in each world, nothing written")
    parsed = parser.parse_args()
    n_repeats = 3 if parsed.quick else parsed.repeats
    results = {name: repeated(name, parsed.n, n_repeats) for name in WORLDS}
    text = as_text(results, parsed.n, n_repeats)
    print(text)
    if not parsed.quick:
        kept = {
            "n": parsed.n, "repeats": n_repeats, "worlds": {name: asdict(world) for name, world in WORLDS.items()},
            "truths": {name: asdict(truth_of(name)) for name in WORLDS},
            "found": {name: {k: asdict(v) for k, v in found.items()} for name, found in results.items()},
        }  # fmt: skip
        path = write_result("prove_worlds", kept)
        command = f"python benchmarks/prove_worlds.py --n {parsed.n} --repeats {n_repeats}"
        Path(path).with_suffix(".txt").write_text(f"{command}, seeds 0 to {n_repeats - 1}\n\n{text}\n")


if __name__ == "__main__":
    main()
