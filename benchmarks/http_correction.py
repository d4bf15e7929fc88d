"""What a correction of three calls costs on top of the calls: draft, check, redraft, over HTTP to a fake endpoint.

Measured against `bare_client.bare_correction`, which makes the same three calls by hand, in the same run and in pairs::

    python benchmarks/http_correction.py            # about two minutes
    python benchmarks/http_correction.py --quick    # a look, not a result

It prints a table and writes ``benchmarks/results/http_correction.json``. On a machine that others use too,
``chrt -f 5`` in front keeps their work from being measured as ours, and the result says so.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp

from bare_client import bare_correction
from correction_texts import SYSTEM, document_questions, replies, short_questions
from fake_server import Behaviour
from measuring import Median, endpoint, median_of, write_result
from redraft.core import Budget, Prompt
from redraft.critics import SelfCheck
from redraft.engine.loop import correct
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.models import open_model

LATENCY_S = 0.05
AT_ONCE = 64
CALLS = 3

# The whole life of a program that corrects one prompt, from Python and from the command line, which keeps a record in
# SQLite besides. It tells what it used; the peak of resident memory is read from /proc, since the figure of getrusage
# may be that of the parent before the program started.
TELL = """
import sys, time
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time(), int(peak.split()[1]) / 1024, file=sys.stderr)
"""
FRESH = {
    "library": """
import asyncio, sys
import redraft

correction = asyncio.run(redraft.correct(
    sys.argv[2], model=sys.argv[1] + "#fake", critics=["self_check"], budget=redraft.Budget(calls=3)
))
assert correction.usage.calls == 3, correction
""",
    "command": """
import sys
from redraft.cli import main

url, prompt = sys.argv[1:]
sys.argv[1:] = ["correct", prompt, "--model", url + "#fake", "--critic", "self_check", "--budget-calls", "3"]
try:
    main()
except SystemExit as ended:
    assert ended.code in (0, None), ended.code
""",
}

Correct = Callable[[str, int], Awaitable[Any]]


def plan_for(url: str) -> Plan:
    """The default strategy and the model's own check, with a budget of three calls."""
    model = open_model(f"{url}#fake")
    critics = (SelfCheck(model=model),)
    return Plan(model=model, critics=critics, strategy=InContextAlignment(), budget=Budget(calls=CALLS))


async def cpu_seconds(work: Correct, texts: Sequence[str], n: int) -> float:
    """CPU-seconds of this process for each of `n` corrections, one after the other."""
    began = time.process_time()
    for i in range(n):
        await work(texts[i % len(texts)], i)
    return (time.process_time() - began) / n


async def corrections_per_second(work: Correct, texts: Sequence[str], n_each: int) -> float:
    """Corrections per second with `AT_ONCE` workers that make `n_each` each."""

    async def worker(number: int) -> None:
        for i in range(n_each):
            await work(texts[(number + i) % len(texts)], number * n_each + i)

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(AT_ONCE):
            group.create_task(worker(number))
    return AT_ONCE * n_each / (time.perf_counter() - began)


async def told(session: aiohttp.ClientSession, url: str, behaviour: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the endpoint counted; with a behaviour it takes it on and counts afresh."""
    if behaviour is not None:
        async with session.post(f"{url}/behaviour", json=behaviour) as response:
            response.raise_for_status()
    async with session.get(f"{url}/stats") as response:
        counted: dict[str, Any] = await response.json()
        return counted


async def measure(url: str, n_pairs: int, n: int) -> dict[str, Any]:
    """All figures but those of a fresh process."""
    figures: dict[str, Any] = {}
    behaviour: dict[str, Any] = {"replies": replies(), "keeps_requests": False}
    plan = plan_for(url)
    async with aiohttp.ClientSession() as session:

        async def ours(text: str, _: int) -> None:
            correction = await correct(Prompt.of(text, system=SYSTEM), plan)
            assert correction.usage.calls == CALLS, correction

        async def bare(text: str, number: int) -> None:
            await bare_correction(session, url, SYSTEM, text, f"bare {number}")

        for kind, texts in (("documents", document_questions()), ("short", short_questions())):
            await told(session, url, behaviour)
            for work in (bare, ours):
                await cpu_seconds(work, texts, len(texts))
            pairs = []
            for k in range(n_pairs):
                # Who goes first changes, so that a machine that slows down wrongs neither.
                order = (bare, ours) if k % 2 else (ours, bare)
                seconds = {work: await cpu_seconds(work, texts, n) for work in order}
                pairs.append((seconds[bare], seconds[ours]))
            figures[f"cpu_ratio_{kind}"] = median_of([mine / his for his, mine in pairs])
            figures[f"cpu_ms_{kind}"] = median_of([1000 * mine for _, mine in pairs])
            figures[f"cpu_ms_{kind}_bare"] = median_of([1000 * his for his, _ in pairs])
            # Each prompt once, so that nothing is reused between corrections.
            await told(session, url, behaviour)
            await cpu_seconds(ours, texts, len(texts))
            counted = await told(session, url)
            figures[f"prefix_reuse_{kind}"] = counted["reused_tokens"] / counted["later_tokens"]
            figures[f"prefix_reuse_{kind}_first_calls_included"] = counted["reused_tokens"] / counted["prompt_tokens"]

        await told(session, url, {**behaviour, "latency_s": LATENCY_S})
        texts = document_questions()
        rates: dict[str, list[float]] = {"ours": [], "bare": []}
        for k in range(max(3, n_pairs // 5)):
            order = (bare, ours) if k % 2 else (ours, bare)
            for work in order:
                rates[work.__name__].append(await corrections_per_second(work, texts, 20))
        ideal = AT_ONCE / (CALLS * LATENCY_S)
        figures["at_once_share_of_ideal"] = median_of([rate / ideal for rate in rates["ours"]])
        figures["at_once_share_of_ideal_bare"] = median_of([rate / ideal for rate in rates["bare"]])
        figures["at_once_per_second"] = median_of(rates["ours"])
    return figures


def fresh_process(url: str, n: int) -> dict[str, Any]:
    """CPU-seconds and peak memory of a program from its start to its first finished correction."""
    figures = {}
    for kind, program in FRESH.items():
        used = []
        for _ in range(n):
            with tempfile.TemporaryDirectory() as home:
                command = [sys.executable, "-c", program + TELL, url, short_questions()[0]]
                environment = {**os.environ, "HOME": home}
                done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=True)
            used.append([float(word) for word in done.stderr.splitlines()[-1].split()])
        figures[f"fresh_{kind}_cpu_s"] = median_of([cpu_s for cpu_s, _ in used])
        figures[f"fresh_{kind}_peak_mb"] = median_of([peak for _, peak in used])
    return figures


GOALS: dict[str, tuple[str, float]] = {
    "cpu_ratio_documents": ("<=", 2.0),
    "cpu_ratio_short": ("<=", 2.0),
    "at_once_share_of_ideal": (">=", 0.9),
    "prefix_reuse_documents": (">=", 0.75),
    "fresh_library_cpu_s": ("<=", 0.8),
    "fresh_library_peak_mb": ("<=", 90.0),
    "fresh_command_cpu_s": ("<=", 0.8),
    "fresh_command_peak_mb": ("<=", 90.0),
}


def show(figures: dict[str, Any]) -> None:
    """Print the figures beside their goals."""
    for name, figure in figures.items():
        if not isinstance(figure, Median | float):
            continue
        value = figure.median if isinstance(figure, Median) else figure
        goal = ""
        if name in GOALS:
            sign, bound = GOALS[name]
            met = value <= bound if sign == "<=" else value >= bound
            goal = f"{sign} {bound:g}  {'met' if met else 'MISSED'}"
        shown = str(figure) if isinstance(figure, Median) else format(figure, ".3g")
        print(f"{name:45} {shown:>24}  {goal}")


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description="What a correction costs on top of its calls.")
    parser.add_argument("--quick", action="store_true", help="few repetitions, nothing written")
    quick = parser.parse_args().quick
    n_pairs, n = (4, 32) if quick else (30, 64)
    with endpoint(Behaviour(replies=replies(), keeps_requests=False)) as url:
        figures = asyncio.run(measure(url, n_pairs, n))
        figures |= fresh_process(url, 3 if quick else 11)
    figures["corrections_per_repetition"] = n
    show(figures)
    if not quick:
        goals = {name: f"{sign} {bound:g}" for name, (sign, bound) in GOALS.items()}
        print(json.dumps({"written": str(write_result("http_correction", {**figures, "goals": goals}).name)}))


if __name__ == "__main__":
    main()
