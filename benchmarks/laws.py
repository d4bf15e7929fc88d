"""Every law of `redraft.trust.laws` beside its simulation, at full size.

    python benchmarks/laws.py

Prints the table and writes it to results/laws.txt and results/laws.json. Each row has what the law says, what was
measured, the standard error, and the difference in standard errors. `inexact` is how far off a law is known to be that
is an approximation; a row without it is exact, and must agree within 4 standard errors.

The table is that of the first seed. The lines at its end say for every seed how far off the exact rows were: if the
laws hold and the errors are right, the mean square of their differences is about 1 (rows that share draws move
together). Takes about a minute of one core.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from redraft.core.version import VERSION
from redraft.trust.laws import Gating, best_threshold, majority
from redraft.trust.simulations import (
    BandRun,
    Comparison,
    Setting,
    blurred,
    displaced,
    redrawn,
    shuffled,
    simulate_confident,
    simulate_flag_ratio,
    simulate_gain,
    simulate_list,
    simulate_mixed_prompts,
    simulate_noise,
    simulate_one_round,
    simulate_pair,
    simulate_redrawn,
    simulate_rounds,
    simulate_shuffled,
    simulate_stopping,
    simulate_voting,
    simulate_whole_lists,
)

RESULTS = Path(__file__).resolve().parent / "results"
N_ERRORS = 4.0
"""One of the some hundred and fifty rows would be farther off than this by chance in 1 run of 100."""

HELPFUL = Setting(accuracy=0.6, sensitivity=0.7, specificity=0.8, repair_rate=0.4, break_rate=0.5)
HARMFUL = Setting(accuracy=0.8, sensitivity=0.6, specificity=0.7, repair_rate=0.3, break_rate=0.6)
CAREFUL = Setting(accuracy=0.9, sensitivity=0.5, specificity=0.9, repair_rate=0.2, break_rate=0.7)
GATINGS: tuple[Gating, ...] = ("none", "check_after_fix")
SETTINGS = {"helpful": HELPFUL, "harmful": HARMFUL, "careful": CAREFUL}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table.

    Attributes:
        section: which law.
        case: its parameters.
        run: law, measurement, standard error and n.
        inexact: how far off the law is known to be; 0 for an exact one.
        one_sided: whether the law is a band or a floor, and `run.law` its nearest point.
        agrees: whether chance and that explain the difference.
    """

    section: str
    case: str
    run: Comparison
    inexact: float
    one_sided: bool
    agrees: bool


def rows(n_draws: int, n_chains: int, seed: int) -> Iterator[Row]:
    """The whole table, row by row."""
    yield from chain_rows(n_chains, seed)
    yield from vote_rows(n_chains, seed)
    yield from ranking_rows(n_draws, seed)
    yield from band_rows(n_draws, seed)
    yield from pair_rows(n_draws, seed)
    yield from gain_rows(n_draws, seed)


def chain_rows(n: int, seed: int) -> Iterator[Row]:
    """Rounds of a critic that passes or fails."""
    for name, setting in SETTINGS.items():
        for gating in GATINGS:
            history = simulate_rounds(setting, n_rounds=10, n=n, seed=seed, gating=gating)
            for i in (1, 2, 3, 5, 10):
                yield row("accuracy after rounds", f"{name}, gate {gating}, round {i}", history[i])
            run = simulate_one_round(setting, n=n, seed=seed, gating=gating)
            yield row("gain of one round", f"{name}, gate {gating}", run)
    for shared in (0.25, 0.5, 1.0):
        run = simulate_one_round(HARMFUL, n=n, seed=seed, gating="check_after_fix", shared_errors=shared)
        yield row("gain of one round, errors shared", f"harmful, shared {shared:g}", run)
    for concentration in (2.0, 0.5):
        mixed = simulate_mixed_prompts(HELPFUL, concentration=concentration, n_rounds=10, n=n, seed=seed)
        for i in (1, 3, 10):
            yield row("accuracy, prompts that differ", f"helpful, concentration {concentration:g}, round {i}", mixed[i])


def vote_rows(n: int, seed: int) -> Iterator[Row]:
    """Several votes on a draft."""
    for k in (1, 3, 5, 9, 15):
        h = best_threshold(
            HARMFUL.accuracy,
            n_votes=k,
            sensitivity=HARMFUL.sensitivity,
            specificity=HARMFUL.specificity,
            repair_rate=HARMFUL.repair_rate,
            break_rate=HARMFUL.break_rate,
        ).threshold
        for name, threshold in (("majority", majority(k)), ("best", h)):
            run = simulate_voting(HARMFUL, n_votes=k, threshold=threshold, n=n, seed=seed)
            yield row("gain with votes", f"harmful, k {k}, {name} h {threshold}", run)
    for correlation in (0.0, 0.1, 0.3, 0.6):
        # A majority of 51 independent votes flags a right draft once in a million: no simulation of this size sees it.
        for k in (1, 5, 15, 51) if correlation else (1, 5):
            run = simulate_flag_ratio(
                sensitivity=0.7, specificity=0.8, n_votes=k, correlation=correlation, n=n, seed=seed
            )
            yield row("likelihood ratio of a majority", f"s .7, t .8, correlation {correlation:g}, k {k}", run)


def ranking_rows(n: int, seed: int) -> Iterator[Row]:
    """Rankings with noise."""
    for n_answers, n_shuffled, d in [(8, m, d) for m in (2, 4, 6, 8) for d in (1, 5)] + [(16, 8, 5)]:
        run = simulate_shuffled(n_answers, n_shuffled, n_dimensions=d, n=n, seed=seed)
        case = f"N {n_answers}, shuffled {n_shuffled}, d {d}"
        yield row("alignment, scores shuffled", case, run.alignment)
        yield row("cosine, scores shuffled", case, run.cosine)
    for n_answers in (8, 32):
        for rate in (0.1, 0.25, 0.5, 0.75):
            orders = simulate_redrawn(n_answers, rate, n=n, seed=seed)
            case = f"N {n_answers}, redrawn at {rate:g}"
            yield row("alignment, scores redrawn", case, orders.alignment)
            yield row("tau, scores redrawn", case, orders.tau)
    for confidence in (0.5, 1.0, 2.0):
        for m in (2, 4, 6):
            confident = simulate_confident(8, m, confidence=confidence, n_dimensions=5, n=n, seed=seed)
            yield row("alignment, model not neutral", f"N 8, shuffled {m}, confidence {confidence:g}", confident, 0.015)
    for rate in (0.25, 0.75):
        lists = simulate_whole_lists(8, rate, confidence=1.0, n_dimensions=5, n=n, seed=seed)
        yield row("alignment, whole rankings random", f"N 8, random at {rate:g}, confidence 1", lists)


def band_rows(n: int, seed: int) -> Iterator[Row]:
    """Families of noise: is the alignment between tau and tau + .75 tau (1 - tau)? The law is the band's nearer end."""
    for n_answers in (8, 32):
        families = {
            **{f"shuffled {m}": shuffled(m) for m in (n_answers // 4, n_answers // 2, 3 * n_answers // 4)},
            **{f"redrawn {rate:g}": redrawn(rate) for rate in (0.1, 0.25, 0.5, 0.75)},
            **{f"blurred {deviation:g}": blurred(deviation) for deviation in (0.25, 0.75, 2.0)},
            **{f"displaced {dispersion:g}": displaced(dispersion) for dispersion in (0.2, 0.5, 0.8)},
        }
        for name, noise in families.items():
            run = simulate_noise(noise, n_answers, name=name, n=n, seed=seed)
            yield row(
                "alignment in the band of tau",
                f"N {n_answers}, {name}, tau {run.tau:.3f}",
                nearest(run),
                one_sided=True,
            )


def pair_rows(n: int, seed: int) -> Iterator[Row]:
    """Critics that compare two answers."""
    for q in (0.6, 0.75, 0.9):
        for loss in (0.5, 0.3, 0.1):
            run = simulate_pair(q, loss, n=n, seed=seed)
            yield row("part of the step, one pair", f"q {q:g}, model wrong {loss:g}", run)
        run = simulate_list(6, q, confidence=1.0, n=n, seed=seed)
        yield row("part of the step, list of 6", f"q {q:g}", run)
    for q in (0.6, 0.75, 0.9, 0.99):
        # From indifference to .99 takes some thousand steps; the first half is left out of the mean.
        stopped = simulate_stopping(q, n=max(100, n // 40), seed=seed, n_steps=12_000)
        yield row("where the model stops", f"q {q:g}", stopped)


def gain_rows(n: int, seed: int) -> Iterator[Row]:
    """What a step gains."""
    for m in (2, 4, 6):
        run = simulate_gain(8, m, n=n, seed=seed)
        yield row("gain ratio, small step", f"N 8, shuffled {m}", run.small_step)
        yield row("gain ratio, best step", f"N 8, shuffled {m}", run.best_step_exact)
        floor = run.best_step
        above = Comparison(
            law=max(floor.law, floor.measured), measured=floor.measured, standard_error=floor.standard_error, n=floor.n
        )
        yield row(
            "gain ratio, best step, floor A^2", f"N 8, shuffled {m}, floor {floor.law:.3f}", above, one_sided=True
        )


def nearest(run: BandRun) -> Comparison:
    """A measurement beside the nearest point of its band."""
    law = min(max(run.measured, run.low), run.high)
    return Comparison(law=law, measured=run.measured, standard_error=run.standard_error, n=run.n)


def row(section: str, case: str, run: Comparison, inexact: float = 0.0, *, one_sided: bool = False) -> Row:
    """A line of the table."""
    agrees = run.agrees(within=inexact, n_errors=N_ERRORS)
    return Row(section=section, case=case, run=run, inexact=inexact, one_sided=one_sided, agrees=agrees)


def table(lines: list[Row]) -> str:
    """The rows as text, under a heading for each law."""
    out, section = [], ""
    places = {line.section: i for i, line in reversed(list(enumerate(lines)))}
    for line in sorted(lines, key=lambda line: places[line.section]):
        if line.section != section:
            section = line.section
            out.append(f"\n{section:50}{'law':>10}{'measured':>10}{'error':>9}{'off by':>8}{'inexact':>9}{'n':>9}")
        run = line.run
        off = f"{run.difference / run.standard_error:+.1f}" if run.standard_error else "0"
        inexact = f"{line.inexact:g}" if line.inexact else ""
        figures = f"{run.law:10.4f}{run.measured:10.4f}{run.standard_error:9.4f}{off:>8}{inexact:>9}{run.n:9}"
        out.append(f"  {line.case:48}{figures}{'' if line.agrees else '  DIFFERS'}")
    return "\n".join(out)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How far off the rows of one seed were.

    Attributes:
        seed: that fixed the draws.
        n_differ: rows farther off than chance and known inexactness explain.
        n_exact: rows of exact laws in which something is random.
        mean_square: of their differences, in standard errors.
        largest: of their differences, in standard errors.
    """

    seed: int
    n_differ: int
    n_exact: int
    mean_square: float
    largest: float


def summary(seed: int, lines: list[Row]) -> Summary:
    """How far off the rows of one seed were; bands and floors, which are not laws of a number, aside."""
    exact = [line.run for line in lines if not line.inexact and not line.one_sided and line.run.standard_error]
    off = [run.difference / run.standard_error for run in exact]
    return Summary(
        seed=seed,
        n_differ=sum(not line.agrees for line in lines),
        n_exact=len(off),
        mean_square=sum(z * z for z in off) / len(off),
        largest=max(map(abs, off)),
    )


def main() -> int:
    """Run everything, print the table and keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=20_000, help="rankings and steps of each case")
    parser.add_argument("--chains", type=int, default=200_000, help="drafts of each case")
    parser.add_argument("--seeds", type=int, default=5, help="0 to this number less 1")
    parser.add_argument("--results", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    start = time.process_time()
    tables = {seed: list(rows(chosen.draws, chosen.chains, seed)) for seed in range(chosen.seeds)}
    spent = time.process_time() - start
    summaries = [summary(seed, lines) for seed, lines in tables.items()]
    head = (
        f"python benchmarks/laws.py --draws {chosen.draws} --chains {chosen.chains} --seeds {chosen.seeds}\n"
        f"redraft {VERSION}; {len(tables[0])} rows; {spent:.0f} s of one core"
    )
    ends = [
        f"seed {s.seed}: {s.n_differ} rows differ by more than {N_ERRORS:g} standard errors and what is known to be "
        f"inexact; {s.n_exact} exact rows, mean square {s.mean_square:.2f}, largest {s.largest:.1f}"
        for s in summaries
    ]
    text = "\n".join([head, table(tables[0]), "", *ends, ""])
    print(text, end="")
    kept = {
        "redraft": VERSION,
        "draws": chosen.draws,
        "chains": chosen.chains,
        "n_errors": N_ERRORS,
        "seeds": [asdict(s) for s in summaries],
        "rows_of_seed_0": [asdict(line) for line in tables[0]],
    }
    (chosen.results / "laws.txt").write_text(text)
    (chosen.results / "laws.json").write_text(json.dumps(kept, indent=1) + "\n")
    return 1 if any(s.n_differ for s in summaries) else 0


if __name__ == "__main__":
    sys.exit(main())
