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
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace

from measuring import write_result
from redraft.evals.adapting import (
    PRICES,
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

# Where a verdict costs nothing and drafts are good, fixed strategies go on for gains of hundredths of a point; the
# adaptive one takes as many calls only at such prices.
LOW_PRICES = (0.00003, 0.00012, 0.0005)
SETTINGS = {
    "pref": AdaptingConfig(n=600),
    "count": AdaptingConfig(n=750, prices=(*LOW_PRICES, *PRICES)),
}


def tell(line: str) -> None:
    """Progress goes to stderr."""
    print(f"{time.process_time():.0f} s  {line}", file=sys.stderr, flush=True)


async def measure(stream: Stream, config: AdaptingConfig, n_for_rates: int) -> StreamResult:
    """A stream, with the rates of its critics."""
    model, draw = embedded_model(), Draw(n_for_rates, 900, Split.VALIDATION)
    outlook = await measured_outlook(stream.world, stream.qualities, draw, model)
    tell(f"{stream.name}: {outlook}")
    return await compare(stream, outlook, model, config, tell=tell)


def measured(index: int, quick: bool) -> tuple[StreamResult, float]:
    """The result of a stream, in a process of its own, and the CPU-seconds it took there."""
    before, stream = time.process_time(), STREAMS[index]
    config = SETTINGS[stream.world.name]
    config = replace(config, n=40, n_for_prices=40) if quick else config
    result = asyncio.run(measure(stream, config, 40 if quick else 500))
    return result, time.process_time() - before


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="streams side by side")
    parser.add_argument("--quick", action="store_true", help="40 prompts, nothing written")
    parsed = parser.parse_args()
    with ProcessPoolExecutor(parsed.workers) as workers:
        longest_first = sorted(range(len(STREAMS)), key=lambda index: not STREAMS[index].is_mixture)
        submitted = {index: workers.submit(measured, index, parsed.quick) for index in longest_first}
    done = [submitted[index].result() for index in sorted(submitted)]
    print(as_text([result for result, _ in done]))
    if not parsed.quick:
        write(done)


def write(done: Sequence[tuple[StreamResult, float]]) -> None:
    """Keep the figures as JSON and the table as text."""
    figures = {
        "config": {name: asdict(config) for name, config in SETTINGS.items()},
        "streams": [asdict(result) for result, _ in done],
        "cpu_s": round(sum(cpu_s for _, cpu_s in done)),
    }
    path = write_result("adaptive", figures)
    path.with_suffix(".txt").write_text(as_text([result for result, _ in done]) + "\n")


if __name__ == "__main__":
    main()
