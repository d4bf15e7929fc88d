"""Whether fitted calibrators find the map they should, and whether their cards say so: worlds whose map is known.

A critic's scores are drawn evenly from [0, 1], or from five levels, and the label of each output by a known map from
scores to probabilities. In one world three outputs share a problem, and half of the problems a single draw, so that
their labels hang together. For each world and number of outputs: which method is chosen, how far the fitted map is from
the true one, the true calibration error (the mean distance of score and true probability) before and after, how often
the card says that calibrating helps and how often it truly does, and how often the intervals of the Brier gain and of
the calibration error hold the truth::

    python benchmarks/calibrators.py            # some minutes
    python benchmarks/calibrators.py --runs 10  # a look, not a result

It prints its table and writes ``benchmarks/results/calibrators.json`` and ``.txt``.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console

from measuring import FOLDER, write_result
from redraft.core import seed_for
from redraft.core.version import VERSION
from redraft.report.tables import Column, Row, Table, for_markdown, for_terminal
from redraft.trust.calibrators import Fitted, fitted
from redraft.trust.intervals import proportion

Floats = npt.NDArray[np.float64]
SEED, SIZES = 0, (60, 300, 1000)


@dataclass(frozen=True, kw_only=True)
class World:
    """A critic whose scores are known to mean something.

    Attributes:
        name: of the row.
        chance: from scores to the probability that an output is acceptable.
        levels: distinct scores; 0 for scores anywhere in [0, 1].
        shared: share of problems, of three outputs each, whose labels come from one draw; None for independent outputs.
    """

    name: str
    chance: Callable[[Floats], Floats]
    levels: int = 0
    shared: float | None = None

    def scores(self) -> Floats:
        """Every score, equally often."""
        return np.linspace(0.0005, 0.9995, 1000) if not self.levels else (np.arange(self.levels) + 0.5) / self.levels


def too_sure(scores: Floats) -> Floats:
    """A logistic curve flatter than the diagonal, and lower."""
    return np.asarray(1 / (1 + np.exp(0.7 - 0.4 * np.log(scores / (1 - scores)))))


def steps(scores: Floats) -> Floats:
    """Three steps, which no curve follows."""
    return np.where(scores < 0.3, 0.1, np.where(scores < 0.8, 0.45, 0.9))


WORLDS = (
    World(name="too sure", chance=too_sure),
    World(name="too sure, problems of three", chance=too_sure, shared=0.5),
    World(name="too sure, five levels", chance=too_sure, levels=5),
    World(name="steps", chance=steps),
    World(name="says nothing", chance=lambda scores: np.full(len(scores), 0.4)),
    World(name="calibrated", chance=lambda scores: scores),
)


def main() -> None:
    """Simulate, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=60, help="samples for each world and number of outputs")
    n_runs, started = parser.parse_args().runs, time.process_time()
    rows = [row(world, n, n_runs) for world in WORLDS for n in SIZES]
    table, console = table_of(rows, n_runs), Console(width=190)
    console.print(for_terminal(table))
    command = f"python benchmarks/calibrators.py --runs {n_runs}"
    figures = {
        "command": command, "redraft_version": VERSION, "seed": SEED, "n_runs": n_runs, "rows": rows,
        "cpu_s": round(time.process_time() - started, 1),
    }  # fmt: skip
    path = write_result("calibrators", figures)
    head = f"{command}, redraft {VERSION}, seed {SEED}\n\n"
    path.with_suffix(".txt").write_text(head + for_markdown(table) + "\n", encoding="utf-8")
    console.print(f"written: {path.relative_to(FOLDER.parent)}, .txt")


def row(world: World, n: int, n_runs: int) -> dict[str, Any]:
    """Many samples of one size from one world."""
    everywhere = world.scores()
    truth = world.chance(everywhere)
    before = float(np.abs(everywhere - truth).mean())
    runs = [one(world, n, run) for run in range(n_runs)]
    maps = [np.array([made.calibrator.chance(float(score)) for score in everywhere]) for made in runs]
    gains = [float(((everywhere - truth) ** 2 - (found - truth) ** 2).mean()) for found in maps]
    after = [float(np.abs(found - truth).mean()) for found in maps]
    said, true = [made.brier_gain for made in runs], zip(runs, gains, strict=True)
    held = {
        "gain_held": sum(made.brier_gain.low <= gain <= made.brier_gain.high for made, gain in true),
        "error_held": sum(made.error_before.low <= before <= made.error_before.high for made in runs),
        "said_helps": sum(gain.low > 0 for gain in said),
        "helps": sum(gain > 0 for gain in gains),
    }
    return {
        "world": world.name, "n": n, "methods": dict(Counter(made.calibrator.method for made in runs)),
        "rms_of_map": float(np.mean([np.sqrt(((found - truth) ** 2).mean()) for found in maps])),
        "error_before": before, "error_after": float(np.mean(after)),
        "gain": float(np.mean(gains)), "said_gain": float(np.mean([gain.value for gain in said])), **held,
    }  # fmt: skip


def one(world: World, n: int, run: int) -> Fitted:
    """What is fitted to one sample; another is drawn where it has too few labels of a kind."""
    rng = np.random.default_rng(seed_for(SEED, world.name, str(n), str(run)))
    while True:
        scores = rng.uniform(0.0005, 0.9995, n) if not world.levels else rng.choice(world.scores(), n)
        draws, problems = rng.random(n), np.arange(n)
        if world.shared is not None:
            problems = np.arange(n) // 3
            is_shared = (rng.random(n) < world.shared)[problems]
            draws = np.where(is_shared, draws[problems], draws)
        labels = draws < world.chance(scores)
        if 10 <= labels.sum() <= n - 10:
            return fitted(scores.tolist(), labels.tolist(), problems.tolist())


def table_of(rows: list[dict[str, Any]], n_runs: int) -> Table:
    """The figures for people."""

    def share(n_hits: int) -> str:
        rate = proportion(n_hits, n_runs)
        assert rate is not None
        return f"{100 * rate.value:.0f} [{100 * rate.low:.0f}, {100 * rate.high:.0f}]"

    columns = (
        "n", "methods", "rms of map", "error before", "error after", "Brier gain", "gain said", "helps", "said to",
        "gain held", "error held",
    )  # fmt: skip
    return Table(
        title="Fitted calibrators where the true map is known",
        columns=(Column("world", "left"), *map(Column, columns)),
        rows=tuple(
            Row(
                (
                    r["world"], f"{r['n']:,}", ", ".join(f"{name} {k}" for name, k in r["methods"].items()),
                    f"{r['rms_of_map']:.3f}", f"{r['error_before']:.3f}", f"{r['error_after']:.3f}",
                    f"{r['gain']:+.4f}", f"{r['said_gain']:+.4f}", share(r["helps"]), share(r["said_helps"]),
                    share(r["gain_held"]), share(r["error_held"]),
                )
            )
            for r in rows
        ),
        note=(
            f"{n_runs:,} samples for each row; shares of them in percent, with 95 % intervals. Held: the interval on "
            "the card holds the true figure."
        ),
    )  # fmt: skip


if __name__ == "__main__":
    main()
