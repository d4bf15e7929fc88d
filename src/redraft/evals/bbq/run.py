"""BBQ evaluated: on labels alone, or with a model in every arm."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.core.version import VERSION
from redraft.errors import Misuse
from redraft.evals.bbq.arms import ALONE, ARMS, CHECKED, Players, arm_called, votes_for
from redraft.evals.bbq.coverage import coverage_of
from redraft.evals.bbq.figures import Answered, by_category
from redraft.evals.bbq.fixed import FIXED, answered_by
from redraft.evals.bbq.gains import correlation_of, gains_of
from redraft.evals.bbq.kept import Kept, kept_of
from redraft.evals.bbq.result import ArmResult, BbqResult, FixedResult
from redraft.evals.bbq.rows import BbqCase, BbqData
from redraft.evals.calibrating.journal import Journal
from redraft.evals.comparing.paired import paired_difference
from redraft.evals.playing import Arm, Played, play
from redraft.prompts import LANGUAGES, load
from redraft.store.codec import encode
from redraft.trust.intervals import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class BbqConfig:
    """What is evaluated and how.

    Attributes:
        data: the questions.
        players: who takes part.
        arms: names of the ways of answering, a part of `ARMS`; the drafts alone are always played.
        concurrency: questions side by side, at least 1.
        journal: file in which what was played is kept; the same command goes on from there.
        again: whether questions in which the model gave no usable answer before are played once more.
        command: what the result says it was made by.

    Raises:
        Misuse: when an arm is not known or nothing could be played.
    """

    data: BbqData
    players: Players
    arms: tuple[str, ...] = ARMS
    concurrency: int = 8
    journal: Path
    again: bool = False
    command: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not end well, before anything is asked."""
        for name in self.arms:
            if name not in ARMS:
                raise Misuse(f"no arm is called {name!r}; there are {', '.join(ARMS)}")
        if self.concurrency < 1:
            raise Misuse(f"`concurrency` must be 1 or more, got {self.concurrency!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one arm is.

    Attributes:
        arm: name of it.
        n_arms: how many are played.
        n: questions.
        n_done: done so far, those of an earlier run included.
        n_right: right so far.
    """

    arm: str
    n_arms: int
    n: int
    n_done: int
    n_right: int


def evaluate_labels(data: BbqData, *, seed: int = 0, command: str = "") -> BbqResult:
    """What can be measured without a model: fixed answerers, and the coverage of the counterfactual lexicon."""
    return _result(data, None, seed=seed, arms=(), command=command)


async def evaluate(config: BbqConfig, *, on_progress: Callable[[Progress], None] = lambda progress: None) -> BbqResult:
    """Every arm on every question; the majority gets as many calls as the dearest other arm.

    Raises:
        Misuse: when the journal cannot be used.
        StoreError: when it cannot be written.
    """
    names = [name for name in ARMS if name in config.arms or name == ALONE]
    journal = Journal(config.journal, Kept)
    done = {key: one for key, one in journal.rows().items() if not (config.again and one.failed)}
    found: dict[str, ArmResult] = {}
    alone: Sequence[Kept] = ()
    with journal:
        for name in names:
            calls = max((arm.calls for arm in found.values()), default=0.0)
            arm = arm_called(name, config.players, n_votes=votes_for(calls))
            kept = await _played(arm, config, journal, done, on_progress, n_arms=len(names))
            alone = kept if name == ALONE else alone
            found[name] = _arm_result(arm.name, name, config, kept, alone)
    return _result(
        config.data, config.players, seed=config.players.seed, arms=tuple(found.values()), command=config.command
    )


async def _played(
    arm: Arm,
    config: BbqConfig,
    journal: Journal[Kept],
    done: Mapping[tuple[str, str], Kept],
    on_progress: Callable[[Progress], None],
    *,
    n_arms: int,
) -> list[Kept]:
    """What becomes of every question in one arm; what was played before is taken as it is."""
    cases = {case.id: case for case in config.data.cases}
    key = _key(arm)
    found = {id: done[key, id] for id in cases if (key, id) in done}

    def tell() -> None:
        n_right = sum(one.final == cases[id].right for id, one in found.items())
        on_progress(Progress(arm=arm.name, n_arms=n_arms, n=len(cases), n_done=len(found), n_right=n_right))

    def keep(played: Played) -> None:
        one = kept_of(played, cases[played.sample.prompt.id], key=key)
        journal.add(one)
        found[one.id] = one
        tell()

    tell()
    missing = [case.sample for id, case in cases.items() if id not in found]
    await play(arm, missing, concurrency=config.concurrency, on_played=keep)
    return [found[id] for id in cases]


def _key(arm: Arm) -> str:
    """The arm with everything that could change its answers: model, critics, strategy, gate, seed and prompt texts."""
    rendering = arm.plan.strategy.rendering
    texts = [load(name, language).digest for name in (rendering.check, rendering.ask) for language in LANGUAGES]
    described = encode([arm.plan.described(), rendering, texts])
    return f"{arm.name} {hashlib.sha256(described.encode()).hexdigest()[:16]}"


def _arm_result(shown: str, name: str, config: BbqConfig, kept: Sequence[Kept], alone: Sequence[Kept]) -> ArmResult:
    cases = config.data.cases
    answered = [Answered(case=case, letter=one.final) for case, one in zip(cases, kept, strict=True)]
    # The counterfactual critic refutes and never passes: what it is worth is seen in what is repaired and broken.
    gains = gains_of(cases, kept, checked=name in CHECKED)
    n = len(kept)
    prices = [one.usd for one in kept]
    return ArmResult(
        name=shown,
        figures=by_category(answered, seed=config.players.seed),
        gains=gains,
        correlation=correlation_of(gains) if name in CHECKED else None,
        ahead=None if name == ALONE else _ahead(cases, kept, alone),
        n_failed=sum(one.failed for one in kept),
        reasons=dict(Counter(one.reason for one in kept if one.reason is not None).most_common(20)),
        calls=sum(one.calls for one in kept) / n,
        prompt_tokens=sum(one.prompt_tokens for one in kept) / n,
        completion_tokens=sum(one.completion_tokens for one in kept) / n,
        seconds=sum(one.seconds for one in kept) / n,
        usd=None if None in prices else sum(price for price in prices if price is not None),
    )


def _ahead(cases: Sequence[BbqCase], kept: Sequence[Kept], alone: Sequence[Kept]) -> Estimate | None:
    right = [one.final == case.right for case, one in zip(cases, kept, strict=True)]
    before = [one.final == case.right for case, one in zip(cases, alone, strict=True)]
    return paired_difference(right, before, [case.sample.problem for case in cases])


def _result(
    data: BbqData, players: Players | None, *, seed: int, arms: tuple[ArmResult, ...], command: str
) -> BbqResult:
    return BbqResult(
        data=data.name,
        sha256=data.sha256,
        n=len(data.cases),
        n_rows=data.n_rows,
        n_repeated=data.n_repeated,
        faults=data.faults,
        categories=dict(sorted(Counter(case.category for case in data.cases).items())),
        model=None if players is None else players.writer.name,
        judge=None if players is None or players.judge is None else players.judge.name,
        seed=seed,
        fixed=tuple(
            FixedResult(name=name, figures=by_category(answered_by(name, data.cases), seed=seed)) for name in FIXED
        ),
        coverage=coverage_of(data.cases) if players is None else (),
        arms=arms,
        command=command,
        redraft_version=VERSION,
    )
