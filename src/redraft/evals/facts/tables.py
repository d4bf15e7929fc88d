"""The result of `redraft eval facts` as tables and lists."""

from collections.abc import Iterator

from redraft.evals.facts.claims import ClaimFigures, JudgedClaim
from redraft.evals.facts.pairs import STANCES, VERDICTS, CheckedPair, PairFigures
from redraft.evals.facts.planted import Planted
from redraft.evals.facts.retrieval import DEPTHS, RetrievalFigures
from redraft.evals.facts.revisions import Examined, RevisionFigures
from redraft.evals.facts.run import FactsResult
from redraft.evals.steps.halves import half_of
from redraft.report.tables import Column, Row, Table
from redraft.report.text import percent, percent_between, shortened
from redraft.trust.intervals import Estimate

_NONE = "-"
_WIDTH = 300
_BY_CLAIM = "Intervals hold 95 %, by claim. The test half is the one to cite; the other was developed on."


def tables(result: FactsResult) -> Iterator[Table]:
    """Retrieval, single passages, claims, answers."""
    yield _retrieval(result)
    yield _confusion(result)
    yield _verdicts(result)
    yield _separations(result)
    if result.kinds:
        yield _kinds(result)
    if result.planted:
        yield _planted(result)
    if result.claims:
        yield _claims(result)
    if result.answers:
        yield _answers(result)


def _retrieval(result: FactsResult) -> Table:
    depths = [Column(f"recall@{k}") for k in DEPTHS]
    return Table(
        title=f"Are the passages of a claim found among {result.n_passages:,}?",
        columns=(
            Column("search", "left"), Column("half", "left"), Column("claims"), *depths, Column("one of them @5"),
            Column("MRR"),
        ),
        rows=tuple(_found(one) for one in result.retrieval),
        note="Recall: of the passages that people did not call irrelevant. " + _BY_CLAIM,
    )  # fmt: skip


def _found(one: RetrievalFigures) -> Row:
    recall = [_rate(one.recall[k]) for k in DEPTHS]
    mrr = f"{one.mrr.value:.3f} [{one.mrr.low:.3f}, {one.mrr.high:.3f}]"
    cells = (one.way, _half(one.part), str(one.n), *recall, _rate(one.hit[5]), mrr)
    return Row(cells, strong=one.part == "test" and one.way != "random order")


def _confusion(result: FactsResult) -> Table:
    rows = [
        Row((_half(one.part), stance, *(str(one.counts[stance][verdict]) for verdict in VERDICTS)),
            strong=one.part == "test")
        for one in result.pairs
        for stance in STANCES
    ]  # fmt: skip
    return Table(
        title="One claim, one passage: what people said and what code says",
        columns=(
            Column("half", "left"), Column("people", "left"), *(Column(v.replace("_", " ")) for v in VERDICTS),
        ),
        rows=tuple(rows),
        note=f"A check takes {result.check_ms:.1f} ms of processor time, mean.",
    )  # fmt: skip


def _verdicts(result: FactsResult) -> Table:
    return Table(
        title="One claim, one passage: verdicts of code",
        columns=(
            Column("half", "left"), Column("pairs"), Column("refuted: precision"), Column("recall"),
            Column("accused wrongly"), Column("supported: precision"), Column("recall"),
        ),
        rows=tuple(_verdict(one) for one in result.pairs),
        note="Accused wrongly: called refuted, of pairs that people did not call so. " + _BY_CLAIM,
    )  # fmt: skip


def _verdict(one: PairFigures) -> Row:
    rates = (
        one.refuted_precision, one.refuted_recall, one.accused, one.supported_precision, one.supported_recall
    )  # fmt: skip
    return Row((_half(one.part), str(one.n), *map(_rate, rates)), strong=one.part == "test")


def _separations(result: FactsResult) -> Table:
    rows = [
        Row((one.score, _half(one.part), _area(one.support_over_refute), _area(one.relevant_over_irrelevant)),
            strong=one.part == "test")
        for one in result.separations
    ]  # fmt: skip
    return Table(
        title="What tells support from refutation? Area under the ROC curve, 0.5 is chance",
        columns=(
            Column("score", "left"), Column("half", "left"), Column("support over refute"),
            Column("either over irrelevant"),
        ),
        rows=tuple(rows),
        note="In the last column any verdict counts as relevant. " + _BY_CLAIM,
    )  # fmt: skip


def _kinds(result: FactsResult) -> Table:
    rows = [
        Row((one.kind, _half(one.part), str(one.n), str(one.n_claims), _rate(one.refute), _rate(one.false_claim)),
            strong=one.part == "test")
        for one in result.kinds
    ]  # fmt: skip
    return Table(
        title="What each kind of discrepancy is worth",
        columns=(
            Column("kind", "left"), Column("half", "left"), Column("pairs"), Column("claims"),
            Column("passage refutes"), Column("claim is false"),
        ),
        rows=tuple(rows),
        note="Passage refutes: by people's word on the pair; claim is false: by their word on the claim.",
    )  # fmt: skip


def _planted(result: FactsResult) -> Table:
    rows = [
        Row((one.kind, _half(one.part), str(one.n_claims), str(one.n), str(one.n_said), _rate(one.found),
             _rate(one.passed), _rate(one.false_alarms)), strong=one.part == "test")
        for one in result.planted
    ]  # fmt: skip
    return Table(
        title="Errors planted into claims that the passage fully supports",
        columns=(
            Column("error", "left"), Column("half", "left"), Column("claims"), Column("pairs"),
            Column("passage says it"),
            Column("found, of these"), Column("passed as supported"), Column("refuted before"),
        ),
        rows=tuple(rows),
        note=f"Passage says it: the words that were replaced stand in it. Seed {result.seed}. " + _BY_CLAIM,
    )  # fmt: skip


def _claims(result: FactsResult) -> Table:
    return Table(
        title="One claim, all passages: which false claims are found",
        columns=(
            Column("passages", "left"), Column("half", "left"), Column("false of n"), Column("false found"),
            Column("true accused"), Column("true confirmed"), Column("false confirmed"), Column("no verdict"),
        ),
        rows=tuple(_claim(one) for one in result.claims),
        note=_BY_CLAIM,
    )  # fmt: skip


def _claim(one: ClaimFigures) -> Row:
    rates = (one.found, one.accused, one.confirmed, one.confirmed_wrongly)
    unsettled = _NONE if one.unsettled is None else percent(one.unsettled.value)
    cells = (one.evidence, _half(one.part), f"{one.n_false} of {one.n}", *map(_rate, rates), unsettled)
    return Row(cells, strong=one.part == "test")


def _answers(result: FactsResult) -> Table:
    return Table(
        title="Whole answers, examined by the critic of facts without a model",
        columns=(
            Column("half", "left"), Column("wrong of n"), Column("wrong flagged"), Column("right disturbed"),
            Column("claims"), Column("refuted in wrong"), Column("of these, changed by people"),
            Column("changed of a wrong answer"),
        ),
        rows=tuple(_answer(one) for one in result.answers),
        note="Halves by prompt: a claim of an answer in the test half may have been developed on. The last column is "
        "what a claim drawn at random would hit at least.",
    )  # fmt: skip


def _answer(one: RevisionFigures) -> Row:
    cells = (
        _half(one.part), f"{one.n_wrong} of {one.n}", _rate(one.flagged), _rate(one.disturbed), str(one.n_claims),
        str(one.n_refuted), _rate(one.inside), _rate(one.changed),
    )  # fmt: skip
    return Row(cells, strong=one.part == "test")


def disagreements(result: FactsResult) -> Iterator[str]:
    """A block of lines for everything that code and people see otherwise, with the evidence."""
    for one in result.wrong_pairs:
        yield "\n".join(_pair(one, f"{one.checked.verdict} by code, {one.pair.stance} by people"))
    for one in result.missed_pairs:
        yield "\n".join(_pair(one, "refute by people, not found by code"))
    for lost in result.lost:
        yield "\n".join(_lost(lost))
    for claim in result.wrong_claims:
        yield "\n".join(_judged(claim))
    for answer in result.examined:
        if answer.flagged == answer.revision.is_right:
            yield "\n".join(_answered(answer))


def _pair(one: CheckedPair, what: str) -> Iterator[str]:
    yield f"{what} ({half_of(one.pair.claim)} half; the claim is {one.label or 'not labelled'})"
    yield f"  claim: {shortened(one.pair.claim, _WIDTH)}"
    yield f"  passage: {shortened(one.pair.passage, _WIDTH)}"
    for found in one.checked.discrepancies:
        around = one.pair.passage[max(0, found.passage_start - 60) : found.passage_end + 60]
        yield f"  {found.kind}: {found.claimed!r} v {found.found!r} in {shortened(around, _WIDTH)!r}"
    yield f"  coverage: {one.checked.coverage:.2f}"


def _lost(one: Planted) -> Iterator[str]:
    yield f"planted {one.kind}, {one.verdict} ({half_of(one.claim)} half)"
    yield f"  claim: {shortened(one.planted, _WIDTH)}"
    yield f"  was: {shortened(one.claim, _WIDTH)}"
    yield f"  passage: {shortened(one.passage, _WIDTH)}"


def _judged(one: JudgedClaim) -> Iterator[str]:
    yield f"{one.label} claim called {one.verdict}, passages: {one.evidence} ({half_of(one.claim)} half)"
    yield f"  claim: {shortened(one.claim, _WIDTH)}"
    if one.quote is not None:
        yield f"  quote: {shortened(one.quote, _WIDTH)}"
    if one.differs:
        yield f"  differs: {shortened(one.differs, _WIDTH)}"


def _answered(one: Examined) -> Iterator[str]:
    what = "right answer disturbed" if one.revision.is_right else "wrong answer not flagged"
    yield f"{what} ({half_of(one.revision.prompt)} half)"
    yield f"  prompt: {shortened(one.revision.prompt, _WIDTH)}"
    yield f"  answer: {shortened(one.revision.response, _WIDTH)}"
    for message in one.messages:
        yield f"  refuted: {shortened(message, _WIDTH)}"


def _rate(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else percent_between(estimate.value, estimate.low, estimate.high)


def _area(estimate: Estimate | None) -> str:
    return _NONE if estimate is None else f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}]"


def _half(part: str) -> str:
    return "dev." if part == "development" else part
