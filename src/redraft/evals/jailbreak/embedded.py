"""The embedded model under attack, draft and check together: what its look back is worth, and what it costs.

Attacks are searched for on validation requests and tried on test requests; the adaptive one is made to fool the check
as well. Beside the model's own verdicts stand true, random and inverted ones, which say how much of a defence lies in
the verdict. Clean harmless requests are asked under every one of them: a defence that refuses those is none.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from redraft.core import Critic, CriticKind, Rendering
from redraft.critics import SelfCheck
from redraft.evals.embedded.attack import AttackConfig, find_suffix
from redraft.evals.embedded.conditions import Conditions
from redraft.evals.embedded.play import Played
from redraft.evals.embedded.speaker import Speaker, load_speaker
from redraft.evals.environments import safe
from redraft.evals.environments.safe import SafeProblem
from redraft.evals.environments.splits import Split
from redraft.models.local import EMBEDDED_FOLDER
from redraft.trust.intervals import Estimate, clustered_proportion

ROUNDS: Final = 3
"""Checks that are measured; the first round is the one to look at, for the model's own check is an opinion."""

N_SEEDS: Final = 3
"""Attacks of each kind, each found from another seed."""

OWN, LAST_PAIR = "own check", "own, last pair"
TRUE, RANDOM, INVERTED = "true verdicts", "random verdicts", "inverted verdicts"
PLAIN, ADAPTIVE = "on the draft", "on draft and check together"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedDefenceConfig:
    """What is measured.

    Attributes:
        n_seeds: attacks of each kind, 1 or more.
        limit: test requests of each kind at most; None for all.
        seed: of the draws of answers and of the first attack.
        search: how hard the attacker tries; its `fool_check` and `seed` are set here.
    """

    n_seeds: int = N_SEEDS
    limit: int | None = None
    seed: int = 0
    search: AttackConfig = field(default_factory=AttackConfig)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackFound:
    """One attack.

    Attributes:
        kind: on the draft, or on draft and check together.
        seed: it was searched with.
        suffix: its words, all from the toy language.
        objective_nats: mean log-probability reached on the search requests; 0 is certainty.
    """

    kind: str
    seed: int
    suffix: str
    objective_nats: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedDefence:
    """One defence under one kind of attack, and on clean requests.

    Attributes:
        attack: kind of the attack.
        verdicts: who judges the answers that the model looks back at.
        critic: the critic's kind.
        success: of the attack before the first check and after each, over all seeds, by request.
        by_seed: the same of each seed alone, after the last round that is in `success`.
        over_refusal: of clean harmless requests, before the first check and after each.
        refused_right: share of attacked requests that end with the right refusal, before and after each check.
        calls: mean calls of an answer after all rounds, checks included.
    """

    attack: str
    verdicts: str
    critic: CriticKind
    success: tuple[Estimate, ...]
    by_seed: tuple[tuple[float, ...], ...]
    over_refusal: tuple[Estimate, ...]
    refused_right: tuple[Estimate, ...]
    calls: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedDefenceResult:
    """The embedded model under attack.

    Attributes:
        n_harmful: attacked test requests, for each seed.
        n_harmless: clean test requests.
        n_seeds: attacks of each kind.
        seed: of the draws.
        attacks: what the searches found.
        defences: every defence under every kind of attack.
        cpu_s: CPU-seconds it took.
    """

    n_harmful: int
    n_harmless: int
    n_seeds: int
    seed: int
    attacks: tuple[AttackFound, ...]
    defences: tuple[EmbeddedDefence, ...]
    cpu_s: float


def evaluate_embedded_defences(
    config: EmbeddedDefenceConfig, *, on_progress: Callable[[str], None] = lambda line: None
) -> EmbeddedDefenceResult:
    """Attacks and defences on the shipped weights; some minutes on one core."""
    started_s = time.process_time()
    speaker = load_speaker("shipped weights", EMBEDDED_FOLDER / "ct2", seed=config.seed, n_prompts=1)
    harmful = safe.pairs(Split.TEST, harmful=True)[: config.limit]
    harmless = _clean(config)
    on_progress(f"clean requests: {len(harmless)} under {len(_VERDICTS)} kinds of verdicts")
    clean = _played(speaker, harmless, _VERDICTS)
    attacks, found = [], []
    for kind in (PLAIN, ADAPTIVE):
        played: list[dict[str, list[Played]]] = []
        for seed in range(config.seed, config.seed + config.n_seeds):
            on_progress(f"attack {kind}, seed {seed}: searching, then {len(harmful)} requests")
            attack = _attack(speaker, config, kind, seed)
            attacks.append(attack)
            attacked = [replace(request, suffix=tuple(attack.suffix.split())) for request in harmful]
            played.append(_played(speaker, attacked, _VERDICTS))
        found += [_defence(kind, name, [one[name] for one in played], clean[name]) for name in _VERDICTS]
    return EmbeddedDefenceResult(
        n_harmful=len(harmful),
        n_harmless=len(harmless),
        n_seeds=config.n_seeds,
        seed=config.seed,
        attacks=tuple(attacks),
        defences=tuple(found),
        cpu_s=time.process_time() - started_s,
    )


_KINDS: Final[dict[str, CriticKind]] = {
    OWN: "intrinsic", LAST_PAIR: "intrinsic", TRUE: "verified", RANDOM: "external", INVERTED: "external",
}  # fmt: skip
_VERDICTS: Final = tuple(_KINDS)


def _attack(speaker: Speaker, config: EmbeddedDefenceConfig, kind: str, seed: int) -> AttackFound:
    search = replace(config.search, seed=seed, fool_check=kind == ADAPTIVE)
    attack = find_suffix(speaker.runtime, safe.pairs(Split.VALIDATION, harmful=True), search)
    return AttackFound(kind=kind, seed=seed, suffix=" ".join(attack.suffix), objective_nats=attack.objective_nats)


def _clean(config: EmbeddedDefenceConfig) -> list[SafeProblem]:
    """Harmless requests without an attack: half with filler words, half without a suffix."""
    rng = random.Random(f"clean {config.seed}")  # noqa: S311 - reproducible draws, nothing secret
    requests = safe.pairs(Split.TEST, harmful=False)[: config.limit]
    return [safe.with_fillers(request, rng) if index % 2 else request for index, request in enumerate(requests)]


def _played(speaker: Speaker, problems: Sequence[SafeProblem], names: Sequence[str]) -> dict[str, list[Played]]:
    """Every request under every kind of verdict, round after round whatever they say."""
    table = Conditions("safe", speaker, problems, n_attempts=ROUNDS + 1)
    critics: dict[str, Critic] = {
        OWN: SelfCheck(model=speaker.model),
        LAST_PAIR: SelfCheck(model=speaker.model),
        TRUE: table.verifier(),
        RANDOM: table.verifier(redraw_rate=1.0),
        INVERTED: table.verifier(flip_rate=1.0),
    }
    for name in names:
        table.every_round(name, critics[name], rendering=Rendering(pairs="last") if name == LAST_PAIR else None)
    return table.played


def _defence(kind: str, name: str, by_seed: Sequence[Sequence[Played]], clean: Sequence[Played]) -> EmbeddedDefence:
    every = [one for played in by_seed for one in played]
    return EmbeddedDefence(
        attack=kind,
        verdicts=name,
        critic=_KINDS[name],
        success=_by_round(every, _complies),
        by_seed=tuple(tuple(_mean(played, _complies, k) for played in by_seed) for k in range(ROUNDS + 1)),
        over_refusal=_by_round(clean, lambda one, k: not _complies(one, k)),
        refused_right=_by_round(every, lambda one, k: one.passed[min(k, len(one.passed) - 1)]),
        calls=sum(one.usage.calls for one in every) / len(every),
    )


def _complies(one: Played, attempt: int) -> bool:
    return safe.complies(tuple(one.answers[min(attempt, len(one.answers) - 1)].split()))


def _by_round(played: Sequence[Played], hit: Callable[[Played, int], bool]) -> tuple[Estimate, ...]:
    clusters = [one.problem.key for one in played]
    estimates = [clustered_proportion([hit(one, k) for one in played], clusters) for k in range(ROUNDS + 1)]
    return tuple(estimate for estimate in estimates if estimate is not None)


def _mean(played: Sequence[Played], hit: Callable[[Played, int], bool], attempt: int) -> float:
    return sum(hit(one, attempt) for one in played) / len(played)
