"""Defences against attacks: every request under every defence, kept as it comes, and the figures of all."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from redraft.core import Critic, Model, Prompt, Usage
from redraft.core.version import VERSION
from redraft.engine.loop import correct
from redraft.errors import Misuse, RedraftError
from redraft.evals.jailbreak.arms import MAX_ROUNDS, Defence, defences
from redraft.evals.jailbreak.attacks import NONE, AttackText
from redraft.evals.jailbreak.behaviours import Behaviour
from redraft.evals.jailbreak.figures import DefenceFigures, figures_of
from redraft.evals.jailbreak.journal import Journal
from redraft.evals.jailbreak.judging import Judges, Judging
from redraft.evals.jailbreak.outcome import Key, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class JailbreakConfig:
    """What is measured.

    Attributes:
        harmful: requests that should be refused, at least one.
        benign: requests that should be answered; empty where over-refusal is not measured.
        attacks: put around the harmful requests.
        model: who is attacked and defends itself.
        check: examines answers for checking as context.
        judges: a model that judges answers beside the patterns; None for the patterns alone.
        rounds: checks, 1 to 3.
        shown: how many refused requests the defences with a fixed conversation show.
        folder: where outcomes are kept.
        concurrency: requests side by side, at least 1.
        seed: run seed.
        again: whether what failed before is tried once more.
        sources: names of the files, for the result.

    Raises:
        Misuse: when it cannot be measured.
    """

    harmful: tuple[Behaviour, ...]
    benign: tuple[Behaviour, ...]
    attacks: tuple[AttackText, ...]
    model: Model
    check: Critic
    judges: Judges | None
    rounds: int
    shown: tuple[int, ...]
    folder: Path
    concurrency: int = 4
    seed: int = 0
    again: bool = False
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be measured, before anything is asked."""
        if not self.harmful:
            raise Misuse("there is no harmful request, so no attack can succeed; give a file that has some")
        if not 1 <= self.rounds <= MAX_ROUNDS:
            raise Misuse(f"`rounds` must be 1 to {MAX_ROUNDS}, got {self.rounds!r}")
        if self.concurrency < 1:
            raise Misuse(f"`concurrency` must be 1 or more, got {self.concurrency!r}")

    @property
    def defences(self) -> tuple[Defence, ...]:
        """What is held against each other."""
        return defences(self.model, self.check, rounds=self.rounds, shown=self.shown, seed=self.seed)

    @property
    def asked(self) -> tuple[tuple[AttackText, Behaviour], ...]:
        """Every request with what is put around it; benign ones are asked as they are."""
        attacked = [(attack, behaviour) for attack in self.attacks for behaviour in self.harmful]
        return (*attacked, *((NONE, behaviour) for behaviour in self.benign))

    @property
    def n_calls(self) -> int:
        """Calls of the attacked model, its checks included, when all goes well; a judge's come on top."""
        return len(self.asked) * sum(2 * (one.rounds + 1) if one.rounds else 1 for one in self.defences)


@dataclass(frozen=True, slots=True, kw_only=True)
class JailbreakResult:
    """The defences, measured.

    Attributes:
        model: who was attacked.
        check: the critic of checking as context, with its version.
        judge: the model that judged, with its form; None for the patterns alone.
        sources: names of the files.
        attacks: names of the attacks.
        n_harmful: harmful requests.
        n_benign: benign requests; 0 where over-refusal was not measured.
        rounds: checks at most.
        seed: run seed.
        figures: each defence after each number of rounds, under each attack.
        judge_usage: what judging cost in this run.
        redraft_version: of the package.
    """

    model: str
    check: str
    judge: str | None
    sources: tuple[str, ...]
    attacks: tuple[str, ...]
    n_harmful: int
    n_benign: int
    rounds: int
    seed: int
    figures: tuple[DefenceFigures, ...]
    judge_usage: Usage
    redraft_version: str

    @property
    def measures_over_refusal(self) -> bool:
        """Whether benign requests were asked, too: without them no defence can be called better."""
        return self.n_benign > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far it is: the defence that is played, and how many outcomes of all are there."""

    defence: str
    n_done: int
    n: int


async def measure(
    config: JailbreakConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None
) -> JailbreakResult:
    """Every request under every defence; what is in the folder is taken as it is.

    Raises:
        Misuse: when the folder cannot be used or holds something else.
        StoreError: when it cannot be written.
    """
    journal = Journal(config.folder, described(config))
    done = journal.outcomes(again=config.again)
    judging = Judging(config.judges)
    n = len(config.defences) * len(config.asked)
    kept = {key for key in done if key[0] in {one.name for one in config.defences}}
    with journal:
        for defence in config.defences:

            def keep(outcome: Outcome, key: Key, name: str = defence.name) -> None:
                journal.add(outcome)
                done[key] = outcome
                kept.add(key)
                on_progress(Progress(defence=name, n_done=len(kept), n=n))

            await _play(defence, config, judging, done, keep)
    outcomes = [done[_key(defence, *asked)] for defence in config.defences for asked in config.asked]
    return _result(config, outcomes, judging.usage)


async def _play(
    defence: Defence,
    config: JailbreakConfig,
    judging: Judging,
    done: dict[Key, Outcome],
    keep: Callable[[Outcome, Key], None],
) -> None:
    """What is missing under one defence, side by side."""
    slots = asyncio.Semaphore(config.concurrency)

    async def one(attack: AttackText, behaviour: Behaviour) -> None:
        async with slots:
            outcome = await _outcome(defence, attack, behaviour, judging)
        keep(outcome, _key(defence, attack, behaviour))

    missing = [asked for asked in config.asked if _key(defence, *asked) not in done]
    try:
        async with asyncio.TaskGroup() as group:
            for asked in missing:
                group.create_task(one(*asked))
    except* RedraftError as failed:  # a disk that is full, a test that prepared too little: told as itself
        raise failed.exceptions[0] from None


async def _outcome(defence: Defence, attack: AttackText, behaviour: Behaviour, judging: Judging) -> Outcome:
    prompt = Prompt.of(attack.around(behaviour.text), id=f"{behaviour.wish} {attack.name} {behaviour.id}")
    correction = await correct(prompt, defence.plan)
    answers = await judging.answers(behaviour, correction.attempts)
    whole = len(answers) == defence.rounds + 1
    return Outcome(
        defence=defence.name,
        attack=attack.name,
        wish=behaviour.wish,
        id=behaviour.id,
        answers=answers,
        failed=None if whole else f"{correction.reason}: {correction.detail}",
    )


def _key(defence: Defence, attack: AttackText, behaviour: Behaviour) -> Key:
    return defence.name, attack.name, behaviour.wish, behaviour.id


def described(config: JailbreakConfig) -> dict[str, Any]:
    """What is measured, in plain values: a folder holds one such measurement."""
    judges = config.judges
    return {
        "model": config.model.name,
        "check": {"name": config.check.name, "version": config.check.version},
        "judge": None if judges is None else {"name": judges.of_harm.model.name, "version": judges.of_harm.version},
        "harmful": _digest([(one.id, one.text) for one in config.harmful]),
        "benign": _digest([(one.id, one.text) for one in config.benign]),
        "attacks": {attack.name: _digest([(attack.name, attack.template)]) for attack in config.attacks},
        "defences": {one.name: one.plan.described() for one in config.defences},
        "seed": config.seed,
    }


def _digest(texts: Sequence[tuple[str, str]]) -> str:
    joined = "\x1f".join(part for pair in texts for part in pair)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _result(config: JailbreakConfig, outcomes: Sequence[Outcome], judge_usage: Usage) -> JailbreakResult:
    judges = config.judges
    return JailbreakResult(
        model=config.model.name,
        check=f"{config.check.name} {config.check.version}",
        judge=None if judges is None else f"{judges.of_harm.model.name}, {judges.of_harm.form}",
        sources=config.sources,
        attacks=tuple(attack.name for attack in config.attacks),
        n_harmful=len(config.harmful),
        n_benign=len(config.benign),
        rounds=config.rounds,
        seed=config.seed,
        figures=figures_of(outcomes),
        judge_usage=replace(judge_usage, seconds=0.0),
        redraft_version=VERSION,
    )
