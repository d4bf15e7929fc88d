"""Numbers keep their values across the forms of languages; what differs is a warning."""

import pytest

from redraft.critics.translation.numbers import CHECK
from support.translating import flaws, said, words


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("It costs 1,000.5 dollars", "Es kostet 1.000,5 Dollar", "en-de"),
        ("3.5萬人來了", "35,000 people came", "zh-en"),
        ("三百二十人", "320 people", "zh-en"),
        ("2 hours", "zwei Stunden", "en-de"),
        ("at 3 p.m.", "um 15 Uhr", "en-de"),
        ("下午3点", "at 3 p.m.", "zh-en"),
        ("before 3 p.m.", "vor 15:00 Uhr", "en-de"),
        ("May 5, 2020", "5.5.2020", "en-de"),
        ("2020年5月3日", "May 3, 2020", "zh-en"),
        ("the 1990s", "die 90er Jahre", "en-de"),
        ("about 5 miles", "etwa 8 km", "en-de"),
        ("打8折", "20% off", "zh-en"),
        ("See chapter {1} at %2$s", "Siehe Kapitel {1} bei %2$s", "en-de"),
    ],
)
def test_the_same_value_in_another_form_is_no_flaw(source: str, target: str, languages: str) -> None:
    assert flaws(CHECK, source, target, languages) == []


def test_another_value_is_located_with_the_source_as_evidence() -> None:
    target = "Es hat 15 Zimmer."
    (flaw,) = flaws(CHECK, "It has 50 rooms.", target)
    assert (flaw.says, flaw.severity, words(target, flaw)) == ("number_differs", "minor", "15")
    assert flaw.evidence == ("It has 50 rooms.",)


def test_lost_and_invented_numbers_and_the_wrong_form_are_told_apart() -> None:
    assert said(CHECK, "It has 50 rooms.", "Es hat Zimmer.") == ["number_lost"]
    assert said(CHECK, "It has rooms.", "Es hat 50 Zimmer.") == ["number_invented"]
    assert said(CHECK, "It costs 1,000 dollars", "Es kostet 1,000 Dollar") == ["number_format"]
    assert said(CHECK, "3.5萬人來了", "3,500 people came", "zh-en") == ["number_differs"]
