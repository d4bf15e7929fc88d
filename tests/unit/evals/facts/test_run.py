from pathlib import Path

from redraft.evals.facts.run import FactsEvalConfig, evaluate_facts
from redraft.evals.facts.tables import disagreements, tables
from redraft.report.tables import for_markdown
from support.fact_checks import files


def test_files_become_figures_tables_and_lists(tmp_path: Path) -> None:
    told: list[str] = []
    result = evaluate_facts(FactsEvalConfig(data=tuple(files(tmp_path).values())), on_progress=told.append)
    titles = [table.title for table in tables(result)]
    assert len(titles) == 8
    assert titles[-1].startswith("Whole answers")
    assert "10 passages indexed" in told
    shown = "\n".join(for_markdown(table) for table in tables(result))
    assert "random order" in shown
    assert "| refute | 0 | 2 | 0 |" in shown
    assert result.wrong_pairs == result.wrong_claims == ()
    assert all("people" in block or "planted" in block for block in disagreements(result))


def test_passages_alone_are_enough(tmp_path: Path) -> None:
    result = evaluate_facts(FactsEvalConfig(data=(files(tmp_path)["pairs"],)))
    assert result.claims == result.answers == ()
    assert len([*tables(result)]) == 6
