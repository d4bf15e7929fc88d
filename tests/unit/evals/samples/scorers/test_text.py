import asyncio

import pytest

from redraft.core import Draft
from redraft.errors import Misuse
from redraft.evals.sample import Score, Scorer
from redraft.evals.samples.scorers import Contains, Exact, Matching


def scored(scorer: Scorer, answer: str) -> Score:
    return asyncio.run(scorer.score(Draft.of(answer)))


def test_exact_takes_the_stated_answer_or_all_of_the_text() -> None:
    scorer = Exact(reference="Paris")
    answers = ("paris", "The answer is **Paris**.", " Paris.\n", "Paris is nice", "London")
    assert [scored(scorer, answer).right for answer in answers] == [True, True, True, False, False]
    assert scored(Exact(reference="> }"), "So the answer is > }").right is True


def test_contains_wants_every_text() -> None:
    scorer = Contains(reference=("red", "blue sky"))
    assert scored(scorer, "A BLUE\nsky over red earth").right is True
    assert scored(scorer, "red alone").right is False


def test_a_pattern_is_searched() -> None:
    assert scored(Matching(reference=r"\b4\d\b"), "it is 42").right is True
    assert scored(Matching(reference=r"\b4\d\b"), "it is 142").right is False


def test_a_search_that_takes_too_long_leaves_the_answer_unscored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redraft.evals.samples.scorers.text._LIMIT_S", 0.05)
    score = scored(Matching(reference=r"(x+x+)+y(?=z)"), "x" * 5_000)
    assert score.right is None
    assert score.reason == "searching this answer for the pattern took over 0.05 s"


def test_a_bad_pattern_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(Misuse, match=r"'\(' is no regular expression: .*; mend it"):
        Matching(reference="(")


def test_what_an_oracle_may_say_gives_no_reference_away() -> None:
    assert "Paris" not in scored(Exact(reference="Paris"), "London").text
