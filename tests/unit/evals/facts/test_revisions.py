from pathlib import Path

from redraft.evals.facts.data import read_facts
from redraft.evals.facts.retrieval import indexed
from redraft.evals.facts.revisions import changed_spans, examined_answers, revision_figures
from support.fact_checks import files


def test_what_people_changed_is_found_word_by_word() -> None:
    before, after = "Ada was born in 1871, in Norwick.", "Ada was born in 1873."
    spans = [before[start:end] for start, end in changed_spans(before, after)]
    assert spans == ["1871, in Norwick"]
    assert changed_spans(before, before) == ()
    assert changed_spans(before, before.upper()) == ()


def test_a_wrong_answer_is_flagged_where_people_changed_it(tmp_path: Path) -> None:
    data = read_facts(tuple(files(tmp_path).values()))
    with indexed(data) as knowledge:
        examined = examined_answers(data, knowledge, lambda line: None)
    wrong, right = examined
    assert (wrong.flagged, right.flagged) == (True, False)
    ((start, end),) = wrong.refuted
    assert "1871" in wrong.revision.response[start:end]
    assert wrong.hits == (True,)
    both = next(one for one in revision_figures(examined) if one.part == "both")
    assert (both.n, both.n_wrong, both.n_flagged, both.n_disturbed, both.n_refuted) == (2, 1, 1, 0, 1)
    assert both.inside is not None
    assert both.inside.value == 1.0
