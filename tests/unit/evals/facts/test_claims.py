from pathlib import Path

from redraft.evals.facts.claims import claim_figures, judged_claims
from redraft.evals.facts.data import read_facts
from redraft.evals.facts.retrieval import indexed
from support.fact_checks import files


def test_claims_are_judged_with_their_own_passages_and_with_those_found(tmp_path: Path) -> None:
    data = read_facts(tuple(files(tmp_path).values()))
    with indexed(data) as knowledge:
        judged = judged_claims(data, knowledge, lambda line: None)
    assert len(judged) == 8  # a label without a passage is left out
    ada = [one for one in judged if one.claim.startswith("Ada")]
    assert [(one.verdict, one.differs) for one in ada] == [("refuted", "1871 v 1873")] * 2
    assert ada[0].quote == "Ada Quill was born in 1873 in Norwick."
    own = next(one for one in claim_figures(judged) if one.part == "both")
    assert (own.evidence, own.n, own.n_false, own.n_true) == ("its own passages", 4, 1, 2)
    assert (own.n_found, own.n_accused) == (1, 0)
    assert own.confirmed is not None
    assert own.confirmed.value == 1.0
    assert own.accused is not None
    assert own.accused.value == 0.0
