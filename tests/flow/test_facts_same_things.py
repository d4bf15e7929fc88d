"""What looks like a contradiction or a confirmation and is said of something else, asked, or of another degree."""

import pytest

from redraft.critics.facts.checks import check

MOON = "Neil Armstrong and Buzz Aldrin landed the Eagle, and Armstrong became the first person to step onto the Moon."


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        # A question says nothing.
        ("Iron displaces copper.", "Why is it that copper displaces iron?"),
        ("The Old Bridge was finished in 1566.", "Was the Old Bridge finished in 1666?"),
        # Of two strong things one is the weaker.
        ("Zinc is weaker than steel.", "Zinc and steel are both strong."),
        # It was not then, but it was.
        ("The Old Bridge was not finished in 1666.", "The Old Bridge was finished in 1566."),
        ("The Old Bridge was finished in 1566.", "The Old Bridge was not finished in 1666."),
    ],
)
def test_what_contradicts_nothing_is_no_contradiction(claim: str, passage: str) -> None:
    assert check(claim, passage).discrepancies == ()


@pytest.mark.parametrize(
    ("claim", "passage", "kind"),
    [
        ("Iron displaces copper.", "In water copper displaces iron.", "negation"),
        ("Zinc is weaker than steel.", "Zinc is stronger than steel.", "negation"),
        ("The Old Bridge was finished.", "The Old Bridge was not finished.", "negation"),
        # What is non-renewable is still of five years.
        ("The Board is chosen for a six-year term.",
         "The Board is chosen for a non-renewable, five-year term.", "number"),
        # Names beside a date hide neither what happened nor who did it.
        ("The code was described by Watson and Crick in 1963.",
         "The code was described by James Watson and Francis Crick in 1953.", "date"),
        ("Ida Noddack became head of Rhenium in 1937.",
         "Rhenium is a firm. Ida Noddack became head in 1935.", "date"),
    ],
)  # fmt: skip
def test_what_contradicts_is_still_found(claim: str, passage: str, kind: str) -> None:
    assert [one.kind for one in check(claim, passage).discrepancies] == [kind]


def test_what_another_did_supports_nobody() -> None:
    assert check("Buzz Aldrin was the first person to step onto the Moon.", MOON).verdict == "not_enough"
    assert check("Armstrong became the first person to step onto the Moon.", MOON).verdict == "supported"
    tower = "The Eiffel Tower in Paris, France, was finished in 1889."
    assert check("The Eiffel Tower was finished in 1889.", tower).verdict == "supported"
