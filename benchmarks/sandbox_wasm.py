"""What a run inside WebAssembly costs: the processor time of a warm run, side by side, and what is paid once.

Two programs: one that does next to nothing, so that what is left is the sandbox's own cost, and one that computes for
some 50 ms. Beside them stand a run in a warm bubblewrap jail, where that level works, and the start of a bare Python
process, which confines nothing and is never used; it is there to compare with.

``python benchmarks/sandbox_wasm.py`` takes about a minute; where others work too, ``chrt -f 5`` in front keeps their
work from being measured as ours, and the result says so.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from measuring import Median, median_of, write_result
from redraft.sandbox import Limits, Program, Run, Runner, Test, open_sandbox
from redraft.sandbox.wasm import compiled
from redraft.sandbox.wasm.runner import Wasm

GOAL_CPU_MS = 5.0
TINY = Program(code="print(1 + 1)", tests=(Test(name="sum", call="1 + 1"),))
BUSY = Program(code="x = 0\nfor n in range(250_000): x += n\nprint(x)")


def checked(run: Run) -> Run:
    """A run that did what it should; anything else would be quick for the wrong reason."""
    assert run.status == "finished", run
    assert all(outcome.value == 2 for outcome in run.outcomes), run
    return run


async def one_after_another(runner: Runner, program: Program, n: int) -> None:
    """`n` runs, one at a time."""
    for _ in range(n):
        checked(await runner.run(program, Limits()))


async def two_at_once(runner: Runner, program: Program, n: int) -> None:
    """`n` runs, two at a time."""
    await asyncio.gather(*(one_after_another(runner, program, n // 2) for _ in range(2)))


def per_run_ms(work: Callable[[int], Awaitable[None]], n: int, *, n_rounds: int) -> tuple[Median, Median]:
    """Processor time of this process and wall time of one run, in milliseconds, from rounds of `n` runs."""
    asyncio.run(_awaited(work(n)))  # warm
    cpu_ms, wall_ms = [], []
    for _ in range(n_rounds):
        cpu_s, wall_s = time.process_time(), time.perf_counter()
        asyncio.run(_awaited(work(n)))
        cpu_ms.append((time.process_time() - cpu_s) / n * 1000)
        wall_ms.append((time.perf_counter() - wall_s) / n * 1000)
    return median_of(cpu_ms), median_of(wall_ms)


async def _awaited(work: Awaitable[None]) -> None:
    await work


def paid_once() -> dict[str, Any]:
    """Seconds of processor time, children's too, that building takes; milliseconds that each further start takes."""

    def cpu_s() -> float:
        spent = os.times()
        return spent.user + spent.system + spent.children_user + spent.children_system

    with tempfile.TemporaryDirectory() as folder:
        began = cpu_s()
        component = compiled._componentize(Path(folder))
        built = cpu_s()
        code = compiled._compile(component)
        done = cpu_s()
    path, engine, began_s = compiled.build(), compiled.engine(), time.perf_counter()
    compiled.load(engine, path)
    return {
        "build_cpu_s": round(built - began, 1),
        "compile_cpu_s": round(done - built, 1),
        "compiled_mb": round(len(code) / 1e6, 1),
        "load_wall_ms": round((time.perf_counter() - began_s) * 1000, 1),
    }


def natively(n: int) -> Median:
    """Processor milliseconds of the program that computes, in this interpreter: what WebAssembly makes slower."""
    cpu_ms, code = [], compile(BUSY.code.replace("print(x)", ""), "busy", "exec")
    for _ in range(n):
        began = time.process_time()
        exec(code, {})
        cpu_ms.append((time.process_time() - began) * 1000)
    return median_of(cpu_ms)


def bare_python(n: int) -> Median:
    """Wall milliseconds of a Python process that prints a sum; confines nothing."""
    wall_ms = []
    for _ in range(n):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", TINY.code], capture_output=True, check=True)
        wall_ms.append((time.perf_counter() - began) * 1000)
    return median_of(wall_ms)


def measured(n_rounds: int) -> dict[str, Any]:
    """All figures of runs."""
    wasm, figures = Wasm(), dict[str, Any]()
    for name, program, n in (("tiny", TINY, 100), ("busy", BUSY, 10)):
        for way in (one_after_another, two_at_once):
            cpu, wall = per_run_ms(lambda n, w=way, p=program: w(wasm, p, n), n, n_rounds=n_rounds)  # type: ignore[misc]
            figures |= {f"wasm_{name}_{way.__name__}_cpu_ms": cpu, f"wasm_{name}_{way.__name__}_wall_ms": wall}
    jail = open_sandbox("bubblewrap")
    if jail.level == "bubblewrap":
        _, wall = per_run_ms(lambda n: one_after_another(jail, TINY, n), 20, n_rounds=n_rounds)
        figures["bubblewrap_tiny_wall_ms"] = wall
    asyncio.run(jail.close())
    asyncio.run(wasm.close())
    return {**figures, "native_busy_cpu_ms": natively(n_rounds), "bare_python_wall_ms": bare_python(n_rounds)}


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, nothing built, nothing written")
    quick = parser.parse_args().quick
    figures = measured(3 if quick else 15)
    for name, figure in figures.items():
        goal = ""
        if name == "wasm_tiny_one_after_another_cpu_ms":
            goal = f"  <= {GOAL_CPU_MS:g}  {'met' if figure.median <= GOAL_CPU_MS else 'MISSED'}"
        print(f"{name:40} {figure}{goal}")
    if not quick:
        once = paid_once()
        for name, value in once.items():
            print(f"{name:40} {value}")
        print(write_result("sandbox_wasm", {**figures, **once, "goal_cpu_ms": GOAL_CPU_MS}).name)


if __name__ == "__main__":
    main()
