"""The checks of translations, measured on a file of translations whose errors people marked."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.critics.translation import TranslationCritic
from redraft.critics.translation.checks import NAMES
from redraft.evals.labelled.reading import sha256_of
from redraft.evals.steps.halves import Half
from redraft.evals.translation.agreement import Agreement, agreement_of
from redraft.evals.translation.figures import Base, CheckFigures, base_of, figures_of
from redraft.evals.translation.held import ANY, DIGITS, LABELS, LONG, REFUTED, Held, held
from redraft.evals.translation.judged import Judged, read_judged
from redraft.evals.translation.planting import Planted, planted

HALVES: tuple[Half | str, ...] = ("test", "development", "both")
"""The test half comes first: it is the figure to cite."""

_REPORT_EVERY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationEvalConfig:
    """What is measured.

    Attributes:
        data: file of translations with marked errors.
        limit: translations at most, from the beginning; None for all.
        seed: fixes which translations faults are planted into.
    """

    data: Path
    limit: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationResult:
    """The checks on some judged translations.

    Attributes:
        critic_version: version of the critic whose checks they are.
        data: name of the file.
        sha256: of its bytes.
        limit: only so many translations from the beginning; None for all.
        seed: of the planted faults.
        n: translations.
        segments_per_cpu_s: translations checked in a second of processor time, by all checks.
        bases: how often translations have errors.
        figures: of each check that flagged anything, by pair and half.
        silent: checks that flagged nothing: the data has no such fault, or they miss it.
        agreement: what a second rater of the same words says of a mark, both halves: the scale to read lifts by.
        planted: each check on faults that were put into good translations.
        flagged: every translation that was flagged, with what was said.
    """

    critic_version: str
    data: str
    sha256: str
    limit: int | None
    seed: int
    n: int
    segments_per_cpu_s: float
    bases: tuple[Base, ...]
    figures: tuple[CheckFigures, ...]
    silent: tuple[str, ...]
    agreement: tuple[Agreement, ...]
    planted: tuple[Planted, ...]
    flagged: tuple[Held, ...]


def evaluate_translation(
    config: TranslationEvalConfig, *, on_progress: Callable[[str], None] = lambda line: None
) -> TranslationResult:
    """The figures of every check on a file.

    Raises:
        Misuse: when the file or a row of it cannot be read.
        MissingExtra: without the packages of the extra ``translation``.
    """
    ones = read_judged(config.data, limit=config.limit)
    critic = TranslationCritic()
    _warm_up(critic, ones)
    seen: list[Held] = []
    started = time.process_time()
    for one in ones:
        seen.append(held(one, critic))
        if len(seen) % _REPORT_EVERY == 0:
            on_progress(f"{len(seen)} of {len(ones)} translations checked")
    spent_s = time.process_time() - started
    by_systems = [one for one in ones if not one.is_reference]
    named = {name for one in seen for name in one.flagged}
    return TranslationResult(
        critic_version=critic.version,
        data=config.data.name,
        sha256=sha256_of(config.data),
        limit=config.limit,
        seed=config.seed,
        n=len(ones),
        segments_per_cpu_s=len(ones) / max(spent_s, 1e-9),
        bases=tuple(base_of(part, pair=pair, half=half, of=of) for pair, half, of, part in _parts(seen)),
        figures=tuple(
            figures_of(check, part, pair=pair, half=half, of=of)
            for check in (*NAMES, REFUTED, ANY, LONG, DIGITS)
            if check in named
            for pair, half, of, part in _parts(seen)
        ),
        silent=tuple(name for name in NAMES if name not in named and name != "glossary"),
        agreement=agreement_of(by_systems, LABELS),
        planted=tuple(row for half in HALVES for row in planted(by_systems, critic, half=half, seed=config.seed)),
        flagged=tuple(one for one in seen if one.said),
    )


def _warm_up(critic: TranslationCritic, ones: Sequence[Judged]) -> None:
    """Load what is loaded once, so that the speed is that of checking."""
    for one in ones[:1]:
        critic.flaws(one.segment, one.target)


def _parts(seen: Sequence[Held]) -> list[tuple[str, str, str, list[Held]]]:
    """Pair, half, whose translations, and those translations; systems first."""
    pairs = sorted({one.pair for one in seen})
    names = [*pairs, "all"] if len(pairs) > 1 else pairs
    found = []
    for of in ("systems", "references"):
        for pair in names:
            for half in HALVES:
                part = [
                    one
                    for one in seen
                    if one.is_reference == (of == "references")
                    and pair in ("all", one.pair)
                    and half in ("both", one.half)
                ]
                if part:
                    found.append((pair, str(half), of, part))
    return found
