"""The strategy `adaptive` against every fixed number of rounds, at equal calls, on the embedded model.

``python benchmarks/adaptive.py``; ``--quick`` plays a few prompts and writes nothing. Rates come from seed 900 of the
validation split, prices of a call from seed 901, figures from seeds 1 to 3 of the test split (of `pref`, whose problems
are all known, from other seeds). The fixed strategies share gate and early stop with the adaptive one; the best of them
is chosen on the very prompts that are reported, which favours it.
"""

import argparse
import asyncio
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from measuring import write_result
from redraft.evals.adapting import (
    STREAMS,
    WORLDS,
    AdaptingConfig,
    Draw,
    StreamResult,
    World,
    as_text,
    compare,
    measured_outlook,
)
from redraft.evals.environments.splits import Split
from redraft.models.local import embedded_model


def tell(line: str) -> None:
    """Progress goes to stderr."""
    print(f"{time.process_time():.0f} s  {line}", file=sys.stderr, flush=True)


async def measure(world: World, config: AdaptingConfig, n_for_rates: int) -> list[StreamResult]:
    """Every stream of a world."""
    model, streams = embedded_model(), [stream for stream in STREAMS if stream.world == world]
    qualities = {quality.name: quality for stream in streams for quality in stream.qualities}
    draw = Draw(n_for_rates, 900, Split.VALIDATION)
    outlook = await measured_outlook(world, tuple(qualities.values()), draw, model)
    tell(f"{world.name}: {outlook}")
    return [await compare(stream, outlook, model, config, tell=tell) for stream in streams]


def measured(name: str, config: AdaptingConfig, n_for_rates: int) -> tuple[list[StreamResult], float]:
    """The results of a world, in a process of its own, and the CPU-seconds they took."""
    return asyncio.run(measure(WORLDS[name], config, n_for_rates)), time.process_time()


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=1000, help="prompts of a stream for each seed")
    parser.add_argument("--quick", action="store_true", help="40 prompts, nothing written")
    parsed = parser.parse_args()
    n = 40 if parsed.quick else parsed.prompts
    config = AdaptingConfig(n=n, n_for_prices=40 if parsed.quick else 600)
    with ProcessPoolExecutor(len(WORLDS)) as workers:
        done = [workers.submit(measured, name, config, 40 if parsed.quick else 500) for name in WORLDS]
    results = [result for one in done for result in one.result()[0]]
    print(as_text(results))
    if not parsed.quick:
        cpu_s = round(sum(one.result()[1] for one in done))
        figures = {"config": asdict(config), "streams": [asdict(one) for one in results], "cpu_s": cpu_s}
        path = write_result("adaptive", figures)
        Path(path).with_suffix(".txt").write_text(as_text(results) + "\n")


if __name__ == "__main__":
    main()
