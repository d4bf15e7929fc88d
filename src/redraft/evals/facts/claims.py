"""Which claims code calls false, with the passages that people looked at and with those that it finds itself."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from redraft.core import Passage, Provenance
from redraft.critics.facts import FactsCritic
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.deciding import by_code
from redraft.critics.facts.results import Result
from redraft.evals.facts.data import FactsData, Label
from redraft.evals.facts.halves import PARTS, Part, share, within
from redraft.sources import Knowledge
from redraft.trust.intervals import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim:
    """A claim with its label and what became of it.

    Attributes:
        evidence: where the passages came from.
        claim: one statement.
        label: the word of people.
        verdict: of code on all passages together.
        quote: the words that decided; None without any.
        differs: what differs in words, ``four v five``; empty where nothing does.
    """

    evidence: str
    claim: str
    label: Label
    verdict: str
    quote: str | None
    differs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFigures:
    """What code finds among labelled claims.

    Attributes:
        evidence: where the passages came from.
        part: of the data.
        n: claims.
        n_false: false ones.
        n_true: true ones.
        n_found: false ones called refuted.
        n_accused: true ones called refuted.
        found: share of the false ones.
        accused: share of the true ones: false alarms.
        confirmed: share of the true ones called supported.
        confirmed_wrongly: share of the false ones called supported.
        unsettled: share of all claims without a verdict.
    """

    evidence: str
    part: Part
    n: int
    n_false: int
    n_true: int
    n_found: int
    n_accused: int
    found: Estimate | None
    accused: Estimate | None
    confirmed: Estimate | None
    confirmed_wrongly: Estimate | None
    unsettled: Estimate | None


def judged_claims(data: FactsData, knowledge: Knowledge, on_progress: Callable[[str], None]) -> tuple[JudgedClaim, ...]:
    """Every labelled claim that has passages, judged with these and with passages found among all.

    Args:
        data: claims with labels and passages.
        knowledge: all passages.
        on_progress: told what is done.
    """
    pairs = data.by_claim()
    claims = [claim for claim in data.labels if claim in pairs]
    given = {claim: [_passage(pair.passage) for pair in pairs[claim]] for claim in claims}
    own = [by_code(Claim(text=claim, start=0, end=len(claim)), given[claim]) for claim in claims]
    on_progress(f"{len(claims)} claims judged with their own passages")
    critic = FactsCritic(sources=(knowledge,))
    searched = asyncio.run(critic.look_up(claims)) if claims else ()
    on_progress(f"{len(claims)} claims looked up")
    return (
        *_judged("its own passages", data.labels, claims, own),
        *_judged(f"{critic.n_passages} found among all", data.labels, claims, searched),
    )


def claim_figures(judged: Sequence[JudgedClaim]) -> tuple[ClaimFigures, ...]:
    """The figures of each kind of evidence in every half."""
    return tuple(
        _figures(evidence, part, within(part, [one for one in judged if one.evidence == evidence], lambda o: o.claim))
        for evidence in dict.fromkeys(one.evidence for one in judged)
        for part in PARTS
    )


def _judged(
    evidence: str, labels: Mapping[str, Label], claims: Sequence[str], results: Sequence[Result]
) -> list[JudgedClaim]:
    return [
        JudgedClaim(
            evidence=evidence,
            claim=claim,
            label=labels[claim],
            verdict=result.verdict,
            quote=result.quote,
            differs="; ".join(f"{d.claimed} v {d.found}" for d in result.discrepancies),
        )
        for claim, result in zip(claims, results, strict=True)
    ]


def _figures(evidence: str, part: Part, ones: Sequence[JudgedClaim]) -> ClaimFigures:
    false = [one for one in ones if one.label == "false"]
    true = [one for one in ones if one.label == "true"]

    def of(some: Sequence[JudgedClaim], verdict: str) -> Estimate | None:
        return share([one.verdict == verdict for one in some], [one.claim for one in some])

    return ClaimFigures(
        evidence=evidence,
        part=part,
        n=len(ones),
        n_false=len(false),
        n_true=len(true),
        n_found=sum(one.verdict == "refuted" for one in false),
        n_accused=sum(one.verdict == "refuted" for one in true),
        found=of(false, "refuted"),
        accused=of(true, "refuted"),
        confirmed=of(true, "supported"),
        confirmed_wrongly=of(false, "supported"),
        unsettled=of(ones, "not_enough"),
    )


def _passage(text: str) -> Passage:
    return Passage(text=text, provenance=Provenance(document="given", start=0, end=len(text)))
