"""The result of `redraft eval embedded` as text."""

from redraft.evals.embedded.results import Curve, EmbeddedResult, SeedResult


def _line(curve: Curve) -> str:
    attempts = " ".join(f"{100 * estimate.value:5.1f}" for estimate in curve.by_attempt)
    last = curve.last
    interval = f"[{100 * last.low:.1f}, {100 * last.high:.1f}]"
    moved = f"+{100 * curve.repaired:.1f} -{100 * curve.broken:.1f}" if len(curve.by_attempt) > 1 else ""
    critic = curve.critic or "none"
    return f"  {curve.condition:<44} {critic:<9} {attempts:<47} {interval:<14} {moved:<13} {curve.mean_calls:5.1f}"


def _table(seed: SeedResult, family: str, measure: str) -> list[str]:
    curves = [curve for curve in seed.curves if curve.family == family and curve.measure == measure]
    if not curves:
        return []
    first = curves[0]
    head = f"{family}: % {measure} by attempt; {first.n_prompts} prompts, {first.n_problems} distinct problems"
    columns = (
        f"  {'condition':<44} {'critic':<9} {'attempt 1, 2, ...':<47} {'95 % of last':<14} {'rep., broken':<13} calls"
    )
    return ["", head, columns, *map(_line, curves)]


def _seed_lines(seed: SeedResult) -> list[str]:
    lines = [f"== {seed.weights}"]
    for family in ("pref", "count", "safe"):
        for measure in dict.fromkeys(curve.measure for curve in seed.curves if curve.family == family):
            lines += _table(seed, family, measure)
    if seed.notes:
        lines += ["", *(f"note: {note}" for note in seed.notes)]
    lines += ["", "targets"]
    lines += [
        f"  {'met   ' if target.met else 'MISSED'}  {target.name}: {target.measured} (wanted: {target.wanted})"
        for target in seed.targets
    ]
    return lines


def as_text(result: EmbeddedResult) -> str:
    """Tables, notes and targets of every set of weights."""
    lines = [line for seed in result.seeds for line in (*_seed_lines(seed), "")]
    n_met = sum(target.met for seed in result.seeds for target in seed.targets)
    n_all = sum(len(seed.targets) for seed in result.seeds)
    return "\n".join([*lines, f"{n_met} of {n_all} targets met; {result.cpu_s:.0f} CPU-seconds"])
