"""`redraft prove` on the embedded model, with several seeds: what it says, and how well it predicts five rounds.

``python benchmarks/prove_embedded.py``; seeds draw other orders of the same held-out problems and other redrafts.
"""

import argparse
import asyncio
import sys
from dataclasses import asdict
from pathlib import Path

from measuring import write_result
from redraft.evals.prove import ProveConfig, ProveResult, prove, sentences
from redraft.report.tables import Column, Row, Table, for_markdown
from redraft.settings import read_settings
from redraft.trust.intervals import Estimate


def as_text(results: list[ProveResult], command: str) -> str:
    """Predicted and measured accuracy after five rounds, and the sentences of the first seed."""
    rows = []
    for result in results:
        (critic,) = result.critics
        tests = {test.law: test for test in critic.tests if test.gated}
        alike, differing = tests["alike"], tests["differing"]
        cells = (
            str(result.seed),
            _rate(alike.measured[0]),
            _rate(alike.measured[-1]),
            _rate(alike.predicted[-1]),
            _rate(differing.predicted[-1]),
            f"{100 * alike.error[-1].value:+.1f}",
            f"{100 * differing.error[-1].value:+.1f}",
        )
        rows.append(Row(cells))
    errors = {
        law: [t.error[-1].value for r in results for t in r.critics[0].tests if t.gated and t.law == law]
        for law in ("alike", "differing")
    }
    means = {law: 100 * sum(found) / len(found) for law, found in errors.items()}
    table = Table(
        title=f"count, {results[0].n_tasks} problems a seed: right answers after five rounds, gated, %",
        columns=tuple(
            Column(name)
            for name in (
                "seed", "draft", "measured", "predicted, tasks alike", "predicted, tasks differ", "alike less measured",
                "differ less measured",
            )
        ),
        rows=tuple(rows),
        note=(
            f"Mean error over seeds: {means['alike']:+.1f} points if tasks are alike, {means['differing']:+.1f} if "
            "tasks differ; the seeds share problems, so this is no interval. In brackets 95 % intervals."
        ),
    )  # fmt: skip
    said = "\n".join(f"* {sentence}" for sentence in sentences(results[0]))
    return f"{command}\n\n{for_markdown(table)}\n\nWhat seed {results[0].seed} says:\n\n{said}\n"


def _rate(estimate: Estimate) -> str:
    return f"{100 * estimate.value:.1f} [{100 * estimate.low:.1f}, {100 * estimate.high:.1f}]"


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=800, help="problems for each seed")
    parser.add_argument("--seeds", type=int, default=5, help="seeds, from 0")
    parser.add_argument("--quick", action="store_true", help="2 seeds of 100 problems, nothing written")
    parsed = parser.parse_args()
    n, n_seeds = (100, 2) if parsed.quick else (parsed.n, parsed.seeds)
    results = []
    for seed in range(n_seeds):
        settings = read_settings(None, arguments={"model": "embedded"})
        results.append(asyncio.run(prove(ProveConfig(settings=settings, n=n, seed=seed))).result)
        print(f"seed {seed}: {sentences(results[-1])[0]}", file=sys.stderr, flush=True)
    text = as_text(results, f"python benchmarks/prove_embedded.py --n {n} --seeds {n_seeds}")
    print(text)
    if not parsed.quick:
        path = write_result("prove_embedded", {"n": n, "seeds": n_seeds, "results": [asdict(one) for one in results]})
        Path(path).with_suffix(".txt").write_text(text)


if __name__ == "__main__":
    main()
