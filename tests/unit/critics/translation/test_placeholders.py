"""A placeholder that a program fills survives a translation, whatever its form."""

import pytest

from redraft.critics.translation.placeholders import CHECK
from support.translating import flaws, said, words


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Hello %s, you have %d files.", "Du hast %2$d Dateien, %1$s."),
        ("Hello %(name)s", "Hallo %(name)s"),
        ("Save {count} files to {{folder}}", "Speichere {count} Dateien in {{folder}}"),
        ("Run ${cmd} or %{cmd} or $HOME", "Starte ${cmd} oder %{cmd} oder $HOME"),
        ("{0} of {1}", "{1}, davon {0}"),
        ("50 % of it", "50 % davon"),
        ("It is 100% fine", "Es ist 100%ig gut"),
        ("It is 5 % done", "Es ist zu 5 % der Arbeit fertig"),
        ("%.2f km", "%.2f km"),
        ("Nothing to fill", "Nichts zu füllen"),
    ],
)
def test_kept_placeholders_are_no_flaw(source: str, target: str) -> None:
    assert flaws(CHECK, source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "keys"),
    [
        ("Hello %s", "Hallo", ["placeholder_lost"]),
        ("Save {count} files", "Speichere {anzahl} Dateien", ["placeholder_lost", "placeholder_invented"]),
        ("Hello %s, %d files", "Hallo %d, %s Dateien", ["placeholder_order"]),
        ("Hello %(name)s", "Hallo %(name)d", ["placeholder_lost", "placeholder_invented"]),
        ("Hello ${name}", "Hallo $ {name}", ["placeholder_lost", "placeholder_invented"]),
        ("{a} and {a}", "zweimal {a}", ["placeholder_times"]),
        ("Hello", "Hallo {name}", ["placeholder_invented"]),
    ],
)
def test_lost_invented_and_reordered_placeholders_are_found(source: str, target: str, keys: list[str]) -> None:
    assert said(CHECK, source, target) == keys


def test_an_invented_placeholder_is_located_and_shows_those_of_the_source() -> None:
    lost, invented = flaws(CHECK, "Save {count} files", "Speichere {anzahl} Dateien")
    assert words("Speichere {anzahl} Dateien", invented) == "{anzahl}"
    assert invented.evidence == ("{count}",)
    assert (lost.start, lost.severity) == (None, "critical")


def test_a_name_said_more_often_only_warns() -> None:
    (flaw,) = flaws(CHECK, "{name} lost a key", "{name} hat {name}s Schlüssel verloren")
    assert flaw.severity == "minor"


@pytest.mark.parametrize("hostile", ["%" * 40_000, "{" * 40_000, "${" * 20_000, "%(a" * 13_000, "{{a" * 13_000])
def test_hostile_text_is_searched_to_its_end(hostile: str) -> None:
    assert isinstance(flaws(CHECK, "Hello %s", hostile), list)
