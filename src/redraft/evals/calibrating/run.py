"""A calibration as one function."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from redraft.engine.plan import Plan
from redraft.evals.calibrating.advice import Advice, advice_of
from redraft.evals.calibrating.certifying import Calibrated, Promise, certificate_of
from redraft.evals.calibrating.checks import (
    check_classes,
    check_enough,
    check_failures,
    check_own_data,
    check_ranking,
    check_scores,
)
from redraft.evals.calibrating.independent import are_draws, n_independent
from redraft.evals.calibrating.journal import Journal
from redraft.evals.calibrating.looks import with_look
from redraft.evals.calibrating.options import Option, alignment_option, resampling_options
from redraft.evals.calibrating.profile import ProfileFigures, profile_figures
from redraft.evals.calibrating.rows import CalibrationRow, row_of
from redraft.evals.playing import Arm, Played, play
from redraft.evals.samples import SampleData, case_hash
from redraft.profiles.fingerprints import fingerprint, fingerprint_with
from redraft.store.codec import encode
from redraft.trust.certificate.document import CertificateFile
from redraft.trust.laws import Gating

GATINGS: Mapping[str, Gating] = {"check_after_fix": "check_after_fix", "best": "check_after_fix", "latest": "none"}
"""The gates as the laws of rounds know them; on verdicts that pass or fail the best score is check after fix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationConfig:
    """What is calibrated and how.

    Attributes:
        data: the cases.
        plan: the profile's; neither its recorder nor its certificate is used.
        promise: what shall be certified.
        advises: whether other strategies are played beside the profile.
        journal: file that played cases are kept in, made or gone on with.
        out: where the certificate goes, and where that of an earlier look at the cases lies; None for nowhere.
        concurrency: corrections side by side, at least 1.
        earlier: the profile's certificate, if it has one.
        command: what the certificate says it was made by.
    """

    data: SampleData
    plan: Plan
    promise: Promise
    advises: bool = True
    journal: Path
    out: Path | None = None
    concurrency: int
    earlier: CertificateFile | None = None
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one way of answering is.

    Attributes:
        way: its name.
        n: cases.
        n_done: done so far, those of an earlier run included.
        n_before: done by an earlier run.
    """

    way: str
    n: int
    n_done: int
    n_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What came of it.

    Attributes:
        certificate: what is certified, also where that is nothing.
        profile: what the profile did to the cases.
        advice: what would do better; None where nothing was played beside it.
        notes: what a reader must know besides.
    """

    certificate: CertificateFile
    profile: ProfileFigures
    advice: Advice | None
    notes: tuple[str, ...]


async def calibrate(
    config: CalibrationConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None
) -> Calibration:
    """The certificate of a profile and what else its cases tell.

    Raises:
        Misuse: when the data cannot lead to a certificate, before anything is asked as far as that can be known.
        StoreError: when what was played cannot be kept.
    """
    promise, samples = config.promise, config.data.samples
    check_enough(n_independent(config.data), epsilon=promise.epsilon, delta=promise.level, in_halves=promise.net)
    plan = replace(config.plan, recorder=None, observers=(), guarantee=None)
    on = Calibrated(
        data=config.data.name,
        sha256=config.data.sha256,
        case_hashes=tuple(case_hash(sample.prompt) for sample in samples),
        fingerprint=fingerprint_with(plan, [sample.prompt for sample in samples]),
        command=config.command,
    )
    promise = promise if config.out is None else with_look(promise, on, config.out)
    journal = Journal(config.journal, CalibrationRow)
    done = journal.rows()
    profile = Arm(name="profile", plan=plan)
    with journal:
        rows = await _played(profile, config, journal, done, on_progress)
        check_classes(rows)
        check_scores(rows)
        figures = profile_figures(rows, gating=GATINGS.get(plan.acting_gate.name))
        own_data = check_own_data(config.earlier, config.data.sha256)
        notes = (*check_ranking(figures), *check_failures(rows), *own_data)
        file = certificate_of(rows, promise, on, are_draws=are_draws(config.data))
        advice = None
        if config.advises:
            advice = await _advised(profile, rows, config, journal, done, on_progress)
    return Calibration(certificate=file, profile=figures, advice=advice, notes=notes)


async def _advised(
    profile: Arm,
    own_rows: Sequence[CalibrationRow],
    config: CalibrationConfig,
    journal: Journal[CalibrationRow],
    done: Mapping[tuple[str, str], CalibrationRow],
    on_progress: Callable[[Progress], None],
) -> Advice:
    """Few other ways on the same cases, at about the same number of calls, and which of all to take."""
    own = Option(strategy=profile.plan.strategy.name, arm=profile, rounds=(_rounds(own_rows),), has_scores=True)
    options: dict[str, Option] = {}
    played: dict[str, Sequence[CalibrationRow]] = {profile.name: own_rows}

    async def add(option: Option) -> None:
        played[option.arm.name] = await _played(option.arm, config, journal, done, on_progress)
        options[option.arm.name] = option

    if profile.plan.critics:
        await add(alignment_option(profile.plan))
    most = max(sum(row.calls for row in rows) / len(rows) for rows in played.values())
    n_answers = sum(len(row.right) for row in own_rows)
    judging = (sum(row.calls for row in own_rows) - n_answers) / max(1, n_answers)
    for option in resampling_options(profile.plan, config.data.samples, calls=most, calls_of_critics=judging):
        await add(option)
    return advice_of(own, options, played, epsilon=config.promise.epsilon, grid=config.promise.grid)


async def _played(
    arm: Arm,
    config: CalibrationConfig,
    journal: Journal[CalibrationRow],
    done: Mapping[tuple[str, str], CalibrationRow],
    on_progress: Callable[[Progress], None],
) -> tuple[CalibrationRow, ...]:
    """The cases played in one way, those of an earlier run taken from the journal."""
    key, samples = key_of(arm, config.data), config.data.samples
    before = [done.get((key, sample.prompt.id)) for sample in samples]
    # Where the model gave no answer at all, as when its endpoint was away, or a critic failed, they are asked again.
    found = {row.id: row for row in before if row is not None and row.right and not any(row.failed)}
    n_before = len(found)

    def keep(played: Played) -> None:
        row = row_of(played, key=key)
        journal.add(row)
        found[row.id] = row
        on_progress(Progress(way=arm.name, n=len(samples), n_done=len(found), n_before=n_before))

    on_progress(Progress(way=arm.name, n=len(samples), n_done=n_before, n_before=n_before))
    missing = [sample for sample in samples if sample.prompt.id not in found]
    await play(arm, missing, concurrency=config.concurrency, on_played=keep)
    return tuple(found[sample.prompt.id] for sample in samples)


def key_of(arm: Arm, data: SampleData) -> str:
    """Names data, scorers, plan and seed: rows of another key were not played like this."""
    scorers = sorted({(sample.scorer.name, sample.scorer.version) for sample in data.samples})
    content = encode({"data": data.sha256, "scorers": scorers, "plan": fingerprint(arm.plan), "seed": arm.plan.seed})
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _rounds(rows: Sequence[CalibrationRow]) -> int:
    return max((len(row.right) for row in rows), default=1) - 1
