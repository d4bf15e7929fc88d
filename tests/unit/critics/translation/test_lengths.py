"""Lengths far from what is usual for a pair of languages are a warning."""

from redraft.critics.translation.lengths import CHECK, bounds_of
from support.translating import flaws, said, segment

SOURCE = "The committee decided to postpone the meeting until the end of the month because nobody had read the report."
TARGET = (
    "Der Ausschuss beschloss, die Sitzung auf das Monatsende zu verschieben, weil niemand den Bericht gelesen hatte."
)


def test_a_usual_length_is_no_flaw() -> None:
    assert flaws(CHECK, SOURCE, TARGET) == []
    assert flaws(CHECK, SOURCE, "委員會決定將會議延到月底，因為沒有人讀過報告。", "en-zh+Hant") == []


def test_half_a_translation_and_a_doubled_one_are_found() -> None:
    (flaw,) = flaws(CHECK, SOURCE, TARGET[:50])
    assert (flaw.says, flaw.severity) == ("too_short", "minor")
    assert said(CHECK, SOURCE, TARGET * 2) == ["too_long"]


def test_labels_are_too_short_to_tell() -> None:
    assert flaws(CHECK, "Save", "Änderungen speichern") == []


def test_a_measured_pair_has_its_own_bounds_and_others_those_of_their_scripts() -> None:
    assert bounds_of(segment(SOURCE, "en-de"), TARGET) != bounds_of(segment(SOURCE, "en-fr"), TARGET)
    assert bounds_of(segment(SOURCE, "en-zh"), "我").usual < 0.5
