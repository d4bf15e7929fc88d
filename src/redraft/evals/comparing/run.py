"""The evaluation as one function."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from redraft.core import Prompt
from redraft.core.version import VERSION
from redraft.engine.plan import Plan
from redraft.errors import Misuse
from redraft.evals.comparing.figures import pairs_of, way_result
from redraft.evals.comparing.journal import Journal, Key
from redraft.evals.comparing.outcome import Outcome, outcome_of
from redraft.evals.comparing.result import Case, Evaluation, Scored, WayResult
from redraft.evals.comparing.slices import labelled, slices_of
from redraft.evals.comparing.ways import Role, Way, cost_of, no_correction, others, own_way
from redraft.evals.playing import Played, play
from redraft.evals.sample import Sample
from redraft.evals.samples import SampleData, case_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationConfig:
    """What is evaluated and how.

    Attributes:
        data: the samples.
        plan: the profile's; its recorder is not used, records go into the folder.
        name: how tables call the profile's own way.
        seeds: run seeds, at least one, all different.
        concurrency: corrections side by side, at least 1.
        folder: where outcomes and records are kept.
        again: whether cases in which the model gave no usable answer before are played once more.
        command: what the evaluation says it was made by.

    Raises:
        Misuse: when it could not end well.
    """

    data: SampleData
    plan: Plan
    name: str
    seeds: tuple[int, ...]
    concurrency: int
    folder: Path
    again: bool = False
    command: str

    def __post_init__(self) -> None:
        """Refuse what could not end well, before anything is asked."""
        if not self.seeds or len(set(self.seeds)) < len(self.seeds):
            raise Misuse(f"`seeds` must be one or more different numbers, got {self.seeds!r}")
        if self.concurrency < 1:
            raise Misuse(f"`concurrency` must be 1 or more, got {self.concurrency!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one way is in one seed.

    Attributes:
        arm: name of the way.
        seed: run seed.
        n: samples.
        n_done: done so far, those of an earlier run included.
        n_before: done by an earlier run.
        n_right: right so far.
        n_unscored: unscored so far.
    """

    arm: str
    seed: int
    n: int
    n_done: int = 0
    n_before: int = 0
    n_right: int = 0
    n_unscored: int = 0


async def evaluate(
    config: EvaluationConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None
) -> Evaluation:
    """The profile's way beside its baselines, on every sample in every seed.

    The profile's own way is played first: the others get at least the calls that it took.

    Raises:
        Misuse: when the folder cannot be used.
        StoreError: when it cannot be written.
    """
    journal = Journal(config.folder, described(config))
    done = journal.outcomes()
    if config.again:
        done = {key: outcome for key, outcome in done.items() if not outcome.failed}
    samples = config.data.samples
    plan = replace(config.plan, recorder=None)
    played: dict[Role, list[Outcome]] = {}
    names: dict[Role, str] = {}
    with journal:
        for seed in config.seeds:
            for way in (own_way(plan, name=config.name, seed=seed), no_correction(plan, seed=seed)):
                names[way.role] = way.name
                played.setdefault(way.role, []).extend(await _outcomes(way, seed, config, journal, done, on_progress))
        cost = cost_of(played["profile"])
        for seed in config.seeds:
            own = [outcome for outcome in played["profile"] if outcome.seed == seed]
            for way in others(plan, samples, own, cost=cost, seed=seed):
                names[way.role] = way.name
                played.setdefault(way.role, []).extend(await _outcomes(way, seed, config, journal, done, on_progress))
    return result_of(config, played, names)


async def _outcomes(
    way: Way,
    seed: int,
    config: EvaluationConfig,
    journal: Journal,
    done: Mapping[Key, Outcome],
    on_progress: Callable[[Progress], None],
) -> Sequence[Outcome]:
    """What becomes of every sample in one way and seed; what was played before is taken as it is."""
    samples = config.data.samples
    found = {s.prompt.id: done[k] for s in samples if (k := (way.name, seed, s.prompt.id)) in done}
    progress = Progress(arm=way.name, seed=seed, n=len(samples), n_before=len(found))

    def told(outcome: Outcome) -> None:
        nonlocal progress
        progress = replace(
            progress,
            n_done=progress.n_done + 1,
            n_right=progress.n_right + (outcome.right is True),
            n_unscored=progress.n_unscored + (outcome.right is None),
        )
        on_progress(progress)

    def keep(one: Played) -> None:
        outcome = outcome_of(one, arm=way.name, seed=seed)
        journal.add(outcome, one.record)
        found[outcome.id] = outcome
        told(outcome)

    for outcome in tuple(found.values()):
        told(outcome)
    missing = [sample for sample in samples if sample.prompt.id not in found]
    await play(way.arm, missing, concurrency=config.concurrency, on_played=keep)
    return [found[sample.prompt.id] for sample in samples]


def described(config: EvaluationConfig) -> dict[str, Any]:
    """What is evaluated, in plain values: a folder holds one such evaluation. Seeds may be added to it."""
    plan = config.plan.described()
    del plan["seed"]
    return {
        "data": config.data.sha256,
        "form": config.data.form,
        "n": len(config.data.samples),
        "way": config.name,
        "plan": plan,
        "scorers": scorers_of(config.data.samples),
    }


def scorers_of(samples: Sequence[Sample]) -> dict[str, str]:
    """Name and version of every scorer."""
    return {sample.scorer.name: sample.scorer.version for sample in samples}


def result_of(
    config: EvaluationConfig, played: Mapping[Role, Sequence[Outcome]], names: Mapping[Role, str]
) -> Evaluation:
    """The figures, from what became of every case."""
    samples = config.data.samples
    problems = {sample.prompt.id: sample.problem for sample in samples}
    groups = {sample.prompt.id: dict(sample.groups) for sample in samples}
    own, drafts = played["profile"], played["none"]
    ways: list[WayResult] = [
        way_result(
            role,
            names[role],
            played[role],
            None if role == "profile" else own,
            problems,
            is_upper_bound=role == "oracle",
        )
        for role in _ORDER
        if role in played
    ]
    by_key = {(one.id, one.seed): one for one in own if one.right is not None}
    pairs = pairs_of(drafts, own, problems, strict=False)
    both = [one.id for one in drafts if one.right is not None and (one.id, one.seed) in by_key]
    slices = slices_of(labelled(pairs, [groups[id] for id in both]))
    return Evaluation(
        data=config.data.name,
        form=config.data.form,
        sha256=config.data.sha256,
        n_samples=len(samples),
        n_repeated=config.data.n_repeated,
        model=config.plan.model.name,
        critics=tuple(critic.name for critic in config.plan.critics),
        settings=config.plan.described(),
        scorers=scorers_of(samples),
        seeds=config.seeds,
        ways=tuple(ways),
        slices=slices.found,
        n_slices_left_out=slices.n_left_out,
        command=config.command,
        redraft_version=VERSION,
        cases=tuple(_case(sample.prompt, problems, groups) for sample in samples),
        scored={
            role: tuple(Scored(id=o.id, seed=o.seed, draft=o.draft, right=o.right) for o in outcomes)
            for role, outcomes in played.items()
        },
    )


_ORDER: tuple[Role, ...] = ("profile", "none", "best_of_n", "self_consistency", "ignoring", "oracle")


def _case(prompt: Prompt, problems: Mapping[str, str], groups: Mapping[str, dict[str, str]]) -> Case:
    return Case(id=prompt.id, asked=case_hash(prompt), problem=problems[prompt.id], groups=groups[prompt.id])
