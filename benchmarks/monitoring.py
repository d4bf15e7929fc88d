"""What the alarms are worth: how often they are false, how long they take, and what watching costs.

Simulated histories of audited cases, each a coin at a known rate::

    OMP_NUM_THREADS=1 python benchmarks/monitoring.py            # the result, some ten minutes
    OMP_NUM_THREADS=1 python benchmarks/monitoring.py --n 100    # a look, not a result

It prints tables and writes ``benchmarks/results/monitoring.json``. The histories are computed in numpy, apart from the
package; the package's own functions are held against them along some histories case by case.
"""

import argparse
import gc
import random
import resource
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from measuring import write_result
from monitoring_histories import (
    NEVER,
    Cases,
    When,
    changing,
    exact_delay,
    first_detection,
    first_e_alarm,
    first_repeated_test,
    histories,
    upper_ends,
)
from redraft.core.version import VERSION
from redraft.trust.intervals import proportion
from redraft.trust.monitoring import Monitor, MonitorState, RecordSummary, Terms, audit, drift, rate

DELTA = 0.05
EPSILONS = (0.01, 0.02, 0.05)
EXPECTED_FALSE = {0.01: 0.031, 0.02: 0.037, 0.05: 0.034}
EXPECTED_DELAY = {
    0.01: {1.5: (3315, 8008), 2.0: (774, 2165), 3.0: (245, 646), 5.0: (66, 194)},
    0.02: {1.5: (1416, None), 2.0: (379, 1011), 3.0: (116, 316), 5.0: (39, 99)},
    0.05: {1.5: (541, None), 2.0: (145, 395), 3.0: (48, 118), 5.0: (14, 39)},
}
EXPECTED_CHANGE = {0.02: {2.0: (525, 1067), 3.0: (196, 396), 5.0: (76, 141)}, 0.05: {2.0: 244, 3.0: 90, 5.0: 33}}
CASES = 20_000


def share(when: Iterable[When]) -> dict[str, float]:
    """The share of histories with an alarm, with its 95 % interval."""
    found = np.concatenate(list(when))
    told = proportion(int((found != NEVER).sum()), len(found))
    assert told is not None
    return {"rate": told.value, "low": told.low, "high": told.high, "n": told.n}


def delay(when: Iterable[When], start: int = 0) -> dict[str, float]:
    """Median and 90 % point of the cases until the alarm; histories with an alarm before `start` are left out.

    The interval of the median is that of order statistics, 95 %.
    """
    found = np.sort(np.concatenate(list(when)))
    found = found[found > start]
    n = len(found)
    half = 0.98 * n**0.5
    low, high = (int(np.clip(n / 2 + d, 0, n - 1)) for d in (-half, half))
    at = [int(found[k] - start) for k in (n // 2, int(0.9 * n), low, high)]
    return {"median": at[0], "at_90": at[1], "median_low": at[2], "median_high": at[3], "n": n}


def false_alarms(n: int) -> dict[str, Any]:
    """Histories of 20,000 cases at exactly the promised rate, and at .8 of it."""
    found: dict[str, Any] = {}
    for epsilon in EPSILONS:
        rows = {"mixture": [], "repeated_test": [], "mixture_at_0.8": []}  # type: dict[str, list[When]]
        for cases in histories(n, CASES, epsilon, seed=1):
            rows["mixture"].append(first_e_alarm(cases, epsilon, DELTA))
            rows["repeated_test"].append(first_repeated_test(cases, epsilon, DELTA))
        for cases in histories(n, CASES, 0.8 * epsilon, seed=2):
            rows["mixture_at_0.8"].append(first_e_alarm(cases, epsilon, DELTA))
        found[str(epsilon)] = {name: share(when) for name, when in rows.items()}
        print(f"false alarms at rate {epsilon}: {_told(found[str(epsilon)])}; expected {EXPECTED_FALSE[epsilon]}")
    return found


def delays_from_the_start(n: int) -> dict[str, Any]:
    """Histories whose rate is too high from the first case on."""
    found: dict[str, Any] = {}
    for epsilon, expected in EXPECTED_DELAY.items():
        for factor, (median, at_90) in expected.items():
            n_cases = 20 * median
            when = [first_e_alarm(cases, epsilon, DELTA) for cases in histories(n, n_cases, factor * epsilon, seed=3)]
            exact = exact_delay(epsilon, factor * epsilon, DELTA)
            row = delay(when) | {"exact_median": exact.median, "exact_at_90": exact.at_90}
            row |= {"expected_median": median, "expected_at_90": at_90}
            found[f"{epsilon} x {factor}"] = row | {"ratio_to_exact": row["median"] / exact.median}
            told = f"{row['median']} ({row['at_90']}); exactly {exact.median} ({exact.at_90})"
            print(f"delay at {factor} x {epsilon}: {told}; expected {median} ({at_90})")
    return found


def delays_after_a_change(n: int) -> dict[str, Any]:
    """3,000 cases at half the promised rate, then a rate that is too high; thresholds 20,000 and 1/delta."""
    found: dict[str, Any] = {}
    for epsilon, expected in EXPECTED_CHANGE.items():
        for factor, wanted in expected.items():
            median = wanted[0] if isinstance(wanted, tuple) else wanted
            made = lambda seed: changing(n, 3000, epsilon / 2, 10 * median + 500, factor * epsilon, seed=seed)  # noqa: E731, B023 - used at once
            row = delay([first_detection(cases, epsilon, 20_000) for cases in made(4)], 3000)
            row["expected_median"], row["ratio"] = median, row["median"] / median
            mixture = delay([first_e_alarm(cases, epsilon, DELTA) for cases in made(4)], 3000)["median"]
            row["mixture_median"] = mixture if mixture < len(next(made(4))[0]) else None
            found[f"{epsilon} x {factor}"] = row
            print(f"after a change to {factor} x {epsilon}: {row['median']} ({row['at_90']}); expected {wanted}")
    return found


def run_lengths(n: int) -> dict[str, Any]:
    """Cases between false alarms at the promised rate with a threshold of 1,000: in order, and with late labels.

    Late labels: a case whose answer is the draft counts at once; the others, three in ten, wait for a person for up to
    500 cases, so that what is bad news comes later than what is good.
    """
    found = {}
    for name, arrange in (("in_order", lambda cases, _: cases), ("late_labels", _late)):  # type: tuple[str, Callable[[Cases, Any], Cases]]
        rng = np.random.default_rng(6)
        when = [first_detection(arrange(c, rng), 0.02, 1000) for c in histories(n, 15_000, 0.02, seed=5)]
        capped = np.minimum(np.concatenate(when), 15_000)
        error = capped.std() / len(capped) ** 0.5
        found[name] = {"mean": float(capped.mean()), "standard_error": float(error), "n": len(capped), "cut_at": 15_000}
        print(f"cases between false alarms, {name}: {capped.mean():.0f} +- {error:.0f}; at least 1000 promised")
    return found


def _late(cases: Cases, rng: Any) -> Cases:
    waits = cases | (rng.random(cases.shape) < 0.3)
    at = np.arange(cases.shape[1]) + waits * rng.integers(0, 500, cases.shape)
    return np.take_along_axis(cases, at.argsort(axis=1, kind="stable"), axis=1)


def confidence(n: int) -> dict[str, Any]:
    """How often the upper end is ever too low within 3,000 cases, and how high it is."""
    found: dict[str, Any] = {}
    at = (300, 1000, 3000)
    for p, expected in ((0.005, (0.024, 0.011, 0.008)), (0.02, (0.044, 0.032, 0.027))):
        ends: dict[int, list[Any]] = {t: [] for t in at}
        for cases in histories(n, 3000, p, seed=7):
            for t, upper in upper_ends(cases, DELTA, at).items():
                ends[t].append(upper)
        last = np.concatenate(ends[3000])
        missed = proportion(int((last <= p).sum()), len(last))
        assert missed is not None
        medians = {str(t): float(np.median(np.concatenate(ends[t]))) for t in at}
        found[str(p)] = {"ever_missed": missed.value, "low": missed.low, "high": missed.high, "n": missed.n}
        found[str(p)] |= {"median_upper_end": medians, "expected": list(expected)}
        print(f"rate {p}: ever missed {missed.value:.4f}, upper ends {medians}; expected {expected}")
    return found


def agreement() -> dict[str, Any]:
    """The package's functions along 20 histories, beside the histories in numpy."""
    differences = 0
    for seed in range(20):
        (cases,) = histories(1, 1500, 0.04, seed=100 + seed)
        state, bets = MonitorState(terms=Terms(epsilon=0.02, threshold=500)), rate.RateBets()
        raised = {"certificate": NEVER, "change": NEVER}
        for t, broken in enumerate(cases[0], start=1):
            state, alarms = audit(state, draft_right=True, returned_right=not broken)
            raised |= dict.fromkeys(alarms, t)
            bets = rate.add_case(bets, hit=bool(broken))
        found = {
            "certificate": first_e_alarm(cases, 0.02, 0.05)[0],
            "change": first_detection(cases, 0.02, 500)[0],
        }
        upper = upper_ends(cases, 0.05, (1500,))[1500][0]
        differences += int(raised != found) + int(rate.interval(bets).high != upper)
    print(f"differences between the package and the histories: {differences} of 40")
    return {"histories": 20, "cases": 1500, "differences": differences}


def drifts(n: int) -> dict[str, Any]:
    """Marks within 20,000 scores without drift, and scores until a mark after the share that passes fell."""
    found: dict[str, Any] = {}
    n_marked = 0
    for seed in range(n):
        rng, window = random.Random(seed), drift.ScoreWindow()
        for _ in range(CASES):
            window = drift.add_score(window, float(rng.random() < 0.8))
        n_marked += bool(window.marks)
    marked = proportion(n_marked, n)
    assert marked is not None
    found["false_marks"] = {"rate": marked.value, "low": marked.low, "high": marked.high, "n": n, "scores": CASES}
    for fall in (0.1, 0.2, 0.3, 0.4):
        when = [_until_marked(0.8, 0.8 - fall, seed) for seed in range(n)]
        noticed = sorted(w for w in when if w is not None)
        median = noticed[n // 2] if len(noticed) > n // 2 else None
        found[f"0.8 to {0.8 - fall:.1f}"] = {"noticed": len(noticed) / n, "median": median, "n": n}
    print(f"drift: {found}")
    return found


def _until_marked(before: float, after: float, seed: int) -> int | None:
    rng, window = random.Random(1000 + seed), drift.ScoreWindow()
    for t in range(4000):
        window = drift.add_score(window, float(rng.random() < (before if t < 2000 else after)))
        if t >= 2000 and window.marks and window.marks[-1] > 2000:
            return t - 1999
    return None


def cost(n_records: int) -> dict[str, Any]:
    """Time of a record and growth of memory, one record in twenty being audited; beside a loop that does nothing."""
    rng = random.Random(0)
    records = [
        RecordSummary(
            seconds=rng.random(), usd=0.001, score=rng.random(), accepted=True, changed=False, disagreement=rng.random()
        )
        for _ in range(1000)
    ]
    broken = [rng.random() < 0.005 for _ in range(1000)]
    started = time.process_time()
    n_seen = 0
    for k in range(n_records):
        n_seen += records[k % 1000].accepted is not None
    bare = time.process_time() - started
    monitor = Monitor(Terms(epsilon=0.02))
    _watch(monitor, records, broken, 20_000)
    memory_kb, took = [_resident_kb()], 0.0
    for _ in range(4):
        started = time.process_time()
        _watch(monitor, records, broken, n_records // 4)
        took += time.process_time() - started
        memory_kb.append(_resident_kb())
    audits = [time.process_time()]
    for k in range(10_000):
        monitor.audit(draft_right=True, returned_right=not broken[k % 1000])
    audits.append(time.process_time())
    found = {
        "n_records": n_records,
        "audited_share": 0.05,
        "us_per_record": 1e6 * took / n_records,
        "us_per_audit": 1e6 * (audits[1] - audits[0]) / 10_000,
        "us_per_turn_of_a_bare_loop": 1e6 * bare / n_records,
        "times_a_bare_loop": took / bare,
        "resident_kb_at_each_quarter": memory_kb,
    }
    print(f"cost: {found}")
    return found


def _resident_kb() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def _watch(monitor: Monitor, records: list[RecordSummary], broken: list[bool], n: int) -> None:
    for k in range(n):
        monitor.feed(records[k % 1000])
        if k % 20 == 0:
            monitor.audit(draft_right=True, returned_right=not broken[k // 20 % 1000])


def _told(shares: dict[str, dict[str, float]]) -> str:
    return ", ".join(f"{name} {s['rate']:.4f} [{s['low']:.4f}, {s['high']:.4f}]" for name, s in shares.items())


def main() -> None:
    """Run everything and write the result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--n", type=int, default=2000, help="histories of each kind")
    parser.add_argument("--records", type=int, default=1_000_000, help="records for time and memory")
    chosen = parser.parse_args()
    figures = {
        "redraft_version": VERSION,
        "command": f"python benchmarks/monitoring.py --n {chosen.n} --records {chosen.records}",
        "seeds": "histories: 1 to 7 by kind, as in the script; drift: 0 to n - 1 and 1000 to 999 + n",
        "delta": DELTA,
        "cost": cost(chosen.records),
        "agreement": agreement(),
        "false_alarms_within_20000_cases": false_alarms(chosen.n),
        "delays_from_the_start": delays_from_the_start(chosen.n),
        "delays_after_a_change": delays_after_a_change(chosen.n),
        "run_lengths": run_lengths(chosen.n),
        "confidence_sequence": confidence(chosen.n),
        "drift": drifts(min(chosen.n, 100)),
    }
    print(f"written: {write_result('monitoring', figures).name}")


if __name__ == "__main__":
    main()
