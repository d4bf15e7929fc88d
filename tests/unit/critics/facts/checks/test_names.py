"""Names as runs of words with capital letters."""

import pytest

from redraft.critics.facts.checks.names import initials, may_be, names_of, own_parts
from redraft.critics.facts.checks.words import words_of


def proper(text: str) -> list[str]:
    """The words of what is surely a name."""
    words = words_of(text)
    found = names_of(words, frozenset())
    return [text[words[one.first].start : words[one.end - 1].end] for one in found if one.is_proper]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Later Ada Quill met Bo.", ["Later Ada Quill", "Bo"]), ("The University of Talus at Norwick is old.",
         ["University of Talus at Norwick"]), ("William O. Douglas was tall.", ["William O. Douglas"]),
        ("He saw Abong-Mbang.", ["Abong-Mbang"]), ("It fell in October.", []), ("Iron is a metal.", []),
        ("NASA is old.", ["NASA"]), ("He met Ludwig van Doren there.", ["Ludwig van Doren"]),
    ],
)  # fmt: skip
def test_a_run_of_capital_words_is_a_name(text: str, found: list[str]) -> None:
    assert proper(text) == found


def test_titles_and_words_that_many_names_share_tell_nobody_apart() -> None:
    (name,) = names_of(words_of("In Professor Ada Quill"), frozenset())[-1:]
    assert name.parts == ("ada", "quill")
    (college,) = names_of(words_of("at Harlow College"), frozenset())
    assert own_parts(college) == {"harlow"}
    (court,) = names_of(words_of("at Supreme Court"), frozenset())
    assert own_parts(court) == {"supreme", "court"}
    assert initials(("world", "health", "office")) == "who"


def test_a_first_word_that_is_written_small_elsewhere_names_nobody() -> None:
    (stevens,) = names_of(words_of("Stevens was born."), frozenset())
    (based,) = names_of(words_of("Recently it fell."), frozenset())
    assert may_be(stevens, frozenset())
    assert not may_be(stevens, frozenset({"stevens"}))
    assert not may_be(based, frozenset())
