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
    AdaptingConfig,
    Draw,
    Stream,
    StreamResult,
    as_text,
    compare,
    measured_outlook,
)
from redraft.evals.environments.splits import Split
from redraft.models.local import embedded_model


def tell(line: str) -> None:
    """Progress goes to stderr."""
    print(f"{time.process_time():.0f} s  {line}", file=sys.stderr, flush=True)


async def measure(stream: Stream, config: AdaptingConfig, n_for_rates: int) -> StreamResult:
    """A stream, with the rates of its critics."""
    model, draw = embedded_model(), Draw(n_for_rates, 900, Split.VALIDATION)
    outlook = await measured_outlook(stream.world, stream.qualities, draw, model)
    tell(f"{stream.name}: {outlook}")
    return await compare(stream, outlook, model, config, tell=tell)


def measured(index: int, config: AdaptingConfig, n_for_rates: int) -> tuple[StreamResult, float]:
    """The result of a stream, in a process of its own, and the CPU-seconds it took there."""
    before = time.process_time()
    result = asyncio.run(measure(STREAMS[index], config, n_for_rates))
    return result, time.process_time() - before


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=600, help="prompts of a stream for each seed")
    parser.add_argument("--workers", type=int, default=2, help="streams side by side")
    parser.add_argument("--quick", action="store_true", help="40 prompts, nothing written")
    parsed = parser.parse_args()
    n = 40 if parsed.quick else parsed.prompts
    config = AdaptingConfig(n=n, n_for_prices=40 if parsed.quick else 400)
    with ProcessPoolExecutor(parsed.workers) as workers:
        n_for_rates = 40 if parsed.quick else 500
        longest_first = sorted(range(len(STREAMS)), key=lambda index: not STREAMS[index].is_mixture)
        submitted = {index: workers.submit(measured, index, config, n_for_rates) for index in longest_first}
    done = [submitted[index] for index in sorted(submitted)]
    results = [one.result()[0] for one in done]
    print(as_text(results))
    if not parsed.quick:
        cpu_s = round(sum(one.result()[1] for one in done))
        figures = {"config": asdict(config), "streams": [asdict(one) for one in results], "cpu_s": cpu_s}
        path = write_result("adaptive", figures)
        Path(path).with_suffix(".txt").write_text(as_text(results) + "\n")


if __name__ == "__main__":
    main()
