"""Births and deaths are held against what a passage tells of the same person, in words or behind the name."""

import pytest

from redraft.critics.facts.checks import check

CURIE = (
    "Marie Skłodowska Curie (7 November 1867 – 4 July 1934) was a physicist. Her husband, Pierre Curie, was born in "
    "Paris on 15 May 1859 and died in 1906. She won two Nobel Prizes."
)
TURING = "Alan Turing was a mathematician. He was born in Maida Vale, London, on 23 June 1912 and died in 1954."


def differs(claim: str, passage: str) -> list[tuple[str, str]]:
    checked = check(claim, passage)
    assert (checked.verdict == "refuted") == bool(checked.discrepancies)
    return [(one.claimed, one.found) for one in checked.discrepancies]


@pytest.mark.parametrize(
    ("claim", "passage", "wrong", "right"),
    [
        ("Marie Curie was born on 7 November 1877.", CURIE, "7 November 1877", "7 November 1867"),
        ("Marie Curie was born in Warsaw in 1876.", CURIE, "1876", "7 November 1867"),
        ("Marie Curie died in 1867.", CURIE, "1867", "4 July 1934"),  # the other event's year does not make it right
        ("Pierre Curie was born in 1869.", CURIE, "1869", "15 May 1859"),
        ("Pierre Curie died in 1908.", CURIE, "1908", "1906"),
        ("Alan Turing was born in 1913.", TURING, "1913", "23 June 1912"),
        ("Turing died in London in 1945.", TURING, "1945", "1954"),
        ("Ada Byron was born in 1816.", "Ada Byron (b. 1815) wrote programs.", "1816", "1815"),
        ("Ada Byron died in 1862.", "Ada Byron (1815-1852) was a mathematician.", "1862", "1852"),
        ("Ada Byron was born in 1816.", "Ada Byron was born in London in 1815.", "1816", "1815"),
    ],
)
def test_another_date_of_a_birth_or_death_is_found(claim: str, passage: str, wrong: str, right: str) -> None:
    assert differs(claim, passage) == [(wrong, right)]


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Marie Curie was born in 1867.", CURIE),
        ("Marie Curie died in July 1934.", CURIE),
        ("Irène Curie was born in 1897.", CURIE),  # another person
        ("Marie Curie was born in 1867.", "Pierre Curie was a physicist. Curie was born in 1859."),
        ("Ada Byron's mother died in 1860.", "Ada Byron (1815-1852) was a mathematician."),
        ("Ada Byron was born in 1815.", "Anne Blunt was a daughter of Ada Byron. She was born in 1837."),
        ("Bill Hill was born in 1946.", "The presidents were Bill Hill (1993–2001), Jane Roe (2001–2009) and others."),
        ("Tom King Jr. was born in 1929.", "Tom King Sr. (19 December 1897 – 11 November 1984) was a pastor."),
        ("Tom King III was born in 1929.", "Tom King II (19 December 1897 – 11 November 1984) was a pastor."),
        ("Ada Byron was born in 1815.", "Ada Byron was not born in 1814."),
        ("Ada Byron was born in 1815.", "Ada Byron was born while her father left in 1816."),
        ("Ada Byron was born after 1810.", "Ada Byron was born in 1815."),
        ("Ada Byron was born in 1815.", "Some say that Ada Byron was born in 1814; Ada Byron was born in 1815."),
        ("Ada Byron was not born in 1816.", "Ada Byron was born in 1815."),
    ],
)
def test_what_is_right_or_of_another_is_not_accused(claim: str, passage: str) -> None:
    assert check(claim, passage).verdict != "refuted"
