"""The critic of logic, measured on programs that models wrote and on formulas that people did."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from redraft.critics.logic import decide_apart
from redraft.critics.logic.workers import check_installed
from redraft.errors import Misuse
from redraft.evals.labelled.reading import sha256_of
from redraft.evals.logic.cases import GOLD, read_cases
from redraft.evals.logic.figures import Figures, Judged, Voted, figures, is_right, quantile, voted
from redraft.evals.logic.references import Compared, compared

HALVES = ("test", "development", "both")
"""The test half comes first: it is the figure to cite."""

_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicEvalConfig:
    """What is measured.

    Attributes:
        data: files of ``logic_programs`` or ``folio`` rows.
        limit: programs at most of each file; None for all.
        timeout_s: seconds that one program may take.
    """

    data: tuple[Path, ...]
    limit: int | None = None
    timeout_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A program of people's own formulas that says something else than its label.

    Attributes:
        id: which.
        half: of the problems.
        wanted: the label.
        found: what follows; why nothing does, where nothing does.
        conclusion: what was asked.
        notes: what looked like a slip, by key and values.
    """

    id: str
    half: str
    wanted: str
    found: str
    conclusion: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicResult:
    """What was measured.

    Attributes:
        data: names of the files.
        sha256: their digests.
        figures: one entry for each set, model and half.
        votes: one entry for each set and half with programs of several models.
        compared: figures beside references.
        misses: gold formulas that say something else than their label.
        median_ms: processor time of one program, over all programs, milliseconds.
        p95_ms: 95 of 100 programs take at most this.
        timeout_s: seconds that one program had.
    """

    data: tuple[str, ...]
    sha256: tuple[str, ...]
    figures: tuple[Figures, ...]
    votes: tuple[Voted, ...]
    compared: tuple[Compared, ...]
    misses: tuple[Miss, ...]
    median_ms: float
    p95_ms: float
    timeout_s: float


def evaluate_logic(config: LogicEvalConfig, *, on_progress: Callable[[str], None] = lambda _: None) -> LogicResult:
    """Decide every program twice, with and without repairs, and count.

    Args:
        config: what to measure.
        on_progress: gets a line now and then.

    Raises:
        Misuse: when a file cannot be read or holds other rows.
        MissingExtra: when the solvers are not installed.
    """
    check_installed()
    judged = list(_judged(config, on_progress))
    if not judged:
        raise Misuse(f"no programs in {', '.join(map(str, config.data))}; give logic_programs or folio rows")
    groups = tuple(dict.fromkeys((one.case.set, one.case.model) for one in judged))
    found = [
        figures(kept, half)
        for set_, model in groups
        for half in HALVES
        if (kept := [one for one in _half(judged, half) if (one.case.set, one.case.model) == (set_, model)])
    ]
    times = sorted(one.outcome.cpu_ms for one in judged)
    votes = [
        one
        for set_ in dict.fromkeys(set_ for set_, _ in groups)
        for half in HALVES
        if (one := voted([o for o in _half(judged, half) if o.case.set == set_ and o.case.model != GOLD], half))
    ]
    return LogicResult(
        data=tuple(path.name for path in config.data),
        sha256=tuple(sha256_of(path) for path in config.data),
        figures=tuple(found),
        votes=tuple(votes),
        compared=compared(found),
        misses=tuple(_miss(one) for one in judged if one.case.model == GOLD and not is_right(one.case, one.outcome)),
        median_ms=median(times),
        p95_ms=quantile(times, 0.95),
        timeout_s=config.timeout_s,
    )


def _judged(config: LogicEvalConfig, on_progress: Callable[[str], None]) -> Iterator[Judged]:
    for path in config.data:
        for n, case in enumerate(read_cases(path, timeout_s=config.timeout_s)):
            if config.limit is not None and n >= config.limit:
                break
            outcome = decide_apart(case.program, case.settings)
            strict = decide_apart(case.program, replace(case.settings, repairing=False))
            yield Judged(case=case, outcome=outcome, strict=strict)
            if (n + 1) % _REPORT_EVERY == 0:
                on_progress(f"{path.name}: {n + 1} programs")


def _half(judged: Sequence[Judged], half: str) -> list[Judged]:
    return [one for one in judged if half in ("both", one.case.half)]


def _miss(one: Judged) -> Miss:
    notes = (f"{issue.key}: {', '.join(issue.values.values())}" for issue in one.outcome.issues)
    return Miss(
        id=one.case.id,
        half=one.case.half,
        wanted=one.case.answer,
        found=one.outcome.answer or one.outcome.reason or one.outcome.status,
        conclusion=one.case.program.rstrip().rpartition("\n")[2],
        notes=tuple(notes),
    )
