"""Brackets and quotation marks come in pairs, in the signs of the target, and a text ends as its source does."""

import pytest

from redraft.critics.translation.check import Check
from redraft.critics.translation.punctuation import (
    BRACKETS_CHECK,
    DASHES_CHECK,
    ENDING_CHECK,
    QUOTES_CHECK,
    WIDTH_CHECK,
)
from support.translating import flaws, words


@pytest.mark.parametrize(
    ("check", "source", "target", "languages"),
    [
        (BRACKETS_CHECK, "One (two) [three]", "Eins (zwei) [drei]", "en-de"),
        (BRACKETS_CHECK, "a) first :-)", "a) erstens :-)", "en-de"),
        (BRACKETS_CHECK, "An open (one", "Eine offene (eins", "en-de"),
        (QUOTES_CHECK, 'He said "yes".', "Er sagte „ja“.", "en-de"),
        (QUOTES_CHECK, "他說「是」。", 'He said "yes".', "zh-en"),
        (WIDTH_CHECK, "Yes, no.", "是，不是。", "en-zh"),
        (WIDTH_CHECK, "3.5 of it", "其中3.5個", "en-zh"),
        (DASHES_CHECK, "Yes -- no", "Ja – nein", "en-de"),
        (DASHES_CHECK, "Yes - no", "Ja - nein", "en-de"),
        (DASHES_CHECK, "Run it with --help, 5 - 7 times", "Starte es mit --help, 5 - 7 Mal", "en-de"),
        (ENDING_CHECK, "Come here!", "來這裡！", "en-zh"),
        (ENDING_CHECK, "他来了。", "He came.", "zh-en"),
        (ENDING_CHECK, 'He said "yes".', "Er sagte: „Ja.“", "en-de"),
        (ENDING_CHECK, "A title", "Ein Titel", "en-de"),
    ],
)
def test_good_punctuation_is_no_flaw(check: Check, source: str, target: str, languages: str) -> None:
    assert flaws(check, source, target, languages) == []


@pytest.mark.parametrize(
    ("check", "source", "target", "languages", "key", "at"),
    [
        (BRACKETS_CHECK, "One (two)", "Eins (zwei", "en-de", "unpaired", "("),
        (BRACKETS_CHECK, "One (two)", "Eins zwei] drei", "en-de", "unpaired", "]"),
        (QUOTES_CHECK, 'He said "yes".', "Er sagte „ja.", "en-de", "quotes_odd", "„"),
        (QUOTES_CHECK, 'He said "yes".', "Er sagte ja.", "en-de", "quotes_lost", None),
        (WIDTH_CHECK, "Yes, no.", "是,不是。", "en-zh", "half_width", ","),
        (WIDTH_CHECK, "是，不是。", "Yes，no.", "zh-en", "full_width", "，"),
        (DASHES_CHECK, "Yes -- no", "Ja - nein", "en-de", "dash_typed", " - "),
        (DASHES_CHECK, "Yes -- no", "Ja -- nein", "en-de", "dash_typed", " -- "),
        (ENDING_CHECK, "Come here!", "Komm her.", "en-de", "ending_differs", "."),
        (ENDING_CHECK, "Come here", "Komm her.", "en-de", "ending_invented", "."),
    ],
)
def test_faults_are_located(check: Check, source: str, target: str, languages: str, key: str, at: str | None) -> None:
    (flaw,) = flaws(check, source, target, languages)
    assert (flaw.says, words(target, flaw), flaw.severity) == (key, at, "minor")
