"""Verdicts of code on single passages beside those of people."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from redraft.critics.facts.checks import Checked, check
from redraft.critics.facts.checks.words import words_of
from redraft.evals.facts.data import FactsData, Label
from redraft.evals.facts.halves import PARTS, Part, share, within
from redraft.evals.labelled.forms.claim_evidence import Pair, Stance
from redraft.trust.auroc import auroc
from redraft.trust.intervals import Estimate

VERDICTS = ("supported", "refuted", "not_enough")
STANCES: tuple[Stance, ...] = ("support", "refute", "irrelevant")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPair:
    """A pair with what code says of it.

    Attributes:
        pair: claim, passage and the word of people.
        checked: what code found.
        label: what people say of the claim as such; None where the data does not tell.
        cosine: of the two texts as bags of words, in [0, 1].
    """

    pair: Pair
    checked: Checked
    label: Label | None
    cosine: float

    @property
    def disagrees(self) -> bool:
        """Whether code decided and people said otherwise."""
        verdict, stance = self.checked.verdict, self.pair.stance
        return (verdict == "refuted" and stance != "refute") or (verdict == "supported" and stance != "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFigures:
    """The verdicts of one half.

    Attributes:
        part: of the data.
        n: pairs.
        counts: for each stance, how often each verdict was given.
        refuted_precision: share of stance refute among the pairs called refuted.
        refuted_recall: share called refuted among the pairs of stance refute.
        supported_precision: share of stance support among the pairs called supported.
        supported_recall: share called supported among the pairs of stance support.
        accused: share called refuted among the pairs of other stances.
    """

    part: Part
    n: int
    counts: Mapping[str, Mapping[str, int]]
    refuted_precision: Estimate | None
    refuted_recall: Estimate | None
    supported_precision: Estimate | None
    supported_recall: Estimate | None
    accused: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """How well a score tells two stances apart.

    Attributes:
        score: what was compared.
        part: of the data.
        support_over_refute: the probability that a supporting passage scores higher than a refuting one.
        relevant_over_irrelevant: the probability that a passage of either kind scores higher than one that says nothing
            of the claim.
    """

    score: str
    part: Part
    support_over_refute: Estimate | None
    relevant_over_irrelevant: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    """What one kind of discrepancy is worth.

    Attributes:
        kind: of discrepancy.
        part: of the data.
        n: pairs with such a discrepancy.
        n_claims: different claims among them.
        refute: of these pairs, those of stance refute.
        false_claim: of these pairs, those whose claim is false by its own label, which is wider.
    """

    kind: str
    part: Part
    n: int
    n_claims: int
    refute: Estimate | None
    false_claim: Estimate | None


_RANKS = {"refuted": -1.0, "not_enough": 0.0, "supported": 1.0}
_SCORES: Mapping[str, Callable[[CheckedPair], float]] = {
    "cosine of bags of words": lambda one: one.cosine,
    "coverage": lambda one: one.checked.coverage,
    "coverage, refuted last": lambda one: one.checked.coverage - (one.checked.verdict == "refuted"),
    "verdict of the checks": lambda one: _RANKS[one.checked.verdict],
}


def checked_pairs(data: FactsData) -> tuple[CheckedPair, ...]:
    """Every pair with what code says of it; a claim and passage that stand twice are checked once."""
    return tuple(
        CheckedPair(
            pair=pair,
            checked=check(pair.claim, pair.passage),
            label=data.labels.get(pair.claim),
            cosine=cosine(pair.claim, pair.passage),
        )
        for pair in dict.fromkeys(data.pairs)
    )


def pair_figures(checked: Sequence[CheckedPair]) -> tuple[PairFigures, ...]:
    """The verdicts in every half."""
    return tuple(_figures(part, within(part, checked, lambda one: one.pair.claim)) for part in PARTS)


def separations(checked: Sequence[CheckedPair]) -> tuple[Separation, ...]:
    """How well words alone and the checks tell support, refutation and nothing apart."""
    return tuple(
        _separation(name, score, part, within(part, checked, lambda one: one.pair.claim))
        for name, score in _SCORES.items()
        for part in PARTS
    )


def _separation(
    name: str, score: Callable[[CheckedPair], float], part: Part, ones: Sequence[CheckedPair]
) -> Separation:
    decided = [one for one in ones if one.pair.stance != "irrelevant"]
    return Separation(
        score=name,
        part=part,
        support_over_refute=_area(decided, score, "refute"),
        relevant_over_irrelevant=_area(ones, lambda one: abs(score(one)), "irrelevant"),
    )


def _area(ones: Sequence[CheckedPair], score: Callable[[CheckedPair], float], lower: Stance) -> Estimate | None:
    """The probability that a pair of another stance scores higher than one of stance `lower`."""
    if not ones:
        return None
    labels = [one.pair.stance != lower for one in ones]
    return auroc([score(one) for one in ones], labels, [one.pair.claim for one in ones])


def kind_figures(checked: Sequence[CheckedPair]) -> tuple[KindFigures, ...]:
    """What each kind of discrepancy is worth, in every half."""
    kinds = sorted({d.kind for one in checked for d in one.checked.discrepancies})
    found = []
    for kind in kinds:
        for part in PARTS:
            ones = [
                one
                for one in within(part, checked, lambda one: one.pair.claim)
                if any(d.kind == kind for d in one.checked.discrepancies)
            ]
            claims = [one.pair.claim for one in ones]
            labelled = [one for one in ones if one.label is not None]
            found.append(
                KindFigures(
                    kind=kind,
                    part=part,
                    n=len(ones),
                    n_claims=len({*claims}),
                    refute=share([one.pair.stance == "refute" for one in ones], claims),
                    false_claim=share([one.label == "false" for one in labelled], [one.pair.claim for one in labelled]),
                )
            )
    return tuple(found)


def cosine(one: str, other: str) -> float:
    """The cosine of two texts as bags of words, in [0, 1]."""
    first, second = (Counter(word.stem for word in words_of(text) if word.kind != "sign") for text in (one, other))
    if not first or not second:
        return 0.0
    product = sum(n * second[word] for word, n in first.items())
    return product / sqrt(sum(n * n for n in first.values()) * sum(n * n for n in second.values()))


def _figures(part: Part, ones: Sequence[CheckedPair]) -> PairFigures:
    return PairFigures(
        part=part,
        n=len(ones),
        counts={
            stance: {
                verdict: sum(one.pair.stance == stance and one.checked.verdict == verdict for one in ones)
                for verdict in VERDICTS
            }
            for stance in STANCES
        },
        refuted_precision=_among(ones, "refuted", "refute"),
        refuted_recall=_found(ones, "refuted", "refute"),
        supported_precision=_among(ones, "supported", "support"),
        supported_recall=_found(ones, "supported", "support"),
        accused=_of([one for one in ones if one.pair.stance != "refute"], lambda one: one.checked.verdict == "refuted"),
    )


def _among(ones: Sequence[CheckedPair], verdict: str, stance: Stance) -> Estimate | None:
    return _of([one for one in ones if one.checked.verdict == verdict], lambda one: one.pair.stance == stance)


def _found(ones: Sequence[CheckedPair], verdict: str, stance: Stance) -> Estimate | None:
    return _of([one for one in ones if one.pair.stance == stance], lambda one: one.checked.verdict == verdict)


def _of(ones: Sequence[CheckedPair], hit: Callable[[CheckedPair], bool]) -> Estimate | None:
    return share([hit(one) for one in ones], [one.pair.claim for one in ones])
