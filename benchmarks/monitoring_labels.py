"""What missing labels, and labels that come in the order of suspicion, do to the watch.

Histories of audited corrections, of which one in ten changed its draft and needs a label. The labels are simulated; who
waits for whom, what is overdue, and what all of it comes to is the package's own code::

    OMP_NUM_THREADS=1 python benchmarks/monitoring_labels.py  # the result, some eight minutes
    OMP_NUM_THREADS=1 python benchmarks/monitoring_labels.py --n 5 --n-sorted 5  # a look, not a result

*Missing*: twice as many break as promised, and only some of the labels ever come. *Sorted*: exactly as many break as
promised, all labels come, and within 500 audits the broken ones come first (or last). Beside it stands what comes of
counting every label when it comes, and every unchanged answer at once, as a simpler monitor would.

It prints tables and writes ``benchmarks/results/monitoring_labels.json``.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from measuring import write_result
from redraft.core.version import VERSION
from redraft.profiles.monitoring.cases import SAME, Drawn, Labels
from redraft.profiles.monitoring.watched import Watched, begun, with_cases
from redraft.store.monitoring import WHOLE
from redraft.trust.intervals import proportion
from redraft.trust.monitoring import Interval, Terms, interval

TERMS = Terms(epsilon=0.02, delta=0.05)
CHANGED = 0.1
BROKEN, FINE = Labels(draft_right=True, returned_right=False), Labels(draft_right=True, returned_right=True)
NOW, LATER = "2026-01-01", "2026-01-08"
PAGE = 500
"""Audits within which labels come in another order than the audits."""


class Audit(NamedTuple):
    """One audited correction: whether somebody has to label it, and what they would say."""

    needs_label: bool
    labels: Labels


class End(NamedTuple):
    """How a history ended."""

    alarm: bool
    ends: Interval


Arrivals = Callable[[Sequence[Audit], random.Random], list[int]]
"""In which order the labels of some audits come, by their places; those left out never come."""


def history(n: int, rate: float, rng: random.Random) -> list[Audit]:
    """`n` audits of which `rate` broke a right draft, all of them among those that changed it."""
    audits = []
    for _ in range(n):
        needs_label = rng.random() < CHANGED
        broken = needs_label and rng.random() < rate / CHANGED
        audits.append(Audit(needs_label, BROKEN if broken else FINE if needs_label else SAME))
    return audits


def in_turn(audits: Sequence[Audit], arrive: Arrivals, rng: random.Random) -> End:
    """How it ends when audits count in the order in which they were drawn; those without a label, when overdue."""
    states: dict[str, Watched] = {WHOLE: begun(TERMS, NOW)}
    raised = False
    for start in range(0, len(audits), PAGE):
        page = audits[start : start + PAGE]
        waiting = [
            Drawn(start + k, str(start + k), NOW, LATER, None if one.needs_label else SAME)
            for k, one in enumerate(page)
        ]
        for place in arrive(page, rng):
            waiting[place] = waiting[place]._replace(labels=page[place].labels)
            states, alarms = _turned(states, waiting, start, NOW)
            raised = raised or alarms
        states, alarms = _turned(states, waiting, start, LATER)
        raised = raised or alarms
    return End(raised, interval(states[WHOLE].monitor.broken))


def _turned(states: dict[str, Watched], waiting: list[Drawn], start: int, at: str) -> tuple[dict[str, Watched], bool]:
    n_done = states[WHOLE].monitor.evidence.n - start
    changed = with_cases(states, iter(waiting[n_done:]), at=at)
    return changed.states, any(event.key == "alarm 0 certificate" for event in changed.alarms)


def as_they_come(audits: Sequence[Audit], arrive: Arrivals, rng: random.Random) -> End:
    """How it ends when every case counts as soon as it can, and never without its label."""
    states: dict[str, Watched] = {WHOLE: begun(TERMS, NOW)}
    raised = False
    for start in range(0, len(audits), PAGE):
        page = audits[start : start + PAGE]
        settled = [k for k, one in enumerate(page) if not one.needs_label]
        come = [*arrive(page, rng), *settled] if arrive is broken_first else [*settled, *arrive(page, rng)]
        drawn = [Drawn(start + k, str(start + k), NOW, None, page[k].labels) for k in come]
        changed = with_cases(states, drawn, at=NOW)
        states = changed.states
        raised = raised or any(event.key == "alarm 0 certificate" for event in changed.alarms)
    return End(raised, interval(states[WHOLE].monitor.broken))


def labelled(share: float) -> Arrivals:
    """A share of the labels comes, drawn by chance, in any order."""

    def arrive(audits: Sequence[Audit], rng: random.Random) -> list[int]:
        places = [k for k, one in enumerate(audits) if one.needs_label and rng.random() < share]
        rng.shuffle(places)
        return places

    return arrive


def broken_first(audits: Sequence[Audit], rng: random.Random) -> list[int]:
    """People label what looks wrong first."""
    places = [k for k, one in enumerate(audits) if one.needs_label]
    return sorted(places, key=lambda k: (audits[k].labels is not BROKEN, rng.random()))


def broken_last(audits: Sequence[Audit], rng: random.Random) -> list[int]:
    """People label what is easy first."""
    return broken_first(audits, rng)[::-1]


def measured(
    n: int, n_audits: int, rate: float, arrive: Arrivals, end: Callable[..., End], *, seed: int
) -> dict[str, Any]:
    """The share of `n` histories with an alarm of the promise, and with the rate between its ends at the end."""
    found = []
    for k in range(n):
        rng = random.Random(1_000_000 * seed + k)
        found.append(end(history(n_audits, rate, rng), arrive, rng))
    alarms = proportion(sum(one.alarm for one in found), n)
    covered = proportion(sum(one.ends.low <= rate <= one.ends.high for one in found), n)
    assert alarms is not None
    assert covered is not None
    return {
        name: {"rate": one.value, "low": one.low, "high": one.high, "n": n}
        for name, one in (("alarm", alarms), ("covered", covered))
    }


def missing(n: int, n_audits: int) -> dict[str, Any]:
    """Twice as many break as promised; some of the labels never come."""
    found = {}
    for share in (1.0, 0.5, 0.25):
        for end in (in_turn, as_they_come):
            row = measured(n, n_audits, 2 * TERMS.epsilon, labelled(share), end, seed=1)
            found[f"{share:g} labelled, {end.__name__}"] = row
            print(f"{share:.0%} of the labels come, {end.__name__}: {_told(row)}", flush=True)
    return found


def sorted_labels(n: int, n_in_turn: int, n_audits: int) -> dict[str, Any]:
    """Exactly as many break as promised; all labels come, sorted by what they say within 500 audits.

    A small share needs more histories than a large one: `n_in_turn` where audits count in turn, `n` where they do not.
    """
    found = {}
    for arrive in (broken_first, broken_last):
        for end in (in_turn, as_they_come):
            row = measured(n_in_turn if end is in_turn else n, n_audits, TERMS.epsilon, arrive, end, seed=2)
            found[f"{arrive.__name__}, {end.__name__}"] = row
            print(f"{arrive.__name__}, {end.__name__}: {_told(row)}", flush=True)
    return found


def _told(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {one['rate']:.3f} [{one['low']:.3f}, {one['high']:.3f}]" for name, one in row.items())


def main() -> None:
    """Run everything and write the result."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--n", type=int, default=60, help="histories of each kind")
    parser.add_argument("--n-sorted", type=int, default=400, help="those with sorted labels that are counted in turn")
    parser.add_argument("--audits", type=int, default=4000, help="audits of a history")
    chosen = parser.parse_args()
    command = f"python benchmarks/monitoring_labels.py --n {chosen.n} --n-sorted {chosen.n_sorted}"
    figures = {
        "redraft_version": VERSION,
        "command": f"{command} --audits {chosen.audits}",
        "seeds": "history k: 1,000,000 and 2,000,000 plus k, by kind",
        "epsilon": TERMS.epsilon,
        "delta": TERMS.delta,
        "changed_share": CHANGED,
        "missing_labels_at_twice_the_promised_rate": missing(chosen.n, chosen.audits),
        "sorted_labels_at_the_promised_rate": sorted_labels(chosen.n, chosen.n_sorted, chosen.audits),
    }
    print(f"written: {write_result('monitoring_labels', figures).name}")


if __name__ == "__main__":
    main()
