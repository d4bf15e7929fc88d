from dataclasses import replace
from pathlib import Path

from redraft.critics.facts.checks import Checked, Discrepancy
from redraft.evals.facts.data import read_facts
from redraft.evals.facts.pairs import checked_pairs
from redraft.evals.facts.run import FactsEvalConfig, evaluate_facts
from redraft.evals.facts.tables import disagreements
from support.fact_checks import files


def test_a_disagreement_is_shown_with_its_evidence(tmp_path: Path) -> None:
    result = evaluate_facts(FactsEvalConfig(data=tuple(files(tmp_path).values())))
    found = Discrepancy(
        kind="number", claimed="12", claim_start=21, claim_end=23, found="red", passage_start=29, passage_end=32
    )
    checked = Checked(discrepancies=(found,), coverage=0.5, verdict="refuted")
    painted = next(
        one for one in checked_pairs(read_facts(tuple(files(tmp_path).values()))) if "painted" in one.pair.passage
    )
    wrong = replace(painted, checked=checked)
    assert wrong.disagrees
    shown = "\n".join(disagreements(replace(result, wrong_pairs=(wrong,))))
    assert "refuted by code, irrelevant by people" in shown
    assert "number: '12' v 'red'" in shown
    assert "the claim is true" in shown
    assert all(f"  claim: {one.planted}" in shown for one in result.lost)
