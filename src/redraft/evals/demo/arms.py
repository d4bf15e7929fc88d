"""The ways of answering that the demo compares, and the problems they answer."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from redraft.core import Budget, Critic, Model, Prompt, Recorder, Rendering, Strategy
from redraft.critics import SelfCheck
from redraft.engine.gates import Best, CheckAfterFix
from redraft.engine.plan import Plan
from redraft.engine.strategies import BestOfN, InContextAlignment, SelfConsistency
from redraft.errors import Misuse
from redraft.evals.embedded.ideal import IdealPlayer
from redraft.evals.embedded.speaker import COUNT_TEMPERATURE, REDRAFT_TEMPERATURE
from redraft.evals.embedded.verifier import Problem, Verifier
from redraft.evals.environments import count, pref
from redraft.evals.environments.splits import Split
from redraft.models.local.language import THEMES

World = Literal["count", "pref"]
Source = Literal["own check", "environment", "none"]

N_ATTEMPTS: Mapping[World, int] = {"count": 5, "pref": 8}
"""Attempts of the longest traces that the model was trained on."""

FLIP_RATES = (0.0, 0.1, 0.25, 0.5, 1.0)


class Sample(NamedTuple):
    """A problem with the prompt that asks it; only the critic and the scorer see the problem."""

    prompt: Prompt
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One way of answering.

    Attributes:
        name: how tables call it.
        world: whose problems it answers.
        source: where its verdicts come from: the model's ``own check`` (intrinsic), the ``environment`` (external) or
            ``none``.
        strategy: name of the engine's strategy.
        n_answers: answers to a problem at most.
        pairs: how many earlier (answer, verdict) pairs the model sees.
        flip_rate: share of the environment's verdicts that are replaced by a wrong one.
        player: who answers: the ``embedded`` model, or the ``ideal`` one that uses every reward perfectly.
    """

    name: str
    world: World
    source: Source
    strategy: Literal["in_context_alignment", "best_of_n", "self_consistency"] = "in_context_alignment"
    n_answers: int
    pairs: Literal["all", "last"] = "all"
    flip_rate: float = 0.0
    player: Literal["embedded", "ideal"] = "embedded"


def arms_of(world: World) -> tuple[Arm, ...]:
    """The arms of a world, the one it is about first.

    At equal calls: a correction of `count` makes at most two calls for each of its five attempts, best of 5 with the
    same check too, and the majority gets ten answers. Rewards of `pref` cost no call, so there all get eight answers.
    """
    n = N_ATTEMPTS[world]
    noisy = [
        Arm(name=_noise_name(world, rate), world=world, source="environment", n_answers=n, flip_rate=rate)
        for rate in FLIP_RATES
    ]
    if world == "count":
        return (
            Arm(name="corrected by its own check", world=world, source="own check", n_answers=n),
            Arm(name=f"best of {n}", world=world, source="own check", strategy="best_of_n", n_answers=n),
            Arm(name=f"majority of {2 * n}", world=world, source="none", strategy="self_consistency", n_answers=2 * n),
            *noisy,
        )
    return (
        *noisy,
        Arm(name="the last pair only", world=world, source="environment", pairs="last", n_answers=n),
        Arm(name=f"best of {n}", world=world, source="environment", strategy="best_of_n", n_answers=n),
        Arm(name=f"majority of {n}", world=world, source="none", strategy="self_consistency", n_answers=n),
        Arm(name="by its own check", world=world, source="own check", n_answers=n),
        Arm(name="ideal player", world=world, source="environment", n_answers=n, player="ideal"),
    )


def plan_for(arm: Arm, samples: Sequence[Sample], model: Model, *, seed: int, recorder: Recorder) -> Plan:
    """The plan that answers `samples` in the way of `arm`."""
    return Plan(
        model=IdealPlayer() if arm.player == "ideal" else model,
        critics=_critics(arm, samples, model, seed),
        strategy=_strategy(arm),
        budget=Budget(rounds=arm.n_answers - 1),
        seed=seed,
        recorder=recorder,
        settings={"profile": f"demo: {arm.world}, {arm.name}"},
    )


def samples_of(world: World, n: int, seed: int) -> tuple[Sample, ...]:
    """Distinct problems: of `count` such as training never sees, of `pref` hidden preferences without repetition.

    Raises:
        Misuse: when there are not so many.
    """
    rng = random.Random(f"demo {world} {seed}")  # noqa: S311 - reproducible draws, nothing secret
    chosen = _pref_problems(n, rng) if world == "pref" else _count_problems(n, rng)
    return tuple(
        Sample(Prompt.of(problem.text, id=f"{world}-{i:04}"), problem) for i, problem in enumerate(chosen, start=1)
    )


def _noise_name(world: World, rate: float) -> str:
    word = "reward" if world == "pref" else "verdict"
    if rate == 0:
        return f"corrected by true {word}s"
    return f"every {word} wrong" if rate == 1 else f"{100 * rate:.0f} % of {word}s wrong"


def _critics(arm: Arm, samples: Sequence[Sample], model: Model, seed: int) -> tuple[Critic, ...]:
    if arm.source == "none":
        return ()
    if arm.source == "own check":
        return (SelfCheck(model=model),)
    problems = {sample.prompt.id: sample.problem for sample in samples}
    name = "reward" if arm.world == "pref" else "verifier"
    return (Verifier(problems=problems, flip_rate=arm.flip_rate, seed=seed, name=name),)


def _strategy(arm: Arm) -> Strategy:
    # In `pref` nothing short of the full reward is right; in `count` a verdict is yes or no.
    threshold = 1.0 if arm.world == "pref" else 0.5
    if arm.strategy == "self_consistency":
        return SelfConsistency()
    warmth = COUNT_TEMPERATURE if arm.world == "count" else REDRAFT_TEMPERATURE
    if arm.strategy == "best_of_n":
        gate = Best(threshold=threshold)
        return BestOfN(gate=gate, draft_temperature=warmth, redraft_temperature=warmth, stop_when_passed=True)
    return InContextAlignment(
        gate=CheckAfterFix(threshold=threshold), rendering=Rendering(pairs=arm.pairs), redraft_temperature=warmth
    )


def _count_problems(n: int, rng: random.Random) -> Sequence[Problem]:
    distinct: dict[str, Problem] = {}
    for _ in range(100):  # easy problems come up again and again, so n draws hold fewer than n distinct ones
        for problem in count.problems(n, rng, Split.TEST):
            distinct.setdefault(problem.key, problem)
        if len(distinct) >= n:
            return list(distinct.values())[:n]
    raise Misuse(
        f"{n!r} distinct held-out problems of `count` were asked for, {len(distinct)} were found; ask for fewer"
    )


def _pref_problems(n: int, rng: random.Random) -> Sequence[Problem]:
    every = [pref.PrefProblem(theme=theme, code=code) for theme in THEMES for code in pref.codes(theme)]
    if n > len(every):
        raise Misuse(f"{n!r} hidden preferences were asked for, there are {len(every)}; ask for fewer")
    return rng.sample(every, n)
