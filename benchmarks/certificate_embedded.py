"""A certificate end to end on the embedded model: calibrated on one stream of problems, deployed on another.

The world is `count`, the critics are exact verifiers that lie in 10, 15, 20 and 25 % of their verdicts, and the profile
is one that does harm: it redrafts whatever is not passed by all four, and the newest answer stands. The score of an
answer is the probability that it is right, from the four verdicts by the log-odds that their rates give.

The truth comes from one long stream. Then many calibrations, each on a fresh stream of its own; each certifies
thresholds (or none) and picks one. Reported are how often a certified threshold truly breaks more than epsilon, and how
often each threshold is certified, beside the exact power at its true rate. At the end the last certificate is put in
force, and the engine itself is asked whether it returns what was calibrated::

    python benchmarks/certificate_embedded.py                             # about 12 CPU-minutes
    python benchmarks/certificate_embedded.py --repeats 20 --truth 10000  # a look, not a result

Problems are drawn as the world draws them, from its test split, so one problem may come up again, within a stream and
across streams; draws are independent, which is what a certificate asks for. It prints its tables and writes
``benchmarks/results/certificate_embedded.json`` and ``.txt``.
"""

import argparse
import asyncio
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from rich.console import Console

from measuring import FOLDER, write_result
from redraft.core import Certificate, Critique, Model
from redraft.core.version import VERSION
from redraft.engine.gates import Latest
from redraft.engine.plan import Plan
from redraft.engine.release import Guarantee
from redraft.engine.strategies import SelfRefine
from redraft.evals.calibrating.rows import row_of
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.playing import Arm, play
from redraft.evals.sample import Sample
from redraft.evals.worlds import WorldScorer, world_samples
from redraft.models.local import embedded_model
from redraft.report.tables import Column, Row, Table, for_markdown, for_terminal
from redraft.trust.certificate.exact import upper_bound
from redraft.trust.certificate.outcomes import Case, tally
from redraft.trust.certificate.planning import power
from redraft.trust.certificate.testing import certify
from redraft.trust.certificate.worlds import lower_bound
from redraft.trust.consensus.odds import evidence, posterior
from redraft.trust.consensus.reliability import Reliability
from redraft.trust.intervals import proportion

FLIP_RATES = (0.10, 0.15, 0.20, 0.25)
N, DELTA = 300, 0.05
PROMISES = ((0.02, 300), (0.01, 300), (0.02, 150))
"""The bounds and numbers of cases that are looked at; fewer cases are the first ones of a stream."""

TRUTH_SEED, FIRST_SEED = 900_000, 100_000
_CHUNK = 5_000
_WORTH = tuple(Reliability(sensitivity=1 - rate, specificity=1 - rate) for rate in FLIP_RATES)


def score_of(passed: Sequence[bool]) -> float:
    """The probability that an answer is right given the four verdicts, when half of all answers are."""
    said = [evidence(float(one), worth) for one, worth in zip(passed, _WORTH, strict=True)]
    return posterior(said, prior=0.5)


GRID = tuple(sorted((score_of(passed) for passed in itertools.product((True, False), repeat=4)), reverse=True))
"""Every score there is, known from the rates before any case is seen, strictest first."""

ALL_PASS = (GRID[0] + GRID[1]) / 2
"""The profile's own threshold: an answer passes when all four critics pass it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOdds:
    """The four verdicts as one, in the words that the embedded model reads."""

    name: str = "log_odds"
    version: str = "1"
    on_disagreement: Literal["keep", "ask", "abstain"] = "keep"

    def combine(self, critiques: Sequence[Critique]) -> Critique | None:
        """The score of all four; the working is the verifier's, the verdict at its end the profile's."""
        score = score_of([critique.score == 1 for critique in critiques])
        *working, _ = critiques[0].text.split()
        text = " ".join([*working, "ok" if score >= ALL_PASS else "no"])
        return Critique(critic="panel", kind="external", score=score, text=text)


def plan_for(samples: Sequence[Sample], model: Model) -> Plan:
    """The profile under calibration; its critics know the problems of these samples."""
    scorers = [(sample.prompt.id, sample.scorer) for sample in samples]
    problems = {id: scorer.problem for id, scorer in scorers if isinstance(scorer, WorldScorer)}
    critics = tuple(
        Verifier(problems=problems, flip_rate=rate, seed=place, name=f"verifier_{place + 1}")
        for place, rate in enumerate(FLIP_RATES)
    )
    strategy = SelfRefine(rounds=1, draft_temperature=0.0, redraft_temperature=1.3)
    return Plan(model=model, critics=critics, strategy=strategy, gate=Latest(threshold=ALL_PASS), panel=LogOdds())


def _chunks(n: int, seed: int) -> list[tuple[int, int]]:
    """Seeds and sizes of the pieces that a stream is played in, so that a long one needs little memory."""
    return [(seed + start // _CHUNK, min(_CHUNK, n - start)) for start in range(0, n, _CHUNK)]


def cases_of(model: Model, n: int, *, seed: int) -> Iterator[Case]:
    """`n` cases of a fresh stream, run through the engine."""
    for chunk_seed, k in _chunks(n, seed):
        samples = world_samples("count", k, seed=chunk_seed)
        plan = plan_for(samples, model)
        for played in asyncio.run(play(Arm(name="profile", plan=plan), samples, concurrency=256)):
            yield row_of(played, key="").case()


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What happens at every threshold of the grid.

    Attributes:
        n: outcomes.
        n_problems: distinct problems among them.
        accuracy: of the drafts.
        broken: true broken rate at each threshold.
        gain: true net gain in accuracy at each threshold.
    """

    n: int
    n_problems: int
    accuracy: float
    broken: np.ndarray
    gain: np.ndarray


def truth_of(model: Model, n: int) -> Truth:
    """The rates over one long stream."""
    cases = list(cases_of(model, n, seed=TRUTH_SEED))
    problems = {sample.problem for seed, k in _chunks(n, TRUTH_SEED) for sample in world_samples("count", k, seed=seed)}
    counts = tally(cases, GRID)
    accuracy = sum(case.draft_right is True for case in cases) / n
    return Truth(
        n=n,
        n_problems=len(problems),
        accuracy=accuracy,
        broken=counts.n_flips / n,
        gain=(counts.n_fixes - counts.n_flips) / n,
    )


def calibrations(model: Model, n_repeats: int) -> list[list[Case]]:
    """Streams of `N` cases each, every one with a seed of its own."""
    streams = []
    for repeat in range(n_repeats):
        streams.append(list(cases_of(model, N, seed=FIRST_SEED + repeat)))
        if (repeat + 1) % 50 == 0:
            print(f"{repeat + 1} of {n_repeats} calibrations", file=sys.stderr, flush=True)
    return streams


def judged(streams: Sequence[Sequence[Case]], truth: Truth, *, epsilon: float, n: int) -> dict[str, Any]:
    """How the calibrations fared at one bound and number of cases."""
    found = [certify(stream[:n], epsilon=epsilon, delta=DELTA, grid=GRID) for stream in streams]
    places = [one.n_certified - 1 for one in found]
    naive = [sum(row.n_flips <= epsilon * n for row in one.rows) - 1 for one in found]
    chosen = [-1 if one.chosen is None else one.rows.index(one.chosen) for one in found]
    exact = power(truth.broken, n, epsilon=epsilon, delta=DELTA)
    shares = [sum(place >= j for place in places) / len(places) for j in range(len(GRID))]
    return {
        "epsilon": epsilon,
        "n": n,
        "delta": DELTA,
        "n_repeats": len(streams),
        "violations": _violations(places, truth, epsilon),
        "violations_of_the_choice": _violations(chosen, truth, epsilon),
        "violations_without_correction": _violations(naive, truth, epsilon),
        "net_gain_of_the_choice": float(np.mean([truth.gain[place] if place >= 0 else 0.0 for place in chosen])),
        "best_net_gain": float(max(0.0, truth.gain[truth.broken <= epsilon].max(initial=0.0))),
        "certified_something": _share(sum(place >= 0 for place in places), len(places)),
        "power_of_something": float(exact[0]),
        "thresholds": [
            {
                "threshold": GRID[j],
                "true_rate": float(truth.broken[j]),
                "certified": shares[j],
                "power": float(exact[j]),
            }
            for j in range(len(GRID))
        ],
        "largest_distance_from_power": float(np.abs(np.asarray(shares) - exact).max()),
    }


def _violations(places: Sequence[int], truth: Truth, epsilon: float) -> dict[str, float]:
    n_violations = sum(place >= 0 and truth.broken[place] > epsilon for place in places)
    return {
        "rate": n_violations / len(places),
        "at_least": lower_bound(n_violations, len(places)),
        "at_most": float(upper_bound(n_violations, len(places), delta=0.05)),
    }


def _share(n_hits: int, n: int) -> dict[str, float]:
    estimate = proportion(n_hits, n)
    assert estimate is not None
    return {"share": estimate.value, "low": estimate.low, "high": estimate.high}


def enforced(model: Model, threshold: float, n: int) -> dict[str, int]:
    """The certificate in force: does the engine return what was calibrated, case by case?"""
    samples = world_samples("count", n, seed=FIRST_SEED - 1)
    plan = plan_for(samples, model)
    certificate = Certificate(epsilon=0.02, delta=DELTA, n=N, threshold=threshold, calibration_id="benchmark")
    free = asyncio.run(play(Arm(name="free", plan=plan), samples, concurrency=256))
    bound = replace(plan, guarantee=Guarantee(certificate=certificate))
    held = asyncio.run(play(Arm(name="held", plan=bound), samples, concurrency=256))
    cases = [row_of(played, key="").case() for played in free]
    replaced = [case.score is not None and case.score >= threshold for case in cases]
    return {
        "n": n,
        "as_calibrated": sum((played.final != 0) == let for played, let in zip(held, replaced, strict=True)),
        "broken_without": sum(case.flips for case in cases),
        "broken_with": sum(played.broken for played in held),
        "repaired_without": sum(case.fixes for case in cases),
        "repaired_with": sum(played.repaired for played in held),
    }


def promise_table(rows: Sequence[dict[str, Any]]) -> Table:
    """The promise, and what it was worth."""
    names = (
        "certified and above epsilon", "chosen and above epsilon", "without correction", "certified something",
        "exact power", "net gain", "best possible", "largest distance from power",
    )  # fmt: skip
    body = tuple(
        Row(
            (
                f"{100 * one['epsilon']:g} %, {one['n']}",
                *(
                    f"{one[key]['rate']:.3f} [{one[key]['at_least']:.3f}, {one[key]['at_most']:.3f}]"
                    for key in ("violations", "violations_of_the_choice", "violations_without_correction")
                ),
                f"{one['certified_something']['share']:.3f}",
                f"{one['power_of_something']:.3f}",
                f"{one['net_gain_of_the_choice']:+.4f}",
                f"{one['best_net_gain']:+.4f}",
                f"{one['largest_distance_from_power']:.3f}",
            )
        )
        for one in rows
    )
    note = f"Rates of {rows[0]['n_repeats']} calibrations, with one-sided 95 % bounds on either side; delta {DELTA}."
    columns = (Column("epsilon, n", "left"), *(Column(name) for name in names))
    return Table(title="Calibrated on one stream, deployed on another", columns=columns, rows=body, note=note)


def power_table(one: dict[str, Any]) -> Table:
    """How often each threshold was certified."""
    body = tuple(
        Row((f"{t['threshold']:.4f}", f"{100 * t['true_rate']:.2f} %", f"{t['certified']:.3f}", f"{t['power']:.3f}"))
        for t in one["thresholds"]
    )
    columns = (Column("threshold"), Column("true broken rate"), Column("certified"), Column("exact power"))
    title = f"How often each threshold is certified: epsilon {100 * one['epsilon']:g} %, n {one['n']}"
    return Table(title=title, columns=columns, rows=body)


def main() -> None:
    """Play, calibrate, compare, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=1000, help="calibrations")
    parser.add_argument("--truth", type=int, default=200_000, help="outcomes that the truth is estimated from")
    given, started = parser.parse_args(), time.process_time()
    model = embedded_model()
    truth = truth_of(model, given.truth)
    streams = calibrations(model, given.repeats)
    rows = [judged(streams, truth, epsilon=epsilon, n=n) for epsilon, n in PROMISES]
    loosest_kept = int(np.flatnonzero(truth.broken <= 0.02)[-1])
    held = enforced(model, GRID[loosest_kept], min(10_000, given.truth))
    tables = [promise_table(rows), *(power_table(one) for one in rows)]
    console = Console(width=170)
    for table in tables:
        console.print(for_terminal(table))
    console.print(held)
    figures = {
        "command": f"python benchmarks/certificate_embedded.py --repeats {given.repeats} --truth {given.truth}",
        "redraft_version": VERSION,
        "seeds": {"truth": TRUTH_SEED, "calibrations": [FIRST_SEED, FIRST_SEED + given.repeats - 1]},
        "flip_rates": FLIP_RATES,
        "model": model.name,
        "weights": model.weights,
        "n_truth": truth.n,
        "n_distinct_problems": truth.n_problems,
        "accuracy_of_drafts": truth.accuracy,
        "gain": [float(gain) for gain in truth.gain],
        "promises": rows,
        "in_force": held,
        "cpu_s": round(time.process_time() - started, 1),
    }
    path = write_result("certificate_embedded", figures)
    text = "\n\n".join(for_markdown(table) for table in tables)
    head = (
        f"{figures['command']}, redraft {VERSION}, truth from {truth.n:,} outcomes on {truth.n_problems} problems\n\n"
    )
    path.with_suffix(".txt").write_text(f"{head}{text}\n\nin force: {held}\n", encoding="utf-8")
    console.print(f"written: {path.relative_to(FOLDER.parent)}, .txt")


if __name__ == "__main__":
    main()
