"""The whole proof as one function, and its forecast as another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from redraft.core import Critic, Model
from redraft.core.version import VERSION
from redraft.errors import Misuse, ModelError
from redraft.evals.prove.advice import advise
from redraft.evals.prove.arms import WayArm, arms_of
from redraft.evals.prove.calls import Calls
from redraft.evals.prove.curves import Curve
from redraft.evals.prove.forecast import ProveForecast, forecast
from redraft.evals.prove.play import PlayedTask, play_all
from redraft.evals.prove.result import ProveResult, critic_results, curves_of
from redraft.evals.prove.samples import prove_samples
from redraft.evals.sample import Sample
from redraft.profiles.assembly import assemble
from redraft.profiles.choices import Choices
from redraft.profiles.estimate import pretending
from redraft.prompts import LANGUAGES, Language
from redraft.settings import Settings

OWN_CHECK = "self_check"
N_ENDPOINT, N_LOCAL = 150, 800
"""Tasks: so many that an endpoint is asked 1,000 to 1,500 times; the embedded model answers more in half a minute."""
FORCED_ENDPOINT, FORCED_LOCAL = 1, 5
"""Redrafts that are written whatever the verdict: the first says what redrafting does to drafts that passed; further
ones only show how that goes on."""


PATIENCE = 20
"""Tasks in a row without a draft after which a run ends: an endpoint that went away is not asked for hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveConfig:
    """What is proved, and how thoroughly.

    Attributes:
        settings: who writes, and where critics are looked up.
        model: who writes instead, such as one that the caller opened; None for the settings' own.
        critics: further critics beside the model's own check, by name.
        n: tasks; None for `N_LOCAL` of the embedded model's own, else `N_ENDPOINT`.
        families: families of tasks; none for all.
        grades: grades of tasks, 1 to 5; none for all.
        language: of the tasks.
        rounds: redrafts at most, at least 1.
        n_forced: redrafts that are written whatever the verdict, at least 1 and at most `rounds`; None for
            `FORCED_LOCAL` or `FORCED_ENDPOINT`.
        n_votes: answers of the majority vote, at least 1.
        concurrency: tasks side by side; None for the settings'.
        journal: file that every answered call is kept in; None for memory alone.
        seed: fixes every draw.

    Raises:
        Misuse: when a number is out of its range, or there are no tasks in the language.
    """

    settings: Settings
    model: Model | None = None
    critics: tuple[str, ...] = ()
    n: int | None = None
    families: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    language: Language = "en"
    rounds: int = 5
    n_forced: int | None = None
    n_votes: int = 5
    concurrency: int | None = None
    journal: Path | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what could not end well."""
        for name, value in (("rounds", self.rounds), ("n_votes", self.n_votes), ("concurrency", self.concurrency)):
            if value is not None and value < 1:
                raise Misuse(f"`{name}` must be 1 or more, got {value!r}")
        if self.language not in LANGUAGES:
            raise Misuse(f"there are tasks in {' and '.join(LANGUAGES)}, got {self.language!r}; choose one of these")
        if self.n_forced is not None and not 1 <= self.n_forced <= self.rounds:
            raise Misuse(f"`n_forced` must lie between 1 and the {self.rounds} rounds, got {self.n_forced!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A run: its figures, and everything that was played for them.

    Attributes:
        result: the figures.
        arms: the ways of answering.
        played: every task in every way.
    """

    result: ProveResult
    arms: tuple[WayArm, ...]
    played: tuple[PlayedTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is.

    Attributes:
        n: tasks.
        n_done: tasks that were answered in every way.
        n_right: drafts so far that are right.
        n_unscored: tasks so far whose draft never came.
        n_sent: calls so far that were answered.
        n_before: calls that an earlier run left.
        n_failed: calls so far that failed.
    """

    n: int
    n_done: int
    n_right: int
    n_unscored: int
    n_sent: int
    n_before: int
    n_failed: int


async def forecast_proof(config: ProveConfig) -> ProveForecast:
    """What a run would take; no model is asked.

    Raises:
        Misuse: when the run could not begin.
    """
    calls = Calls()
    table = _table(config, lambda model: calls.around(pretending(model)))
    return await forecast(table.arms, calls, table.samples)


async def prove(config: ProveConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None) -> Proof:
    """Whether correcting helps this model, on tasks made for it now.

    The first half of the tasks is estimated from and chosen on, the second half is measured on. What a failed call
    leaves unanswered is asked again by the next run with the same journal.

    Args:
        config: what is proved.
        on_progress: told after every task.

    Raises:
        Misuse: when a setting cannot work.
        ModelError: when the very first call fails, or `PATIENCE` drafts in a row: an endpoint that refuses is not asked
            a thousand times.
    """
    calls = Calls(config.journal)
    with calls.opened():
        table = _table(config, calls.around)
        await _first_call(table.arms, table.samples[0], calls)
        progress = Progress(
            n=len(table.samples), n_done=0, n_right=0, n_unscored=0, n_sent=0, n_before=calls.n_before, n_failed=0
        )

        n_in_a_row = 0

        def count(task: PlayedTask) -> None:
            nonlocal progress, n_in_a_row
            right = task.ways[0].outcome.right
            n_in_a_row = n_in_a_row + 1 if task.ways[0].final is None else 0
            progress = replace(
                progress,
                n_done=progress.n_done + 1,
                n_right=progress.n_right + (right is True),
                n_unscored=progress.n_unscored + (right is None),
                n_sent=calls.n_sent,
                n_failed=calls.n_failed,
            )
            on_progress(progress)
            if n_in_a_row == PATIENCE:
                raise ModelError(
                    f"{PATIENCE} tasks in a row got no draft, the last one because: {calls.last_failure}; what was "
                    "answered is kept, and the same command goes on from there"
                )

        played = await play_all(table.arms, table.samples, concurrency=table.concurrency, on_played=count)
    return Proof(result=_result(table, played, calls, config.seed), arms=table.arms, played=played)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Everything laid out for a run."""

    model: Model
    arms: tuple[WayArm, ...]
    samples: tuple[Sample, ...]
    concurrency: int


def _table(config: ProveConfig, wrap: Callable[[Model], Model]) -> _Table:
    names = list(dict.fromkeys((OWN_CHECK, *config.critics)))
    choices: Choices = {"config": config.settings, "model": config.model, "critics": names, "store": False}
    assembly = assemble(choices, wrap=wrap, wrap_local=True)
    model = assembly.plan.model
    own_world = model.dialect == "trace"
    n = config.n if config.n is not None else N_LOCAL if own_world else N_ENDPOINT
    n_forced = config.n_forced if config.n_forced is not None else FORCED_LOCAL if own_world else FORCED_ENDPOINT
    samples = prove_samples(
        n,
        model.dialect,
        seed=config.seed,
        families=config.families,
        grades=config.grades,
        language=config.language,
    )
    critics: Sequence[Critic] = assembly.plan.critics
    arms = arms_of(
        model,
        critics,
        samples,
        rounds=config.rounds,
        n_forced=min(n_forced, config.rounds),
        n_votes=config.n_votes,
        seed=config.seed,
        critic_timeout_s=assembly.plan.critic_timeout_s,
    )
    concurrency = config.concurrency or assembly.concurrency
    return _Table(model=model, arms=arms, samples=samples, concurrency=concurrency)


async def _first_call(arms: Sequence[WayArm], sample: Sample, calls: Calls) -> None:
    """One draft; its failure ends the run."""
    (played,) = await play_all(arms[:1], [sample], concurrency=1)
    if played.ways[0].final is None and isinstance(calls.last_failure, ModelError):
        raise calls.last_failure


def _result(table: _Table, played: tuple[PlayedTask, ...], calls: Calls, seed: int) -> ProveResult:
    answered = [task for task in played if task.ways[0].final is not None]
    ways = [way for task in answered for way in task.ways]
    curves: tuple[Curve, ...] = curves_of(played, table.arms)
    return ProveResult(
        model=table.model.name,
        seed=seed,
        n_tasks=len(played),
        n_unscored=sum(task.ways[0].outcome.right is None for task in played),
        n_empty=sum(not task.ways[0].record.context.attempts[0].draft.text.strip() for task in answered),
        n_broken_off=sum(way.record.decisions[-1].reason in ("model_error", "refused", "context_full") for way in ways),
        n_answers=len(ways),
        critics=critic_results(played, table.arms, seed=seed),
        curves=curves,
        advice=advise(played, table.arms),
        usage=calls.usage(),
        n_sent=calls.n_sent,
        n_failed=calls.n_failed,
        redraft_version=VERSION,
    )
