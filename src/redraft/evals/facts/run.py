"""The evaluation, from files to figures."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redraft.critics.facts import FactsCritic
from redraft.evals.facts.claims import ClaimFigures, JudgedClaim, claim_figures, judged_claims
from redraft.evals.facts.data import read_facts
from redraft.evals.facts.pairs import (
    CheckedPair,
    KindFigures,
    PairFigures,
    Separation,
    checked_pairs,
    kind_figures,
    pair_figures,
    separations,
)
from redraft.evals.facts.planted import Planted, PlantedFigures, planted_errors, planted_figures
from redraft.evals.facts.retrieval import RetrievalFigures, indexed, retrieval
from redraft.evals.facts.revisions import Examined, RevisionFigures, examined_answers, revision_figures


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsEvalConfig:
    """What is measured.

    Attributes:
        data: files of claims with passages, of labelled claims, of corrected answers; the first kind is needed.
        seed: fixes the errors that are planted.
    """

    data: tuple[Path, ...]
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsResult:
    """Retrieval and code checks on labelled data.

    Attributes:
        critic_version: version of the critic of facts with these passages as knowledge.
        seed: of the planted errors.
        sha256: name and SHA-256 of each file.
        n_passages: different passages.
        retrieval: what searching finds.
        pairs: verdicts on single passages.
        separations: how well scores tell stances apart.
        kinds: what each kind of discrepancy is worth.
        planted: what became of errors planted into supported claims.
        claims: verdicts on labelled claims; empty without such a file.
        answers: whole answers; empty without such a file.
        check_ms: processor milliseconds of one check of a claim beside a passage, mean.
        wrong_pairs: pairs that code decided otherwise than people.
        missed_pairs: pairs of stance refute that code did not find.
        wrong_claims: true claims called false, and false ones called true.
        lost: planted errors that were not found.
        examined: the answers.
    """

    critic_version: str
    seed: int
    sha256: Mapping[str, str]
    n_passages: int
    retrieval: tuple[RetrievalFigures, ...]
    pairs: tuple[PairFigures, ...]
    separations: tuple[Separation, ...]
    kinds: tuple[KindFigures, ...]
    planted: tuple[PlantedFigures, ...]
    claims: tuple[ClaimFigures, ...]
    answers: tuple[RevisionFigures, ...]
    check_ms: float
    wrong_pairs: tuple[CheckedPair, ...]
    missed_pairs: tuple[CheckedPair, ...]
    wrong_claims: tuple[JudgedClaim, ...]
    lost: tuple[Planted, ...]
    examined: tuple[Examined, ...]


def evaluate_facts(config: FactsEvalConfig, *, on_progress: Callable[[str], None] = lambda line: None) -> FactsResult:
    """Measure retrieval, the checks and the critic that uses them, without a model.

    Raises:
        Misuse: when a file or a row of it cannot be read, or no file has passages.
    """
    data = read_facts(config.data)
    with indexed(data) as knowledge:
        on_progress(f"{len(data.passages())} passages indexed")
        found = retrieval(data, knowledge, on_progress)
        started = time.process_time()
        checked = checked_pairs(data)
        check_ms = 1000 * (time.process_time() - started) / len(checked)
        on_progress(f"{len(checked)} pairs of a claim and a passage checked")
        planted = planted_errors(data, config.seed)
        on_progress(f"{len(planted)} planted errors checked")
        judged = judged_claims(data, knowledge, on_progress) if data.labels else ()
        examined = examined_answers(data, knowledge, on_progress) if data.revisions else ()
        version = FactsCritic(sources=(knowledge,)).version
    return FactsResult(
        critic_version=version,
        seed=config.seed,
        sha256=data.sha256,
        n_passages=len(data.passages()),
        retrieval=found,
        pairs=pair_figures(checked),
        separations=separations(checked),
        kinds=kind_figures(checked),
        planted=planted_figures(planted),
        claims=claim_figures(judged),
        answers=revision_figures(examined) if examined else (),
        check_ms=check_ms,
        wrong_pairs=tuple(one for one in checked if one.disagrees),
        missed_pairs=_missed(checked),
        wrong_claims=tuple(filter(_is_wrong, judged)),
        lost=tuple(one for one in planted if one.said and not one.found),
        examined=examined,
    )


def _missed(checked: Sequence[CheckedPair]) -> tuple[CheckedPair, ...]:
    return tuple(one for one in checked if one.pair.stance == "refute" and one.checked.verdict == "not_enough")


def _is_wrong(one: JudgedClaim) -> bool:
    return (one.label == "true" and one.verdict == "refuted") or (one.label == "false" and one.verdict == "supported")
