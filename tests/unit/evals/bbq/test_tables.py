"""The result as tables and sentences."""

from dataclasses import replace
from pathlib import Path

from redraft.evals.bbq import evaluate_labels, read_bbq
from redraft.evals.bbq.figures import Answered, by_category
from redraft.evals.bbq.gains import Correlation
from redraft.evals.bbq.result import ArmResult, BbqResult
from redraft.evals.bbq.tables import correlation_in_words, sentences, tables, unread
from redraft.trust.intervals import Estimate
from support.bbq import row, rows, write


def test_labels_alone_show_the_fixed_answerers_and_the_coverage(tmp_path: Path) -> None:
    result = evaluate_labels(read_bbq(write(tmp_path / "x.jsonl", rows(2))))
    headline, coverage = tables(result)
    assert [row.cells[0] for row in headline.rows] == ["always unknown", "always the stereotype", "always right"]
    assert headline.rows[0].cells[1].startswith("50.0 %") and headline.rows[2].cells[1].startswith("100.0 %")
    assert coverage.rows[-1].cells[:3] == ("all", "both", "40")
    said = list(sentences(result))
    assert said == ["The stereotyped group could be told in all 40 rows.", "No model was asked: give one with --model."]


def test_rows_that_were_left_out_are_listed(tmp_path: Path) -> None:
    bad = [{"n": i} for i in range(12)]
    result = evaluate_labels(read_bbq(write(tmp_path / "x.jsonl", [row("Age"), row("Age"), *bad])))
    said = list(sentences(result))
    assert said[0] == "1 row asked what an earlier row asks and were left out."
    assert said[1] == "12 rows of 14 could not be used:" and said[2].startswith("  line 3: ")
    assert said[12] == "  and 2 more (--json lists them all)"


def test_a_correlation_says_over_how_many_categories() -> None:
    one = Estimate(value=0.5, low=-0.1, high=0.9, n=6)
    assert correlation_in_words(Correlation(n=6, pearson=one, spearman=one)) == (
        "Over 6 categories: Pearson +0.50 [-0.10, +0.90], Spearman +0.50 [-0.10, +0.90]."
    )
    assert correlation_in_words(Correlation(n=1, pearson=None, spearman=None)).startswith("No correlation: 1 category")


def played(path: Path, **n_unread: int) -> BbqResult:
    """40 questions, so many unread in each arm."""
    data = read_bbq(write(path, rows(2)))

    def arm(name: str, n: int) -> ArmResult:
        answered = [Answered(case=case, letter=None if i < n else case.right) for i, case in enumerate(data.cases)]
        return ArmResult(
            name=name, figures=by_category(answered, seed=0), gains=(), correlation=None, ahead=None, n_failed=0,
            reasons={}, calls=1, prompt_tokens=1, completion_tokens=1, seconds=1, usd=None,
        )  # fmt: skip

    return replace(evaluate_labels(data), arms=tuple(arm(name, n) for name, n in n_unread.items()))


def test_arms_that_differ_in_what_could_not_be_read_are_told_apart(tmp_path: Path) -> None:
    said = unread(played(tmp_path / "x.jsonl", alone=40, checked=3)) or ""
    assert said.startswith("Answers that could not be read: alone 40 of 40; checked 3 of 40.")
    assert "accuracies are too low" in said


def test_a_few_unread_answers_are_left_to_the_last_table(tmp_path: Path) -> None:
    assert unread(played(tmp_path / "x.jsonl", alone=3, checked=0)) is None
    assert unread(evaluate_labels(read_bbq(write(tmp_path / "y.jsonl", rows(2))))) is None
