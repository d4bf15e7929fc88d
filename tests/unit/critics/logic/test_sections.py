import pytest

from redraft.critics.logic.issues import Faulty
from redraft.critics.logic.sections import MAX_CHARACTERS, MAX_STATEMENTS, Statement, split


def refused(text: str) -> str:
    with pytest.raises(Faulty) as failure:
        split(text)
    return failure.value.issue.key


def test_a_program_is_split_into_sections_of_statements_with_their_notes_and_places() -> None:
    text = "Premises:\nCat(tom) ::: Tom is a cat.\n\n  Dog(rex)\nConclusion:\nCat(rex)"
    sections = split(text)
    assert list(sections) == ["premises", "conclusion"]
    tom, rex = sections["premises"]
    assert tom == Statement(text="Cat(tom)", note="Tom is a cat.", start=text.index("Cat(tom)"))
    assert text[rex.start : rex.end] == "Dog(rex)"


@pytest.mark.parametrize(
    "heading", ["Premises:", "# Premises", "## Premises:", "**Premises:**", "PREMISES:", "前提：", "Premise:"]
)
def test_headings_are_recognised_in_several_forms(heading: str) -> None:
    assert list(split(f"{heading}\nCat(tom)")) == ["premises"]


def test_a_statement_may_stand_on_the_line_of_its_heading() -> None:
    text = "Query: Kind(Anne, True)"
    (query,) = split(text)["query"]
    assert (query.text, text[query.start : query.end]) == ("Kind(Anne, True)",) * 2


def test_a_word_alone_or_inside_a_statement_is_no_heading() -> None:
    assert list(split("Premises:\nRules\nFacts(x) → Rules(x)")) == ["premises"]


def test_sections_of_the_same_name_are_one() -> None:
    sections = split("Facts:\nA(b, True)\nRules:\nC(d, True)\nFacts:\nE(f, True)")
    assert [statement.text for statement in sections["facts"]] == ["A(b, True)", "E(f, True)"]


def test_bullets_numbers_and_fences_are_left_out() -> None:
    (first, second) = split("```\nPremises:\n1. Cat(tom)\n- Dog(rex)\n```")["premises"]
    assert (first.text, second.text) == ("Cat(tom)", "Dog(rex)")


def test_what_is_empty_or_too_large_is_refused() -> None:
    assert refused("") == "no_sections"
    assert refused("Tom is a cat.") == "no_sections"
    assert refused("x" * (MAX_CHARACTERS + 1)) == "too_long"
    assert refused("Premises:\n" + "A\n" * (MAX_STATEMENTS + 1)) == "too_many_statements"
