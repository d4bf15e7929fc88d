"""Code and model together: who refutes, who confirms, and what is a doubt."""

import pytest

from redraft.core import Draft
from redraft.critics.facts.claims import Claim
from redraft.critics.facts.deciding import by_code, by_model
from redraft.critics.facts.reading import Reading, find_quote
from redraft.critics.facts.results import Verdict
from support.facts import TOWER, passage

RIGHT, WRONG = "The Eiffel Tower was completed in 1889.", "The Eiffel Tower was completed in 1887."
PASSAGES = (passage(TOWER), passage("The Seine flows through Paris.", "seine.txt"))


def claim(text: str, *, clear: bool = True) -> Claim:
    return Claim(text=text, start=0, end=len(text), clear=clear)


def reading(verdict: Verdict | None, quote: str | None = "completed in 1889") -> Reading:
    cited = None if quote is None else find_quote(quote, PASSAGES)
    problem = "no verdict line" if verdict is None else None
    return Reading(
        verdict=verdict, cited=cited, n_quotes=quote is not None, reply="said", problem=problem, draft=Draft.of("said")
    )


def test_code_alone_refutes_another_year_and_quotes_the_sentence() -> None:
    result = by_code(claim(WRONG), PASSAGES)
    assert (result.verdict, result.by, result.quote) == ("refuted", "code", "The Eiffel Tower was completed in 1889.")
    assert [(d.claimed, d.found) for d in result.discrepancies] == [("1887", "1889")]
    assert result.source is not None
    assert (result.source.document, result.source.start, result.source.end) == ("tower.txt", 0, 39)


def test_code_alone_finds_what_agrees_and_says_nothing_of_other_things() -> None:
    assert by_code(claim(RIGHT), PASSAGES).verdict == "supported"
    other = by_code(claim("The Brooklyn Bridge was completed in 1883."), PASSAGES)
    assert (other.verdict, other.why) == ("not_enough", "unsaid")
    assert by_code(claim(RIGHT), ()).why == "nothing_found"


def test_a_sentence_that_does_not_say_what_it_speaks_of_is_not_refuted_by_code() -> None:
    assert by_code(claim(WRONG, clear=False), PASSAGES).why == "unclear"


def test_sources_that_disagree_are_not_enough() -> None:
    other = passage("The Eiffel Tower was completed in 1887.", "other.txt")
    assert by_code(claim(WRONG), (*PASSAGES, other)).why == "sources_disagree"


@pytest.mark.parametrize(
    ("text", "said", "quote", "verdict", "why"),
    [
        (RIGHT, "supported", "completed in 1889", "supported", ""),
        (WRONG, "refuted", "completed in 1889", "refuted", ""),
        (WRONG, "supported", "completed in 1889", "not_enough", "code_doubts"),
        (RIGHT, "refuted", "completed in 1889", "not_enough", "code_agrees"),
        (WRONG, "not_enough", "completed in 1889", "not_enough", "unsaid"),
        (RIGHT, "supported", None, "not_enough", "no_quote"),
        (WRONG, "refuted", None, "not_enough", "no_quote"),
        (RIGHT, "supported", "completed by 1889", "not_enough", "quote_not_found"),
        (WRONG, "refuted", "completed by 1889", "not_enough", "quote_not_found"),
        (RIGHT, None, "completed in 1889", "not_enough", "unreadable"),
    ],
)
def test_a_models_verdict_counts_with_its_quotation_and_without_codes_doubt(
    text: str, said: Verdict | None, quote: str | None, verdict: str, why: str
) -> None:
    result = by_model(claim(text), reading(said, quote))
    assert (result.verdict, result.why, result.by) == (verdict, why, "model")
    assert (result.quote is not None) == (why in ("", "code_doubts", "code_agrees"))
    assert result.failed == (said is None)
